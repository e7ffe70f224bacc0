"""What the registries say of a DOI: the record of the work, and the notices on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

FOUND, NOT_FOUND = "found", "not found"
SOURCES = ("crossref", "datacite", "doi.org")
#: How those are called who tell us something; a list that was read once has its own name.
NAMES = {
    "crossref": "Crossref",
    "datacite": "DataCite",
    "doi.org": "doi.org",
    "retraction-watch": "Retraction Watch",
}
#: The kinds of notices, the gravest first; a reinstatement takes the ones above it back.
GRAVE = ("retraction", "withdrawal", "concern")
UPDATE_TYPES = (*GRAVE, "correction", "reinstatement")

#: What people write before a DOI.
DOI_PREFIX = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_TEX_ESCAPE = re.compile(r"\\([_%&#$])")


class Person(NamedTuple):
    """An author as a registry has it; a body has a family name only."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a registry knows of a work; what it does not know is empty.

    Parameters
    ----------
    type : str
        Of the work, as BibTeX calls it: ``article``, ``book``, ``preprint``, ``dataset`` …
    title : str
        Plain text.
    authors : tuple of Person
    year : int
        The year of the issue in print; where there is none, of the first publication; or 0.
    first_year : int
        The year of the first publication, mostly online; or 0.
    container, volume, issue, pages, publisher : str
        `container` is the journal, the book or the repository.
    """

    type: str = ""
    title: str = ""
    authors: tuple[Person, ...] = ()
    year: int = 0
    first_year: int = 0
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """A notice on a work: its kind (one of `UPDATE_TYPES`), DOI, date and who told us."""

    type: str
    doi: str = ""
    date: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the lock; `state` is empty as long as no registry was asked."""

    doi: str
    state: str = ""
    source: str = ""
    checked: str = ""
    record: Record | None = None
    updates: tuple[Update, ...] = ()
    preprint_of: str = ""
    line: int = field(default=0, compare=False)

    @property
    def in_force(self) -> tuple[Update, ...]:
        """The notices that count, the gravest first; what was taken back by a reinstatement goes.

        A notice without a date counts as older than a reinstatement.
        """
        back = [one.date or "9999" for one in self.updates if one.type == "reinstatement"]
        last = max(back, default="")
        kept = [
            one
            for one in self.updates
            if one.type != "reinstatement" and not (one.type in GRAVE and back and one.date <= last)
        ]
        return tuple(sorted(kept, key=lambda one: (UPDATE_TYPES.index(one.type), one.date)))


def merged(updates: Iterable[Update]) -> tuple[Update, ...]:
    """Each notice once, the oldest first: of several reports on one notice, the gravest counts."""
    order = (*GRAVE, "reinstatement", "correction")
    kept: dict[tuple[str, ...], Update] = {}
    for one in sorted(updates, key=lambda one: (order.index(one.type), one.date, one.source)):
        by_doi = one.doi and one.type != "reinstatement"
        kept.setdefault((one.doi,) if by_doi else (one.doi, one.type), one)
    return tuple(sorted(kept.values(), key=lambda one: (one.date, one.doi, one.type)))


def bare_doi(text: str) -> str:
    """A DOI in lower case, without ``https://doi.org/``, ``doi:`` and the escapes of TeX."""
    found = DOI_PREFIX.match(bare := text.strip())
    if found:
        bare = bare[found.end() :]
        bare = unquote(bare) if found[0].endswith("/") else bare
    return _TEX_ESCAPE.sub(r"\1", bare).lower()


def is_doi(text: str) -> bool:
    """Whether a text has the form of a DOI, or of a short one such as 10/abc."""
    return re.fullmatch(r"10(?:\.\d+)*/\S+", text) is not None
