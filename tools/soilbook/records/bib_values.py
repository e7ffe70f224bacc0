"""Values in a .bib file, also those that were never closed.

A value that does not close as the rules say was never closed: it ends where the next field of its
region seems to begin, and reading goes on there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from .bib_region import FIELD_NAMES, NAME, Region

_SPACE = re.compile(r"\s*")
_COMMAS = re.compile(r"[\s,]*")
_FIELD = re.compile(rf"({NAME})\s*=")
FIELD_WITHOUT_SIGN = re.compile(rf"({NAME})\s*(?=[{{\"]|\d+\s*[,}}])")
_PART = re.compile(rf"\d+|{NAME}")
_QUOTE_OR_BRACE = re.compile(r'["{}]')
_LAST_QUOTE = re.compile(r'"(?=[^\S\n]*(?:,|$))', re.MULTILINE)
#: Where a value ends that was never closed and has no field after it.
_LIKELY_END = re.compile(r"\n\s*(?:[})]|\n)")


class Value(NamedTuple):
    """A value with @string and ``#`` resolved, where its text begins, and the offset after it."""

    text: str
    begin: int
    after: int


class RawFault(NamedTuple):
    """A fault with an offset instead of a place."""

    at: int
    name: str
    message: str


class ValueReader:
    """Reads the values in one region, and collects what is wrong there.

    `closer` is the sign that ends the entry, `strings` has the abbreviations that are known here,
    in lower case.
    """

    closer = "}"

    def __init__(self, text: str, region: Region, strings: Mapping[str, str]) -> None:
        self.text = text
        self.end = region.end
        self.region = region
        self.strings = strings
        self.faults: list[RawFault] = []
        # Whether a value that was never closed has taken the end of the entry with it.
        self.end_is_taken = False

    def fault(self, at: int, name: str, message: str) -> None:
        self.faults.append(RawFault(at, f"bibliography-{name}", message))

    def skip(self, at: int, commas: bool = False) -> int:
        """The offset of the next sign that is no space, or neither space nor comma."""
        match = (_COMMAS if commas else _SPACE).match(self.text, at, self.end)
        return match.end() if match else at

    def char(self, at: int) -> str:
        """The character at an offset; nothing at the end of the region."""
        return self.text[at] if at < self.end else ""

    def field_at(self, at: int) -> re.Match[str] | None:
        """The name of a field and its ``=``, if they stand here."""
        return _FIELD.match(self.text, at, self.end)

    def stop_after(self, at: int) -> int | None:
        """Where the next field seems to begin, behind an offset."""
        index = bisect_right(self.region.stops, at)
        return self.region.stops[index] if index < len(self.region.stops) else None

    def row_end(self, at: int) -> int:
        found = self.text.find("\n", at, self.end)
        return self.end if found < 0 else found

    def value(self, sign: int) -> Value:
        """Read the value behind an ``=``; `sign` is the offset after that."""
        at = self.skip(sign)
        if self.char(at) == "=":
            self.fault(at, "text-stray", 'This "=" is one too many.')
            at = self.skip(at + 1)
        if self.char(at) in ("", ",", self.closer) or self.field_at(at):
            self.fault(sign - 1, "value-missing", 'Nothing stands after this "=".')
            return Value("", sign, sign)
        begin = at + (self.text[at] in '{"')
        texts: list[str] = []
        unknown: list[RawFault] = []
        while True:
            opened = at
            text, at = self.part(at, unknown)
            if text is None:
                return self.unclosed(opened) if self.text[opened] in '{"' else self.bare(opened)
            texts.append(text)
            joint = self.skip(at)
            if self.char(joint) != "#":
                break
            at = self.skip(joint + 1)
            if self.char(at) in ("", ",", self.closer):
                self.fault(joint, "value-missing", 'Nothing stands after this "#".')
                break
        return self.checked(Value("".join(texts), begin, at), opened, unknown)

    def part(self, at: int, unknown: list[RawFault]) -> tuple[str | None, int]:
        """One of the parts that ``#`` joins, and the offset after it; nothing if it is broken."""
        if self.char(at) in ("{", '"'):
            close = self.region.pairs.get(at) if self.text[at] == "{" else self.closing_quote(at)
            return (None, at) if close is None else (self.text[at + 1 : close], close + 1)
        match = _PART.match(self.text, at, self.end)
        if match is None:
            return None, at
        word = match[0]
        if not word[0].isdigit() and word.lower() not in self.strings:
            message = f'No @string above defines "{word}"; put text into braces.'
            unknown.append(RawFault(at, "bibliography-string-unknown", message))
        return (word if word[0].isdigit() else self.strings.get(word.lower(), word)), match.end()

    def closing_quote(self, opening: int) -> int | None:
        """The quotation mark that ends a value: the next one outside of braces."""
        at = opening + 1
        while match := _QUOTE_OR_BRACE.search(self.text, at, self.end):
            if match[0] == '"':
                return match.start()
            close = self.region.pairs.get(match.start())
            if close is None:
                return None
            at = close + 1
        return None

    def checked(self, value: Value, opened: int, unknown: list[RawFault]) -> Value:
        """A value whose last part began at `opened`, if what follows it shows that it is whole."""
        after = self.skip(value.after)
        char, first = self.char(after), self.text[opened]
        stop = self.stop_after(opened)
        if first in '{"' and stop and stop < value.after and not self.goes_on(after):
            return self.unclosed(opened)
        if first == "{" and not char and self.took_the_end(opened, value.after - 1):
            return self.unclosed(opened)
        is_bare = first not in '{"' and "\n" not in self.text[value.after : after]
        if char == "," and is_bare and self.words_follow(after):
            return self.bare(opened)
        if char == self.closer and is_bare and self.closes_later(after):
            message = f'A "{{" is missing before this value, or the "{char}" after it is too many.'
            self.fault(opened, "brace-unbalanced", message)
            return value._replace(after=after + 1)
        is_sound = char in (",", self.closer, "%", "") or self.sound_before(after, value.after)
        # Where nothing of the entry follows it was not closed, and this is text between entries.
        if not is_sound and self.more_follows(after):
            return self.with_junk(value, opened, after)
        self.faults += unknown
        return value

    def goes_on(self, after: int) -> bool:
        """Whether the entry goes on behind a value as it should."""
        if self.char(after) == ",":
            after = self.skip(after, commas=True)
            return bool(self.field_at(after)) or self.char(after) == self.closer
        return self.char(after) in (self.closer, "%")

    def words_follow(self, comma: int) -> bool:
        """Whether a comma stands in a text without braces, such as ``author = Lal, R.},``."""
        after = self.skip(comma + 1)
        return after < self.row_end(comma) and self.char(after) != "%" and not self.goes_on(comma)

    def closes_later(self, closer: int) -> bool:
        """Whether the entry ends behind this closing sign."""
        next_at = self.skip(closer + 1, commas=True)
        return self.stop_after(closer) is not None or self.char(next_at) == self.closer

    def took_the_end(self, opened: int, close: int) -> bool:
        """Whether the brace that closes a value is the first sign of its row, as entries end."""
        row = self.text.rfind("\n", opened, close)
        return row >= 0 and not self.text[row:close].strip()

    def sound_before(self, after: int, value_end: int) -> bool:
        """Whether the next field follows, so that only the comma is missing."""
        name = FIELD_WITHOUT_SIGN.match(self.text, after, self.end)
        if name and (name[1].lower() in FIELD_NAMES or "\n" in self.text[value_end:after]):
            return True
        if not self.field_at(after):
            return False
        self.fault(value_end, "comma-missing", "No comma parts this field from the next.")
        return True

    def with_junk(self, value: Value, opened: int, junk: int) -> Value:
        """A value with something behind it that belongs to nothing."""
        first = self.text[opened]
        if first == '"':
            return self.with_quotes_inside(opened)
        if first != "{":
            return self.bare(opened)
        if self.text[junk] in ";." and self.field_at(self.skip(junk + 1)):
            self.fault(junk, "comma-missing", f'Here should be a comma, not "{self.text[junk]}".')
            return value._replace(after=junk + 1)
        row = self.text[junk : self.row_end(junk)]
        if row.count("}") > row.count("{"):
            self.fault(junk, "brace-unbalanced", "Braces do not pair in this value.")
        else:
            self.fault(junk, "text-stray", "This text stands behind the end of the value.")
        return value._replace(after=self.row_end(junk))

    def with_quotes_inside(self, opened: int) -> Value:
        end = self.stop_after(opened) or self.end
        last = _LAST_QUOTE.search(self.text, opened + 1, end)
        if last is None:
            return self.unclosed(opened)
        message = (
            'A quotation mark inside of a value ends it: write {"}, or braces around the value.'
        )
        self.fault(opened, "quote-unbalanced", message)
        return Value(self.text[opened + 1 : last.start()], opened + 1, last.end())

    def unclosed(self, opened: int) -> Value:
        """A value that nothing closes: it ends where the next field begins."""
        sign = self.text[opened]
        name = "brace-unbalanced" if sign == "{" else "quote-unbalanced"
        self.fault(opened, name, f"The {sign} that opens this value is not closed.")
        stop = self.stop_after(opened)
        if stop is None:
            likely = _LIKELY_END.search(self.text, opened, self.end)
            stop = likely.start() if likely else self.end
            self.end_is_taken = True
        raw = self.text[opened + 1 : stop].rstrip().rstrip(",").rstrip()
        if self.end_is_taken and raw.endswith(self.closer) and raw.count("}") > raw.count("{"):
            raw = raw[:-1].rstrip()
        return Value(raw, opened + 1, stop)

    def bare(self, opened: int) -> Value:
        """A value without signs around it, or with only one of them: it ends with its row."""
        stop = min(self.stop_after(opened) or self.end, self.row_end(opened))
        raw = self.text[opened:stop].rstrip().rstrip(",").rstrip()
        after = stop
        if raw.endswith('"'):
            name, message = "quote-unbalanced", "A quotation mark is missing before this value."
        elif raw.count("}") > raw.count("{") and self.more_follows(stop):
            name, message = "brace-unbalanced", 'A "{" is missing before this value.'
        else:
            name, message = "value-bare", "Put this value into braces."
            raw, after = self.before_closer(raw, opened, stop)
        self.fault(opened, name, message)
        return Value(raw.rstrip('"}').rstrip() if name != "value-bare" else raw, opened, after)

    def more_follows(self, at: int) -> bool:
        """Whether a field or the end of the entry stands at an offset or behind it."""
        return self.stop_after(at - 1) is not None or self.last_closer() >= at

    def last_closer(self) -> int:
        """Where the sign that ends the entry stands for the last time."""
        return self.region.last[self.closer]

    def before_closer(self, raw: str, opened: int, stop: int) -> tuple[str, int]:
        """Leave the sign that ends the entry to the entry."""
        if raw.count("}") > raw.count("{") or (self.closer == ")" and raw.endswith(")")):
            at = raw.rindex(self.closer) if self.closer in raw else len(raw)
            return raw[:at].rstrip(), opened + at
        return raw, stop
