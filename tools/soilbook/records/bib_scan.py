"""Goes through a .bib file from entry to entry: quickly where an entry is well formed."""

from __future__ import annotations

import re
from bisect import bisect_right

from .bib_borders import COMMANDS, Borders, glued_type
from .bib_careful import COMMAND, CarefulReader
from .bib_entries import BibEntry, Bibliography, Comment, Field
from .bib_region import NAME, Region, stops_in
from .bib_values import RawFault
from .places import Fault, Place

MONTHS = dict(
    zip(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),
        "January February March April May June July August September October November "
        "December".split(),
        strict=True,
    )
)
_TYPE = re.compile(rf"@\s*+({NAME})?+")
_HEAD = re.compile(r"@\s*+([A-Za-z]++)\s*+\{\s*+([^\s,{}()=\"#%@]++)\s*+")
_TEXT = r"[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+"
_FIELD = re.compile(
    rf",\s*+([A-Za-z][\w:+.-]*+)\s*+=\s*+(?:\{{({_TEXT})\}}|\"([^\"{{}}]*+)\"|(\w++))\s*+"
)
_END = re.compile(r",?\s*+\}")
_ONE_TOO_MANY = re.compile(r"[\s,]*+([)}])")
_COMMENT = re.compile(r"^[^\S\n]*+(%)(.*)", re.MULTILINE)
_COMMENTED_NEXT = re.compile(r"[^\n]*+\n[^\S\n]*+%")
#: How far before an @ a % may stand.
_FAR = 200
_CLOSED, _OPEN, _TOLD = range(3)


