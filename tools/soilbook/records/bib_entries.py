"""What a .bib file holds, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .places import Fault, Place


# A tuple, since a large file has a million of them.
class Field(NamedTuple):
    """The text of one field, without its outer braces, abbreviations and ``#`` resolved.

    `line` and `column` say where the name of the field stands, `value_line` and `value_column`
    where the text of its value begins, behind the brace or quotation mark.
    """

    value: str
    line: int
    column: int
    value_line: int
    value_column: int

    def place_at(self, offset: int) -> Place:
        """The place of a character of the value; of one that ``#`` joined, that of the first."""
        rows = self.value.count("\n", 0, offset)
        if rows:
            return Place(self.value_line + rows, offset - self.value.rindex("\n", 0, offset))
        return Place(self.value_line, self.value_column + offset)


@dataclass(slots=True)
class BibEntry:
    """One entry; the type and the names of fields are in lower case, `key` is as written.

    `line` and `column` are those of its ``@``; `end_line` is the row that ends it.
    """

    key: str
    type: str
    fields: dict[str, Field]
    line: int
    column: int
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Comment:
    """A row outside of the entries that begins with ``%``, without that sign."""

    line: int
    column: int
    text: str


@dataclass(slots=True)
class Bibliography:
    """The entries of one file in their order, the same key perhaps twice, and the faults.

    The `name` of a fault is one of `soilbook.records.bib_faults.FAULTS`. An entry without a key
    is a fault and no entry, as nothing can cite it. `strings` has the abbreviations of the file.
    """

    entries: list[BibEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
