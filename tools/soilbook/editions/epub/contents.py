"""The table of contents: what Sphinx knows of it, as a navigation document and as NCX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docutils import nodes
from lxml import etree
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from ...read.titles import plain
from .metadata import Book
from .names import EPUB_TYPE, make, tag, xml_id
from .page import document

DEPTH = 3
NCX = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass
class Entry:
    """One line of the contents; a part has no address of its own."""

    text: str
    address: str = ""
    children: list[Entry] = field(default_factory=list)

    def first_address(self) -> str:
        """Return where the entry begins."""
        return self.address or next((a for c in self.children if (a := c.first_address())), "")

    def __iter__(self) -> Iterator[Entry]:
        yield self
        for child in self.children:
            yield from child


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return the names of all documents that the table of contents reaches, in its order."""
    order: dict[str, None] = {}

    def visit(docname: str) -> None:
        if docname in order or docname not in env.found_docs:
            return
        order[docname] = None
        for child in env.toctree_includes.get(docname, []):
            visit(child)

    visit(env.config.root_doc)
    return list(order)


def entries(builder: Builder) -> list[Entry]:
    """Return the contents with part captions and the section numbers of the HTML edition."""
    env, root = builder.env, builder.config.root_doc
    found = [Entry(plain(env.titles[root], env), builder.get_target_uri(root))]
    for toctree in env.tocs[root].findall(addnodes.toctree):
        lines = _documents(toctree, builder, {root})
        caption = toctree.get("caption")
        found += [Entry(caption, children=lines)] if caption and lines else lines
    return found


def _documents(toctree: addnodes.toctree, builder: Builder, above: set[str]) -> list[Entry]:
    """One entry for each document of a toctree; addresses outside the book are left out."""
    found = []
    for title, docname in toctree["entries"]:
        if docname not in builder.env.tocs or docname in above:
            continue
        toc = builder.env.tocs[docname]
        for entry in _sections(toc, docname, builder, above | {docname}, DEPTH - 1):
            entry.text = title or entry.text
            found.append(entry)
    return found


def _sections(
    bullets: nodes.bullet_list, docname: str, builder: Builder, above: set[str], depth: int
) -> list[Entry]:
    found: list[Entry] = []
    for item in bullets.children:
        if isinstance(item, addnodes.toctree):
            found += _documents(item, builder, above)
            continue
        reference = next(iter(item.findall(nodes.reference)), None)
        if reference is None:
            continue
        entry = Entry(_label(reference, docname, builder), _address(reference, docname, builder))
        for child in item.children:
            if isinstance(child, nodes.bullet_list):
                entry.children += _sections(child, docname, builder, above, depth - 1)
        # Deep sections go, but not the documents below them.
        keep = depth > 0
        found += [entry] if keep else [e for e in entry.children if "#" not in e.address]
    return found


def _label(reference: nodes.reference, docname: str, builder: Builder) -> str:
    numbers = builder.env.toc_secnumbers.get(docname, {})
    number = numbers.get(reference["anchorname"])
    suffix = builder.config.html_secnumber_suffix
    prefix = ".".join(str(n) for n in number) + suffix if number else ""
    return prefix + plain(reference, builder.env)


def _address(reference: nodes.reference, docname: str, builder: Builder) -> str:
    anchor = reference["anchorname"].removeprefix("#")
    return builder.get_target_uri(docname) + (f"#{xml_id(anchor)}" if anchor else "")


def navigation(
    contents: Sequence[Entry], landmarks: Sequence[tuple[str, str, str]], book: Book
) -> etree._Element:
    """Make the navigation document: contents, and landmarks as (type, title, address)."""
    body = etree.Element(tag("body"))
    body.set(EPUB_TYPE, "frontmatter")
    toc = etree.SubElement(body, tag("nav"), id="toc")
    toc.set(EPUB_TYPE, "toc")
    toc.set("role", "doc-toc")
    toc.append(make("h1", book.words.contents))
    toc.append(_list(contents))
    found = []
    for kind, title, address in landmarks:
        found.append(make("a", title, href=address))
        found[-1].set(EPUB_TYPE, kind)
    body.append(_hidden("landmarks", book.words.landmarks, found))
    return document(body, book.words.contents, book.language, "")


def pages_list(links: Sequence[etree._Element], book: Book) -> etree._Element:
    """Make the list of the pages of the PDF, which reading systems show when asked for a page."""
    made = _hidden("page-list", book.words.pages, links)
    made.set("role", "doc-pagelist")
    return made


def _hidden(kind: str, title: str, links: Sequence[etree._Element]) -> etree._Element:
    made = make("nav", id=kind, hidden="hidden")
    made.set(EPUB_TYPE, kind)
    made.append(make("h2", title))
    lines = etree.SubElement(made, tag("ol"))
    for link in links:
        etree.SubElement(lines, tag("li")).append(link)
    return made


def _list(contents: Sequence[Entry]) -> etree._Element:
    lines = make("ol")
    for entry in contents:
        line = etree.SubElement(lines, tag("li"))
        line.append(
            make("a", entry.text, href=entry.address) if entry.address else make("span", entry.text)
        )
        if entry.children:
            line.append(_list(entry.children))
    return lines


def ncx(contents: Sequence[Entry], book: Book) -> etree._Element:
    """Make the older form of the contents, for reading systems of the EPUB 2 age."""
    root = etree.Element(f"{{{NCX}}}ncx", nsmap={None: NCX}, version="2005-1")
    head = etree.SubElement(root, f"{{{NCX}}}head")
    for name, content in (("dtb:uid", book.identifier), ("dtb:depth", str(DEPTH + 1))):
        etree.SubElement(head, f"{{{NCX}}}meta", name=name, content=content)
    _labelled(root, "docTitle", book.title)
    order = {
        address: n
        for n, address in enumerate(
            dict.fromkeys(e.first_address() for entry in contents for e in entry), start=1
        )
    }
    nav_map = etree.SubElement(root, f"{{{NCX}}}navMap")
    _points(nav_map, contents, order)
    for n, point in enumerate(root.iter(f"{{{NCX}}}navPoint"), start=1):
        point.set("id", f"point-{n}")
    return root


def _points(parent: etree._Element, contents: Sequence[Entry], order: dict[str, int]) -> None:
    for entry in contents:
        address = entry.first_address()
        point = etree.SubElement(parent, f"{{{NCX}}}navPoint", playOrder=str(order[address]))
        _labelled(point, "navLabel", entry.text)
        etree.SubElement(point, f"{{{NCX}}}content", src=address)
        _points(point, entry.children, order)


def _labelled(parent: etree._Element, name: str, text: str) -> None:
    label = etree.SubElement(parent, f"{{{NCX}}}{name}")
    etree.SubElement(label, f"{{{NCX}}}text").text = text
