"""Read the EPUB edition: the documents of the spine, in its order."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from .markup import Pages, without_namespaces
from .outline import Outline, Place, Unreadable
from .wording import role, words

CONTAINER = "META-INF/container.xml"
XHTML = "application/xhtml+xml"


def read_epub(path: Path, root: Path) -> Outline:
    """Read the edition in the file `path`; places are told relative to `root`.

    Raises
    ------
    Unreadable
        The file is no zip archive, or its package or one of its documents is no XML.
    """
    name = path.relative_to(root).as_posix()
    outline = Outline("EPUB", name)
    pages = Pages(outline, lambda page, spot: Place(name, f"{page}#{spot}" if spot else page))
    try:
        with zipfile.ZipFile(path) as archive:
            files = set(archive.namelist())
            package, folder = _package(archive)
            outline.parts = _parts(archive, package, folder)
            for page in _spine(package, folder):
                tree = _parse(archive, page)
                body = tree.find("body")
                if body is None:
                    raise Unreadable(f"the document {page} has no body")
                if not _is_of_this_edition_only(body):
                    pages.add(page, body, tree)
    except (zipfile.BadZipFile, zlib.error) as error:
        raise Unreadable(f"it is damaged: {error}") from error
    return pages.finish(lambda page: page in files)


def _package(archive: zipfile.ZipFile) -> tuple[etree._Element, str]:
    """The package document, and the folder that its addresses start from."""
    rootfile = _parse(archive, CONTAINER).find(".//rootfile")
    if rootfile is None or not rootfile.get("full-path"):
        raise Unreadable(f"{CONTAINER} names no package")
    place = rootfile.get("full-path")
    return _parse(archive, place), posixpath.dirname(place)


def _is_navigation(item: etree._Element) -> bool:
    return "nav" in (item.get("properties") or "").split()


def _address(item: etree._Element, folder: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(item.get("href"))))


def _spine(package: etree._Element, folder: str) -> list[str]:
    """The paths of the documents to read, without the navigation document."""
    items = {item.get("id"): item for item in package.iterfind("manifest/item")}
    found = [items.get(reference.get("idref")) for reference in package.iterfind("spine/itemref")]
    return [
        _address(item, folder) for item in found if item is not None and not _is_navigation(item)
    ]


def _parts(archive: zipfile.ZipFile, package: etree._Element, folder: str) -> list[str]:
    """The lines of the contents that lead nowhere: titles of parts."""
    documents = [item for item in package.iterfind("manifest/item") if _is_navigation(item)]
    trees = [_parse(archive, _address(item, folder)) for item in documents]
    return [words(line) for tree in trees for line in tree.iterfind(".//li/span")]


def _is_of_this_edition_only(body: etree._Element) -> bool:
    """Cover, title page and imprint: other editions have others or none."""
    kinds = {role(element) for element in (body, *body.iterchildren("section"))}
    return not kinds.isdisjoint({"doc-cover", "doc-titlepage", "doc-copyright-page"})


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return without_namespaces(etree.fromstring(archive.read(name), parser))
    except KeyError as error:
        raise Unreadable(f"it lacks {name}") from error
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{name} is not XML: {error}") from error
