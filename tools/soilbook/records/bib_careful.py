"""One entry of a .bib file, read with care: what is broken in it costs no more than itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .bib_region import CLOSERS, NAME, Region
from .bib_values import FIELD_WITHOUT_SIGN, ValueReader

_WORD = re.compile(r"(?:[^\s,{}]++|\{[^\s,{}]*+\}|\{)++")
_KEY_WITH_SPACES = re.compile(r"[^,={}\"\n]+(?=,)")
_CLOSERS = re.compile(r"[\s)}]*")
#: An @ with a type and a brace: an entry that begins somewhere in a row.
COMMAND = re.compile(rf"@(?:\s*+({NAME})(?=\s*+[{{(]))?")


class RawField(NamedTuple):
    """A field as it was found, with offsets instead of places."""

    at: int
    text: str
    begin: int


class CarefulReader(ValueReader):
    """Reads the entry or definition of one region; then holds its key, its fields and its faults.

    Parameters
    ----------
    text : str
        The whole file.
    start : int
        Where to begin: behind the type.
    region : Region
        The text up to where the next entry begins; it may begin before `start`.
    strings : Mapping[str, str]
        The abbreviations that are known here, in lower case.
    """

    def __init__(self, text: str, start: int, region: Region, strings: Mapping[str, str]) -> None:
        super().__init__(text, region, strings)
        self.key = ""
        self.fields: dict[str, RawField] = {}
        self.start = self.content_end = self.opening(start)

    @property
    def own_depth(self) -> int:
        """How many braces are open in the entry itself, outside of its values."""
        return int(self.closer == "}")

    def opening(self, start: int) -> int:
        at = self.skip(start)
        self.closer = CLOSERS.get(self.char(at), "}")
        if self.char(at) in CLOSERS:
            return at + 1
        self.fault(start, "brace-unbalanced", "Here should be the brace that opens the entry.")
        return at

    def definition(self, has_name: bool) -> tuple[str, str, int]:
        """Read ``@string{name = value}`` or ``@preamble{value}``: name, value, offset after it."""
        at, name = self.skip(self.start), ""
        if has_name:
            found = self.field_at(at) or FIELD_WITHOUT_SIGN.match(self.text, at, self.end)
            if found is None:
                self.fault(at, "text-stray", "Here should be: name = {text}.")
                return "", "", self.row_end(at)
            name, at = found[1].lower(), self.after_name(found)
        value = self.value(at)
        self.content_end, at = value.after, self.skip(value.after)
        if self.char(at) == self.closer:
            return name, value.text, at + 1
        if not self.faults:
            self.unclosed_entry()
        return name, value.text, at

    def entry(self) -> int:
        """Read an entry; return the offset after it."""
        at = self.entry_key(self.start)
        while True:
            at = self.skip(at, commas=True)
            char = self.char(at)
            field = self.field_at(at) or FIELD_WITHOUT_SIGN.match(self.text, at, self.end)
            if char == self.closer and not self.goes_on_behind(at):
                return at + 1
            if not char or not (field or self.more_follows(at)):
                return self.other_end(at, char)
            at = self.field(field) if field else self.no_field(at, char)

    def goes_on_behind(self, closer: int) -> bool:
        """Whether fields follow that are no other entry's, so that this brace ends nothing."""
        stop = self.stop_after(closer)
        if stop is None:
            return False
        at = self.text.find("@", closer, stop)
        command = COMMAND.match(self.text, at, stop) if at >= 0 else None
        return not (command and command[1])

    def other_end(self, at: int, char: str) -> int:
        """The end of an entry whose closing sign is missing, or is the wrong one."""
        if char and char in ")}":
            self.fault(at, "brace-unbalanced", f'Here should be "{self.closer}", not "{char}".')
            return at + 1
        self.unclosed_entry()
        return self.content_end

    def entry_key(self, start: int) -> int:
        """Find the key; return the offset after it."""
        at = self.skip(start)
        word = _WORD.match(self.text, at, self.end)
        if word is None or word[0] == self.closer or self.field_at(at):
            self.fault(start, "key-missing", "This entry has no key, so nothing can cite it.")
            return at
        after = self.skip(word.end())
        # In @misc(key) the word holds the closing parenthesis.
        closes = self.closer == ")" and word[0].endswith(")") and self.char(after) != ","
        self.key = word[0][:-1] if closes else word[0]
        self.content_end = word.end()
        if "{" in self.key:
            self.fault(at, "key-malformed", "A key has no braces.")
        if closes or self.char(after) in (",", self.closer, ""):
            return word.end() - closes
        return self.odd_key(at, word.end(), after)

    def odd_key(self, at: int, word_end: int, after: int) -> int:
        """A key with no comma behind it, or one of several words."""
        long = _KEY_WITH_SPACES.match(self.text, at, self.end)
        if long is None or self.field_at(after):
            self.fault(word_end, "comma-missing", f'No comma follows the key "{self.key}".')
            return after
        self.key, better = long[0].strip(), "".join(long[0].split())
        self.fault(at, "key-malformed", f'A key has no white space: write "{better}".')
        return long.end()

    def field(self, found: re.Match[str]) -> int:
        """Read one field; the first of two with the same name counts."""
        name, at = found[1].lower(), found.start()
        value = self.value(self.after_name(found))
        if name in self.fields:
            message = f'The field "{found[1]}" stands twice in "{self.key}"; delete one of them.'
            self.fault(at, "field-repeated", message)
        self.fields.setdefault(name, RawField(at, value.text, value.begin))
        self.content_end = value.after
        return value.after

    def after_name(self, found: re.Match[str]) -> int:
        """The offset after the ``=`` of a field, which may be missing."""
        if not found[0].endswith("="):
            message = f'No "=" stands between "{found[1]}" and its value.'
            self.fault(found.end(1), "equals-missing", message)
        return found.end()

    def no_field(self, at: int, char: str) -> int:
        """Step over what is no field."""
        if char == self.closer:
            message = "The entry ends here, but more of its fields follow."
            self.fault(at, "brace-unbalanced", message)
            match = _CLOSERS.match(self.text, at, self.end)
            return match.end() if match else at + 1
        if char == "%":
            message = "BibTeX has no comments inside of an entry; put this row above the entry."
            self.fault(at, "comment-inside", message)
            return self.row_end(at)
        self.fault(at, "text-stray", "This text belongs to no field.")
        stop = self.stop_after(at)
        return max(at + 1, self.last_closer()) if stop is None else stop

    def unclosed_entry(self) -> None:
        if not self.end_is_taken:
            message = f'The entry is not closed: here should be "{self.closer}".'
            self.fault(self.content_end, "entry-unclosed", message)
