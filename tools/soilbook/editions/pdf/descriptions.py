"""Descriptions of code: functions, classes, options, grammars."""

from __future__ import annotations

from docutils import nodes

from .markup import call, content, escape
from .writer import Writer, renders


@renders("desc")
def description(writer: Writer, node: nodes.Element) -> str:
    """Signatures, and what they do."""
    return f"{writer.place(node)}{writer.anchors(node)}{writer.children(node)}"


@renders("desc_content")
def inside(writer: Writer, node: nodes.Element) -> str:
    """The text below a signature, indented."""
    body = writer.children(node).strip()
    return f"{call('described', content(body))}\n\n" if body else ""


@renders("desc_signature")
def signature(writer: Writer, node: nodes.Element) -> str:
    """The head of a function or class, as code with its links."""
    return f"{writer.anchors(node)}{call('signature', writer.block(node))}\n\n"


@renders("desc_signature_line")
def signature_line(writer: Writer, node: nodes.Element) -> str:
    """One of several lines of a head."""
    lines = [one for one in node.parent.children if isinstance(one, type(node))]
    end = "" if node is lines[-1] else call("linebreak")
    return writer.children(node) + end


@renders("desc_name", "desc_sig_name")
def name(writer: Writer, node: nodes.Element) -> str:
    """The name that is described stands out."""
    inner = writer.anchors(node) + writer.children(node)
    return call("strong", content(inner)) if type(node).__name__ == "desc_name" else inner


@renders("desc_addname", "desc_annotation", "desc_type", "desc_parameter", "desc_type_parameter")
@renders("desc_inline")
def part(writer: Writer, node: nodes.Element) -> str:
    """A part of a head without signs of its own."""
    return writer.anchors(node) + writer.children(node)


@renders("desc_returns")
def returns(writer: Writer, node: nodes.Element) -> str:
    """What a function gives back."""
    return f" → {writer.children(node)}"


@renders("desc_parameterlist")
def parameters(writer: Writer, node: nodes.Element) -> str:
    """Parameters in brackets; the nodes do not hold the signs between them."""
    return f"({_listed(writer, node)})"


@renders("desc_type_parameter_list")
def type_parameters(writer: Writer, node: nodes.Element) -> str:
    """Parameters of a type in square brackets."""
    return f"\\[{_listed(writer, node)}\\]"


@renders("desc_optional")
def optional(writer: Writer, node: nodes.Element) -> str:
    """Parameters that may be left out, in square brackets."""
    return f"\\[{_listed(writer, node)}\\]"


def _listed(writer: Writer, node: nodes.Element) -> str:
    parts = [writer.render(one) for one in node.children]
    text = parts[0] if parts else ""
    for before, one, made in zip(node.children, node.children[1:], parts[1:], strict=False):
        # As Sphinx's HTML has it: f(a[, b]).
        is_optional = type(one).__name__ == "desc_optional"
        is_after = type(before).__name__ == "desc_optional"
        text += f"\\[, {made[2:]}" if is_optional and not is_after else f", {made}"
    return text


@renders("productionlist")
def productionlist(writer: Writer, node: nodes.Element) -> str:
    """Rules of a grammar, one a line, with links between them."""
    rules = [rule for rule in node.children if isinstance(rule, nodes.Element)]
    width = max((len(rule.get("tokenname", "")) for rule in rules), default=0)
    lines = []
    for rule in rules:
        token = str(rule.get("tokenname", ""))
        head = f"{token:<{width}} ::= " if token else " " * (width + 5)
        lines.append(
            writer.anchors(rule) + escape(head.replace(" ", "\u00a0")) + writer.children(rule)
        )
    made = call("listed-code", content(call("linebreak").join(lines)))
    return f"{writer.anchors(node)}{made}\n\n"


@renders("production")
def production(writer: Writer, node: nodes.Element) -> str:
    """What a rule says."""
    return writer.children(node)
