"""The words directly before a citation, where they have the shape of an author citation."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: No shape before a citation is longer than this.
_REACH = 120
_WORD = r"[^\W\d_]['’\w-]*[^\W\d_]"
# An author citation that ends where a role begins: Name et al. (2018), Name and Name, Name (2018).
_SHAPE = re.compile(
    rf"(?P<before>\S+\s+)?(?<![\w'’.-])(?P<one>{_WORD})"
    r"(?:(?P<others>\s+[*_]*et\s+al\.?[*_]*|\s+and\s+(?:co-?)?(?:colleagues|workers|others"
    rf"|collaborators|authors|associates))|\s+(?:and|&)\s+(?:[a-z]{{2,5}}\s+)*(?P<two>{_WORD}))?"
    r"(?:,?\s*(?P<open>[(\[])?(?P<year>1[5-9]\d\d|20\d\d)[a-z]?[)\]]?)?\s*(?P<last>\()?\Z"
)
_YEAR_ALONE = re.compile(r"(?:\A|[.:;,(–—])\s*[(\[](?P<year>1[5-9]\d\d|20\d\d)[a-z]?[)\]]\s*\Z")
# Names before which one of these stands are those of places, methods and agreements.
_NO_AUTHOR = frozenset("in at near across from around within throughout into the".split())
# A word with a capital before a name is a part of it, unless it only begins the sentence.
_OPENERS = frozenset(
    "after although and as because before both but by following for from if like only recently see "
    "since so though to unlike when where whereas while with yet".split()
)
_ENDS = frozenset(
    "al associates authors coauthors collaborators colleagues coworkers others workers".split()
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands before a citation as an author citation would; offsets count in the run."""

    names: tuple[str, ...]
    name_at: int
    is_group: bool
    is_plain: bool
    year: str
    year_at: int

    @property
    def place(self) -> int:
        """Where the first of it stands that is looked at."""
        return self.name_at if self.names else self.year_at


def shape_before(text: str, role: re.Match[str]) -> Shape | None:
    """The shape before a role, a match with the group ``kind``; nothing if there is none."""
    start = max(0, role.start() - _REACH)
    before = text[start : role.start()]
    if _may_be_shape(before):
        if found := _SHAPE.search(before):
            return _shape(found, start, role["kind"] or "p")
        if alone := _YEAR_ALONE.search(before):
            return Shape((), 0, False, False, alone["year"], start + alone.start("year"))
    return None


def _may_be_shape(before: str) -> bool:
    """Whether a blank or a bracket ends the words, and the last of them could end a shape.

    A quick look: most citations stand behind other words.
    """
    if before[-1:] not in ("(", " ", "\n", "\u00a0"):
        return False
    last = before.rstrip("( \n\t").rsplit(None, 1)[-1:]
    if not last:
        return False
    word = last[0].strip("*_.([)]").removeprefix("co-")
    return word[:1].isupper() or word[:4].isdigit() or word in _ENDS


def _shape(found: re.Match[str], start: int, kind: str) -> Shape | None:
    names = tuple(name for name in found.group("one", "two") if name)
    is_group = found["others"] is not None
    year = found["year"] or ""
    is_possessive = any(name.endswith(("'s", "’s", "'", "’")) for name in names)
    if is_possessive or not all(name[0].isupper() for name in names):
        return None
    # An open bracket is part of the shape in "Smith et al. ({cite:year}`…`)" only, and a year
    # without brackets in "Smith et al. 2018".
    if (found["last"] and kind != "year") or (year and not found["open"] and not is_group):
        return None
    word = (found["before"] or "").strip(' \n([*_“"')
    begins = word.casefold() in _OPENERS
    is_plain = begins or not (word[:1].isupper() or word.casefold() in _NO_AUTHOR)
    year_at = start + found.start("year") if year else 0
    return Shape(names, start + found.start("one"), is_group, is_plain, year, year_at)
