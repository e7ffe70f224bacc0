"""Checks of the persons of an entry: how lists are written, and one person in two spellings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from ..records.bibliography import BibEntry, Field
from ..records.book import Book
from ..records.names import Name, name_faults, read_names
from ..records.places import Fault, Place
from ..records.tex import plain
from .entries import own, place_in
from .letters import letters_of
from .registry import Check, Faults, check, register

#: The fields that hold persons.
ROLES = ("author", "editor", "translator", "bookauthor", "editora", "editorb", "editorc")

_KINDS = {
    "name-commas": "Persons are parted by commas, so several of them print as one, or in pieces.",
    "name-semicolon": "Persons are parted by semicolons, so all of them print as one.",
    "name-ampersand": 'Persons are parted by "&", so two of them print as one.',
    "name-et-al": '"et al." is written out, so it prints as a person.',
    "name-empty": 'Nobody stands before or after an "and", so an empty name prints.',
    "name-others": '"others" stands before the end of the list, so it prints as a person.',
}


@dataclass(frozen=True, slots=True)
class _Persons:
    """The persons of one field."""

    path: str
    entry: BibEntry
    field: Field
    names: list[Name]


@lru_cache(maxsize=1)
def _lists(book: Book) -> list[_Persons]:
    found = own(book, *ROLES)
    return [
        _Persons(path, entry, field, read_names(field.value)) for path, entry, _, field in found
    ]


@lru_cache(maxsize=1)
def _faults(book: Book) -> dict[str, list[tuple[str, Fault]]]:
    """The faults of all lists of persons by their kind."""
    found: dict[str, list[tuple[str, Fault]]] = {}
    for persons in _lists(book):
        for fault in name_faults(persons.field.value):
            place = place_in(persons.field, fault.offset)
            found.setdefault(fault.name, []).append((persons.path, Fault(*place, fault.message)))
    return found


def _faults_named(kind: str, book: Book) -> Faults:
    yield from _faults(book).get(kind, ())


for _kind, _explanation in _KINDS.items():
    register(Check(f"reference-{_kind}", _explanation, partial(_faults_named, _kind)))


@check
def reference_name_all_capitals(book: Book) -> Faults:
    """The names of all persons of an entry are in capitals, which no style takes back.

    Initials, and institutions in braces, do not count.
    """
    for persons in _lists(book):
        names = [name for name in persons.names if not name.is_others]
        if names and all(_is_shouted(name.last) for name in names):
            family = plain(names[0].last)
            message = f'Write "{family.title()}" instead of "{family}".'
            yield persons.path, Fault(*place_in(persons.field, names[0].offset), message)


def _is_shouted(family: str) -> bool:
    # Short ones can be family names (LI, WU) or acronyms of institutions (FAO, IPCC, UNEP).
    if family[:1] == "{" or len(family) < 5 or family[1:].islower():
        return False
    letters = letters_of(plain(family), small=False)
    return len(letters) > 4 and letters.isupper()


_INSTITUTION = re.compile(
    r"\b(?:universit(?:y|é|e|ät|a|at|eit)|universi(?:dad|dade|tas)|department|dept\.|institut[eo]?"
    r"|laborator(?:y|ium)|laboratoire|facult(?:y|é|ad))(?!\w)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_SUSPECT = re.compile(rf"{_INSTITUTION.pattern}|@", re.IGNORECASE)


@check
def reference_name_affiliation(book: Book) -> Faults:
    """A person is an institution without braces, or has an affiliation or a mail address.

    BibTeX would take "University of Bonn" for a person with the family name Bonn.
    """
    for persons in _lists(book):
        value = persons.field.value
        if not _SUSPECT.search(value):
            continue
        for name, after in zip(persons.names, [*persons.names[1:], None], strict=True):
            text = value[name.offset : after.offset if after else None]
            if message := _no_person(re.sub(r"\s+and\s*\Z", "", text)):
                yield persons.path, Fault(*place_in(persons.field, name.offset), message)


def _no_person(text: str) -> str:
    outside = re.sub(r"\{.*\}", "", text, flags=re.DOTALL)
    family, comma, rest = outside.partition(",")
    if found := _MAIL.search(outside):
        return f'"{found[0]}" is no part of a name: delete it.'
    if comma and _INSTITUTION.search(rest) and not _INSTITUTION.search(family):
        return f'"{plain(rest)}" is no part of a name: delete it.'
    if _INSTITUTION.search(outside):
        return f'Put the institution "{plain(text)}" into braces, so that it is not cut up.'
    return ""


@dataclass(frozen=True, slots=True)
class _Person:
    """One person of one entry: letters without accents, with them, and those of the whole list."""

    persons: _Persons
    name: Name
    letters: str
    spelling: str
    beside: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where the name begins."""
        return place_in(self.persons.field, self.name.offset)

    def __str__(self) -> str:
        family = plain(f"{self.name.von} {self.name.last}".strip())
        return f"{family}, {plain(self.name.first)}"


