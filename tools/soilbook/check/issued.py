"""Checks of when and where in a volume a work came out: years, dates, pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..records.bibliography import BibEntry
from ..records.book import Book
from ..records.tex import plain
from .entries import at_field, entries, own
from .registry import Faults, check

_IN_WORDS = re.compile(
    r"(?:accepted|forthcoming|in\s+(?:press|prep(?:aration|\.)?|review|revision)|submitted|"
    r"to\s+appear|to\s+be\s+published|under\s+review|ahead\s+of\s+print|unpublished|undated|"
    r"n\.?\s?d\.?|no\s+date|s\.?\s?[ad]\.?|o\.?\s?J\.?)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
# What may stand around a year: ranges, brackets, "c. 1850", "2004a", "1998/99".
_AROUND = re.compile(
    r"\bca?\.?(?=\s|$)|\bcirca\b|\b(?:and|et|und)\b|(?<=\d)[a-z]\b|[-/–—]\s*\d\d(?!\d)"
    r"|[][(){}\s,.;:/?~©–—-]",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"-?(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?[?~%]?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"([A-Za-z.]*?)(\d+)\s*[-–—]+\s*([A-Za-z.]*?)(\d+)")


@check
def reference_year_invalid(book: Book) -> Faults:
    """The year of an entry is no year, so its citation says something else.

    Ranges, "c. 1850", "2004a", "in press" and "n.d." are years.
    """
    for path, _, _, field in own(book, "year"):
        text = plain(field.value)
        if not _is_year(text):
            message = f'"{text}" is no year: write four digits, and the month into "month".'
            yield path, at_field(field, message)


def _is_year(text: str) -> bool:
    if _IN_WORDS.fullmatch(text.strip("()[]{} .")):
        return True
    rest = _YEAR.sub("0", text)
    return rest != text and not _AROUND.sub("", rest).strip("0")


@check
def reference_date_invalid(book: Book) -> Faults:
    """The date of an entry is no day, month or year of the calendar (2020, 2020-03, 2020-03-31).

    The dates are those of BibLaTeX: also ranges (2020/2021), open ones, seasons (2020-21) and
    uncertain ones (2020~).
    """
    for path, _, _, field in own(book, "date"):
        text = plain(field.value)
        if not all(_is_date(part) for part in text.split("/")) or text.count("/") > 1:
            message = f'"{text}" is no date: write year, month and day as 2020-03-31.'
            yield path, at_field(field, message)


def _is_date(text: str) -> bool:
    if text in ("", ".."):
        return True
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return False
    month, day = (found[name] or "" for name in ("month", "day"))
    if not month.isdigit():
        return True
    if not day.isdigit():
        return 1 <= int(month) <= 12 or (not day and 21 <= int(month) <= 41)
    try:
        # A leap year stands in for a year with digits that are not known.
        date(int(found["year"]) if found["year"].isdigit() else 2000, int(month), int(day))
    except ValueError:
        return False
    return True


@check
def reference_year_future(book: Book) -> Faults:
    """An entry says that it came out in years to come; the next year is allowed."""
    latest = book.project.today.year + 1
    for path, _, name, field in own(book, "year", "date"):
        text = plain(field.value)
        years = [int(year) for year in _YEAR.findall(text)] if name == "year" else _years(text)
        if years and min(years) > latest:
            yield path, at_field(field, f'"{text}" is still to come.')


def _years(text: str) -> list[int]:
    found = (_DATE.fullmatch(part.strip()) for part in text.split("/"))
    return [int(match["year"]) for match in found if match and match["year"].isdigit()]


@check
def reference_year_conflict(book: Book) -> Faults:
    """The fields "year" and "date" of an entry name different years."""
    for path, entry in entries(book):
        if "year" in entry.fields and "date" in entry.fields:
            year, when = (plain(entry.fields[name].value) for name in ("year", "date"))
            said = {int(number) for number in _YEAR.findall(year)}
            if said and _years(when) and not said & set(_years(when)):
                message = f'"year" says {year}, but "date" says {when}.'
                yield path, at_field(entry.fields["year"], message)


@check
def reference_pages_reversed(book: Book) -> Faults:
    """The last page comes before the first.

    Abbreviated ranges (1661--68), numbers of articles and Roman numbers are read as such.
    """
    for path, _, _, field in own(book, "pages"):
        for first, last in _reversed(plain(field.value)):
            yield path, at_field(field, f"The pages run from {first} back to {last}.")


def _reversed(pages: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"[,;&]", pages):
        found = _RANGE.fullmatch(part.strip().rstrip("+."))
        if found is None:
            continue
        prefix, first, other_prefix, last = found.groups()
        # A zero at the beginning belongs to the number of an article: 2015-0123.
        if other_prefix not in ("", prefix) or last.startswith("0"):
            continue
        whole = first[: -len(last)] + last if len(last) < len(first) else last
        if int(whole) < int(first):
            yield prefix + first, other_prefix + last


@check
def reference_pages_malformed(book: Book) -> Faults:
    """The pages lack one end of their range, hold no page, or say "pp." again."""
    for path, _, _, field in own(book, "pages"):
        if reason := _pages_fault(plain(field.value)):
            yield path, at_field(field, reason)


def _pages_fault(pages: str) -> str:
    if not re.search(r"\w", pages):
        return f'"{pages}" is no page: write the pages, or leave the field out.'
    if re.match(r"[-–—]", pages) or re.search(r"[-–—]$", pages):
        return f'One end of the range "{pages}" is missing.'
    if re.match(r"(?:pp?|pgs?|pages?)(?:\.\s*|\s+)[\divxlc]", pages, re.IGNORECASE):
        return f'Write only the numbers in "{pages}": styles add "pp." themselves.'
    return ""


def year_of(entry: BibEntry) -> str:
    """The year for comparing, four digits, from "year" or "date"; empty where there is none."""
    for name in ("year", "date"):
        if name in entry.fields and (found := _YEAR.search(plain(entry.fields[name].value))):
            return found[0]
    return ""
