"""What Crossref's answers mean: a record, its notices, the work that a preprint became.

Registries send what publishers deposited, so nothing here relies on a field being there, or being
of the right kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..records.answers import GRAVE, Person, Record, Update, bare_doi, merged
from .shapes import first, mapping, mappings, text

_TYPES = {
    "book": "book",
    "book-chapter": "incollection",
    "book-part": "incollection",
    "book-section": "incollection",
    "book-set": "book",
    "component": "misc",
    "dataset": "dataset",
    "database": "dataset",
    "dissertation": "phdthesis",
    "edited-book": "book",
    "journal-article": "article",
    "monograph": "book",
    "posted-content": "preprint",
    "proceedings": "proceedings",
    "proceedings-article": "inproceedings",
    "reference-book": "book",
    "reference-entry": "incollection",
    "report": "techreport",
    "report-component": "techreport",
}
_UPDATES = {
    "concern": "concern",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "expression_of_concern": "concern",
    "expression-of-concern": "concern",
    "partial_retraction": "retraction",
    "reinstatement": "reinstatement",
    "removal": "withdrawal",
    "retraction": "retraction",
    "withdrawal": "withdrawal",
}
# How the titles of notices begin. Later in a title the same words may speak of glaciers.
_NOTICE = re.compile(
    r"\W*(?:(?:notice|statement|note) of |partial |editorial |publisher['’]?s )*"
    r"(?:(?P<retraction>retract(?:ion|ed)\b)"
    r"|(?P<withdrawal>withdraw(?:al|n)\b|removal notice\b|removed:)"
    r"|(?P<concern>expressions? of (?:editorial )?concern\b)"
    r"|(?P<reinstatement>reinstate))",
    re.IGNORECASE,
)
# How a publisher marks the title of the work itself.
_MARKED = re.compile(
    r"\W*(?:(retracted)|withdrawn)(?: article| chapter| paper)?\W*:", re.IGNORECASE
)


def record_of(message: dict[str, Any], write: Callable[[str], str]) -> Record:
    """Return the record of a work from the ``message`` of an answer; `write` reads the HTML."""
    issued = _year(message, "issued")
    named = [first(message.get("title")), first(message.get("subtitle"))]
    return Record(
        type=_TYPES.get(text(message.get("type")), "misc"),
        title=write(": ".join(filter(None, named))),
        authors=tuple(_people(message.get("author") or message.get("editor"), write)),
        year=_year(message, "published-print") or issued,
        first_year=issued,
        container=write(first(message.get("container-title")) or _institution(message)),
        volume=text(message.get("volume")),
        issue=text(message.get("issue")),
        pages=text(message.get("page")) or text(message.get("article-number")),
        publisher=write(text(message.get("publisher"))),
    )


def updates_of(message: dict[str, Any], notices: Iterable[Any]) -> tuple[Update, ...]:
    """Return the notices on a work: those that its record names, and those that name it.

    Parameters
    ----------
    message : dict
        The record of the work; ``updated-by`` names notices. A notice may also have the DOI of the
        work itself, and a publisher may only have marked the title.
    notices : iterable
        The works whose ``update-to`` names this one. Their titles count: some publishers deposit
        retractions under the label "erratum".
    """
    own = bare_doi(text(message.get("DOI")))
    found = [_update(one, text(one.get("DOI"))) for one in mappings(message.get("updated-by"))]
    for notice in [message, *mappings(list(notices))]:
        title = _own_words(first(notice.get("title")), first(message.get("title")))
        for one in mappings(notice.get("update-to")):
            if bare_doi(text(one.get("DOI"))) == own:
                found.append(_update(one, text(notice.get("DOI")), title))
    if not any(one and one.type in GRAVE for one in found):
        found.append(_marked(message))
    return merged(one for one in found if one)


def _own_words(title: str, work: str) -> str:
    """The title of a notice; nothing where it only repeats that of the work."""
    return "" if work and title.lower().startswith(work[:24].lower()) else title


def _update(content: dict[str, Any], doi: str, title: str = "") -> Update | None:
    kind = _UPDATES.get(text(content.get("type")).lower(), "")
    for words in (text(content.get("label")), title):
        if named := _NOTICE.match(words):
            kind = next(name for name, part in named.groupdict().items() if part)
    if not kind:
        return None
    watch = text(content.get("source")) == "retraction-watch"
    source = "retraction-watch" if watch else "crossref"
    return Update(kind, bare_doi(doi), _date(content.get("updated")), source)


def _marked(message: dict[str, Any]) -> Update | None:
    """A work whose title was marked, without a notice."""
    marked = _MARKED.match(first(message.get("title")))
    if marked is None:
        return None
    return Update("retraction" if marked[1] else "withdrawal", "", "", "crossref")


def published_as(message: dict[str, Any]) -> str:
    """Return the DOI of the work that a preprint became, or an empty text."""
    related = mapping(message.get("relation")).get("is-preprint-of")
    dois = (text(one.get("id")) for one in mappings(related) if _is_doi(one))
    return next((bare_doi(doi) for doi in dois if doi), "")


def _is_doi(related: dict[str, Any]) -> bool:
    return text(related.get("id-type")).lower() == "doi"


def _people(persons: Any, write: Callable[[str], str]) -> Iterator[Person]:
    for person in mappings(persons):
        family, given = text(person.get("family")), text(person.get("given"))
        if name := family or text(person.get("name")) or given:
            suffix = text(person.get("suffix"))
            family_name = write(f"{name} {suffix}".strip())
            yield Person(family_name, write(given) if family else "")


def _institution(message: dict[str, Any]) -> str:
    """Where something without a journal lies: the institution, or the server of a preprint."""
    names = (text(one.get("name")) for one in mappings(message.get("institution")))
    return next(names, "") or text(message.get("group-title"))


def _parts(value: Any) -> list[int]:
    """The numbers of ``{"date-parts": [[2018, 6, 15]]}``."""
    parts = mapping(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    return [n for n in first if type(n) is int] if isinstance(first, list) else []


def _year(message: dict[str, Any], name: str) -> int:
    return next(iter(_parts(message.get(name))), 0)


def _date(value: Any) -> str:
    numbers = _parts(value)[:3]
    return "-".join(f"{n:0{2 if place else 4}}" for place, n in enumerate(numbers))
