"""Checks of what names a work or a person by a number: DOI, ISBN, ISSN, ORCID, arXiv."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..records.answers import DOI_PREFIX, bare_doi
from ..records.bibliography import BibEntry
from ..records.book import Book
from ..records.tex import plain
from .entries import at_field, entries, own
from .registry import Faults, check

# 10.1000/x, and the short form 10/x; suffixes may hold nearly everything, also < > ; and ( ).
_DOI = re.compile(r"10(?:\.\d{4,9}(?:\.\d+)*)?/\S+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_SEPARATOR = re.compile(r"\s*(?:[,;/]|\band\b)\s*")
# Mendeley writes the end of a row as \r.
_NOTE = re.compile(
    r"\\r(?=\d)|\([^()]*\)|\[[^\][]*\]|\b[pe]?-?is[bs]n(?:-?1[03])?\b:?"
    r"|\b(?:cloth|e-?book|electronic|hardcover|hbk|online|paperback|pbk|pdf|print|set)\b[.:]?",
    re.IGNORECASE,
)
_ORCID_PREFIX = re.compile(r"(?:https?://)?(?:www\.)?orcid\.org/|orcid:\s*", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"(?:https?://)?arxiv\.org/(?:abs|pdf)/", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:)?(?:\d\d(?P<month>\d\d)\.(?P<number>\d{4,5})"
    r"|[a-z-]+(?:\.[A-Z]{2})?/\d\d(?P<old_month>\d\d)\d{3})(?:v\d+)?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE,
)


@check
def reference_doi_malformed(book: Book) -> Faults:
    """The doi field is not a DOI (10.…/…), so its link leads nowhere."""
    for path, _, _, field in own(book, "doi"):
        if reason := _doi_fault(field.value.strip()):
            yield path, at_field(field, f'"{field.value.strip()}" {reason}')


def _doi_fault(doi: str) -> str:
    """What is wrong with a DOI; empty if nothing is."""
    bare = DOI_PREFIX.sub("", doi)
    if bare != doi:
        return f"is an address: write only the DOI, {bare}."
    if _UNSEEN.search(doi):
        return "holds a character that nobody can see: type the DOI anew."
    if not _DOI.fullmatch(doi):
        return "is no DOI: it must look like 10.1038/s41586-018-0328-3."
    if doi[-1] in ".,":
        return f"ends in a {'full stop' if doi[-1] == '.' else 'comma'}: delete that."
    return ""


@check
def reference_doi_repeated(book: Book) -> Faults:
    """Two entries have the same DOI: one work would stand twice in the list."""
    first: dict[str, BibEntry] = {}
    for name, entry in entries(book):
        doi = entry.fields.get("doi")
        if doi is None or not doi.value.strip():
            continue
        known = first.setdefault(doi_of(entry), entry)
        if known.key.lower() != entry.key.lower():
            message = f'"{entry.key}" has the DOI of "{known.key}" (line {known.line}).'
            yield name, at_field(doi, message)


def doi_of(entry: BibEntry) -> str:
    """The DOI of an entry for comparing: without an address before it, in small letters."""
    doi = entry.fields.get("doi")
    return bare_doi(doi.value) if doi else ""


@check
def reference_isbn_invalid(book: Book) -> Faults:
    """An ISBN has a wrong number of digits, or its check digit says that one of them is wrong.

    Silent for articles, which have none: programs for citations put numbers of all kinds there. An
    ISSN in its place is let pass for the same reason.
    """
    yield from _invalid(book, "isbn", _isbn_fault, but_not="article")


@check
def reference_issn_invalid(book: Book) -> Faults:
    """An ISSN has a wrong number of digits, or its check digit says that one of them is wrong."""
    yield from _invalid(book, "issn", _issn_fault)


def _invalid(book: Book, name: str, fault_of: Callable[[str], str], but_not: str = "") -> Faults:
    for path, entry, _, field in own(book, name):
        for number in _numbers(plain(field.value)) if entry.type != but_not else ():
            if reason := fault_of(re.sub(r"[\s-]", "", number).upper()):
                yield path, at_field(field, f'"{number}" {reason}')


def _numbers(text: str) -> Iterator[str]:
    """The numbers of a field: several have commas between them, or only spaces."""
    for part in _SEPARATOR.split(_NOTE.sub(" ", text.translate(_HYPHENS))):
        words = part.split()
        # Spaces may part the groups of one number, or numbers that are whole.
        if len(words) > 1 and all(len(word.replace("-", "")) in (8, 10, 13) for word in words):
            yield from words
        elif words:
            yield " ".join(words)


def _isbn_fault(digits: str) -> str:
    if not _issn_fault(digits):
        return ""
    if not re.fullmatch(r"\d{9}[\dX]?|\d{13}", digits):
        return "is no ISBN: it must be 10 or 13 digits."
    if len(digits) == 13:
        if not digits.startswith(("978", "979")):
            return "is no ISBN: one of 13 digits begins with 978 or 979."
        total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
        return "" if total % 10 == 0 else _WRONG_DIGIT
    # An SBN of before 1970 is an ISBN without the zero at its beginning.
    return "" if _sum_down(digits.zfill(10)) % 11 == 0 else _WRONG_DIGIT


def _issn_fault(digits: str) -> str:
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return "is no ISSN: it must look like 0016-7061."
    return "" if _sum_down(digits) % 11 == 0 else _WRONG_DIGIT


_WRONG_DIGIT = "has a slip: its check digit does not fit. Compare it with the work."


def _sum_down(digits: str) -> int:
    """The sum of all digits, each times its place from the right."""
    values = (10 if digit == "X" else int(digit) for digit in reversed(digits))
    return sum(value * weight for weight, value in enumerate(values, 1))


@check
def reference_orcid_invalid(book: Book) -> Faults:
    """An ORCID iD is not four groups of four, or its check digit says that one of them is wrong."""
    for path, _, _, field in own(book, "orcid", "orcid-numbers"):
        for part in re.split(r"\s*[,;]\s*|\s+and\s+", field.value.strip()):
            # "Smith, Anna/0000-0002-1825-0097" is how Web of Science writes it.
            number = _ORCID_PREFIX.sub("", part).rpartition("/")[2].strip()
            if reason := _orcid_fault(number):
                yield path, at_field(field, f'"{number}" {reason}')


def _orcid_fault(number: str) -> str:
    if not re.search(r"\d", number):
        return ""
    if not re.fullmatch(r"(?:\d{4}-){3}\d{3}[\dX]", number.upper()):
        return "is no ORCID iD: it must look like 0000-0002-1825-0097."
    digits, total = number.replace("-", "").upper(), 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    return "" if digits[-1] == ("X" if expected == 10 else str(expected)) else _WRONG_DIGIT


@check
def reference_arxiv_invalid(book: Book) -> Faults:
    """The number of an arXiv preprint is none (1706.03762, hep-th/9901001): its link is dead."""
    for path, entry, name, field in own(book, "eprint", "arxiv", "arxivid"):
        if name == "eprint" and not _is_arxiv(entry):
            continue
        number = field.value.strip()
        bare = _ARXIV_PREFIX.sub("", number)
        if bare != number:
            yield path, at_field(field, f'"{number}" is an address: write only {bare}.')
        elif reason := _arxiv_fault(number):
            yield path, at_field(field, f'"{number}" {reason}')


def _is_arxiv(entry: BibEntry) -> bool:
    names = ("archiveprefix", "eprinttype")
    return any(entry.fields[n].value.strip().lower() == "arxiv" for n in names if n in entry.fields)


def _arxiv_fault(number: str) -> str:
    found = _ARXIV.fullmatch(number)
    if found is None:
        return "is no arXiv number: it must look like 1706.03762 or hep-th/9901001."
    month = found["month"] or found["old_month"]
    if not "01" <= month <= "12":
        return f"is no arXiv number: it speaks of month {month}."
    if found["number"]:
        at = number.lower().removeprefix("arxiv:")
        length = 4 if at[:4] < "1501" else 5
        if len(found["number"]) != length:
            return f"is no arXiv number: it needs {length} digits behind the point."
    return ""
