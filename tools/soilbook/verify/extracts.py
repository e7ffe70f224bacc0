"""Whether the PDF of a chapter or note says what the PDF of the whole book says there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf

from ..findings import Finding
from ..project import Project
from .outline import Heading, Outline, Unreadable
from .pdf import read_pdf

CHECK = "verify-chapter-differs"
_AGAIN = "Run `jb editions .`."
# What is compared of each kind of content; places differ, and links may lead out of the chapter.
_KINDS: dict[str, Callable[[Any], object]] = {
    "figures": lambda one: (one.number, one.caption, one.alts),
    "tables": lambda one: (one.number, one.caption, one.rows),
    "equations": lambda one: (one.number, one.spoken),
    "notes": lambda one: one.text,
}


def different_extracts(project: Project) -> list[Finding]:
    """Compare the PDF of each chapter and note with that of the book.

    Returns
    -------
    list of Finding
        Where headings, figures, tables, equations, footnotes or the number of the first page are
        not those of the book; a PDF that cannot be read is told by `unfit_pdfs`.
    """
    book = project.build / "pdf" / f"{project.stem}.pdf"
    paths = sorted((project.build / "pdf").glob("*/*.pdf"))
    if not paths or not book.is_file():
        return []
    try:
        whole = read_pdf(book, project.root)
    except Unreadable:
        return []
    return [
        Finding(path.relative_to(project.root).as_posix(), 0, 0, CHECK, f"{message} {_AGAIN}")
        for path in paths
        for message in _differences(path, book, whole, project.root)
    ]


def _differences(path: Path, book: Path, whole: Outline, root: Path) -> Iterator[str]:
    try:
        own = read_pdf(path, root)
    except Unreadable:
        return
    chapter = _chapter(whole, own)
    if not chapter:
        yield "It begins with no heading of the book."
        return
    here = [(one.number, one.text) for one in own.headings]
    there = [(one.number, one.text) for one in chapter]
    # Behind the text come the entries that the chapter cites, with a heading of their own.
    if here[: len(there)] != there or len(here) > len(there) + 1:
        odd = next((a for a, b in zip(there, here, strict=False) if a != b), there[-1])
        yield f'Its headings are not those of the book, from "{" ".join(odd).strip()}" on.'
    for kind, told in _KINDS.items():
        if odd_one := _stray(getattr(own, kind), getattr(whole, kind), told):
            yield f"The {kind.removesuffix('s')} on {odd_one.place} is not in the book like this."
    yield from _page_number(path, book, chapter[0])


def _chapter(whole: Outline, own: Outline) -> Sequence[Heading]:
    """The headings of the book from the title of the extract to the next of its rank."""
    if not own.headings:
        return []
    first = own.headings[0]
    same = [
        position
        for position, one in enumerate(whole.headings)
        if (one.number, one.text) == (first.number, first.text)
    ]
    if not same:
        return []
    after = whole.headings[same[0] + 1 :]
    inner = next(
        (n for n, one in enumerate(after) if one.level <= whole.headings[same[0]].level), None
    )
    return [whole.headings[same[0]], *after[:inner]]


def _stray(here: Sequence[Any], there: Sequence[Any], told: Callable[[Any], object]) -> Any:
    """The first of `here` that does not follow in `there` on the one before it; else None."""
    known = [told(one) for one in there]
    if not here:
        return None
    starts = [n for n, one in enumerate(known) if one == told(here[0])]
    wanted = [told(one) for one in here]
    if any(known[start : start + len(wanted)] == wanted for start in starts):
        return None
    return next((one for one in here if told(one) not in known), here[0])


def _page_number(path: Path, book: Path, title: Heading) -> Iterator[str]:
    number = re.search(r"\d+", title.place.spot)
    with pikepdf.open(path) as own, pikepdf.open(book) as whole:
        here = own.pages[0].label
        there = whole.pages[int(number[0]) - 1].label if number else here
    if here != there:
        yield f'Its first page is called "{here}", in the book "{there}".'
