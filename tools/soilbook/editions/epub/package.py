"""The package document, and the archive that is the same for the same content."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from .accessibility import Facts, statements
from .cover import COVER_IMAGE
from .images import MEDIA_TYPES
from .links import Pages
from .metadata import Book
from .names import MATHML, SVG, XML

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
FOLDER = "EPUB"
COVER_ID = "cover-image"

_TYPES = MEDIA_TYPES | {
    ".css": "text/css",
    ".ncx": "application/x-dtbncx+xml",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
}

_CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="{FOLDER}/content.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def package_document(
    book: Book, pages: Pages, files: Mapping[str, bytes], spine: Sequence[str], aside: Sequence[str]
) -> bytes:
    """Write the OPF: metadata, manifest and reading order.

    Parameters
    ----------
    book : Book
    pages : mapping of str to element
        Every page by its address.
    files : mapping of str to bytes
        Every file of the package, pages included.
    spine, aside : sequence of str
        Pages in reading order, and pages that are only reached by a link.
    """
    root = etree.Element(f"{{{OPF}}}package", nsmap={None: OPF, "dc": DC}, version="3.0")
    root.set("unique-identifier", "book-id")
    root.set(f"{{{XML}}}lang", book.language)
    _metadata(root, book, Facts.of(pages, files))
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")
    ids = {name: f"item-{n}" for n, name in enumerate(sorted(files), start=1)}
    ids[COVER_IMAGE] = COVER_ID
    for name, number in ids.items():
        item = etree.SubElement(manifest, f"{{{OPF}}}item", id=number, href=name)
        item.set("media-type", _TYPES[os.path.splitext(name)[1].lower()])  # noqa: PTH122
        if properties := _properties(name, pages):
            item.set("properties", properties)
    order = etree.SubElement(root, f"{{{OPF}}}spine", toc=ids["toc.ncx"])
    for name in spine:
        etree.SubElement(order, f"{{{OPF}}}itemref", idref=ids[name])
    for name in aside:
        etree.SubElement(order, f"{{{OPF}}}itemref", idref=ids[name], linear="no")
    return as_xml(root)


def as_xml(root: etree._Element) -> bytes:
    """Write an XML file that people can read as well."""
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _holds(page: etree._Element, namespace: str) -> bool:
    return next(page.iter(f"{{{namespace}}}*"), None) is not None


def _properties(name: str, pages: Pages) -> str:
    if name == COVER_IMAGE:
        return "cover-image"
    page = pages.get(name)
    if page is None:
        return ""
    found = [
        ("nav", name == "nav.xhtml"),
        ("mathml", _holds(page, MATHML)),
        ("svg", _holds(page, SVG)),
    ]
    return " ".join(word for word, is_so in found if is_so)


def _metadata(root: etree._Element, book: Book, facts: Facts) -> None:
    metadata = etree.SubElement(root, f"{{{OPF}}}metadata")

    def dc(name: str, text: str, **attributes: str) -> None:
        if text:
            etree.SubElement(metadata, f"{{{DC}}}{name}", attributes).text = text

    def meta(name: str, text: str, refines: str = "") -> None:
        attributes = {"property": name} | ({"refines": f"#{refines}"} if refines else {})
        etree.SubElement(metadata, f"{{{OPF}}}meta", attributes).text = text

    dc("identifier", book.identifier, id="book-id")
    dc("title", book.title, id="title")
    meta("title-type", "main", "title")
    if book.subtitle:
        dc("title", book.subtitle, id="subtitle")
        meta("title-type", "subtitle", "subtitle")
    dc("language", book.language)
    dc("creator", book.authors, id="creator")
    if book.authors:
        meta("role", "aut", "creator")
    dc("publisher", book.publisher)
    dc("rights", book.rights)
    dc("description", book.notice)
    dc("date", book.date)
    meta("dcterms:modified", book.modified)
    for name, text in statements(facts, book):
        meta(name, text)
    if facts.has_page_list:
        source = f"{book.title}, {book.words.pdf_edition}, {book.date}".rstrip(", ")
        meta("pageBreakSource", source)
        # The same for reading systems of before 2023.
        dc("source", source, id="pages")
        meta("source-of", "pagination", "pages")
    # How EPUB 2 reading systems find the cover; EPUB 3 has a property in the manifest.
    etree.SubElement(metadata, f"{{{OPF}}}meta", name="cover", content=COVER_ID)


def write_archive(path: Path, files: Mapping[str, bytes], epoch: int) -> None:
    """Write the archive beside `path` and move it into place.

    Parameters
    ----------
    path : Path
        Of the finished ``.epub``.
    files : mapping of str to bytes
        By address inside the package.
    epoch : int
        Seconds since 1970; the time of every entry (not before 1980, when zip begins).
    """
    moment = time.gmtime(max(epoch, 315532800))[:6]
    beside = path.with_name(path.name + ".tmp")
    with zipfile.ZipFile(beside, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", moment, zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER.encode(), moment)
        for name in sorted(files):
            _add(archive, f"{FOLDER}/{name}", files[name], moment)
    beside.replace(path)


def _add(
    archive: zipfile.ZipFile,
    name: str,
    content: bytes,
    moment: tuple[int, ...],
    compression: int = zipfile.ZIP_DEFLATED,
) -> None:
    entry = zipfile.ZipInfo(name, moment)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.compress_type = compression
    archive.writestr(entry, content)