class Scanner:
    """Reads one file; `text` has only ``\\n`` at the end of rows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = Bibliography()
        self.strings = dict(MONTHS)
        self.rows = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]
        self.borders = Borders(text)
        self.comment = _CLOSED
        self.region: Region | None = None

    def read(self) -> Bibliography:
        """Read the file; call it once."""
        at = 0
        for index, border in enumerate(self.borders.offsets):
            if border >= at:
                self.gap(at, border)
                at = self.command(border, index + 1)
        self.gap(at, len(self.text))
        self.found.faults.sort()
        return self.found

    def region_to(self, start: int, end: int) -> Region:
        """The region that ends here; one that was looked through already is not looked through."""
        if self.region is None or self.region.end != end or self.region.start > start:
            self.region = Region(self.text, start, end)
        return self.region

    def place(self, at: int) -> Place:
        line = bisect_right(self.rows, at)
        return Place(line, at - self.rows[line - 1] + 1)

    def fault(self, at: int, name: str, message: str) -> None:
        self.found.faults.append(Fault(*self.place(at), message, f"bibliography-{name}"))

    def gap(self, start: int, end: int) -> None:
        """Text between entries: comments, an @ that begins nothing, an entry behind other text."""
        at = start
        while (at := self.text.find("@", at, end)) >= 0:
            command = COMMAND.match(self.text, at, end)
            if command and command[1] and not self.in_word(at) and "." not in command[1]:
                self.comments(start, at)
                start = at = self.command(at, self.borders.next_after(at))
            else:
                self.fault(at, "stray-at", _STRAY_AT)
                at += 1
        self.comments(start, end)

    def in_word(self, at: int) -> bool:
        return at > 0 and self.text[at - 1].isalnum()

    def comments(self, start: int, end: int) -> None:
        if self.text.find("%", start, end) >= 0:
            for match in _COMMENT.finditer(self.text, start, end):
                comment = Comment(*self.place(match.start(1)), match[2].strip())
                self.found.comments.append(comment)

    def command(self, at: int, index: int) -> int:
        """Read what an ``@`` begins; return the offset after it. `index` is of the next border."""
        end = self.borders.at(index)
        if at and self.text[at - 1] != "\n" and self.is_commented_out(at, end):
            self.comments(at, end)
            return end
        kind, type_end = self.type_at(at, end)
        if kind == "comment":
            return self.comment_command(type_end, end)
        if kind in COMMANDS:
            after = self.definition(kind, type_end, end)
        else:
            after = self.quick_entry(at, end) or self.careful_entry(kind, at, type_end, index)
            self.tell_of_comment(at)
        return self.one_too_many(after, end)

    def type_at(self, at: int, end: int) -> tuple[str, int]:
        """The type that an ``@`` names, in lower case, and the offset after it."""
        match = _TYPE.match(self.text, at, end)
        if match is None or match[1] is None:
            self.fault(at, "type-missing", "This entry has no type, such as @article.")
            return "misc", at + 1
        kind, after = match[1].lower(), match.end()
        if self.text.startswith(",", after):
            kind = glued_type(kind) or kind
            after = match.start(1) + len(kind)
        return kind, after

    def is_commented_out(self, at: int, end: int) -> bool:
        """Whether a % stands before this @ in its row, and before the rows of its entry too."""
        start = max(0, at - _FAR)
        row = max(start, self.text.rfind("\n", start, at))
        if "%" not in self.text[row:at]:
            return False
        self.fault(at, "comment-read", _COMMENT_READ)
        return bool(_COMMENTED_NEXT.match(self.text, at, end))

    def comment_command(self, at: int, end: int) -> int:
        """BibTeX skips only the word @comment; entries in the braces behind it are read."""
        next_at = self.text.find("@", at, end)
        content = self.text[at : end if next_at < 0 else next_at]
        if content.lstrip()[:1] == "{" and content.count("{") > content.count("}"):
            self.comment = _OPEN
        return at

    def tell_of_comment(self, at: int) -> None:
        if self.comment == _OPEN:
            self.fault(at, "comment-read", _COMMENT_READ)
            self.comment = _TOLD

    def one_too_many(self, after: int, end: int) -> int:
        """A closing brace behind the end of an entry, unless it ends a comment."""
        match = _ONE_TOO_MANY.match(self.text, after, end)
        if match is None:
            return after
        if self.comment == _CLOSED:
            # Where entries end with a row of their own, the brace in the row before was wrong.
            row = self.text[self.text.rfind("\n", 0, after) + 1 : after - 1]
            has_own_row = row.strip() and "\n" in self.text[after : match.start(1)]
            at = after - 1 if has_own_row else match.start(1)
            self.fault(at, "brace-unbalanced", _ONE_TOO_MANY_MESSAGE)
        self.comment = _CLOSED
        return match.end()

    def definition(self, kind: str, at: int, end: int) -> int:
        reader = CarefulReader(self.text, at, self.region_to(at, end), self.strings)
        name, value, after = reader.definition(has_name=kind == "string")
        self.add_faults(reader.faults)
        if name:
            self.strings[name] = self.found.strings[name] = value
        return after

    def quick_entry(self, at: int, end: int) -> int:
        """Read an entry that is written as most are; 0 if it is not."""
        head = _HEAD.match(self.text, at, end)
        if head is None:
            return 0
        fields: dict[str, Field] = {}
        after = self.quick_fields(fields, head.end(), end)
        closing = _END.match(self.text, after, end)
        if not after or closing is None:
            return 0
        after = closing.end()
        next_at = self.text.find("@", after, end)
        if stops_in(self.text, after, end if next_at < 0 else next_at):
            return 0
        entry = BibEntry(head[2], head[1].lower(), fields, *self.place(at))
        entry.end_line = self.place(after - 1).line
        self.found.entries.append(entry)
        return after

    def quick_fields(self, fields: dict[str, Field], at: int, end: int) -> int:
        """Read fields as long as they are simple; return the offset after them, 0 for a doubt."""
        text, rows = self.text, self.rows
        line = bisect_right(rows, at)
        while match := _FIELD.match(text, at, end):
            name, braced, quoted, word = match.groups()
            name = name.lower()
            value = self.word(word) if word else braced or quoted or ""
            if value is None or name in fields:
                return 0
            start, begin = match.start(1), match.start(match.lastindex or 0)
            while rows[line] <= start:
                line += 1
            value_line = line
            while rows[value_line] <= begin:
                value_line += 1
            column = start - rows[line - 1] + 1
            fields[name] = Field(value, line, column, value_line, begin - rows[value_line - 1] + 1)
            at = match.end()
        return at

    def word(self, word: str) -> str | None:
        """A number, or what an abbreviation stands for."""
        if word[0].isdigit():
            return word if word.isdecimal() else None
        return self.strings.get(word.lower())

    def careful_entry(self, kind: str, at: int, type_end: int, index: int) -> int:
        """Read an entry that is odd or broken; return the offset after it."""
        region = self.region_to(type_end, self.borders.at(index))
        reader = CarefulReader(self.text, type_end, region, self.strings)
        after = reader.entry()
        # Only at a border: what stands in the middle of a row never gets farther than the next.
        if reader.faults and self.borders.is_one(at):
            whole, end = self.past_rows_in_values(reader, type_end, index)
            if whole:
                reader, after = whole, end
                for border in self.borders.entries_between(index, after):
                    self.fault(border, "entry-inside", _ENTRY_INSIDE)
        self.add_faults(reader.faults)
        if reader.key:
            entry = BibEntry(reader.key, kind, {}, *self.place(at), self.place(after - 1).line)
            for name, raw in reader.fields.items():
                entry.fields[name] = Field(raw.text, *self.place(raw.at), *self.place(raw.begin))
            self.found.entries.append(entry)
        return after

    def past_rows_in_values(
        self, reader: CarefulReader, start: int, index: int
    ) -> tuple[CarefulReader | None, int]:
        """Read an entry again whose values hold rows that look like entries, such as examples.

        Returns nothing if that does not make it an entry without faults.
        """
        last = self.borders.last_in_values(index)
        while reader.faults:
            depth = reader.region.unclosed_after(start)
            in_value = depth > reader.own_depth
            closing = self.borders.closing(index, last, depth) if in_value else None
            if closing is None:
                return None, 0
            index = closing
            region = Region(self.text, start, self.borders.at(index))
            reader = CarefulReader(self.text, start, region, self.strings)
            after = reader.entry()
        return reader, after

    def add_faults(self, faults: list[RawFault]) -> None:
        for fault in faults:
            self.found.faults.append(Fault(*self.place(fault.at), fault.message, fault.name))


_STRAY_AT = (
    "This @ begins no entry, but BibTeX takes it for one, wherever it stands: write "
    '"at" in comments and addresses.'
)
_COMMENT_READ = (
    "BibTeX reads this entry, although it looks commented out: delete the entry, or its @."
)
_ENTRY_INSIDE = (
    "An entry begins here inside of a value: if it is meant for one, a brace is missing above."
)
_ONE_TOO_MANY_MESSAGE = "The entry ends here or before: one closing brace is too many."
