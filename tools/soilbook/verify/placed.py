"""The pictures of a page as they stand in the HTML and the EPUB edition, by the id of a figure."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree
from lxml import html as markup

from ..project import Project
from .markup import without_namespaces


@dataclass(frozen=True, slots=True)
class Placed:
    """One picture of a figure: the file that holds it, where in that, and its bytes."""

    edition: str
    path: str
    inside: str
    content: bytes


def placed_pictures(project: Project, page: str) -> list[dict[str, list[Placed]]]:
    """Return the pictures of each edition that has the page; a damaged edition has none."""
    stem = PurePosixPath(page).with_suffix("").as_posix()
    return [found for read in (_in_html, _in_epub) if (found := read(project, stem)) is not None]


def id_of(label: str) -> str:
    """The id that docutils makes of a label."""
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _in_html(project: Project, stem: str) -> dict[str, list[Placed]] | None:
    folder, name = project.build / "html", f"{stem}.html"
    try:
        parser = markup.HTMLParser(encoding="utf-8")
        tree = markup.document_fromstring((folder / name).read_bytes(), parser=parser)
    except (OSError, etree.ParserError):
        return None

    def load(path: str) -> Placed | None:
        shown = (folder / path).relative_to(project.root).as_posix()
        file = folder / path
        return Placed("HTML", shown, "", file.read_bytes()) if file.is_file() else None

    return _by_figure(tree, name, load)


def _in_epub(project: Project, stem: str) -> dict[str, list[Placed]] | None:
    book = project.build / "epub" / f"{project.stem}.epub"
    shown = book.relative_to(project.root).as_posix()
    try:
        with zipfile.ZipFile(book) as archive:
            names = archive.namelist()
            name = next((one for one in names if f"/{one}".endswith(f"/{stem}.xhtml")), "")
            if not name:
                return None
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            tree = without_namespaces(etree.fromstring(archive.read(name), parser))

            def load(path: str) -> Placed | None:
                inside = path in names
                return Placed("EPUB", shown, path, archive.read(path)) if inside else None

            return _by_figure(tree, name, load)
    # Damage of the file as a whole is told once, by those who compare the editions.
    except (OSError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError):
        return None


def _by_figure(
    tree: etree._Element, page: str, load: Callable[[str], Placed | None]
) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for figure in tree.iter("figure"):
        for name in _addresses(figure, page):
            if picture := load(name):
                found[figure.get("id") or ""].append(picture)
    return found


def _addresses(figure: etree._Element, page: str) -> Iterator[str]:
    """The files that a figure shows, from the top folder of the edition."""
    for image in figure.iter("img"):
        path = unquote((image.get("src") or "").partition("#")[0])
        if path and ":" not in path.split("/")[0]:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