@check
def reference_name_spelled_twice(book: Book) -> Faults:
    """One person is written with and without accents: Müller, Jörg and Muller, Jorg or Joerg.

    Names count as one person's when they have the same letters, initials or given names included;
    where these are very short, a person beside them must be the same too. In family names, hyphens,
    blanks and capitals count as well. The spelling that is rarer is reported; of two as frequent,
    the one with fewer accents.
    """
    for persons in _by_letters(book).values():
        counts = Counter(person.spelling for person in persons)
        if len(counts) < 2:
            continue
        right = max(counts, key=lambda spelling: (counts[spelling], _accents(spelling)))
        models = [person for person in persons if person.spelling == right]
        others = {letters for model in models for letters in model.beside}
        for person in persons:
            if person.spelling != right and _are_one(person, others):
                model = models[0]
                where = f"{model.persons.path}:{model.place.line}"
                message = (
                    f'"{person}" is "{model}" in "{model.persons.entry.key}" ({where}): '
                    "write both alike."
                )
                yield person.persons.path, Fault(*person.place, message)


def _by_letters(book: Book) -> dict[str, list[_Person]]:
    found: dict[str, list[_Person]] = {}
    written_out: dict[str, str] = {}
    for persons in _lists(book):
        spelled = [_spelled(name.first, name.von, name.last) for name in persons.names]
        beside = tuple(letters for letters, _, _ in spelled)
        for name, (letters, long, spelling) in zip(persons.names, spelled, strict=True):
            if letters:
                person = _Person(persons, name, letters, spelling, beside)
                found.setdefault(letters, []).append(person)
                written_out |= {long: letters} if long != letters else {}
    # Mueller is Müller only where there is a Müller.
    for long, letters in written_out.items():
        if letters in found and long in found:
            found[letters] += found.pop(long)
    return found


def _are_one(person: _Person, beside_others: set[str]) -> bool:
    """Whether the same letters mean the same person: Lü, Y. and Lu, Y. can be two."""
    family, _, given = person.letters.partition(",")
    if len(family) > 2 and len(given) > 1:
        return True
    return bool(beside_others.intersection(person.beside) - {person.letters, ""})


_SPELLING_SIGNS = str.maketrans("’ʼ‘´‐‑–", "'" * 4 + "-" * 3)
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


@cache
def _spelled(first: str, von: str, last: str) -> tuple[str, str, str]:
    """Family and given name in letters without accents, with these written out, and as it is."""
    # An institution is no person, and names in capitals have another fault.
    if not first or last[:1] == "{" or _is_shouted(last):
        return "", "", ""
    family = plain(f"{von} {last}".strip()).translate(_SPELLING_SIGNS)
    # How given names are set differs from style to style: J.W., J. W., J.-W., JW.
    given = "".join(re.findall(r"\w", plain(first))).casefold()
    spelling = unicodedata.normalize("NFC", f"{family}, {given}")
    letters = f"{letters_of(family)},{letters_of(given)}"
    if spelling.isascii():
        return letters, letters, spelling
    long = spelling.casefold().translate(_WRITTEN_OUT).split(",")
    return letters, ",".join(map(letters_of, long)), spelling


def _accents(spelling: str) -> int:
    """How many letters are more than plain ones."""
    return sum(not char.isascii() for char in spelling)
