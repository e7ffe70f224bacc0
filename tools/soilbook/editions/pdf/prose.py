"""Paragraphs, lists and the markup inside them."""

from __future__ import annotations

from docutils import nodes

from .markup import array, breakable, broken, call, content, escape, string
from .writer import COMPONENTS, Writer, renders

_ENUMERATION = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


@renders("paragraph", "compact_paragraph")
def paragraph(writer: Writer, node: nodes.Element) -> str:
    """Text, and an empty line."""
    text = writer.anchors(node) + writer.children(node)
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
    text = string(broken(breakable(node.astext()), writer.longest_word))
    if "kbd" in node["classes"]:
        return call("key", text)
    language = node.get("language")
    return call("raw", text, lang=string(language) if language else None)


@renders("inline", "generated", "problematic", "manpage", "substitution_reference")
def inline(writer: Writer, node: nodes.Element) -> str:
    """A run of text; its classes may mean something."""
    classes = set(node["classes"])
    if "sd-badge" in classes:
        return call("badge", writer.block(node))
    if "kbd" in classes:
        return call("key", string(node.astext()))
    inner = writer.anchors(node) + writer.children(node)
    for names, function in _MARKED:
        if classes & names:
            inner = call(function, content(inner))
    return inner


@renders("fontawesome")
def icon(writer: Writer, node: nodes.Element) -> str:
    """An icon decorates words; one that stands alone is named."""
    parent = node.parent
    is_alone = isinstance(parent, nodes.TextElement) and not parent.astext().strip()
    return escape(f"[{node['icon']}]") if is_alone else ""


_MARKED = (
    ({"strike", "del", "strikethrough"}, "strike"),
    ({"underline"}, "underline"),
    ({"mark"}, "marked"),
    ({"field"}, "field"),
)


@renders("abbreviation", "acronym")
def abbreviation(writer: Writer, node: nodes.Element) -> str:
    """The first on a page is spelled out: paper has no tooltip."""
    text, meaning = node.astext(), node.get("explanation", "")
    if not meaning or text in writer.spelled_out:
        return writer.children(node)
    writer.spelled_out.add(text)
    return f"{writer.children(node)} ({escape(meaning)})"


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


@renders("definition", "field_body", "description", "field_name", "field", "option_string")
@renders("option", "option_argument", "option_list_item", "definition_list_item", "line")
@renders("attribution", "authors")
def passes_through(writer: Writer, node: nodes.Element) -> str:
    """Nothing of its own; the list sets it."""
    return writer.children(node)


@renders("author", "organization", "address", "contact", "version", "revision", "status")
@renders("date", "copyright")
def of_the_page(writer: Writer, node: nodes.Element) -> str:
    """What reStructuredText says about a page at its head."""
    return f"{writer.children(node)}\n\n"


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
    return ", ".join(call("raw", string(option.astext())) for option in node.children)


@renders("block_quote")
def block_quote(writer: Writer, node: nodes.Element) -> str:
    """A quotation, or the epigraph of a chapter."""
    sources = [child for child in node.children if isinstance(child, nodes.attribution)]
    body = [child for child in node.children if child not in sources]
    attribution = content("".join(writer.children(one) for one in sources)) if sources else None
    kinds = (kind for name, kind in _QUOTATIONS.items() if name in node["classes"])
    kind = next(kinds, "quotation")
    made = call(kind, content(writer.each(body)), attribution=attribution)
    return f"{writer.anchors(node)}{made}\n\n"


_QUOTATIONS = {"epigraph": "epigraph", "pull-quote": "pulled-quotation"}


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


@renders("transition")
def transition(writer: Writer, node: nodes.Element) -> str:
    """A pause; the one that MyST puts before footnotes is none, for they stand at the foot."""
    return "" if "footnotes" in node["classes"] else "#pause();\n\n"


@renders("centered")
def centered(writer: Writer, node: nodes.Element) -> str:
    """A centred line."""
    return f"{call('align', 'center', writer.block(node))}\n\n"


@renders("hlist")
def hlist(writer: Writer, node: nodes.Element) -> str:
    """Short items in columns side by side."""
    columns = [content(writer.children(one).strip()) for one in node.children]
    return f"{call('side-by-side', *columns)}\n\n"


@renders("container", "compound", "hlistcol", "acks", "only", "ifconfig", "autosummary_table")
def container(writer: Writer, node: nodes.Element) -> str:
    """What it holds; components of other packages have renderers of their own."""
    names = [node.get("design_component"), node.get("nb_element"), *node["classes"]]
    for name in names:
        if name in COMPONENTS:
            return COMPONENTS[name](writer, node)
    return writer.anchors(node) + writer.children(node)
