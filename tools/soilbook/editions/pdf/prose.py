"""Paragraphs, lists and the markup inside them."""

from __future__ import annotations

import re

from docutils import nodes

from .markup import array, call, content, escape, string
from .writer import COMPONENTS, Writer, renders

_LANGUAGE_CLASS = re.compile(r"lang(?:uage)?-([a-zA-Z]{2,3})(?:-([a-zA-Z]{2}))?")
# Code without spaces may be broken behind these, when it could not stand in one line.
_BREAK = re.compile(r"[_./\\(,=:-]+(?=\w)")
_LONGEST_WORD = 40
_ENUMERATION = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


def language_of(node: nodes.Element) -> tuple[str, str] | None:
    """Return language and region when `node` says that it is in another language."""
    for given in (node.get("lang", ""), node.get("language", "")):
        if given and not isinstance(node, nodes.literal_block):
            language, _, region = str(given).replace("_", "-").partition("-")
            return language.lower(), region
    for name in node.get("classes", ()):
        if match := _LANGUAGE_CLASS.fullmatch(name):
            return match[1].lower(), match[2] or ""
    return None


def in_language(node: nodes.Element, markup: str) -> str:
    """Set the language of `markup` for hyphenation and for screen readers."""
    found = language_of(node)
    if not found or not markup.strip():
        return markup
    region = string(found[1].upper()) if len(found[1]) == 2 else None
    end = "\n\n" if markup.endswith("\n\n") else ""
    return call("text", content(markup), lang=string(found[0]), region=region) + end


@renders("paragraph", "compact_paragraph")
def paragraph(writer: Writer, node: nodes.Element) -> str:
    """Text, and an empty line."""
    text = in_language(node, writer.anchors(node) + writer.children(node))
    return f"{writer.place(node)}{text}\n\n" if text.strip() else ""


@renders("emphasis", "title_reference", "literal_emphasis")
def emphasis(writer: Writer, node: nodes.Element) -> str:
    """Italics."""
    return call("emph", writer.block(node))


@renders("strong", "literal_strong")
def strong(writer: Writer, node: nodes.Element) -> str:
    """Bold."""
    return call("strong", writer.block(node))


@renders("subscript")
def subscript(writer: Writer, node: nodes.Element) -> str:
    """Lowered."""
    return call("sub", writer.block(node))


@renders("superscript")
def superscript(writer: Writer, node: nodes.Element) -> str:
    """Raised."""
    return call("super", writer.block(node))


@renders("literal")
def literal(writer: Writer, node: nodes.Element) -> str:
    """Code in the line; keys of the keyboard come as literals too."""
    given = node.astext()
    if max(map(len, given.split()), default=0) > _LONGEST_WORD:
        given = _BREAK.sub("\\g<0>\u200b", given)
    text = writer.code(given, node)
    if "kbd" in node["classes"]:
        return call("key", text)
    language = node.get("language")
    return call("raw", text, lang=string(language) if language else None)


@renders("inline", "generated", "problematic", "manpage")
def inline(writer: Writer, node: nodes.Element) -> str:
    """A run of text; its classes may mean something."""
    classes = set(node["classes"])
    if "sd-badge" in classes:
        return call("badge", writer.block(node))
    if "kbd" in classes:
        return call("key", writer.code(node.astext(), node))
    inner = writer.anchors(node) + writer.children(node)
    if classes & {"strike", "del", "strikethrough"}:
        return call("strike", content(inner))
    return in_language(node, inner)


@renders("abbreviation", "acronym")
def abbreviation(writer: Writer, node: nodes.Element) -> str:
    """The first on a page is spelled out: paper has no tooltip."""
    text, meaning = node.astext(), node.get("explanation", "")
    if not meaning or text in writer.spelled_out:
        return writer.children(node)
    writer.spelled_out.add(text)
    return f"{writer.children(node)} ({escape(writer.glyphs.visible(meaning, node))})"


@renders("bullet_list")
def bullet_list(writer: Writer, node: nodes.Element) -> str:
    """A list with bullets; lists of short items stand close."""
    items = [item for one in node.children if (item := writer.block(one)) != "[]"]
    made = call("list", *items, tight=_tight(node)) if items else ""
    return f"{writer.anchors(node)}{made}\n\n" if items else writer.anchors(node)


@renders("enumerated_list")
def enumerated_list(writer: Writer, node: nodes.Element) -> str:
    """A numbered list with the numbering the author wrote."""
    kind = _ENUMERATION.get(node.get("enumtype", "arabic"), "1")
    pattern = f"{node.get('prefix', '')}{kind}{node.get('suffix', '.') or '.'}"
    items = [writer.block(item) for item in node.children]
    start = str(node["start"]) if node.get("start", 1) != 1 else None
    made = call("enum", *items, tight=_tight(node), numbering=string(pattern), start=start)
    return f"{writer.anchors(node)}{made}\n\n"


def _tight(node: nodes.Element) -> str:
    def is_short(item: nodes.Node) -> bool:
        kinds = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.target)
        return all(isinstance(child, kinds) or "toctree" in child for child in item.children) and (
            sum(isinstance(child, nodes.paragraph) for child in item.children) < 2
        )

    return "true" if all(is_short(item) for item in node.children) else "false"


@renders("list_item")
def list_item(writer: Writer, node: nodes.Element) -> str:
    """What an item holds."""
    return writer.children(node)


