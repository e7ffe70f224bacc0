"""The check of addresses in the text that stand where a citation should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..records.answers import bare_doi
from ..records.book import Book
from ..records.markdown import Run
from ..records.places import Fault
from .entries import entries
from .prose_text import fault_at, is_code, runs
from .registry import Faults, check

_DOI = re.compile(
    r"(?:(?P<lead>(?:https?://)?(?:www\.|dx\.)?\bdoi\.org/|\bdoi:\s*)|(?<![\w./-]))"
    r"(?P<doi>10\.\d{4,9}(?:\.\d+)*(?:/|%2F)[^\s<>\"`|\\^{}]+|(?<=doi\.org/)10/[a-z0-9]{3,})",
    re.IGNORECASE,
)
_URL = re.compile(r"(?<!\]\()(?<!\]: )\bhttps?://[^\s<>\"`|\\^{}]+", re.IGNORECASE)
# The notice of a correction is no work that a list of references would hold.
_NOTICE = re.compile(
    r"\b(?:correct(?:ion|ed)|corrigend(?:um|a)|errat(?:um|a)|addendum|retract(?:ion|ed)"
    r"|withdraw(?:al|n)|concern)\b",
    re.IGNORECASE,
)
#: How many characters before an address the word may stand that says it is a notice.
NEAR = 60
_PAIRS = {")": "(", "]": "["}


@check
def prose_bare_doi(book: Book) -> Faults:
    """The text gives the DOI or the address of a work instead of a citation.

    A DOI is looked at wherever it stands, also as the target of a link; any other address where it
    is not such a target and belongs to an entry of the bibliography. Code, the DOI of the book
    itself, and those of notices, such as "a [correction](https://doi.org/…)", do not count.
    """
    for page, run in runs(book):
        if "10." in run.text or "doi.org/10/" in run.text:
            yield from ((page, fault) for fault in _dois(book, run))
        if "http" in run.text:
            yield from ((page, fault) for fault in _addresses(book, run))


def _dois(book: Book, run: Run) -> Iterator[Fault]:
    for match in _DOI.finditer(run.text):
        doi = bare_doi((match["lead"] or "") + _without_end(match["doi"]))
        if not (match["lead"] or _is_surely_one(doi)) or is_code(run, match.start()):
            continue
        if _is_notice(book, run.text, match.start(), doi):
            continue
        key = _keys_by_doi(book).get(doi)
        message = f"No entry has the DOI {doi}: `jb cite add {doi}` adds one. Cite that."
        if key:
            message = f"{doi} is the work {key}: cite it, {{cite:p}}`{key}`."
        yield fault_at(run, match.start(), message)


def _is_surely_one(doi: str) -> bool:
    """Whether a number with a stroke is a DOI: 10.2500/yr is none."""
    rest = doi.partition("/")[2]
    return len(rest) > 3 and any(char.isdigit() for char in rest)


def _is_notice(book: Book, text: str, at: int, doi: str) -> bool:
    """Whether it is a DOI that nobody cites: of a notice, or of the book itself."""
    says_so = _NOTICE.search(text, max(0, at - NEAR), at)
    return (
        bool(says_so) or doi == bare_doi(book.project.settings.identifier) or doi in _notices(book)
    )


def _addresses(book: Book, run: Run) -> Iterator[Fault]:
    for match in _URL.finditer(run.text):
        key = _keys_by_url(book).get(_same(_without_end(match[0])))
        if key and not _DOI.match(match[0]) and not is_code(run, match.start()):
            message = f"This is the address of {key}: cite it, {{cite:p}}`{key}`."
            yield fault_at(run, match.start(), message)


def _without_end(address: str) -> str:
    """The address without what belongs to the sentence: signs, brackets that it did not open."""
    while address:
        last = address[-1]
        is_open = last in _PAIRS and address.count(_PAIRS[last]) < address.count(last)
        if not is_open and last not in ".,;:!?'*_”’":
            break
        address = address[:-1]
    return _until_bracket(address)


def _until_bracket(address: str) -> str:
    """The address up to a closing bracket that has no opening one: ``10.1000/1)[^note``."""
    depth = 0
    for at, char in enumerate(address):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return address[:at]
    return address


def _same(url: str) -> str:
    """An address without what does not tell two apart."""
    return re.sub(r"\A(?:https?://)?(?:www\.)?", "", url.strip().lower()).rstrip("/")


@lru_cache(maxsize=1)
def _keys_by_doi(book: Book) -> dict[str, str]:
    return {doi: entry.key for _, entry, doi in reversed(book.identified)}


@lru_cache(maxsize=1)
def _keys_by_url(book: Book) -> dict[str, str]:
    fields = ((entry.key, entry.fields.get("url")) for _, entry in entries(book))
    return {_same(field.value): key for key, field in fields if field and field.value.strip()}


@lru_cache(maxsize=1)
def _notices(book: Book) -> frozenset[str]:
    """The DOIs of the notices that the lock knows."""
    answers = (book.lock.get(doi) for _, _, doi in book.identified)
    return frozenset(u.doi.lower() for answer in answers if answer for u in answer.updates if u.doi)
