"""What is known of each entry of the bibliographies: its state, and the notices on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from sphinx.environment import BuildEnvironment

from ..project import CONFIG, Project
from ..records.answers import NAMES, NOT_FOUND, Answer, Update
from ..records.bibliography import BibEntry, resolve
from ..records.book import Book
from ..records.comparison import differences


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry: its DOI, the answer to it, and the name of the state it is in.

    `state` is ``no DOI``, ``unchecked``, ``not found``, ``exists`` (but no registry has a record),
    ``differs`` or ``checked``; `differing` names the fields.
    """

    key: str
    answer: Answer | None
    state: str
    differing: tuple[str, ...] = ()

    @property
    def notices(self) -> tuple[Update, ...]:
        """The notices in force, the gravest first."""
        return self.answer.in_force if self.answer else ()

    @property
    def asked(self) -> str:
        """Who was asked, and when."""
        if self.answer is None or not self.answer.state:
            return "–"
        return f"{NAMES[self.answer.source]}, {self.answer.checked}"


def _reference(entry: BibEntry, doi: str, answer: Answer | None) -> Reference:
    if not doi:
        return Reference(entry.key, None, "no DOI")
    if answer is None or not answer.state:
        return Reference(entry.key, answer, "unchecked")
    if answer.state == NOT_FOUND:
        return Reference(entry.key, answer, "not found")
    if answer.record is None:
        return Reference(entry.key, answer, "exists")
    fields = tuple(one.kind for one in differences(entry, answer))
    return Reference(entry.key, answer, "differs" if fields else "checked", fields)


@dataclass(frozen=True, slots=True)
class Known:
    """Every entry of the bibliographies by its key, and the notices of those that have some."""

    references: Mapping[str, Reference]
    notices: Mapping[str, tuple[Update, ...]]


# Read once in a build, and not kept with what Sphinx keeps: the lock may be another one then.
_KNOWN: WeakKeyDictionary[BuildEnvironment, Known] = WeakKeyDictionary()


def known(env: BuildEnvironment) -> Known:
    """What is known of the entries of a book."""
    if env not in _KNOWN:
        top = Path(env.srcdir)
        found = _read(Book(Project.at(top))) if (top / CONFIG).is_file() else {}
        notices = ((key, one.notices) for key, one in found.items())
        _KNOWN[env] = Known(found, {key: some for key, some in notices if some})
    return _KNOWN[env]


def forget(env: BuildEnvironment) -> None:
    """Read anew when asked next: a build begins."""
    _KNOWN.pop(env, None)


def _read(book: Book) -> dict[str, Reference]:
    dois = {id(entry): doi for _, entry, doi in book.identified}
    found: dict[str, Reference] = {}
    for file in book.bibliographies.values():
        for entry, whole in zip(file.entries, resolve(file.entries), strict=True):
            doi = dois.get(id(entry), "")
            found.setdefault(entry.key, _reference(whole, doi, book.lock.answers.get(doi)))
    return found