@renders("definition_list", "glossary", "field_list", "option_list", "docinfo")
def definition_list(writer: Writer, node: nodes.Element) -> str:
    """Terms with their definitions; fields and options are set alike."""
    if type(node).__name__ == "glossary":
        return writer.children(node)
    items = array(
        f"({content(_term(writer, item))}, {content(_definition(writer, item))})"
        for item in node.children
        if isinstance(item, nodes.Element) and len(item.children)
    )
    compact = None if isinstance(node, nodes.definition_list) else "true"
    return f"{writer.anchors(node)}{call('definitions', items, compact=compact)}\n\n"


def _term(writer: Writer, item: nodes.Element) -> str:
    heads = [child for child in item.children if not isinstance(child, _BODIES)]
    return ", ".join(writer.render(head) for head in heads if not _is_classifier(head)) + "".join(
        writer.render(head) for head in heads if _is_classifier(head)
    )


def _is_classifier(node: nodes.Node) -> bool:
    return isinstance(node, nodes.classifier)


def _definition(writer: Writer, item: nodes.Element) -> str:
    return writer.each(child for child in item.children if isinstance(child, _BODIES))


_BODIES = (nodes.definition, nodes.field_body, nodes.description)


@renders("definition", "field_body", "description", "field_name", "option_string")
def passes_through(writer: Writer, node: nodes.Element) -> str:
    """Nothing of its own; the list sets it."""
    return writer.children(node)


@renders("desc", "desc_content", "desc_parameterlist", "desc_parameter", "desc_name")
@renders("desc_addname", "desc_annotation", "desc_returns", "desc_optional", "desc_type")
def description(writer: Writer, node: nodes.Element) -> str:
    """The parts of a description of code; its first line is set by `signature`."""
    return writer.children(node)


@renders("desc_signature")
def signature(writer: Writer, node: nodes.Element) -> str:
    """The head of a function or class, as code."""
    return f"{writer.anchors(node)}{call('raw', writer.code(node.astext(), node))}\n\n"


@renders("term")
def term(writer: Writer, node: nodes.Element) -> str:
    """The anchor comes first, so that a link to the term shows its line."""
    return writer.anchors(node) + writer.children(node)


@renders("classifier")
def classifier(writer: Writer, node: nodes.Element) -> str:
    """A kind, behind the term."""
    return f" : {call('emph', writer.block(node))}"


@renders("option_group")
def option_group(writer: Writer, node: nodes.Element) -> str:
    """The options of one entry, as code."""
    return ", ".join(call("raw", writer.code(option.astext(), option)) for option in node.children)


@renders("block_quote")
def block_quote(writer: Writer, node: nodes.Element) -> str:
    """A quotation, or the epigraph of a chapter."""
    sources = [child for child in node.children if isinstance(child, nodes.attribution)]
    body = [child for child in node.children if child not in sources]
    attribution = content("".join(writer.children(one) for one in sources)) if sources else None
    kind = "epigraph" if {"epigraph", "pull-quote"} & set(node["classes"]) else "quotation"
    made = call(kind, content(writer.each(body)), attribution=attribution)
    return f"{writer.anchors(node)}{in_language(node, made)}\n\n"


@renders("line_block")
def line_block(writer: Writer, node: nodes.Element) -> str:
    """Lines as the author broke them."""
    lines = call("linebreak").join(_lines(writer, node, 0))
    return lines if isinstance(node.parent, nodes.line_block) else f"{lines}\n\n"


def _lines(writer: Writer, node: nodes.Element, depth: int) -> list[str]:
    found: list[str] = []
    for child in node.children:
        if isinstance(child, nodes.line_block):
            found += _lines(writer, child, depth + 1)
        elif isinstance(child, nodes.Element):
            found.append((f"#h({1.5 * depth}em);" if depth else "") + writer.children(child))
    return found


@renders("productionlist")
def productionlist(writer: Writer, node: nodes.Element) -> str:
    """Rules of a grammar, one a line."""
    rules = [f"{one.get('tokenname', '')} ::= {one.astext()}" for one in node.children]
    return f"{call('code', writer.code(chr(10).join(rules), node))}\n\n"


@renders("transition")
def transition(writer: Writer, node: nodes.Element) -> str:
    """A pause; the one that MyST puts before footnotes is none, for they stand at the foot."""
    return "" if "footnotes" in node["classes"] else "#pause();\n\n"


@renders("centered")
def centered(writer: Writer, node: nodes.Element) -> str:
    """A centred line."""
    return f"{call('align', 'center', writer.block(node))}\n\n"


@renders("container", "compound", "hlist", "hlistcol", "acks", "tabular_col_spec")
def container(writer: Writer, node: nodes.Element) -> str:
    """What it holds; components of other packages have renderers of their own."""
    names = [node.get("design_component"), node.get("nb_element"), *node["classes"]]
    for name in names:
        if name in COMPONENTS:
            return COMPONENTS[name](writer, node)
    return writer.anchors(node) + in_language(node, writer.children(node))


@renders("comment", "system_message", "pending", "substitution_definition", "meta", "index")
@renders("HiddenCellNode", "toctree", "highlightlang", "decoration")
def nothing(writer: Writer, node: nodes.Element) -> str:
    """Not meant for readers."""
    return ""


@renders("line_break", "sd_line_break")
def line_break(writer: Writer, node: nodes.Element) -> str:
    """A line broken by the author."""
    return call("linebreak")
