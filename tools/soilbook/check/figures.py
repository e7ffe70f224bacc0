"""Checks of images: a text for those who do not see them, and a file to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from ..records.book import Book
from ..records.inline import Image
from ..records.pages import Cell, Page
from ..records.pictures import fault_of_picture
from ..records.places import Fault
from .registry import Faults, check

#: The class of an image that adds nothing to the text; a figure has a number, so it always does.
DECORATIVE = "decorative"
_REMEDY = {
    "card": "Add `:img-alt:` with what it shows.",
    "figure": "Add `:alt:` with what it shows.",
    "html": 'Add alt="…" with what it shows (alt="" if it is only decoration).',
    "image": "Add `:alt:` with what it shows (or an empty `:alt:` and `:class: decorative`).",
    "markdown": "Write what it shows: ![…](file) (or ![](file){.decorative}).",
}


@check
def figure_without_alt_text(book: Book) -> Faults:
    """An image has no text in its place for those who do not see it.

    A decorative image says so twice: with an empty text and with the class ``decorative``
    (``:alt:`` and ``:class: decorative``, or ``![](file){.decorative}``; in HTML ``alt=""``).
    """
    for page in book.pages.values():
        for image in page.images:
            if not (image.alt or "").strip() and not _is_decorative(image):
                message = f"This {_noun(image)} has no alternative text. {_REMEDY[image.kind]}"
                yield page.name, Fault(image.line, image.column, message)
        for cell in page.cells:
            yield from ((page.name, fault) for fault in _cell_faults(cell))


def _noun(image: Image) -> str:
    return "figure" if image.kind == "figure" else "image"


def _is_decorative(image: Image) -> bool:
    if image.kind == "html":
        return image.alt is not None
    return image.kind in ("image", "markdown") and DECORATIVE in image.classes


def _cell_faults(cell: Cell) -> Iterator[Fault]:
    """A cell that makes a figure with a caption gives its text in ``mystnb: image: alt:``."""
    options = cell.options.get("mystnb") if cell.options else None
    caption = options.get("figure", "caption") if options else None
    if options and caption and not options.text("image", "alt").strip():
        message = (
            "The figure of this cell has no alternative text. Add `image:` with `alt:` below "
            "`mystnb:`, and say what it shows."
        )
        yield Fault(*options.place_of("figure"), message)


@check
def image_missing(book: Book) -> Faults:
    """An image of a page is a file that does not exist."""
    for page in book.pages.values():
        # The paths in an included text count from the page that includes it.
        if page.name in book.included:
            continue
        for image in page.images:
            if image.target and _is_local(image.target) and not _exists(book, page, image.target):
                message = f'There is no file "{image.target}".'
                yield page.name, Fault(image.line, image.column, message)


@check
def image_unreadable(book: Book) -> Faults:
    """An image of a page is empty, broken off, or not what its name says."""
    for page in book.pages.values():
        if page.name in book.included:
            continue
        for image in page.images:
            if image.target and _is_local(image.target):
                targets = (image.target, unquote(image.target))
                paths = (book.path_from(page, target) for target in targets)
                path = next((path for path in paths if path.is_file()), None)
                if path is not None and (fault := fault_of_picture(path)):
                    message = f'The file "{image.target}" {fault}. Save it again.'
                    yield page.name, Fault(image.line, image.column, message)


def _is_local(target: str) -> bool:
    is_address = "://" in target or target.startswith(("data:", "attachment:", "#", "mailto:"))
    return not is_address and "{{" not in target


def _exists(book: Book, page: Page, target: str) -> bool:
    path = book.path_from(page, target)
    if path.name.endswith(".*"):
        return any(Path(path.parent).glob(path.name)) if path.parent.is_dir() else False
    return path.is_file() or book.path_from(page, unquote(target)).is_file()
