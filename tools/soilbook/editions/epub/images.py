"""The pictures of the book: which go into the package, under which names, and clean of scripts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from .links import Pages, relative
from .names import SVG, drop, elements, make, replace, safe_path
from .sizes import fitted
from .unfolding import Notice

MEDIA_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}

_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"


def collect(pages: Pages, folder: Path, files: dict[str, bytes]) -> Iterator[tuple[str, Notice]]:
    """Take in the pictures that `pages` show.

    Parameters
    ----------
    pages : mapping of str to element
        Their ``img`` elements are pointed to the names in the package.
    folder : Path
        Where the builder wrote pages and pictures.
    files : dict of str to bytes
        The package so far; pictures are added.

    Yields
    ------
    tuple of str and Notice
        A page, and what it shows no longer.
    """
    for name, page in pages.items():
        for image in elements(page, "img"):
            source = image.get("src", "")
            if source.startswith("data:image/"):
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(source)))
            if fault := _fault(source, path, folder, files):
                yield name, Notice("epub-image", fault)
                _say_instead(image, source)
                continue
            inside = safe_path(path).removeprefix("_")
            if inside not in files and (content := _content(folder / path)):
                files[inside] = content
            if inside in files:
                image.set("src", relative(name, inside))
            else:
                yield (
                    name,
                    Notice(
                        "epub-image",
                        f"The image {path} is empty or damaged.",
                    ),
                )
                _say_instead(image, source)


def _fault(source: str, path: str, folder: Path, files: dict[str, bytes]) -> str:
    if path in files:
        return ""
    if "://" in source:
        return f"The image {source} lies elsewhere; this edition holds only what is in the book."
    if posixpath.splitext(path)[1].lower() not in MEDIA_TYPES:
        return f"The image {path} is of a kind that EPUB does not know."
    if path.startswith("..") or not (folder / path).is_file():
        return f"The image {source} was not found."
    return ""


def _say_instead(image: etree._Element, source: str) -> None:
    if "://" in source:
        replace(image, make("a", image.get("alt") or source, href=source))
    else:
        replace(image, make("span", image.get("alt") or "", class_="missing-image"))


def _content(path: Path) -> bytes:
    return clean_svg(path.read_bytes()) if path.suffix.lower() == ".svg" else fitted(path)


def clean_svg(content: bytes) -> bytes:
    """Take scripts, outside references, dates and the document type out of an SVG drawing.

    Nothing is left of what is no SVG.
    """
    options = {"resolve_entities": "internal", "no_network": True, "remove_comments": True}
    parser = etree.XMLParser(**options, recover=True)
    root = etree.fromstring(content, parser) if content.strip() else None
    if root is None or root.tag != f"{{{SVG}}}svg":
        return b""
    unwanted = [f"{{{SVG}}}{name}" for name in ("script", "metadata", "foreignObject")]
    for element in list(root.iter(*unwanted)):
        drop(element)
    for style in root.iter(f"{{{SVG}}}style"):
        style.text = re.sub(
            r"@import[^;]*;?|url\(\s*[\"']?(?!#|[\"']?data:)[^)]*\)", "", style.text or ""
        )
    for element in root.iter(etree.Element):
        for key, value in list(element.attrib.items()):
            reference = key in ("href", _XLINK_HREF)
            if key.startswith("on") or (reference and not value.startswith(("#", "data:"))):
                del element.attrib[key]
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
