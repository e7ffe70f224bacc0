"""How wide the columns of a table are, by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docutils import nodes

from .table_grid import columns_of

# Characters in a line of a table that is as wide as the text, by its number of columns: the
# template sets wide tables smaller, and lets those of more than seven columns into the margins.
_LINE = ((5, 84), (7, 92), (10, 110), (1000, 123))
# A cell of so many characters should not be broken; the space beside a cell, in characters.
_SHORT = 14
_INSET = 2.5
_INSET_OF_MANY = 1.7
# A word of more characters does not decide on the width of its column.
_LONGEST_WORD = 18


@dataclass(frozen=True)
class Widths:
    """The columns of a table.

    Parameters
    ----------
    typst : sequence of str
        Their widths for Typst.
    room : sequence of float
        The characters that each holds in a line; empty where every cell fits.
    """

    typst: Sequence[str]
    room: Sequence[float] = ()

    def longest_word(self, column: int) -> int:
        """Return after how many characters a word must be broken there, 0 for never."""
        return max(int(self.room[column]), 3) if column < len(self.room) else 0


def widths_of(columns: Sequence[nodes.Element], node: nodes.Element) -> Widths:
    """Return the widths that the author gives, or else what the cells ask for."""
    count = len(columns)
    line = next(characters for most, characters in _LINE if count <= most)
    inset = _INSET if count <= 10 else _INSET_OF_MANY
    if "colwidths-given" in node["classes"]:
        shares = [float(column.get("colwidth", 1)) or 1 for column in columns]
        return _in_shares(shares, line, inset)
    longest, wanted = _text_widths(node, count)
    if sum(wanted) + inset * count > line:
        return _in_shares(_shared(longest, wanted, line - inset * count, inset), line, inset)
    widths = ["auto" for _ in columns]
    if node.get("width"):
        widths[-1] = "1fr"
    return Widths(widths)


def _in_shares(shares: Sequence[float], line: float, inset: float) -> Widths:
    whole = sum(shares)
    room = [share / whole * line - inset for share in shares]
    return Widths([f"{share:g}fr" for share in shares], room)


def _text_widths(node: nodes.Element, count: int) -> tuple[list[int], list[int]]:
    """Return, for each column, the characters of its longest word and of its longest cell."""
    longest, wanted = [1] * count, [1] * count
    for section in node.findall(lambda one: isinstance(one, nodes.thead | nodes.tbody)):
        rows = [row for row in section.children if isinstance(row, nodes.row)]
        is_head = isinstance(section, nodes.thead)
        for row, starts in zip(rows, columns_of(rows), strict=True):
            for entry, column in zip(row.children, starts, strict=True):
                if entry.get("morecols") or column >= count:
                    continue
                text = entry.astext()
                word = max(map(len, text.replace("-", "- ").split()), default=1)
                longest[column] = max(longest[column], word + 1 + is_head)
                # A heading may well be broken over two lines.
                wanted[column] = max(wanted[column], len(text) // (1 + is_head), word)
    return longest, wanted


def _shared(
    longest: Sequence[int], wanted: Sequence[int], line: float, inset: float
) -> list[float]:
    """Share a line between columns: short ones get what they want, long ones the rest."""
    least = [min(word, _LONGEST_WORD) for word in longest]
    short = [
        max(want, word) if want <= _SHORT else word
        for word, want in zip(least, wanted, strict=True)
    ]
    first = short if sum(short) <= 0.7 * line else least
    rest = max(line - sum(first), 0)
    needs = [max(want - have, 0) ** 0.75 for want, have in zip(wanted, first, strict=True)]
    total = sum(needs) or 1
    return [
        round(one + inset + rest * need / total, 1) for one, need in zip(first, needs, strict=True)
    ]
