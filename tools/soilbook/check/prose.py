"""Checks of sentences that name the author or the year of a work beside its citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..records.answers import Person
from ..records.bibliography import BibEntry
from ..records.book import Book
from ..records.likeness import normal, same_person
from ..records.markdown import Run
from ..records.names import Name, read_names
from ..records.tex import plain
from .entries import resolved, text_of
from .letters import letters_of
from .persons import ROLES
from .prose_shapes import Shape, shape_before
from .prose_text import fault_at, is_code, runs
from .registry import Faults, check

_ROLE = re.compile(r"\{cite(?::(?P<kind>\w+))?\}`(?P<content>[^`]*)`")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DATES = ("year", "date", "origyear", "origdate", "eventdate")
_KEY = re.compile(
    r"(?P<before>\{[^{}]*\})?\s*(?P<key>[^{}\s,]+)\s*(?P<after>\{[^{}]*\})?\s*(?:,|\Z)"
)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One citation whose sentence names somebody, or a year, directly before it."""

    page: str
    run: Run
    shape: Shape
    works: tuple[BibEntry, ...]

    def is_right(self, *, bodies: bool) -> bool:
        """Whether some author of the cited works has one of the names; bodies count if wanted."""
        return any(
            (person.given or bodies) and _is_called(person, name)
            for work in self.works
            for person in _persons(work)
            for name in self.shape.names
        )

    def is_open(self) -> bool:
        """Whether one of the works has no authors, or has them in letters of another script."""
        persons = [_persons(work) for work in self.works]
        families = (normal(person.family) for those in persons for person in those)
        return not all(persons) or not all(map(str.isascii, families))

    def is_sure(self, book: Book) -> bool:
        """Whether the words before the citation can be nothing but names of authors."""
        shape = self.shape
        known = [_is_author(book, name) for name in shape.names]
        if shape.is_group or (len(known) == 2 and shape.year and shape.is_plain):
            return not any(name.isupper() for name in shape.names)
        return shape.is_plain and all(known)


@check
def prose_name_disagrees(book: Book) -> Faults:
    """A sentence names somebody directly before a citation who is no author of the cited work.

    "Smith et al. (2018)", "Smith and colleagues" and "Smith and Jones (2018)" are looked at. A
    name alone, or two without a year, count only where both are authors of other references: words
    with a capital before a citation are mostly places.
    """
    for spoken in _spoken(book):
        is_wrong = spoken.shape.names and not (spoken.is_right(bodies=True) or spoken.is_open())
        if is_wrong and spoken.is_sure(book):
            names = " and ".join(spoken.shape.names)
            be = "is no author" if len(spoken.shape.names) == 1 else "are no authors"
            message = f"{names} {be} of {_listed(spoken.works)}."
            yield spoken.page, fault_at(spoken.run, spoken.shape.name_at, message)


@check
def prose_year_disagrees(book: Book) -> Faults:
    """A sentence gives a year directly before a citation that is not the year of the cited work.

    Years count behind the name of an author, as in "Smith (2018)", and where one stands alone in
    round brackets; a letter behind it does not count.
    """
    for spoken in _spoken(book):
        shape = spoken.shape
        years = {year for work in spoken.works for year in _years(work)}
        if not shape.year or not years or shape.year in years or not all(map(_years, spoken.works)):
            continue
        # The name of a body has words that other names have, too: the Paris Agreement (2015).
        is_by = not shape.names or spoken.is_right(bodies=shape.is_plain)
        if is_by or spoken.is_sure(book):
            message = f"{shape.year} is not the year of {_listed(spoken.works)}."
            yield spoken.page, fault_at(spoken.run, shape.year_at, message)


def _listed(works: tuple[BibEntry, ...]) -> str:
    """The works as a message names them: key, first author and year."""
    return " or ".join(f'"{work.key}" ({_in_short(work)})' for work in works)


def _in_short(work: BibEntry) -> str:
    persons = _persons(work)
    names = [person.family for person in persons[: 2 if len(persons) == 2 else 1]]
    who = " and ".join(names) + (" and others" if len(persons) > 2 else "")
    return " ".join(filter(None, (who, *_YEAR.findall(text_of(work, "year", "date"))[:1])))


@lru_cache(maxsize=1)
def _spoken(book: Book) -> list[_Spoken]:
    return list(_read(book))


def _read(book: Book) -> Iterator[_Spoken]:
    """Every citation with a shape before it; of keys that no bibliography has, nothing is said."""
    for page, run in runs(book):
        if "{cite" not in run.text:
            continue
        for role in _ROLE.finditer(run.text):
            shape = shape_before(run.text, role)
            works = _cited(book, role["content"]) if shape else ()
            if shape and works and not is_code(run, shape.place):
                yield _Spoken(page, run, shape, works)


def _cited(book: Book, content: str) -> tuple[BibEntry, ...]:
    """The works of a role; none where words in braces say that they are cited at second hand."""
    keys = list(_KEY.finditer(content))
    if any(key["before"] or "cit" in (key["after"] or "") for key in keys):
        return ()
    works = tuple(by_key(book).get(key["key"]) for key in keys)
    return tuple(work for work in works if work) if all(works) else ()


@lru_cache(maxsize=1)
def by_key(book: Book) -> dict[str, BibEntry]:
    """The entries of all bibliographies by their keys."""
    return {entry.key: entry for _, entry in resolved(book)}


def _years(work: BibEntry) -> list[str]:
    fields = (work.fields.get(name) for name in _DATES)
    return [year for field in fields if field for year in _YEAR.findall(field.value)]


def _persons(work: BibEntry) -> list[Person]:
    values = (work.fields[role].value for role in ROLES if role in work.fields)
    return [_person(name) for value in values for name in read_names(value) if not name.is_others]


def _person(name: Name) -> Person:
    return Person(plain(f"{name.von} {name.last}").strip(), plain(name.first))


def _is_called(person: Person, name: str) -> bool:
    return same_person(Person(name), person) or _stands_for(name, person.family)


def _stands_for(name: str, body: str) -> bool:
    """Whether a name is the short one of a body: IPCC, FAO."""
    initials = "".join(word[0] for word in re.findall(r"\w+", body) if word[0].isupper())
    return name.isupper() and (initials.startswith(name) or name in body.split())


@lru_cache(maxsize=1)
def _authors(book: Book) -> list[str]:
    fields = (entry.fields.get("author") for _, entry in resolved(book))
    return [field.value for field in fields if field]


@lru_cache(maxsize=1)
def _authors_in_one(book: Book) -> str:
    return "\n".join(_authors(book))


@lru_cache(maxsize=1)
def _families(book: Book) -> frozenset[str]:
    """The family names of all authors, in letters without accents."""
    names = (name for value in _authors(book) for name in read_names(value))
    return frozenset(letters_of(plain(name.last)) for name in names if name.first)


def _is_author(book: Book, name: str) -> bool:
    # Reading all names takes a while, and most words with a capital stand in none.
    is_there = not name.isupper() and name in _authors_in_one(book)
    return is_there and letters_of(name) in _families(book)
