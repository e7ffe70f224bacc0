"""Checks of the references against what the registries said of them (``references.lock``).

An entry whose DOI nobody has looked up is no finding; the page "How these references were
checked" counts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ..records.answers import NAMES, NOT_FOUND, Answer, Update
from ..records.bibliography import BibEntry, resolve
from ..records.book import Book
from ..records.comparison import Difference, differences
from ..records.places import Fault
from ..records.tex import plain
from .registry import Faults, check


@dataclass(frozen=True, slots=True)
class _Pair:
    """An entry and the answer to its DOI."""

    file: str
    entry: BibEntry
    answer: Answer

    def fault(self, message: str, *names: str) -> tuple[str, Fault]:
        """A fault at the first of some fields that the entry has, else at the entry."""
        fields = self.entry.fields
        found = next((fields[name] for name in names if name in fields), self.entry)
        return self.file, Fault(found.line, found.column, f'"{self.entry.key}" {message}')


@lru_cache(maxsize=1)
def _pairs(book: Book) -> list[_Pair]:
    answers = book.lock.answers
    if not answers:
        return []
    whole: dict[int, BibEntry] = {}
    for file in book.bibliographies.values():
        inherited = zip(file.entries, resolve(file.entries), strict=True)
        whole |= {id(entry): resolved for entry, resolved in inherited}
    return [
        _Pair(name, whole[id(entry)], answers[doi])
        for name, entry, doi in book.identified
        if doi in answers
    ]


@lru_cache(maxsize=1)
def _compared(book: Book) -> list[tuple[_Pair, Difference]]:
    return [(pair, one) for pair in _pairs(book) for one in differences(pair.entry, pair.answer)]


def _differing(book: Book, kind: str) -> Faults:
    """The entries that differ from their records in one kind of thing."""
    for pair, difference in _compared(book):
        if difference.kind == kind:
            yield pair.fault(difference.message, *difference.fields)


@check
def lock_malformed(book: Book) -> Faults:
    """A line of references.lock cannot be read, so its answer is not used."""
    for fault in book.lock.malformed:
        yield book.name_of(book.lock_path), fault


@check
def lock_changed_by_hand(book: Book) -> Faults:
    """A line of references.lock is no longer what jb cite refresh wrote."""
    for fault in book.lock.changed:
        yield book.name_of(book.lock_path), fault


@check
def lock_stale(book: Book) -> Faults:
    """The answer of a registry is older than the setting lock_days allows.

    Without that setting no answer is too old.
    """
    days = book.project.settings.lock_days
    if not days:
        return
    for pair in _pairs(book):
        checked = pair.answer.checked
        if checked and date.fromisoformat(checked) < book.project.today - timedelta(days=days):
            message = f'The answer for "{pair.entry.key}" is of {checked}: ask `jb cite refresh`.'
            yield book.name_of(book.lock_path), Fault(pair.answer.line, 1, message)


@check
def record_doi_not_found(book: Book) -> Faults:
    """The DOI of an entry does not exist: no registry knows it."""
    for pair in _pairs(book):
        if pair.answer.state == NOT_FOUND:
            message = f"has the DOI {pair.answer.doi}, which does not exist. Look for a slip in it."
            yield pair.fault(message, "doi")


@check
def record_other_work(book: Book) -> Faults:
    """The DOI of an entry belongs to another work, with another title and first author."""
    yield from _differing(book, "work")


@check
def record_title_differs(book: Book) -> Faults:
    """The title of an entry is not the one that the registry has.

    A missing subtitle and a spelling that differs in a few letters do not count.
    """
    yield from _differing(book, "title")


@check
def record_author_differs(book: Book) -> Faults:
    """The authors of an entry are not those that the registry has, or not all of them.

    Family names are compared; a list that ends in "and others" may be short.
    """
    yield from _differing(book, "author")


@check
def record_year_differs(book: Book) -> Faults:
    """The year of an entry is not the one that the registry has, online or in print."""
    yield from _differing(book, "year")


@check
def record_journal_differs(book: Book) -> Faults:
    """The journal of an entry is not the one that the registry has; abbreviations do not count."""
    yield from _differing(book, "journal")


def _noticed(book: Book, kind: str, what: str) -> Faults:
    """The entries with a notice of one kind that is still in force."""
    for pair in _pairs(book):
        for update in pair.answer.in_force:
            if update.type == kind and not _is_mentioned(pair, update):
                yield pair.fault(f"{what}{_told(update)}", "doi")
                break


def _told(update: Update) -> str:
    """Where the notice stands, when it came, and who says so."""
    when = f" on {update.date}" if len(update.date) == 10 else f" in {update.date}"
    notice = f": notice {update.doi}" if update.doi else ", without a notice of its own"
    source = NAMES.get(update.source, update.source) or "references.lock"
    return f"{when if update.date else ''}{notice} (says {source})."


def _is_mentioned(pair: _Pair, update: Update) -> bool:
    """Whether a correction is mentioned in the entry; a graver notice must be allowed by name."""
    if update.type != "correction" or not update.doi:
        return False
    said = (pair.entry.fields[n].value for n in ("note", "addendum") if n in pair.entry.fields)
    return any(update.doi in plain(text).lower() for text in said)


@check
def record_retracted(book: Book) -> Faults:
    """A cited work was retracted; it is no evidence any more."""
    yield from _noticed(book, "retraction", "was retracted")


@check
def record_withdrawn(book: Book) -> Faults:
    """A cited work was withdrawn or removed by its publisher."""
    yield from _noticed(book, "withdrawal", "was withdrawn")


@check
def record_concern(book: Book) -> Faults:
    """The editors of a journal expressed their concern about a cited work."""
    yield from _noticed(book, "concern", "has an expression of concern")


@check(by_default=False)
def record_corrected(book: Book) -> Faults:
    """A cited work was corrected, and its entry does not say so.

    Off by default: every list of references marks the work as corrected anyway. An entry says so
    with the DOI of the notice in its field note or addendum.
    """
    yield from _noticed(book, "correction", "was corrected")


@check
def record_preprint_published(book: Book) -> Faults:
    """A cited preprint has appeared since; cite the published work."""
    for pair in _pairs(book):
        if pair.answer.preprint_of:
            message = f"is a preprint that has appeared as {pair.answer.preprint_of}."
            yield pair.fault(message, "doi")
