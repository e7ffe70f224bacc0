"""Whether an entry and the record of a registry speak of the same thing, in each field its way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from .answers import Person

#: Titles that agree in this share of their signs differ in a spelling only.
SAME_TITLE = 0.92
#: Below this share two titles are of different works.
OTHER_TITLE = 0.55
_MARKED = re.compile(r"(?:retracted|withdrawn)(?: article| chapter| paper)? ")
_SMALL_WORDS = frozenset(
    "a an and d de del der des di die du el et for fur in la le les of on the to und with".split()
)
_FOLDS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_NO_LETTERS = re.compile(r"[\W_]+")
_UMLAUT = re.compile(r"(?<=[aou])e")


def normal(text: str) -> str:
    """Return a text in small letters and digits, without accents, with single spaces."""
    text = text.casefold()
    if not text.isascii():
        spread = unicodedata.normalize("NFKD", text.translate(_FOLDS))
        text = "".join(char for char in spread if not unicodedata.combining(char))
    return " ".join(_NO_LETTERS.sub(" ", text).split())


def title_likeness(ours: str, theirs: str) -> float:
    """Return how like two titles are, from 0 to 1; a missing subtitle does not count."""
    if ours == theirs:
        return 1.0
    one, other = _MARKED.sub("", normal(ours), 1), _MARKED.sub("", normal(theirs), 1)
    short, long = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
    if short == long or _is_main_title(*sorted((one, other), key=len)):
        return 1.0
    return SequenceMatcher(None, short, long, autojunk=False).ratio()


def _is_main_title(short: str, long: str) -> bool:
    """Whether the longer title is the shorter one and a subtitle; three words are enough."""
    return len(short.split()) >= 3 and long.startswith(f"{short} ")


def strangers(ours: Sequence[Person], theirs: Sequence[Person]) -> list[str]:
    """Return the families of `ours` that nobody in `theirs` has."""
    known = [name for person in theirs for name in _names(person)]
    return [
        person.family for person in ours if not any(_same(name, person.family) for name in known)
    ]


def same_person(one: Person, other: Person) -> bool:
    """Whether two persons have the same family name.

    Small words, second names and the letters for umlauts may differ; and some registries take the
    given name for the family.
    """
    return any(_same(name, one.family) for name in _names(other))


def _names(person: Person) -> tuple[str, ...]:
    return (person.family, person.given) if person.given else (person.family,)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    few, many = sorted((set(first), set(second)), key=len)
    return few <= many or "".join(first) == "".join(second)


# The same names come again and again, and so do the journals.
@lru_cache(maxsize=2**16)
def _words(name: str) -> tuple[str, ...]:
    words = normal(name).split()
    return tuple(_UMLAUT.sub("", w) for w in words if w not in _SMALL_WORDS) or tuple(words)


@lru_cache(maxsize=2**12)
def same_journal(ours: str, theirs: str) -> bool:
    """Whether two names of journals are the same, one perhaps abbreviated (ISO 4) or initials."""
    one, other = normal(ours), normal(theirs)
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    short, long = sorted((_content(one), _content(other)), key=len)
    if len(short) == 1 and short[0] == "".join(word[0] for word in long):
        return True
    # Four words are enough for the journal; what follows them is its place or its section.
    is_long_enough = len(short) == len(long) or len(short) >= 4
    return is_long_enough and all(map(_abbreviates, short, long))


def _content(name: str) -> list[str]:
    return [word for word in name.split() if word not in _SMALL_WORDS] or name.split()


def _abbreviates(one: str, other: str) -> bool:
    """Whether one word stands for the other: agric for agriculture, natl for national."""
    short, long = sorted((one, other), key=len)
    if short[0] != long[0]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)
