"""The check of numbers that are typed although a notebook glues them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ..records.book import Book
from ..records.glued import glued
from ..records.markdown import VERBATIM
from ..records.pages import Page
from ..records.places import Fault
from ..records.source import read_source
from .registry import Faults, check

_GLUE = re.compile(r"\{glue:(?:text)?\}`(?P<name>[^`:]+)(?::(?P<format>[^`]*))?`")
# A number, or a range of two; not a part of a word, of a longer number or of a list of figures.
_ONE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![\w.,/:#–−-])[−+-]?{_ONE}(?P<to>–[−-]?{_ONE})?(?![\w/]|[.,]\d|–|-\w)")
_UNIT = re.compile(
    r"\s*(%|‰|per mille|(?:t|Pg|Gt|Mt|g|kg) C(?:O2e?|O₂e?)?(?:/[a-z/]+)?"
    r"|(?:cm|mm|m|ha|km|g|kg|t|years?)\b(?:/\S+)?)"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:–(?:(?:1[5-9]|20)\d\d|\d\d))?")
# What is no prose inside a line; a citation leaves a mark, because it is where a number is from.
_CITED = "\0"
_CITATION = re.compile(r"\{(?:foot)?cite[\w:]*\}`[^`]*`")
_NO_PROSE = re.compile(
    r"\{[\w:+.-]+\}`[^`]*`|(`+)(?!`).*?(?<!`)\1(?!`)|\$[^$\n]*\$|\]\([^)]*\)|<[^>\n]*>|https?://\S+"
    r"|^[ \t>]*:[\w-]+:.*$|^\([^()\s]+\)=|^[ \t>]*(?:`{3,}|~{3,}|:{3,}).*$|^[ \t]*%.*$",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"(?:(?!\n[ \t>]*\n).)+", re.DOTALL)
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s)|\Z)", re.DOTALL)
#: With fewer digits than this, a number must also have the unit of the glued one.
DIGITS = 3


@check(follows_run=True)
def number_typed_by_hand(book: Book) -> Faults:
    """The prose has a number that a notebook of the page glues: it would not follow the data.

    Silent for pages that were not run yet, for sentences with a citation, for years, for round
    numbers, for numbers of two digits without the unit of the glued one, and where the front matter
    says ``soilbook: {typed-numbers: allowed}``.
    """
    pages = [page for page in book.pages.values() if page.cells and page.name.endswith(".md")]
    pages = [page for page in pages if not _allows(page)]
    texts = {page.name: read_source(book.root / page.name).text for page in pages}
    pages = [page for page in pages if _GLUE.search(texts[page.name])]
    values = glued(book.project, pages) if pages else {}
    for page in pages:
        if page.name in values:
            for fault in _typed(page, texts[page.name], values[page.name]):
                yield page.name, fault


def _allows(page: Page) -> bool:
    matter = page.front_matter
    return matter is not None and matter.text("soilbook", "typed-numbers") == "allowed"


@dataclass(frozen=True, slots=True)
class _Typed:
    """One number as it stands in the text."""

    shown: str
    unit: str
    is_range: bool

    @property
    def plain(self) -> str:
        return self.shown.replace("−", "-").replace(",", "").lstrip("+")

    @property
    def digits(self) -> int:
        """Significant ones: 100 has one, 1.00 has three."""
        shown = self.shown if "." in self.shown else self.shown.rstrip("0")
        return len(re.sub(r"\D", "", shown).lstrip("0"))

    def equals(self, value: float | str) -> bool:
        """Whether it is the value, rounded to the decimals that are shown."""
        if isinstance(value, str):
            return value.replace("−", "-").replace(",", "").lstrip("+") == self.plain
        decimals = len(self.plain.partition(".")[2])
        return not self.is_range and f"{value:.{decimals}f}" == self.plain


def _typed(page: Page, text: str, values: dict[str, float | str]) -> Iterator[Fault]:
    units: dict[str, set[str]] = {}
    for role in _GLUE.finditer(text):
        units.setdefault(role["name"], set()).add(_unit_after(text, role.end()))
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for at, number in _numbers(_prose(page, text)):
        for name, value in values.items():
            is_long = number.digits >= DIGITS
            has_unit = bool(number.unit) and number.unit in units.get(name, ())
            if (is_long or has_unit) and number.equals(value):
                line = bisect_right(starts, at)
                message = (
                    f'"{number.shown}" is the value that the notebook glues as "{name}": write '
                    f"{{glue:text}}`{name}`, with a format, so that it follows the data."
                )
                yield Fault(line, at - starts[line - 1] + 1, message)
                break


def _unit_after(text: str, at: int) -> str:
    unit = _UNIT.match(text, at)
    return unit[1] if unit else ""


def _prose(page: Page, text: str) -> str:
    """The text with everything that is no prose made blank; offsets stay."""
    lines = text.split("\n")
    first = 0
    if lines[0].strip() == "---":
        first = next((row + 1 for row in range(1, len(lines)) if lines[row].strip() == "---"), 0)
    hidden = set(range(first))
    for directive in page.directives:
        end = directive.body[1] if directive.name in VERBATIM else directive.body[0]
        hidden |= set(range(directive.row, end))
    kept = ("" if row in hidden else line for row, line in enumerate(lines))
    blank = "\n".join(new.ljust(len(old)) for new, old in zip(kept, lines, strict=True))
    marked = _CITATION.sub(lambda match: _CITED + " " * (len(match[0]) - 1), blank)
    return _NO_PROSE.sub(lambda match: re.sub(r"[^\n\0]", " ", match[0]), marked)


def _numbers(prose: str) -> Iterator[tuple[int, _Typed]]:
    for paragraph in _PARAGRAPH.finditer(prose):
        for sentence in _SENTENCE.finditer(paragraph[0]):
            if _CITED in sentence[0]:
                continue
            for match in _NUMBER.finditer(sentence[0]):
                unit = _unit_after(sentence[0], match.end())
                number = _Typed(match[0], unit, bool(match["to"]))
                if number.digits > 1 and not _YEAR.fullmatch(match[0]):
                    yield paragraph.start() + sentence.start() + match.start(), number
