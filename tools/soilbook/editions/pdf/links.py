"""What points somewhere: references, targets, footnotes, citations."""

from __future__ import annotations

import posixpath
import re

from docutils import nodes

from ...read.reference_checks import CLASS as CHECKED
from .labels import INTERNAL
from .markup import array, breakable, call, content, escape, string
from .writer import Writer, renders

_PAGE = re.compile(r"(?P<page>[^:?#]+)\.(?:html|ipynb|md)(?P<place>#.*)?")


@renders("reference", "number_reference")
def reference(writer: Writer, node: nodes.Element) -> str:
    """A link inside the book, or to the world."""
    inner = _shown(writer, node)
    if {"sd-btn", "sd-badge"} & set(node["classes"]):
        inner = call("badge", content(inner))
    if "sd-stretched-link" in node["classes"] and not node.astext().strip():
        return ""
    target = _target(writer, node)
    # What the table of checked references links to is not cited there.
    is_quiet = (target or "").startswith("<") and _is_within(node, CHECKED)
    name = "quiet-link" if is_quiet else "link"
    made = call(name, target, content(inner)) if target and inner.strip() else inner
    return made if isinstance(node.parent, nodes.TextElement) else _block(node, made)


def _shown(writer: Writer, node: nodes.Element) -> str:
    """The text of a link; an address that is printed may be broken."""
    text = node.astext()
    is_address = re.search("[/@]", text) and " " not in text and node.get("refuri")
    is_plain = all(isinstance(child, nodes.Text) for child in node.children)
    return escape(breakable(text)) if is_address and is_plain else writer.children(node)


def _block(node: nodes.Element, made: str) -> str:
    """A link between paragraphs: a picture that leads somewhere."""
    image = next(node.findall(nodes.image), None)
    if image is None:
        return made
    side = {"left": "left", "right": "right"}.get(image.get("align", ""), "center")
    return f"{call('align', side, content(made))}\n\n"


def _is_within(node: nodes.Element, name: str) -> bool:
    parent = node.parent
    while parent is not None and name not in parent["classes"]:
        parent = parent.parent
    return parent is not None


def _target(writer: Writer, node: nodes.Element) -> str | None:
    """Return the link's destination as a Typst expression, None when it leads nowhere."""
    if refid := node.get("refid"):
        return _label(writer, f"#{refid}")
    address = str(node.get("refuri", ""))
    if page := _PAGE.fullmatch(address):
        # HTML of authors names pages by their files.
        folder = posixpath.dirname(writer.docname)
        docname = posixpath.normpath(posixpath.join(folder, page["page"]))
        if docname in writer.builder.env.found_docs:
            address = f"{INTERNAL}{docname}{page['place'] or ''}"
    if address.startswith((INTERNAL, "#")):
        return _label(writer, address)
    return string(address) if address and not node.get("internal") else None


def _label(writer: Writer, address: str) -> str | None:
    if label := writer.labels.of(writer.docname, address):
        return f"<{label}>"
    published = writer.elsewhere(writer.docname, address)
    return string(published) if published else None


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


@renders("pending_xref", "pending_xref_condition")
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
    mark = escape(marks[0].astext()) if marks else ""
    body = writer.each(child for child in node.children if child not in marks)
    shown = content(mark) if mark.strip() else "none"
    label = writer.labels.place(writer.docname, node, always=False)
    anchor = f"#metadata(none)<{label}>" if label else ""
    # By its label the template finds the pages that cite the entry.
    cited = array([string(label)] if label else [])
    return f"({shown}, {content(anchor + body)}, {cited}),\n"


@renders("citation_reference")
def citation_reference(writer: Writer, node: nodes.Element) -> str:
    """A reference to a citation of plain docutils."""
    target = _label(writer, f"#{node['refid']}") if node.get("refid") else None
    shown = f"\\[{writer.children(node)}\\]"
    return call("link", target, content(shown)) if target else shown
