"""Asking the registries about one DOI: Crossref, then DataCite, then whether it exists at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from ..findings import SoilbookError, did_you_mean
from ..project import CONFIG
from ..records.answers import FOUND, NOT_FOUND, Answer, Record, bare_doi
from . import crossref, datacite
from .client import Client, Refused, Unavailable
from .markup import plain_title
from .shapes import mapping, mappings, text

ENDPOINTS = {
    "crossref": "https://api.crossref.org/works",
    "datacite": "https://api.datacite.org/dois",
    "doi": "https://doi.org/api/handles",
    # The list of Retraction Watch is read only where its address is set: it has 60 MB.
    "retractions": "",
}
_NAMES = {"crossref": "Crossref", "datacite": "DataCite", "doi": "doi.org"}
_HANDLE_FOUND, _HANDLE_UNKNOWN = 1, 100


def endpoints(own: Mapping[str, str]) -> dict[str, str]:
    """Return the address of each registry.

    Parameters
    ----------
    own : mapping of str to str
        ``soilbook: endpoints:`` of the configuration.

    Raises
    ------
    SoilbookError
        A registry does not exist, or an address is not one of the web.
    """
    for name, address in own.items():
        if name not in ENDPOINTS:
            raise SoilbookError(
                f'{CONFIG}: soilbook: endpoints: there is no "{name}".'
                f"{did_you_mean(name, ENDPOINTS)}",
                f"The endpoints are {', '.join(ENDPOINTS)}.",
            )
        if urlsplit(address).scheme not in ("http", "https"):
            raise SoilbookError(
                f'{CONFIG}: soilbook: endpoints: {name}: "{address}" is no address of the web.',
                "It must begin with https://.",
            )
    return {name: address.rstrip("/") for name, address in (ENDPOINTS | dict(own)).items()}


@dataclass(frozen=True, slots=True)
class Heard:
    """What the registries sent about one DOI, as they sent it.

    Parameters
    ----------
    doi : str
    source : str
        Who knows it: ``crossref``, ``datacite`` or ``doi.org``; empty if nobody does.
    work : dict
        The record of the work; doi.org has none.
    notices : list of dict
        The works that say of themselves that they update this one.
    """

    doi: str
    source: str = ""
    work: dict[str, Any] = field(default_factory=dict)
    notices: list[dict[str, Any]] = field(default_factory=list)

    def record(self, write: Callable[[str], str]) -> Record | None:
        """Return the record, with titles and names as `write` makes them of HTML."""
        if self.source == "crossref":
            return crossref.record_of(self.work, write)
        return datacite.record_of(self.work, write) if self.source == "datacite" else None

    def answer(self, today: date) -> Answer:
        """Return the line for the lock."""
        if not self.source:
            return Answer(self.doi, NOT_FOUND, "doi.org", today.isoformat())
        found = Answer(self.doi, FOUND, self.source, today.isoformat(), self.record(plain_title))
        if self.source == "crossref":
            updates = crossref.updates_of(self.work, self.notices)
            return replace(found, updates=updates, preprint_of=crossref.published_as(self.work))
        return replace(found, preprint_of=datacite.published_as(self.work))


class Registries:
    """The registries of DOIs, asked by one client at the addresses of `endpoints`."""

    def __init__(self, client: Client, addresses: Mapping[str, str]) -> None:
        self.client = client
        self.addresses = addresses

    def ask(self, doi: str) -> Heard:
        """Return what is known of a DOI, given in lower case without prefix.

        Raises
        ------
        Unavailable
            A registry that had to be asked did not answer; says which one, and why.
        """
        return self._crossref(doi) or self._datacite(doi) or self._doi_org(doi)

    def _get(self, registry: str, path: str, **query: str) -> dict[str, Any] | None:
        address = f"{self.addresses[registry]}{path}"
        try:
            found = self.client.json(address, query, read_refusal=registry == "doi")
        except Unavailable as error:
            raise type(error)(f"{_NAMES[registry]}: {error}") from error
        return None if found is None else mapping(found)

    def _crossref(self, doi: str) -> Heard | None:
        found = self._get("crossref", f"/{quote(doi, safe='')}")
        if found is None:
            return None
        work = mapping(found.get("message"))
        _demand("Crossref", doi, text(work.get("DOI")))
        return Heard(doi, "crossref", work, self._notices(doi, work))

    def _notices(self, doi: str, work: dict[str, Any]) -> list[dict[str, Any]]:
        """The works that update this one; where the filter refuses a DOI, those that it names."""
        try:
            found = self._get("crossref", "", filter=f"updates:{doi}", rows="50") or {}
        except Refused:
            named = (bare_doi(text(one.get("DOI"))) for one in mappings(work.get("updated-by")))
            pages = (self._get("crossref", f"/{quote(name, safe='')}") for name in named if name)
            return [mapping(page.get("message")) for page in pages if page]
        return mappings(mapping(found.get("message")).get("items"))

    def _datacite(self, doi: str) -> Heard | None:
        found = self._get("datacite", f"/{quote(doi, safe='')}")
        if found is None:
            return None
        work = mapping(mapping(found.get("data")).get("attributes"))
        _demand("DataCite", doi, text(work.get("doi")))
        return Heard(doi, "datacite", work)

    def _doi_org(self, doi: str) -> Heard:
        """Whether a DOI exists that neither of the two knows; other agencies have DOIs as well.

        Only its own words count: a page of somebody between us that says 404 is no answer.
        """
        found = self._get("doi", f"/{quote(doi, safe='/')}") or {}
        code = found.get("responseCode")
        if code == _HANDLE_UNKNOWN:
            return Heard(doi)
        if code != _HANDLE_FOUND:
            raise Unavailable("doi.org: it did not say whether the DOI exists")
        long = _alias(found) if doi.startswith("10/") else ""
        return replace(self.ask(long), doi=doi) if long else Heard(doi, "doi.org")


def _demand(name: str, asked: str, answered: str) -> None:
    """Raise `Unavailable` for an answer that is not about the DOI that was asked for."""
    if bare_doi(answered) != asked:
        about = f"about {answered}" if answered else "without a DOI"
        raise Unavailable(f"{name}: it sent an answer {about}")


def _alias(found: dict[str, Any]) -> str:
    """The long DOI that a short one such as 10/abc stands for."""
    values = (one for one in mappings(found.get("values")) if one.get("type") == "HS_ALIAS")
    others = (bare_doi(text(mapping(one.get("data")).get("value"))) for one in values)
    return next((other for other in others if other.startswith("10.")), "")
