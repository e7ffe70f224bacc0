"""How to cite the book or a page of it: one line to read, BibTeX, RIS and CSL JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .authors import Author
from .words import Words, written_date

#: The ending of each format, and its name.
FORMATS = {".bib": "BibTeX", ".ris": "RIS", ".json": "CSL JSON"}
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.I)
_ISBN = re.compile(r"(?:urn:isbn:|isbn[:\s]*)?((?:97[89][- ]?)?\d[\d -]{8,}[\dXx])", re.I)
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}&%$#_"},
}


@dataclass(frozen=True, slots=True)
class Work:
    """The book, or with `within` a part of it.

    Parameters
    ----------
    key : str
        The key of the entry in BibTeX and CSL.
    title : str
        Of the book or of the part, plain text.
    authors : sequence of Author
    within : str
        The title of the book that this is a part of.
    day : date or None
        Of the edition; none where nothing dates it.
    version : str
        The version or the commit of the edition.
    publisher, identifier, address, licence, note, language : str
        Empty where the book says nothing.
    """

    key: str
    title: str
    authors: Sequence[Author] = ()
    within: str = ""
    day: date | None = None
    version: str = ""
    publisher: str = ""
    identifier: str = ""
    address: str = ""
    licence: str = ""
    note: str = ""
    language: str = "en"

    @property
    def doi(self) -> str:
        """The DOI, if the identifier is one."""
        match = _DOI.fullmatch(self.identifier.strip())
        return match[1] if match else ""

    @property
    def isbn(self) -> str:
        """The ISBN, if the identifier is one."""
        match = _ISBN.fullmatch(self.identifier.strip())
        return match[1] if match and not self.doi else ""

    @property
    def url(self) -> str:
        """Where it is read; for a work with a DOI also by it."""
        link = self.identifier if self.identifier.startswith(("http:", "https:")) else ""
        return self.address or ("" if self.doi else link)


def in_format(work: Work, ending: str) -> str:
    """Return the text of a file with that ending, one of `FORMATS`."""
    return {".bib": bibtex, ".ris": ris, ".json": csl_json}[ending](work)


def one_line(work: Work, words: Words) -> str:
    """Return what a reader would print in a list of references."""
    names = ", ".join(author.name for author in work.authors)
    year = f"({work.day.year})" if work.day else ""
    title = [work.title, words.within % work.within if work.within else ""]
    edition = [written_date(work.day, work.language)] if work.day else []
    about = words.edition % edition[0] if edition else ""
    about = ", ".join(filter(None, (about, work.version)))
    place = f"https://doi.org/{work.doi}" if work.doi else work.url
    parts = [f"{names} {year}".strip(), *title, about, work.publisher, work.note, place]
    return " ".join(part if part == place else _stopped(part) for part in parts if part)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def bibtex(work: Work) -> str:
    """Return an entry; groups and titles are in braces, so that nothing takes them apart."""
    # A book of BibTeX needs a publisher.
    kind = "incollection" if work.within else "book" if work.publisher else "booklet"
    fields = [
        ("author", " and ".join(map(_bibtex_name, work.authors))),
        ("title", f"{{{_tex(work.title)}}}"),
        ("booktitle", f"{{{_tex(work.within)}}}" if work.within else ""),
        ("year", str(work.day.year) if work.day else ""),
        ("month", str(work.day.month) if work.day else ""),
        ("version", _tex(work.version)),
        ("publisher", _tex(work.publisher)),
        ("note", _tex(work.note)),
        ("doi", work.doi),
        ("isbn", work.isbn),
        ("url", work.url),
        ("language", work.language),
    ]
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@{kind}{{{work.key},\n{rows}}}\n"


def _bibtex_name(author: Author) -> str:
    return f"{{{_tex(author.group)}}}" if author.group else _tex(author.sorted_name)


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def ris(work: Work) -> str:
    """Return a record; every line ends as the format asks, and the last is ``ER``."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_fields(work))


def _ris_fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "CHAP" if work.within else "BOOK"
    yield from (("AU", author.sorted_name) for author in work.authors)
    told = [
        ("TI", work.title),
        ("T2", work.within),
        ("PY", str(work.day.year) if work.day else ""),
        ("DA", f"{work.day:%Y/%m/%d}/" if work.day else ""),
        ("ET", work.version),
        ("PB", work.publisher),
        ("DO", work.doi),
        ("SN", work.isbn),
        ("UR", work.url),
        ("LA", work.language),
        ("N1", work.note),
        ("C1", work.licence),
    ]
    yield from ((tag, " ".join(value.split())) for tag, value in told if value)
    yield "ER", ""


def csl_json(work: Work) -> str:
    """Return an array with one item of CSL JSON."""
    item = {
        "id": work.key,
        "type": "chapter" if work.within else "book",
        "title": work.title,
        "container-title": work.within,
        "author": [_csl_name(author) for author in work.authors],
        "issued": _date_parts(work.day) if work.day else {},
        "version": work.version,
        "publisher": work.publisher,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "URL": work.url,
        "language": work.language,
        "note": work.note,
    }
    told = {name: value for name, value in item.items() if value}
    return json.dumps([told], indent=2, ensure_ascii=False) + "\n"


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _csl_name(author: Author) -> dict[str, str]:
    if author.group:
        return {"literal": author.group}
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
    }
    return {name: value for name, value in parts.items() if value}
