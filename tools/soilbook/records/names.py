"""Names of persons as BibTeX reads them, and what goes wrong in lists of authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

_BRACE = re.compile(r"[{}]")
# BibTeX takes ~ and "\ " for spaces, but \~ is an accent.
_SPACE = re.compile(r"(?:\\ |\s|(?<!\\)~)+")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(",")
# A name as most are written: one word, a comma, given names or initials.
_SIMPLE = re.compile(r"([^\s\\{},;&~.]++), ((?:(?!(?i:and)\b)[^\s\\{},;&~]++ ?)++(?<! ))").fullmatch
_CONTROL_WORD = re.compile(r"\\(?:[^\W\d_]+|)")


# A tuple, since a large file has a hundred thousand of them.
class Name(NamedTuple):
    """One person as it stands in the value, raw TeX; `offset` says where in the value it begins.

    ``and others`` is a name whose `last` is ``others``, as in BibTeX.
    """

    first: str
    von: str
    last: str
    jr: str
    offset: int

    @property
    def is_others(self) -> bool:
        """Whether this is the end of an abridged list, not a person."""
        return self.last == "others" and not (self.first or self.von or self.jr)


@dataclass(frozen=True, slots=True)
class NameFault:
    """What is wrong in a list of names; `offset` counts in the value, `name` is the kind."""

    offset: int
    name: str
    message: str


def read_names(value: str) -> list[Name]:
    """Read the persons of an author or editor field.

    Parameters
    ----------
    value : str
        The field as `soilbook.records.bibliography` reads it. Anything is accepted: a list that
        breaks the rules gives the names that BibTeX would make of it.
    """
    persons = value.split(" and ")
    if not all(map(_SIMPLE, persons)):
        return [_name(text, offset) for text, offset in _persons(value)]
    lengths = (len(text) + len(" and ") for text in persons)
    return [
        _name(text, at) for text, at in zip(persons, accumulate(lengths, initial=0), strict=False)
    ]


def _persons(value: str) -> Iterator[tuple[str, int]]:
    """The text of each person, stripped, and where it begins."""
    for start, end in _split(value, _AND):
        text = value[start:end]
        yield text.strip(), start + len(text) - len(text.lstrip())


def _split(text: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """The spans between separators that stand outside of all braces."""
    if "{" not in text:
        marks = [match.span() for match in separator.finditer(text)]
    else:
        outside = _outside(text)
        marks = [m.span() for begin, end in outside for m in separator.finditer(text, begin, end)]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    return list(zip(starts, ends, strict=True))


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text that stand in no braces; a closing brace too many counts as text."""
    depth = begin = 0
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            if depth == 0:
                yield begin, match.start()
            depth += 1
        elif depth:
            depth -= 1
            begin = match.end()
    if depth == 0:
        yield begin, len(text)


def _name(text: str, offset: int) -> Name:
    if match := _SIMPLE(text):
        return Name(match[2], "", match[1], "", offset)
    parts = [text[start:end].strip() for start, end in _split(text, _COMMA)]
    if len(parts) == 1:
        return _as_written(_words(text), offset)
    von, last = _von_last(_words(parts[0]))
    jr = " ".join(_words(parts[1])) if len(parts) > 2 else ""
    first = " ".join(_words(" ".join(parts[2:] if len(parts) > 2 else parts[1:])))
    return Name(first, von, last, jr, offset)


def _as_written(words: Sequence[str], offset: int) -> Name:
    """A name without commas: First von Last."""
    at = next((i for i, word in enumerate(words[:-1]) if _is_small(word)), len(words) - 1)
    at = max(at, 0)
    return Name(" ".join(words[:at]), *_von_last(words[at:]), "", offset)


def _von_last(words: Sequence[str]) -> tuple[str, str]:
    """Everything up to the last small word is von, but never the last word of all."""
    small = [i for i, word in enumerate(words[:-1], 1) if _is_small(word)]
    at = small[-1] if small else 0
    return " ".join(words[:at]), " ".join(words[at:])


