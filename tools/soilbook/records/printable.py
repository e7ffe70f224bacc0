"""An entry of a .bib file in the words of BibTeX, each value as text that prints what it says.

BibLaTeX has other types and fields (`@online`, ``date``, ``journaltitle``), and authors write
addresses, DOIs and lists of names in many ways. What can mean only one thing is repaired here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import unquote

from .answers import DOI_PREFIX
from .bib_scan import MONTHS
from .bibliography import BibEntry
from .bibtypes import bibtex_field, type_named
from .marked import address, hide, marked
from .names import Name, name_faults, read_names
from .tex import plain

#: The fields that hold persons.
ROLES = ("author", "editor")
#: Fields that are no text, and stay as they are.
AS_WRITTEN = frozenset({"crossref", "file", "isbn", "issn", "keywords", "pdf", "pubmed", "xdata"})
_ARXIV_PREFIX = re.compile(r"(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:", re.IGNORECASE)
_DATE = re.compile(r"\s*[~]?(?P<year>-?\d{4})(?:-(?P<month>\d{2}))?")
_MONTHS = list(MONTHS.values())
_KINDS = {
    "phdthesis": "PhD thesis", "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis", "techreport": "Technical report",
    "resreport": "Research report",
}  # fmt: skip
_STATES = {"inpress": "in press", "forthcoming": "forthcoming", "submitted": "submitted",
           "inpreparation": "in preparation", "prepublished": "prepublished"}  # fmt: skip
_SUBTITLES = {"title": "subtitle", "booktitle": "booksubtitle", "journal": "journalsubtitle"}


@dataclass(frozen=True, slots=True)
class Printable:
    """The type of BibTeX, and each field as marked text; persons are not among them."""

    type: str
    texts: dict[str, str] = field(default_factory=dict)


def printable(entry: BibEntry) -> Printable:
    """What a style is to print of an entry.

    Parameters
    ----------
    entry : BibEntry
        With what it inherits.

    Returns
    -------
    Printable
        Fields are there under the name that BibTeX has for them and under their own; empty ones
        are left out.
    """
    texts: dict[str, str] = {}
    # What has the name of BibTeX goes before its other names.
    names = sorted(entry.fields, key=lambda name: _rank(name, entry.type))
    for name in names:
        value = entry.fields[name].value
        if name not in ROLES and (text := _text(name, value)):
            texts.setdefault(name, text)
            if name != "date":
                texts.setdefault(bibtex_field(name, entry.type), text)
    _complete(texts)
    return Printable(_type(entry, texts), texts)


def _rank(name: str, entry_type: str) -> tuple[bool, bool]:
    return bibtex_field(name, entry_type) != name, name.startswith("short")


def _text(name: str, value: str) -> str:
    if name == "url":
        return address(value)
    if name == "doi":
        return doi(value)
    if name == "eprint":
        return _ARXIV_PREFIX.sub("", address(value))
    return value.strip() if name in AS_WRITTEN else marked(value)


def doi(value: str) -> str:
    """The DOI in a field that perhaps holds its address: ``10.…/…``, nothing escaped."""
    signs = re.sub(r"\$([<>])\$", r"\1", value)
    signs = signs.replace(r"\textless", "<").replace(r"\textgreater", ">")
    bare = DOI_PREFIX.sub("", address(signs))
    return unquote(bare) if re.search("%[0-9A-Fa-f]{2}", bare) else bare


def _complete(texts: dict[str, str]) -> None:
    """Say in the fields of BibTeX what BibLaTeX says in others."""
    if date := _DATE.match(texts.get("date", "")):
        texts.setdefault("year", date["year"])
        texts.setdefault("month", date["month"] or "")
    elif state := _STATES.get(texts.get("pubstate", "")):
        texts.setdefault("year", state)
    if texts.get("month", "").isdigit() and 1 <= int(texts["month"]) <= 12:
        texts["month"] = _MONTHS[int(texts["month"]) - 1]
    for title, subtitle in _SUBTITLES.items():
        if title in texts and subtitle in texts:
            joint = " " if re.search(r"[.:?!]\Z", texts[title]) else ": "
            texts[title] += joint + texts[subtitle]
    for name, other in (("number", "issue"), ("pages", "eid"), ("pages", "articleno")):
        if other in texts:
            texts.setdefault(name, texts[other])
    if texts.get("archiveprefix", "arxiv").lower() != "arxiv":
        # Styles print every eprint as one of arXiv.
        texts.pop("eprint", None)
    if "type" in texts:
        texts["type"] = _KINDS.get(texts["type"], texts["type"])
    if not texts.get("month", "-"):
        del texts["month"]


def _type(entry: BibEntry, texts: dict[str, str]) -> str:
    kind = type_named(entry.type)
    name = kind.bibtex if kind and kind.bibtex else "misc"
    if name == "inbook" and "booktitle" in texts:
        # In BibTeX the title of an @inbook is that of the book.
        return "incollection"
    if name == "phdthesis" and "aster" in texts.get("type", ""):
        return "mastersthesis"
    return name


_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
_ET_AL = re.compile(r"(?:,\s*|\s+)(?:and\s+)?et\.?[\s~]*al\b\.?\s*\Z", re.IGNORECASE)
_OTHER_SEPARATORS = re.compile(r"\s*;\s*(?:and\s+)?|\s*,?\s+\\?&\s+")


def persons(value: str) -> list[Name]:
    """The persons of a field; a list that was not parted by "and" is mended where it is clear.

    Clear are ``et al.`` at the end, and persons parted by ``;``, ``&`` or commas who all have
    their initials.
    """
    names = read_names(_mended(value) if name_faults(value) else value)
    return [name for name in names if plain(f"{name.von} {name.last}")]


def _mended(value: str) -> str:
    bare, is_cut = _ET_AL.subn("", value.strip())
    people = [person for part in re.split(r"\s+and\s+", bare) for person in _parted(part)]
    return " and ".join([*people, "others"] if is_cut else people)


def _parted(text: str) -> list[str]:
    """The persons in a text without "and"; the text itself where they cannot be told apart."""
    if "{" in text:
        return [text]
    pieces = [piece for piece in _OTHER_SEPARATORS.split(text) if piece]
    if len(pieces) > 1 and all(_is_person(piece) for piece in pieces):
        return pieces
    words = [word.strip() for word in text.split(",") if word.strip()]
    if len(words) > 2 and len(words) % 2 == 0 and all(map(_INITIALS.fullmatch, words[1::2])):
        return [f"{last}, {first}" for last, first in zip(words[::2], words[1::2], strict=True)]
    if len(words) > 1 and all(_is_person(word) for word in words):
        return words
    return [text]


def _is_person(text: str) -> bool:
    """Whether a text has a family name and initials: "Lal, R.", "R. Lal"."""
    last, comma, first = text.partition(",")
    if comma:
        return bool(_INITIALS.fullmatch(first.strip())) and bool(last.strip())
    words = text.split()
    return len(words) > 1 and all(re.fullmatch(r"(?:[^\W\d_]\.-?)+", word) for word in words[:-1])


def initials_apart(first: str) -> str:
    """``J.W.`` and ``JW`` as ``J. W.``: whoever abbreviates a name keeps its first letter only."""
    if re.fullmatch(r"[A-Z]{2,3}", first):
        return " ".join(f"{letter}." for letter in first)
    return re.sub(r"(?<=\b[^\W\d_]\.)(?=[^\W\d_])", " ", first)


def printable_name(name: Name) -> Name:
    """A name whose parts are marked text; what stood in braces stays together."""
    parts = {part: _part(getattr(name, part)) for part in ("first", "von", "last", "jr")}
    if not parts["last"].isupper():
        parts["first"] = initials_apart(parts["first"])
    return Name(**parts, offset=name.offset)


def _part(value: str) -> str:
    text = hide(unicodedata.normalize("NFC", plain(value)))
    return f"{{{text}}}" if "{" in value and " " in text else text
