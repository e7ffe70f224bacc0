"""The tables of datasets against their schema: types, and what the values must be."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .descriptors import Resource, TableField
from .places import Fault

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|[-+]?INF|NaN")
_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")

#: One row of a table: the line where it begins, and its cells.
Row = tuple[int, list[str]]


def table_faults(resource: Resource, text: str) -> Iterator[Fault]:
    """Compare a table with its schema; the column of a fault is the place of the cell."""
    lines = text.split("\n")
    try:
        rows = list(rows_of(text))
    except csv.Error as error:
        yield Fault(1, 1, f"This is not CSV: {error}.")
        return
    header, *body = rows or [(1, [])]
    names = [field.name for field in resource.fields]
    if header[1] != names:
        message = (
            f"The columns are {', '.join(header[1]) or 'missing'}, but the schema says "
            f"{', '.join(names)}."
        )
        yield Fault(1, 1, message)
        return
    columns = []
    for field in resource.fields:
        try:
            columns.append(_Column(field))
        except (ArithmeticError, TypeError, ValueError, re.error):
            message = f'The constraints of column "{field.name}" do not fit its type.'
            yield Fault(1, 1, message)
            return
    named = _PrimaryKey(resource)
    for line, cells in body:
        if len(cells) != len(columns):
            message = f"The row has {len(cells)} cells, but the table has {len(columns)} columns."
            yield Fault(line, 1, message)
            continue
        for position, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            for reason in column.reasons(cell, line):
                start = _start_of(lines[line - 1], cells, position)
                yield Fault(line, start, f'Column "{column.field.name}": {reason}')
        yield from named.faults(line, cells)


class _PrimaryKey:
    """The columns that together name a row: none may be empty, no two rows may agree."""

    def __init__(self, resource: Resource) -> None:
        names = [field.name for field in resource.fields]
        self.places = [names.index(key) for key in resource.primary_key]
        self.fields = [resource.fields[place] for place in self.places]
        self.seen: dict[tuple[str, ...], int] = {}

    def faults(self, line: int, cells: Sequence[str]) -> Iterator[Fault]:
        if not self.places:
            return
        key = tuple(cells[place] for place in self.places)
        words = ", ".join(f'"{cell}"' for cell in key)
        if any(cell in field.missing for cell, field in zip(key, self.fields, strict=True)):
            yield Fault(line, 1, f"The primary key {words} has no value in one of its columns.")
        elif self.seen.setdefault(key, line) != line:
            yield Fault(line, 1, f"The primary key {words} stands in line {self.seen[key]} too.")


def rows_of(text: str) -> Iterator[Row]:
    """The rows that are not empty, the header first.

    Raises
    ------
    csv.Error
        This is not CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for cells in reader:
        if cells:
            yield line, cells
        line = reader.line_num + 1


def count_rows(text: str) -> int:
    """How many rows a table has, its header left out; 0 where it is not CSV."""
    try:
        return max(sum(1 for _ in rows_of(text)) - 1, 0)
    except csv.Error:
        # dataset-table-invalid says where.
        return 0


def _start_of(line: str, cells: Sequence[str], position: int) -> int:
    """Where a cell begins in its line; 0 where quotation marks make that uncertain."""
    if '"' in line:
        return 0
    return sum(len(cell) + 1 for cell in cells[:position]) + 1


class _Column:
    """What one column asks of its cells, prepared once."""

    def __init__(self, field: TableField) -> None:
        self.field = field
        self.read = _READERS.get(field.type, str)
        limits = field.constraints
        self.required = limits.get("required") is True
        self.unique = limits.get("unique") is True
        self.shortest = int(limits.get("minLength", 0))
        self.longest = int(limits.get("maxLength", 0))
        self.seen: dict[Any, int] = {}
        self.enum = {self.limit(value) for value in limits.get("enum", [])}
        self.pattern = re.compile(limits["pattern"]) if "pattern" in limits else None
        self.tests = [
            (test, self.limit(limits[name]), f"{text} {limits[name]}")
            for name, test, text in _LIMITS
            if name in limits
        ]

    def limit(self, value: Any) -> Any:
        """A value of a constraint in the type of the column."""
        return self.read(str(value))

    def reasons(self, cell: str, line: int) -> Iterator[str]:
        """Why a cell is not what the schema says; none if it is."""
        if cell in self.field.missing:
            if self.required:
                yield "a value is required here."
            return
        try:
            value = self.read(cell)
        except ValueError:
            yield f'"{cell}" is no {_NAMES.get(self.field.type, self.field.type)}.'
            return
        yield from self.limits_broken(cell, value)
        if self.unique and self.seen.setdefault(value, line) != line:
            yield f'"{cell}" stands in line {self.seen[value]} too, but must be unique.'

    def limits_broken(self, cell: str, value: Any) -> Iterator[str]:
        if self.enum and value not in self.enum:
            known = ", ".join(map(str, self.field.constraints["enum"]))
            yield f'"{cell}" is none of: {known}.'
        if self.pattern and not self.pattern.fullmatch(cell):
            yield f'"{cell}" does not follow the pattern {self.pattern.pattern}.'
        for test, limit, text in () if cell == "NaN" else self.tests:
            if not test(value, limit):
                yield f'"{cell}" is not {text}.'
        if not self.shortest <= len(cell) <= (self.longest or len(cell)):
            yield f'"{cell}" is too short or too long.'


def _number(cell: str) -> Decimal:
    if not _NUMBER.fullmatch(cell):
        raise ValueError(cell)
    return Decimal(cell.replace("INF", "Infinity"))


def _integer(cell: str) -> int:
    if not re.fullmatch(r"[-+]?\d+", cell):
        raise ValueError(cell)
    return int(cell)


def _year(cell: str) -> int:
    if not re.fullmatch(r"-?\d{4,}", cell):
        raise ValueError(cell)
    return int(cell)


def _date(cell: str) -> date:
    # fromisoformat alone would take 20260501 and 2026-W18-5 as well.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        raise ValueError(cell)
    return date.fromisoformat(cell)


def _boolean(cell: str) -> bool:
    if cell not in _TRUE + _FALSE:
        raise ValueError(cell)
    return cell in _TRUE


_READERS: dict[str, Callable[[str], Any]] = {
    "boolean": _boolean,
    "date": _date,
    "datetime": datetime.fromisoformat,
    "integer": _integer,
    "number": _number,
    "year": _year,
}
_NAMES = {
    "boolean": "boolean (true or false)",
    "date": "date (2026-11-30)",
    "datetime": "date and time (2026-11-30T12:00:00)",
    "integer": "whole number",
    "number": "number (a point for decimals, no blanks, no units)",
    "year": "year (2026)",
}
_LIMITS: list[tuple[str, Callable[[Any, Any], bool], str]] = [
    ("minimum", lambda value, limit: value >= limit, "at least"),
    ("maximum", lambda value, limit: value <= limit, "at most"),
    ("exclusiveMinimum", lambda value, limit: value > limit, "above"),
    ("exclusiveMaximum", lambda value, limit: value < limit, "below"),
]
