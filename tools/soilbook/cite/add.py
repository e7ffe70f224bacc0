"""``jb cite add``: a clean entry from what a registry knows of a DOI."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..findings import SoilbookError
from ..records.answers import Answer, Person, Record, bare_doi, is_doi
from ..records.book import Book
from ..records.lock import line_of, write_lock
from ..records.writing import replace_file
from .client import Unavailable
from .lookup import Registries
from .markup import protected, tex_text

#: The field that holds where a work of each type appeared, and what goes into it.
_WHERE = {
    "article": ("journal", "container"),
    "book": ("publisher", "publisher"),
    "dataset": ("publisher", "publisher"),
    "incollection": ("booktitle", "container"),
    "inproceedings": ("booktitle", "container"),
    "misc": ("howpublished", "publisher"),
    "phdthesis": ("school", "publisher"),
    "preprint": ("howpublished", "container"),
    "proceedings": ("publisher", "publisher"),
    "software": ("publisher", "publisher"),
    "techreport": ("institution", "publisher"),
}
_SMALL_WORDS = frozenset("about after from into over their this under what when with".split())
_RANGE = re.compile(r"(\w+)\s*[-–—]+\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Added:
    """The entry that was written, and the answer behind it."""

    key: str
    text: str
    answer: Answer


def add(book: Book, registries: Registries, doi: str, key: str = "") -> Added:
    """Append the entry of a work to the bibliography, and its answer to the lock.

    Parameters
    ----------
    book : Book
    registries : Registries
    doi : str
        With or without ``https://doi.org/``.
    key : str, optional
        By default family, year and a word of the title, such as ``minasny2017soil``.

    Raises
    ------
    SoilbookError
        The DOI or key is taken, the work cannot be looked up, or nothing is known of it.
    """
    doi = bare_doi(doi)
    path = _bibliography(book)
    _demand_new(book, doi, key)
    try:
        heard = registries.ask(doi)
    except Unavailable as error:
        raise SoilbookError(
            f"{doi} could not be looked up. {error}.", "Nothing was changed; try again later."
        ) from error
    answer, record = heard.answer(book.project.today), heard.record(tex_text)
    if not heard.source:
        raise SoilbookError(f"No registry knows {doi}.", "Compare it with the work, sign by sign.")
    if record is None or not record.title:
        raise SoilbookError(
            f"{doi} exists, but Crossref and DataCite have no title for it.",
            "Write the entry by hand.",
        )
    key = key or _new_key(book, answer.record or record)
    text = entry_text(record, key, doi)
    _append(path, text)
    write_lock(book.lock_path, {**book.lock.lines, doi: line_of(answer)})
    return Added(key, text, answer)


def _bibliography(book: Book) -> Path:
    if not book.project.bibliographies:
        raise SoilbookError(
            "The book has no bibliography.", "Name one: `bibtex_bibfiles: [references.bib]`."
        )
    return book.project.bibliographies[0]


def _demand_new(book: Book, doi: str, key: str) -> None:
    if not is_doi(doi):
        raise SoilbookError(f'"{doi}" is no DOI.', "A DOI looks like 10.1038/s41586-018-0328-3.")
    for name, entry, known in book.identified:
        if known == doi:
            raise SoilbookError(
                f'{name}:{entry.line}: "{entry.key}" has this DOI already.', "Cite that entry."
            )
    if key.lower() in {known.lower() for known in book.keys}:
        raise SoilbookError(f'The key "{key}" is taken.', "Choose another one.")
    if key and not re.fullmatch(r"[^\s,{}\"#%'()=\\~]+", key):
        raise SoilbookError(f'"{key}" cannot be a key.', "Use letters, digits and hyphens.")


def _new_key(book: Book, record: Record) -> str:
    family = _plain(record.authors[0].family) if record.authors else ""
    words = (_plain(word) for word in re.split(r"[\s–—/-]+", record.title))
    long = (word for word in words if len(word) > 3 and word not in _SMALL_WORDS)
    stem = f"{family or 'anonymous'}{record.year or ''}{next(long, '')}"
    taken = {known.lower() for known in book.keys}
    return next(key for key in (f"{stem}{letter}" for letter in _letters()) if key not in taken)


def _letters() -> Iterator[str]:
    """Nothing, then b, c … z, then numbers."""
    yield ""
    yield from "bcdefghijklmnopqrstuvwxyz"
    number = 1
    while number := number + 1:
        yield f"-{number}"


def _plain(text: str) -> str:
    """Small letters and digits without accents."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l"))
    return re.sub(r"[^a-z0-9]", "", spread)


def entry_text(record: Record, key: str, doi: str) -> str:
    """Return one entry, one field a line.

    Parameters
    ----------
    record : Record
        With texts in TeX.
    key, doi : str
    """
    kind = record.type if record.type in _WHERE else "misc"
    place, source = _WHERE[kind]
    where = getattr(record, source) or record.publisher
    fields = {
        "author": " and ".join(map(_person, record.authors)),
        "title": protected(record.title),
        "year": str(record.year or ""),
        place: f"Preprint, {where}".rstrip(", ") if kind == "preprint" else where,
        "volume": record.volume,
        "number": record.issue,
        "pages": _RANGE.sub(r"\1--\2", record.pages) if _is_range(record.pages) else record.pages,
        "doi": doi,
    }
    if kind in ("incollection", "inproceedings") and record.publisher:
        fields["publisher"] = record.publisher
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'misc' if kind == 'preprint' else kind}{{{key},\n{rows}}}\n"


def _is_range(pages: str) -> bool:
    return _RANGE.fullmatch(pages) is not None


def _person(person: Person) -> str:
    if not person.given:
        return f"{{{person.family}}}"
    family = person.family
    return f"{{{family}}}, {person.given}" if "," in family else f"{family}, {person.given}"


def _append(path: Path, text: str) -> None:
    """Write behind the last entry, with the line ends of the file."""
    before = path.read_bytes() if path.is_file() else b""
    ending = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before else ending if before.endswith(b"\n") else 2 * ending
    replace_file(path, before + (gap + text.replace("\n", ending)).encode("utf-8"))
