"""JSON with the place of every value and key."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from json.decoder import scanstring
from typing import Any

from .places import Malformed, Place, Value

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[-+.\w]+")


def read_json(text: str) -> Value:
    """Read one JSON document.

    Raises
    ------
    Malformed
        This is not JSON, or a key of an object stands twice.
    """
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        message = f"This is not JSON: {error.msg[0].lower()}{error.msg[1:]}."
        raise Malformed(error.lineno, error.colno, message) from error
    except RecursionError as error:
        raise Malformed(1, 1, "This JSON is nested too deeply to be read.") from error
    return _Walk(text).value(0)[0]


class _Walk:
    """Goes through a text that is known to be JSON once more, and notes places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, at: int) -> Place:
        line = bisect_right(self.starts, at)
        return Place(line, at - self.starts[line - 1] + 1)

    def skip(self, at: int) -> int:
        """The next position that holds no white space."""
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def value(self, at: int) -> tuple[Value, int]:
        """The value at or after a position, and the position after it."""
        at = self.skip(at)
        place = self.place(at)
        first = self.text[at]
        if first == "{":
            return self.mapping(at + 1, place)
        if first == "[":
            return self.sequence(at + 1, place)
        content, end = self.scalar(at)
        return Value(content, *place), end

    def scalar(self, at: int) -> tuple[Any, int]:
        if self.text[at] == '"':
            return scanstring(self.text, at + 1, True)
        match = _SCALAR.match(self.text, at)
        word = match.group() if match else ""
        return json.loads(word), at + len(word)

    def sequence(self, at: int, place: Place) -> tuple[Value, int]:
        items: list[Value] = []
        at = self.skip(at)
        while self.text[at] != "]":
            item, at = self.value(at)
            items.append(item)
            at = self.after_comma(at)
        return Value(items, *place), at + 1

    def mapping(self, at: int, place: Place) -> tuple[Value, int]:
        content: dict[str, Value] = {}
        keys: dict[str, Place] = {}
        at = self.skip(at)
        while self.text[at] != "}":
            key_place = self.place(at)
            key, at = scanstring(self.text, at + 1, True)
            if key in keys:
                raise Malformed(
                    *key_place, f'The key "{key}" stands twice; only the last would count.'
                )
            value, at = self.value(self.skip(at) + 1)
            content[key], keys[key] = value, key_place
            at = self.after_comma(at)
        return Value(content, *place, keys), at + 1

    def after_comma(self, at: int) -> int:
        at = self.skip(at)
        return self.skip(at + 1) if self.text[at] == "," else at
