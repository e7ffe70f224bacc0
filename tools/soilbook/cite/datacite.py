"""What DataCite's answers mean; it registers datasets, software, reports and preprints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..records.answers import Person, Record, bare_doi
from .shapes import mapping, mappings, text

_TYPES = {
    "Book": "book",
    "BookChapter": "incollection",
    "ConferencePaper": "inproceedings",
    "ConferenceProceeding": "proceedings",
    "DataPaper": "article",
    "Dataset": "dataset",
    "Dissertation": "phdthesis",
    "JournalArticle": "article",
    "Preprint": "preprint",
    "Report": "techreport",
    "Software": "software",
}
_BECAME = ("IsVersionOf", "IsPreviousVersionOf", "IsPublishedIn")


def record_of(attributes: dict[str, Any], write: Callable[[str], str]) -> Record:
    """Return the record of a work from the ``attributes`` of an answer; `write` reads the HTML."""
    types, container = mapping(attributes.get("types")), mapping(attributes.get("container"))
    year = attributes.get("publicationYear")
    year = int(year) if str(year).isdigit() else 0
    return Record(
        type=_TYPES.get(text(types.get("resourceTypeGeneral")), "misc"),
        title=write(_title(attributes.get("titles"))),
        authors=tuple(_people(attributes.get("creators"), write)),
        year=year,
        first_year=year,
        container=write(text(container.get("title"))),
        volume=text(container.get("volume")),
        issue=text(container.get("issue")),
        pages="--".join(filter(None, map(text, map(container.get, ("firstPage", "lastPage"))))),
        publisher=write(_publisher(attributes.get("publisher"))),
    )


def published_as(attributes: dict[str, Any]) -> str:
    """Return the DOI of the work that a preprint became, or an empty text.

    Versions of the preprint itself have DOIs of the same registrant; those do not count.
    """
    if mapping(attributes.get("types")).get("resourceTypeGeneral") != "Preprint":
        return ""
    own = bare_doi(text(attributes.get("doi"))).split("/")[0]
    for one in mappings(attributes.get("relatedIdentifiers")):
        doi = bare_doi(text(one.get("relatedIdentifier")))
        is_doi = text(one.get("relatedIdentifierType")) == "DOI"
        if is_doi and one.get("relationType") in _BECAME and doi.split("/")[0] != own:
            return doi
    return ""


def _title(titles: Any) -> str:
    """The title itself; subtitles and translations have a type."""
    own = [one for one in mappings(titles) if not one.get("titleType")] or mappings(titles)
    return text(own[0].get("title")) if own else ""


def _people(creators: Any, write: Callable[[str], str]) -> Iterator[Person]:
    for one in mappings(creators):
        family, given = text(one.get("familyName")), text(one.get("givenName"))
        name = text(one.get("name"))
        if not family and one.get("nameType") != "Organizational" and "," in name:
            family, _, given = (part.strip() for part in name.partition(","))
        if family or name:
            yield Person(write(family or name), write(given) if family else "")


def _publisher(value: Any) -> str:
    """Since schema 4.5 an object with the name, before that the name."""
    return text(value) or text(mapping(value).get("name"))
