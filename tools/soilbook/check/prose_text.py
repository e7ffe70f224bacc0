"""The running text of the pages, and what in it is no prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from ..records.book import Book
from ..records.markdown import Run
from ..records.places import Fault

_CODE = (
    r"\{[\w:+.-]+\}(`+)(?!`).*?(?<!`)\1(?!`)|(`+)(?!`).*?(?<!`)\2(?!`)|<!--.*?-->"
    r"|\$\$.*?\$\$|(?<![\\$])\$[^\s$](?:[^$]*?[^\s$\\])?\$(?!\d)|\\begin\{(\w+\*?)\}.*?\\end\{\3\}"
)
_ADDRESS = (
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|(?<=\])\[[^\[\]]*\]"
    r"|<(?:https?://|mailto:|/?[a-zA-Z])[^<>]*>|(?:https?://|www\.)[^\s<>]+"
    r"|(?:\bdoi:\s*)?\b10\.\d{4,9}/[^\s<>]+"
)
_SIGNS = (
    r"(?<=[\]`)])\{[^{}\n]*\}|^\s*\[[^\]\n]+\]:|\[\^[^\]\n]+\]|\{\{.*?\}\}"
    r"|^\s*\([^()\s]+\)=\s*$|^\s*\{[^{}`\n]*\}\s*$"
)
_INSIDE_CODE = re.compile(_CODE, re.DOTALL)
# Kept as text, which `re` compiles at first use: only checks that rarely run ask for it.
_QUIET = f"(?ms){_CODE}|{_ADDRESS}|{_SIGNS}"
_GLUE = re.compile(r"\{glue(?::\w*)?\}`[^`]*`")
_HEADING = re.compile(r"\s*#{1,6}\s")
_TABLE = re.compile(r"\s*\|")

#: A number as it is written in prose, and the unit behind it.
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
UNIT = (
    r"(?:%|‰|per (?:mille|cent)\b|percent\b|°C|t/ha|(?:[TGMPk]?g|[GM]?t|tonnes) (?:C|N|CO[2₂]e?)\b"
    r"|(?:[cmk]?m|[GPTMk]g|[GM]t|ha|Gha|Mha|km²|g/kg|g/cm³|years?|yr|hectares|tonnes)\b)"
)


def runs(book: Book) -> Iterator[tuple[str, Run]]:
    """Every run of text of the book with the name of its page."""
    for page in book.pages.values():
        for run in page.runs:
            yield page.name, run


def prose_of(run: Run) -> str:
    """The text with blanks for code, maths, roles, addresses and signs of MyST; offsets stay."""
    return re.sub(_QUIET, lambda match: re.sub(r"[^\n]", " ", match[0]), run.text)


def with_numbers(run: Run) -> str:
    """The prose with a row of zeros for each number that a notebook glues; offsets stay."""
    text = list(prose_of(run))
    for glued in _GLUE.finditer(run.text):
        text[glued.start() : glued.end()] = "0" * len(glued[0])
    return "".join(text)


def is_code(run: Run, offset: int) -> bool:
    """Whether a character stands in code, maths, a role or a comment."""
    starts, ends = _code_spans(run.text)
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < ends[at]


# A long paragraph is asked about many of its characters, one after the other.
@lru_cache(maxsize=1)
def _code_spans(text: str) -> tuple[list[int], list[int]]:
    spans = [code.span() for code in _INSIDE_CODE.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def is_heading(run: Run) -> bool:
    """Whether a run is a heading."""
    return bool(_HEADING.match(run.text))


def is_table(run: Run) -> bool:
    """Whether a run is a row of a table."""
    return bool(_TABLE.match(run.text))


def fault_at(run: Run, offset: int, message: str) -> Fault:
    """A fault at a character of a run."""
    return Fault(*run.locate(offset), message)
