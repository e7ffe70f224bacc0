"""The list of retractions that Retraction Watch keeps and Crossref publishes as one CSV file."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from ..findings import SoilbookError
from ..records.answers import Update, bare_doi, is_doi

_NATURES = {
    "correction": "correction",
    "expression of concern": "concern",
    "reinstatement": "reinstatement",
    "retraction": "retraction",
}
_WORK, _NOTICE, _DATE, _NATURE = (
    "OriginalPaperDOI",
    "RetractionDOI",
    "RetractionDate",
    "RetractionNature",
)


def read_retractions(text: str, where: str) -> dict[str, tuple[Update, ...]]:
    """Return the notices of the list, by the DOI of the work.

    Parameters
    ----------
    text : str
        The whole CSV file.
    where : str
        Its name, for the error.

    Raises
    ------
    SoilbookError
        It is another kind of file.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = {_WORK, _NOTICE, _DATE, _NATURE} - set(rows.fieldnames or ())
    if missing:
        raise SoilbookError(
            f'{where} is not the list of Retraction Watch: it has no column "{min(missing)}".',
            "Take the file retraction_watch.csv that Crossref publishes.",
        )
    found: dict[str, list[Update]] = defaultdict(list)
    for doi, update in _updates(rows):
        found[doi].append(update)
    return {doi: tuple(dict.fromkeys(updates)) for doi, updates in found.items()}


def _updates(rows: csv.DictReader[str]) -> Iterator[tuple[str, Update]]:
    for row in rows:
        work, notice = bare_doi(row[_WORK] or ""), bare_doi(row[_NOTICE] or "")
        kind = _NATURES.get((row[_NATURE] or "").strip().lower())
        # Where the list has no DOI, it says "unavailable" or 0.
        if kind and is_doi(work):
            notice = notice if is_doi(notice) else ""
            yield work, Update(kind, notice, _day(row[_DATE] or ""), "retraction-watch")


def _day(text: str) -> str:
    """A date that is written the American way, such as ``1/31/2020 0:00``."""
    try:
        return datetime.strptime(text.split(" ")[0], "%m/%d/%Y").date().isoformat()
    except ValueError:
        return ""
