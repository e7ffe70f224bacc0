"""What points somewhere: references, targets, footnotes, citations."""

from __future__ import annotations

from docutils import nodes

from .labels import INTERNAL
from .markup import call, content, escape, string
from .writer import Writer, renders


@renders("reference", "number_reference")
def reference(writer: Writer, node: nodes.Element) -> str:
    """A link inside the book, or to the world."""
    inner = writer.children(node)
    if "sd-btn" in node["classes"]:
        inner = call("badge", content(inner))
    if "sd-stretched-link" in node["classes"] and not node.astext().strip():
        return ""
    target = _target(writer, node)
    return call("link", target, content(inner)) if target and inner.strip() else inner


def _target(writer: Writer, node: nodes.Element) -> str | None:
    """Return the link's destination as a Typst expression, None when it leads nowhere."""
    if refid := node.get("refid"):
        return _label(writer, f"#{refid}")
    address = str(node.get("refuri", ""))
    if address.startswith((INTERNAL, "#")):
        return _label(writer, address)
    return string(address) if address and not node.get("internal") else None


def _label(writer: Writer, address: str) -> str | None:
    label = writer.labels.of(writer.docname, address)
    return f"<{label}>" if label else None


@renders("download_reference")
def download(writer: Writer, node: nodes.Element) -> str:
    """A file beside the book: paper cannot hold it, so its name is printed."""
    if address := node.get("refuri"):
        return call("link", string(str(address)), writer.block(node))
    name = str(node.get("reftarget", "")).lstrip("./")
    shown = writer.children(node)
    return shown if not name or name in node.astext() else f"{shown} ({escape(name)})"


@renders("target")
def target(writer: Writer, node: nodes.Element) -> str:
    """A place in the text, and perhaps text."""
    return writer.anchors(node) + writer.children(node)


@renders("pending_xref")
def unresolved(writer: Writer, node: nodes.Element) -> str:
    """Sphinx has warned already: the text is printed without a link."""
    return writer.children(node)


@renders("footnote_reference")
def footnote_reference(writer: Writer, node: nodes.Element) -> str:
    """The first reference brings the note to the foot of its page; others repeat its mark."""
    note = writer.footnotes.get(node.get("refid", ""))
    if note is None:
        return call("super", writer.block(node))
    label = writer.labels.note(writer.docname, note)
    if writer.placed_footnotes & set(note["ids"]):
        return f"#footnote(<{label}>);"
    writer.placed_footnotes.update(note["ids"])
    body = "".join(writer.render(child) for child in note.children)
    # A space before the label would be printed.
    placed = f"#footnote[{body.strip()}]<{label}>"
    return call("not-in-contents", content(placed)) if _in_heading(node) else placed


def _in_heading(node: nodes.Element) -> bool:
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.title):
        parent = parent.parent
    return parent is not None and isinstance(parent.parent, nodes.section)


@renders("footnote")
def footnote(writer: Writer, node: nodes.Element) -> str:
    """Stands at the foot of the page where it is referred to."""
    return ""


@renders("label")
def label(writer: Writer, node: nodes.Element) -> str:
    """The mark of a note or citation, which the page sets itself."""
    return ""


@renders("citation")
def citation(writer: Writer, node: nodes.Element) -> str:
    """One entry of a bibliography; neighbours form one list."""
    siblings = node.parent.children
    position = siblings.index(node)
    if position and isinstance(siblings[position - 1], nodes.citation):
        return ""
    entries = []
    for sibling in siblings[position:]:
        if not isinstance(sibling, nodes.citation):
            break
        entries.append(_entry(writer, sibling))
    return f"#bibliography-list(({' '.join(entries)}));\n\n"


def _entry(writer: Writer, node: nodes.citation) -> str:
    marks = [child for child in node.children if isinstance(child, nodes.label)]
    mark = escape(writer.glyphs.visible(marks[0].astext(), node)) if marks else ""
    body = writer.each(child for child in node.children if child not in marks)
    shown = content(mark) if mark.strip() else "none"
    return f"({shown}, {content(writer.anchors(node) + body)}),\n"


@renders("citation_reference")
def citation_reference(writer: Writer, node: nodes.Element) -> str:
    """A reference to a citation of plain docutils."""
    target = _label(writer, f"#{node['refid']}") if node.get("refid") else None
    shown = f"\\[{writer.children(node)}\\]"
    return call("link", target, content(shown)) if target else shown