def _words(text: str) -> list[str]:
    found = (text[start:end].strip() for start, end in _split(text, _SPACE))
    return [word for word in found if word]


def _is_small(word: str) -> bool:
    """Whether a word begins with a small letter; letters in braces count only in ``{\\'e}``."""
    if word[0].isupper() or word[0].islower():
        return word[0].islower()
    depth = 0
    for at, char in enumerate(word):
        if depth == 0 and char.isalpha():
            return char.islower()
        if depth == 0 and char == "{" and word.startswith("\\", at + 1):
            return _special_is_small(word[at + 1 :])
        depth = max(0, depth + (char == "{") - (char == "}"))
    return False


def _special_is_small(text: str) -> bool:
    """Whether the letter behind a control word is small: ``\\'e}``, ``\\relax van}``."""
    match = _CONTROL_WORD.match(text)
    depth = 1
    for char in text[match.end() if match else 0 :]:
        depth += (char == "{") - (char == "}")
        if depth == 0:
            break
        if char.isalpha():
            return char.islower()
    return False


_LINEAGE = re.compile(
    r"(?:jr|sr|junior|senior|filho|neto|fils|p[eè]re|[ivx]+|\d(?:st|nd|rd|th)|ph\.?\s?d|md)\.?",
    re.IGNORECASE,
)
_ET_AL = re.compile(r"\bet\.?[\s~]+al\b\.?", re.IGNORECASE)
_INITIAL = re.compile(r"[^\W\d_]\.")
_SIGNS = {
    "name-semicolon": (re.compile(";"), 'BibTeX parts persons by the word "and", not by ";".'),
    "name-ampersand": (
        re.compile(r"\\?&"),
        'BibTeX parts persons by the word "and"; put the name of an institution in braces.',
    ),
    "name-et-al": (
        _ET_AL,
        'Write "and others" at the end of the list instead of "et al.".',
    ),
}


def name_faults(value: str) -> list[NameFault]:
    """What is wrong in an author or editor field; at most one fault a person.

    The kinds are ``name-commas`` (persons parted by commas, or one comma too many),
    ``name-semicolon``, ``name-ampersand``, ``name-et-al``, ``name-empty`` (an "and" with nobody
    before or after it) and ``name-others`` ("others" before the end of the list).
    """
    is_simple = all(map(_SIMPLE, value.split(" and "))) and not _ET_AL.search(value)
    if is_simple or not value.strip():
        return []
    persons = list(_persons(value))
    found = (_fault(text, offset, (text, offset) == persons[-1]) for text, offset in persons)
    return [fault for fault in found if fault]


def _fault(text: str, offset: int, is_last: bool) -> NameFault | None:
    if not text or text.lower() == "and" or re.match(r"and\s|.*\sand$", text, re.I | re.S):
        return NameFault(offset, "name-empty", 'Nobody stands before or after this "and".')
    if text == "others" and not is_last:
        return NameFault(offset, "name-others", '"others" must be the last of the list.')
    for name, (sign, message) in _SIGNS.items():
        for begin, end in _outside(text):
            if match := sign.search(text, begin, end):
                return NameFault(offset + match.start(), name, message)
    return _comma_fault(text, offset)


def _comma_fault(text: str, offset: int) -> NameFault | None:
    """Commas that part persons: BibTeX reads ``von Last, First`` and ``von Last, Jr, First``."""
    spans = _split(text, _COMMA)
    parts = [text[start:end].strip() for start, end in spans]
    if len(parts) == 1:
        return None
    message = 'Commas stand only inside of a name ("Last, First"); part persons by "and".'
    if not parts[-1]:
        at, message = spans[-1][0] - 1, "This comma has nothing after it."
    elif not parts[0]:
        at, message = 0, "This comma has no name before it."
    elif len(parts) == 2 and _INITIAL.match(parts[0]):
        at = spans[0][1]
    elif len(parts) > 3 or (len(parts) == 3 and not _LINEAGE.fullmatch(parts[1])):
        at = spans[1][1]
    else:
        return None
    return NameFault(offset + at, "name-commas", message)
