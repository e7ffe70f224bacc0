"""In which column of a table each cell stands, where cells span rows and columns."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes


def columns_of(rows: Sequence[nodes.Element]) -> list[list[int]]:
    """Return, for each row, the first column of each of its cells, from 0."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate(rows):
        starts, column = [], 0
        for entry in row.children:
            while (number, column) in taken:
                column += 1
            starts.append(column)
            wide, high = entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1
            taken |= {(number + y, column + x) for y in range(high) for x in range(wide)}
            column += wide
        found.append(starts)
    return found


def width_of(rows: Sequence[nodes.Element]) -> int:
    """Return how many columns these rows have."""
    ends = (
        start + entry.get("morecols", 0) + 1
        for row, starts in zip(rows, columns_of(rows), strict=True)
        for entry, start in zip(row.children, starts, strict=True)
    )
    return max(ends, default=0)
