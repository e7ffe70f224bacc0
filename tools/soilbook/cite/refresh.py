"""``jb cite refresh``: asks the registries about the references, and keeps the answers.

Every answer is in the lock as soon as it is there. What could not be asked is reported and stays
as it was, so an outage changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from ..findings import Finding, SoilbookError, did_you_mean
from ..records.answers import NOT_FOUND, Answer, Update, merged
from ..records.book import Book
from ..records.lock import line_of, write_lock
from .client import Unavailable
from .lookup import Registries
from .retractions import read_retractions

#: So many works in a row that could not be asked mean that the network is down.
PATIENCE = 3
_OURS = ("crossref", "retraction-watch")
_Retractions = Mapping[str, tuple[Update, ...]]


@dataclass(slots=True)
class Refreshed:
    """What came of it: the answers, what could not be asked, and what was not tried any more."""

    answers: list[Answer] = field(default_factory=list)
    unavailable: dict[str, str] = field(default_factory=dict)
    untried: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """One line for the editor."""
        missing = sum(one.state == NOT_FOUND for one in self.answers)
        noticed = sum(bool(one.in_force) for one in self.answers)
        unasked = len(self.unavailable) + len(self.untried)
        return (
            f"{len(self.answers)} answered: {len(self.answers) - missing} found, {missing} not "
            f"found; {noticed} with a notice. {unasked} could not be asked."
        )


def retractions(registries: Registries, file: Path | None) -> _Retractions:
    """Read the list of Retraction Watch: from a file, else from its address if that is set.

    Raises
    ------
    SoilbookError
        It is another kind of file, or the address does not answer.
    """
    if file is not None:
        text = file.read_bytes().decode("utf-8", "replace")
        return read_retractions(text, file.name)
    if not (address := registries.addresses["retractions"]):
        return {}
    try:
        text = registries.client.text(address)
    except Unavailable as error:
        raise SoilbookError(
            f"The list of retractions could not be read: {error}.",
            "Try again later, or give a copy of it with --retractions.",
        ) from error
    return read_retractions(text or "", address)


def wanted(book: Book, keys: Sequence[str], older_than: int, today: date) -> list[str]:
    """Return the DOIs to ask about, in the order of the bibliography.

    Parameters
    ----------
    book : Book
    keys : sequence of str
        Only these entries, however new their answers are; all entries if there are none.
    older_than : int
        Days: newer answers are left alone. With 0, an answer of today is new, so that what was
        interrupted goes on where it stopped.
    today : date

    Raises
    ------
    SoilbookError
        A key does not exist, or its entry has no DOI.
    """
    if keys:
        return [_doi_of(book, key) for key in keys]
    last = today - timedelta(days=older_than + 1)
    dois = dict.fromkeys(doi for _, _, doi in book.identified)
    return [doi for doi in dois if not _is_new(book, doi, last)]


def _doi_of(book: Book, key: str) -> str:
    for _, entry, doi in book.identified:
        if entry.key == key:
            return doi
    if key in book.keys:
        raise SoilbookError(f'"{key}" has no DOI.', "Only entries with a DOI can be looked up.")
    raise SoilbookError(
        f'No bibliography has the key "{key}".{did_you_mean(key, book.keys)}',
        "--only takes the key of an entry.",
    )


def _is_new(book: Book, doi: str, last: date) -> bool:
    answer = book.lock.get(doi)
    by_hand = {fault.line for fault in book.lock.changed}
    if answer is None or not answer.state or answer.line in by_hand:
        return False
    return date.fromisoformat(answer.checked) > last


def refresh(
    book: Book,
    registries: Registries,
    dois: Sequence[str],
    listed: _Retractions,
    watch: Callable[[str], None] = lambda doi: None,
) -> Refreshed:
    """Ask about each DOI and keep each answer at once.

    Parameters
    ----------
    book : Book
        Its lock is written.
    registries : Registries
    dois : sequence of str
        As `wanted` gives them.
    listed : mapping of str to tuple of Update
        A list of retractions that was read from a file; it counts for all entries.
    watch : callable
        Is told each DOI before it is asked.
    """
    keeper = _Keeper(book, listed)
    done = Refreshed()
    in_a_row = 0
    for number, doi in enumerate(dois):
        if in_a_row == PATIENCE:
            done.untried = list(dois[number:])
            break
        watch(doi)
        try:
            done.answers.append(keeper.keep(registries.ask(doi).answer(book.project.today)))
            in_a_row = 0
        except Unavailable as error:
            done.unavailable[doi] = str(error)
            in_a_row += 1
    return done


class _Keeper:
    """Holds the lines of the lock, and writes it after each answer."""

    def __init__(self, book: Book, listed: _Retractions) -> None:
        self.book = book
        self.listed = listed
        dois = {doi for _, _, doi in book.identified}
        # A line that was changed by hand stays as it is until there is an answer: with a new
        # hash it would pass for one.
        self.lines = {doi: line for doi, line in book.lock.lines.items() if doi in dois}
        self.by_hand = {fault.line for fault in book.lock.changed}
        for doi in sorted(dois & set(listed)):
            self._add_notices(doi)
        if self.lines != book.lock.lines or book.lock.malformed:
            self._write()

    def _add_notices(self, doi: str) -> None:
        known = self.book.lock.get(doi) or Answer(doi)
        if known.line not in self.by_hand:
            self.lines[doi] = line_of(replace(known, updates=self._together(known.updates, doi)))

    def keep(self, answer: Answer) -> Answer:
        """Store an answer; notices from other lists than those that were asked now stay."""
        known = self.book.lock.get(answer.doi)
        listed = () if known is None or known.line in self.by_hand else known.updates
        others = tuple(one for one in listed if one.source not in _OURS)
        updates = self._together((*answer.updates, *others), answer.doi)
        answer = replace(answer, updates=updates)
        self.lines[answer.doi] = line_of(answer)
        self._write()
        return answer

    def _together(self, updates: tuple[Update, ...], doi: str) -> tuple[Update, ...]:
        return merged((*updates, *self.listed.get(doi, ())))

    def _write(self) -> None:
        write_lock(self.book.lock_path, self.lines)


def findings(book: Book, done: Refreshed) -> list[Finding]:
    """Return one finding for each entry that could not be asked."""
    found = []
    stopped = "was not asked any more: the registries before it did not answer."
    reasons = {doi: f"could not be asked. {why}." for doi, why in done.unavailable.items()}
    reasons |= dict.fromkeys(done.untried, stopped)
    for name, entry, doi in book.identified:
        if doi in reasons:
            place = entry.fields["doi"]
            message = f'"{entry.key}" {reasons[doi]} What was known stays; try again later.'
            found.append(Finding(name, place.line, place.column, "registry-unavailable", message))
    return sorted(found)
