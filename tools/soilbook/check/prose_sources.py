"""Checks, off by default, of what a text rests on: numbers without a source, own works."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..records.answers import Person
from ..records.bibliography import BibEntry
from ..records.book import Book
from ..records.likeness import same_person
from ..records.names import read_names
from ..records.pages import Page
from ..records.places import Fault
from ..records.tex import plain
from .prose import by_key
from .prose_text import NUMBER, UNIT, fault_at, is_heading, is_table, prose_of
from .registry import Faults, check

# Patterns are kept as text, which `re` compiles at first use: these checks rarely run.
_NUMBER = rf"(?<![\w.,/#–−-])(?P<number>{NUMBER}(?:–{NUMBER})?)\s+(?P<unit>{UNIT})"
# A depth or a span of time is a choice rather than a finding, and some numbers are names.
_NO_FINDING = r"[cm]?m|years?|yr|°C"
_NAMES = frozenset({"4 ‰", "4 per mille", "95 %"})
_SOURCE = r"\{(?:(?:foot)?cite|glue|numref|ref|eq|doc|term|any)\b[\w:]*\}`|\[\^|\]\(|https?://|<#"
#: With fewer works than this, a share says nothing.
FEWEST = 5


@check(by_default=False)
def prose_number_without_citation(book: Book) -> Faults:
    """A paragraph has a number with a unit, but nothing that says where it is from.

    A citation, a footnote, a link, a glued number, or a reference to a figure, a table, an equation
    or a section is such a thing. Headings, tables and boxes, which sum up, are not looked at;
    depths, spans of time, "4 per mille" and "95 %" do not count.
    """
    for page in book.pages.values():
        boxed = _boxed(page)
        for run in page.runs:
            if is_heading(run) or is_table(run) or re.search(_SOURCE, run.text):
                continue
            match = next(filter(_is_finding, re.finditer(_NUMBER, prose_of(run))), None)
            if match and run.locate(0).line not in boxed:
                message = f'Nothing in this paragraph says where "{match[0]}" is from.'
                yield page.name, fault_at(run, match.start(), message)


def _is_finding(match: re.Match[str]) -> bool:
    is_name = " ".join(match[0].split()) in _NAMES
    return not is_name and not re.fullmatch(_NO_FINDING, match["unit"])


def _boxed(page: Page) -> set[int]:
    """The lines of boxes."""
    boxes = (directive for directive in page.directives if directive.name == "admonition")
    return {line for box in boxes for line in range(box.line, box.line + box.body[1] - box.row + 1)}


@check(by_default=False)
def prose_self_citation(book: Book) -> Faults:
    """More of the works that a page cites are by its own authors than the setting allows.

    The authors are those of its front matter, `authors: [Anna Smith, …]`; a page without them, or
    with fewer than five works, is not looked at. ``soilbook: self_citations:`` of ``_config.yml``
    is the limit in per cent.
    """
    limit = book.project.settings.self_citations
    for page in book.pages.values():
        authors = list(_authors(page))
        works = _works(book, page) if authors else []
        own = [work for work in works if _is_by(work, authors)]
        if len(works) >= FEWEST and 100 * len(own) > limit * len(works):
            share = round(100 * len(own) / len(works))
            message = (
                f"{len(own)} of the {len(works)} works that this page cites ({share} %) are by its "
                f"authors; the limit is {limit} %."
            )
            yield page.name, Fault(*_place(page), message)


def _place(page: Page) -> tuple[int, int]:
    return page.front_matter.place_of("authors") if page.front_matter else (0, 0)


def _authors(page: Page) -> Iterator[Person]:
    """The authors of the front matter: names, or mappings with a name."""
    listed = page.front_matter.get("authors") if page.front_matter else None
    for author in (listed.items() or [listed]) if listed else ():
        name = author.text("name") if author.is_mapping else author.content
        if isinstance(name, str) and name.strip():
            yield from _persons(name)


def _works(book: Book, page: Page) -> list[BibEntry]:
    keys = dict.fromkeys(citation.key for citation in page.citations)
    return [by_key(book)[key] for key in keys if key in by_key(book)]


def _is_by(work: BibEntry, authors: list[Person]) -> bool:
    """Whether a work has one of the authors: the family name, and how the given name begins."""
    field = work.fields.get("author") or work.fields.get("editor")
    return field is not None and any(
        _are_one(author, person) for person in _persons(field.value) for author in authors
    )


def _persons(names: str) -> list[Person]:
    return [
        Person(plain(f"{name.von} {name.last}").strip(), plain(name.first))
        for name in read_names(names)
        if name.first
    ]


def _are_one(one: Person, other: Person) -> bool:
    family = same_person(Person(one.family), Person(other.family))
    return family and _initial(one.given) == _initial(other.given)


def _initial(given: str) -> str:
    return unicodedata.normalize("NFKD", given)[:1].casefold()
