"""What datasets a book has, and on which pages they are used: the list of `jb datasets`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .book import Book
from .calls import dataset_calls
from .descriptors import Dataset
from .source import read_source
from .tables import count_rows


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a notebook asks for a dataset."""

    page: str
    line: int

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table of a dataset: `rows` without the header, `bytes` of its file."""

    name: str
    path: str
    rows: int
    columns: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One dataset as the list shows it."""

    name: str
    title: str
    version: str
    status: str
    licences: list[str]
    tables: list[TableEntry]
    used: list[Use]


def uses(book: Book) -> dict[str, list[Use]]:
    """Where notebooks ask for each dataset, in the order of the book; also names of none."""
    found: dict[str, list[Use]] = {name: [] for name in book.datasets}
    for page in book.pages.values():
        for call in sorted(dataset_calls(page), key=lambda call: (call.line, call.column)):
            found.setdefault(call.name, []).append(Use(page.name, call.line))
    return found


def catalogue(book: Book) -> list[Entry]:
    """Every dataset of the book, by name."""
    used = uses(book)
    return [_entry(book, dataset, used[name]) for name, dataset in book.datasets.items()]


def _entry(book: Book, dataset: Dataset, used: list[Use]) -> Entry:
    tables = [
        TableEntry(
            table.name,
            book.name_of(table.path),
            count_rows(read_source(table.path).text),
            len(table.fields),
            table.path.stat().st_size,
        )
        for table in dataset.resources
    ]
    licences = [licence.name for licence in dataset.licences]
    return Entry(
        dataset.name, dataset.title, dataset.version, dataset.status, licences, tables, used
    )


def as_text(entries: Sequence[Entry]) -> str:
    """The list for people: a line a dataset, below it its tables and where it is used."""
    return "\n".join(_lines(entry) for entry in entries)


def _lines(entry: Entry) -> str:
    facts = [entry.version, entry.status, ", ".join(entry.licences)]
    shown = " · ".join(fact or "?" for fact in facts)
    lines = [f"{entry.name}  {shown}", f"  {entry.title}"]
    for table in entry.tables:
        lines.append(f"  {table.path}  {table.rows} × {table.columns}, {as_size(table.bytes)}")
    places = ", ".join(map(str, entry.used))
    return "\n".join([*lines, f"  used in {places}" if places else "  not used"])


def as_size(count: int) -> str:
    """A number of bytes in the unit that suits it, such as ``2.4 kB``; 1 kB is 1,000 bytes."""
    units = ("bytes", "kB", "MB", "GB")
    power = min((len(str(count)) - 1) // 3, len(units) - 1)
    return f"{count / 1000**power:.{min(power, 1)}f} {units[power]}"


def as_json(entries: Sequence[Entry]) -> str:
    """A JSON list of objects with the fields of `Entry`."""
    return json.dumps([asdict(entry) for entry in entries], indent=2, ensure_ascii=False)
