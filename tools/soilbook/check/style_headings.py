"""Checks of the house style, off by default: headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ..records.book import Book
from ..records.markdown import Run
from .prose_text import fault_at, is_heading, is_table, prose_of, runs
from .registry import Faults, check

# Patterns are kept as text, which `re` compiles at first use: these checks rarely run.
_WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
# A word with a capital that a word without one stands before, in the middle of a sentence.
_INSIDE = r"(?<=[^\W\d_,;] )[*_“\"(]*((?:[^\W\d_a-z][\w’'-]*)(?: [^\W\d_a-z][\w’'-]*)*)"
_BEGIN = r"(?:[.:?!–—(/\[“\"]|\d[.)])\s*[*_“\"(]*\Z"


@dataclass(slots=True)
class _Usage:
    """How the running text writes words: with a small letter, with a capital, beside which."""

    small: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)


@lru_cache(maxsize=1)
def _usage(book: Book) -> _Usage:
    usage = _Usage()
    for _, run in runs(book):
        if is_heading(run) or is_table(run):
            continue
        text = prose_of(run)
        usage.small.update(word for word in re.findall(_WORD, text) if word.islower())
        for match in re.finditer(_INSIDE, text):
            words = re.findall(_WORD, match[1])
            usage.names.update(words if len(words) == 1 else ())
            usage.pairs.update(pairwise(words))
    return usage


@check(by_default=False)
def style_heading_capitals(book: Book) -> Faults:
    """A heading has a capital in the middle that is not of a name: Soils And Climate.

    Whether a word is a name is taken from the running text of the book: a word that stands there
    with a small letter, and never alone with a capital inside of a sentence, is none; two words
    that stand there side by side with capitals are a name.
    """
    usage = _usage(book)
    for page, run in runs(book):
        if is_heading(run):
            for match in _slips(run, usage):
                message = f'"{match[0]}" is no name: write "{match[0].lower()}" in a heading.'
                yield page, fault_at(run, match.start(), message)


def _slips(run: Run, usage: _Usage) -> Iterator[re.Match[str]]:
    text = prose_of(run)
    words = list(re.finditer(_WORD, text))
    for before, match in pairwise(words):
        word = match[0]
        after = next((w[0] for w in words if w.start() > match.start()), "")
        if not word[0].isupper() or not (word[1:].islower() or len(word) == 1):
            continue
        is_part = (before[0], word) in usage.pairs or (word, after) in usage.pairs
        begins = re.search(_BEGIN, text[: match.start()])
        if word.lower() in usage.small and word not in usage.names and not (is_part or begins):
            yield match
