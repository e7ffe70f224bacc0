"""Checks of the comments that allow a finding, and what these comments take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..findings import BLOCKING, Finding, did_you_mean
from ..records.book import Book
from ..records.places import Fault
from ..records.suppressions import Suppression
from .registry import CHECKS, Faults, check
from .selection import chosen

_REMEDY = "Write `% soilbook-allow: NAME because REASON`."


def without_allowed(book: Book, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that no suppression of the book takes away.

    What blocks an edition stays, and so do findings about suppressions.
    """
    holding: dict[tuple[str, str], list[Suppression]] = {}
    for path, suppression in _suppressions(book):
        if _holds(book, suppression):
            for name in filter(_can_be_allowed, suppression.names):
                holding.setdefault((path, name), []).append(suppression)
    for finding in findings:
        above = holding.get((finding.path, finding.check), ())
        if not any(suppression.covers(finding.line) for suppression in above):
            yield finding


def _can_be_allowed(name: str) -> bool:
    return name not in BLOCKING and not name.startswith("suppression-")


def _holds(book: Book, suppression: Suppression) -> bool:
    """Whether a suppression has a reason, and its last day has not passed."""
    if suppression.until and suppression.last_day is None:
        return False
    expired = suppression.last_day is not None and suppression.last_day < book.project.today
    return bool(suppression.reason) and not expired


def _suppressions(book: Book) -> Iterator[tuple[str, Suppression]]:
    for path, suppressions in book.suppressions.items():
        for suppression in suppressions:
            yield path, suppression


def _fault(suppression: Suppression, message: str) -> Fault:
    return Fault(suppression.line, suppression.column, message)


@check
def suppression_without_reason(book: Book) -> Faults:
    """A comment that allows a finding does not say why, so it allows nothing."""
    for path, suppression in _suppressions(book):
        if not suppression.reason:
            message = f"This suppression has no reason, so it allows nothing. {_REMEDY}"
            yield path, _fault(suppression, message)


@check
def suppression_unknown_check(book: Book) -> Faults:
    """A comment that allows a finding names no check, or one that does not exist."""
    for path, suppression in _suppressions(book):
        if not suppression.names:
            yield path, _fault(suppression, f"This suppression names no check. {_REMEDY}")
        for name in suppression.names:
            if name not in CHECKS:
                message = f'There is no check "{name}".{did_you_mean(name, CHECKS)}'
                yield path, _fault(suppression, message)


@check
def suppression_expired(book: Book) -> Faults:
    """A comment that allows a finding has passed its last day, or names a day that does not exist.

    It holds until the end of the day that stands behind "until", in the time of this computer.
    """
    for path, suppression in _suppressions(book):
        if not suppression.reason or not suppression.until or _holds(book, suppression):
            continue
        if suppression.last_day is None:
            message = f'There is no day "{suppression.until}", so this allows nothing.'
        else:
            message = (
                f"This suppression ended on {suppression.until}. Mend what it allowed, or give it "
                "a later day."
            )
        yield path, _fault(suppression, message)


@check
def suppression_unused(book: Book) -> Faults:
    """A comment that allows a finding takes none away: there is none, or it cannot be allowed.

    Faults that stop an edition cannot be allowed: readers would see something wrong, or a hole.
    Nothing is said of checks that are switched off, and of those that follow the last run.
    """
    running = chosen(book.project)
    for path, suppression in _suppressions(book):
        if not _holds(book, suppression):
            continue
        for name in suppression.names:
            if name in CHECKS and not _can_be_allowed(name):
                message = f'"{name}" cannot be allowed: mend what it finds, and delete this.'
            elif name in running and not _is_used(book, path, suppression, name):
                message = f'Nothing below has the fault "{name}": delete this suppression.'
            else:
                continue
            yield path, _fault(suppression, message)


def _is_used(book: Book, path: str, suppression: Suppression, name: str) -> bool:
    if CHECKS[name].follows_run:
        return True
    found = (finding for finding in CHECKS[name](book) if finding.path == path)
    return any(suppression.covers(finding.line) for finding in found)
