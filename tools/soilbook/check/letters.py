"""Comparing words: letters without their accents, and the nearest of many known words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..findings import did_you_mean

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
# Combining characters are no letters in the eyes of \\w.
_REST = re.compile(r"[\W_]+")
#: How many known words are compared with an unknown one.
CANDIDATES = 200


def letters_of(text: str, *, small: bool = True) -> str:
    """The letters and digits of a text, without accents."""
    text = text.casefold() if small else text
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return _REST.sub("", text)


class Vocabulary:
    """Known words, sorted by the pairs of letters in them, so that a near one is found at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self._having: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            for pair in _pairs(word):
                self._having.setdefault(pair, []).append(word)

    def hint(self, word: str) -> str:
        """What `did_you_mean` says, asked only of words that share rare pairs of letters."""
        found: dict[str, None] = {}
        lists = (self._having.get(pair, []) for pair in _pairs(word))
        for words in sorted(lists, key=len):
            found |= dict.fromkeys(words[:CANDIDATES])
            if len(found) >= CANDIDATES:
                break
        return did_you_mean(word, found)


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(max(1, len(word) - 1))}
