"""A reader of .bib files that never loses an entry after a defect.

Each entry is first read as BibTeX defines it. Where that fails, the entry is read again row by
row, so that what is sound in it stays and the fault gets the row of the field that has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .places import Fault, Malformed, Place

MONTHS = dict(
    zip(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),
        "January February March April May June July August September October November "
        "December".split(),
        strict=True,
    )
)
_SPACE = re.compile(r"\s*")
_AT = re.compile(r"@\s*([A-Za-z][\w-]*)\s*([{(])")
_ANY_AT = re.compile(r"@(?:\s*([A-Za-z][\w-]*)\s*([{(]))?")
# A row that begins an entry: also inside a value that was never closed.
_ENTRY_ROW = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*[ \t]*[{(][^{}()=\n]*(?:,|$)", re.MULTILINE)
_FIELD_ROW = re.compile(r"^[ \t]*([A-Za-z][\w:.+-]*)[ \t]*=[ \t]*(?=[\w{\"])", re.MULTILINE)
_KEY = re.compile(r"[^\s,{}]+")
_NAME = re.compile(r"[^\s\"#%'(),={}\d][^\s\"#%'(),={}]*")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Field:
    """The text of one field, without its outer braces, and where the name of the field stands."""

    value: str
    line: int
    column: int


@dataclass(slots=True)
class BibEntry:
    """One entry; the type and the names of fields are in lower case, `key` is as written."""

    key: str
    type: str
    fields: dict[str, Field]
    line: int
    column: int


@dataclass(slots=True)
class Bibliography:
    """The entries of one file in their order, the same key perhaps twice, and the faults."""

    entries: list[BibEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)


def read_bibliography(text: str) -> Bibliography:
    """Read a .bib file; what is wrong with it stands in its ``faults``."""
    return _Reader(text).read()


class _Reader:
    """Goes from ``@`` to ``@``; `end` is where the entry at hand must be over."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text)
        self.found = Bibliography()
        self.entry_at_hand: BibEntry | None = None
        self.last_place = (0, 1, 0)

    def read(self) -> Bibliography:
        at = 0
        while match := _ANY_AT.search(self.text, at):
            if match[1] is None:
                self.fault(match.start(), _STRAY_AT)
                at = match.end()
                continue
            next_entry = _ENTRY_ROW.search(self.text, match.end())
            self.end = next_entry.start() if next_entry else len(self.text)
            at = self.command(match)
        self.found.faults.sort()
        return self.found

    def place(self, at: int) -> Place:
        """The place of an offset; most calls go forward, so counting starts at the last one."""
        last, line, row_start = self.last_place
        if at < last:
            last, line, row_start = 0, 1, 0
        line += self.text.count("\n", last, at)
        row_start = self.text.rfind("\n", row_start, at) + 1 or row_start
        self.last_place = (at, line, row_start)
        return Place(line, at - row_start + 1)

    def fault(self, at: int, message: str) -> None:
        self.found.faults.append(Fault(*self.place(at), message))

    def malformed(self, at: int, message: str) -> Malformed:
        return Malformed(*self.place(at), message)

    def command(self, match: re.Match[str]) -> int:
        """Read what one ``@`` begins; return the offset after it."""
        kind, start = match[1].lower(), match.end()
        if kind == "comment":
            return start
        try:
            if kind in ("string", "preamble"):
                return self.definition(kind, start, match[2])
            return self.entry(kind, match, start)
        except Malformed as error:
            unclosed = None
            if kind not in ("string", "preamble"):
                unclosed = self.entry_by_rows(kind, match, start)
            self.found.faults.append(unclosed or error.fault)
            return max(start, self.end)

    def definition(self, kind: str, at: int, opening: str) -> int:
        """``@string{name = value}`` or ``@preamble{value}``."""
        name = ""
        if kind == "string":
            name, at = self.token(_NAME, at, "the name of the abbreviation")
            at = self.literal("=", at, f'"=" after {name}')
        value, at = self.value(at)
        if name:
            self.found.strings[name.lower()] = value
        return self.literal(_CLOSER[opening], at, f'"{_CLOSER[opening]}" at the end of @{kind}')

    def entry(self, kind: str, match: re.Match[str], at: int) -> int:
        """One entry, exactly as BibTeX defines it."""
        entry = self.entry_at_hand = BibEntry("", kind, {}, *self.place(match.start()))
        entry.key, at = self.token(_KEY, at, "a key")
        faults: list[Fault] = []
        while (comma := self.skip(at)) < self.end and self.text[comma] == ",":
            at = self.skip(comma + 1)
            if name := _NAME.match(self.text, at, self.end):
                at = self.field(entry, name, faults)
        closer = _CLOSER[match[2]]
        after = self.literal(closer, at, f'a comma before the next field, or "{closer}"')
        self.nothing_follows(after)
        self.found.entries.append(entry)
        self.found.faults += faults
        return after

    def nothing_follows(self, after: int) -> None:
        """Raise if a field comes after the end of its entry: one brace too many came before."""
        next_command = _AT.search(self.text, after, self.end)
        if _FIELD_ROW.search(self.text, after, next_command.start() if next_command else self.end):
            raise self.malformed(after - 1, "The entry ends here, but more of its fields follow.")

    def field(self, entry: BibEntry, name: re.Match[str], faults: list[Fault]) -> int:
        """One ``name = value``; the first of two with the same name counts."""
        at = self.literal("=", name.end(), f'"=" after the field name "{name[0]}"')
        value, at = self.value(at)
        place = self.place(name.start())
        if name[0].lower() in entry.fields:
            faults.append(Fault(*place, _TWICE.format(name=name[0], key=entry.key)))
        else:
            entry.fields[name[0].lower()] = Field(value, *place)
        return at

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at, self.end)
        return match.end() if match else at

    def token(self, pattern: re.Pattern[str], at: int, what: str) -> tuple[str, int]:
        at = self.skip(at)
        match = pattern.match(self.text, at, self.end)
        if match is None:
            raise self.malformed(at, f"Here should be {what}.")
        return match[0], match.end()

    def literal(self, char: str, at: int, what: str) -> int:
        at = self.skip(at)
        if not self.text.startswith(char, at, self.end):
            raise self.malformed(min(at, len(self.text)), f"Here should be {what}.")
        return at + 1

    def value(self, at: int) -> tuple[str, int]:
        """Parts joined by ``#``."""
        text, at = self.part(self.skip(at))
        while self.text.startswith("#", self.skip(at), self.end):
            more, at = self.part(self.skip(self.skip(at) + 1))
            text += more
        return text, at

    def part(self, at: int) -> tuple[str, int]:
        first = self.text[at : at + 1]
        if first and first in '{"' and at < self.end:
            return self.quoted(at)
        if number := _NUMBER.match(self.text, at, self.end):
            return number[0], number.end()
        name = _NAME.match(self.text, at, self.end)
        if name is None:
            raise self.malformed(at, "Here should be a value: {text}, a number or an abbreviation.")
        return self.abbreviation(name[0], at), name.end()

    def abbreviation(self, name: str, at: int) -> str:
        known: Mapping[str, str] = MONTHS | self.found.strings
        if name.lower() not in known:
            self.fault(at, f'No @string defines the abbreviation "{name}"; put text into braces.')
        return known.get(name.lower(), "")

    def quoted(self, start: int) -> tuple[str, int]:
        """Text in braces or quotation marks, with balanced braces inside."""
        depth = 0
        closing_mark = self.text[start] == '"'
        for match in re.compile(r'[{}"]').finditer(self.text, start + 1, self.end):
            char, at = match[0], match.start()
            if depth == 0 and char == ('"' if closing_mark else "}"):
                return self.text[start + 1 : at], at + 1
            if char != '"':
                depth += 1 if char == "{" else -1
            if depth < 0:
                break
        raise self.malformed(start, f"The {self.text[start]} that opens this value is not closed.")

    def entry_by_rows(self, kind: str, match: re.Match[str], at: int) -> Fault | None:
        """A broken entry: each row that looks like a field is one, up to the next such row.

        Returns the fault of the first field that opens and closes unequally many braces.
        """
        key = _KEY.match(self.text, self.skip(at), self.end)
        if key is None or "=" in key[0]:
            return None
        rows = list(_FIELD_ROW.finditer(self.text, key.end(), self.end))
        ends = [row.start() for row in rows[1:]] + [self.end]
        # An entry on one row has none: then what was read of it before the fault stays.
        known = self.entry_at_hand.fields if self.entry_at_hand and not rows else {}
        entry = BibEntry(key[0], kind, known, *self.place(match.start()))
        unclosed = None
        for row, end in zip(rows, ends, strict=False):
            raw = self.text[row.end() : end]
            if unclosed is None and end != self.end and raw.count("{") != raw.count("}"):
                message = f'The braces in "{row[1]}" are not balanced: {{ and }} must pair.'
                unclosed = Fault(*self.place(row.start(1)), message)
            value = _bare(raw)
            value = (MONTHS | self.found.strings).get(value.lower(), value)
            place = self.place(row.start(1))
            entry.fields.setdefault(row[1].lower(), Field(value, *place))
        self.found.entries.append(entry)
        return unclosed


_CLOSER = {"{": "}", "(": ")"}
_STRAY_AT = (
    "This @ begins no entry, but BibTeX takes it for one, wherever it stands: write "
    '"at" in comments and addresses.'
)
_TWICE = 'The field "{name}" stands twice in "{key}"; delete one of them.'


def _bare(raw: str) -> str:
    """The value at the start of a text that perhaps never closes it, or goes on after it."""
    if raw[:1] not in ("{", '"'):
        return re.split(r"[\s,})]", raw, maxsplit=1)[0]
    depth = 0
    for match in re.finditer(r'[{}"]', raw[1:]):
        char, at = match[0], match.end()
        if depth == 0 and char == ("}" if raw[0] == "{" else '"'):
            return raw[1:at]
        depth += {"{": 1, "}": -1, '"': 0}[char]
    return raw[1:].strip().rstrip(",").rstrip('"').strip()
