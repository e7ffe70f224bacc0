"""Values with the place where they stand, so that a fault can be pointed at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Place(NamedTuple):
    """A place in a text, both numbers counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """What is wrong at one place of a file; 0 means that the number is not known.

    A reader that tells its faults apart gives each kind a `name`.
    """

    line: int
    column: int
    message: str
    name: str = ""


class Malformed(Exception):
    """A text does not follow the syntax of its format; holds the one `Fault`."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, column, message)


@dataclass(slots=True)
class Value:
    """A scalar, a list of values or a mapping of values, and where it begins.

    ``keys`` says where each key of a mapping stands.
    """

    content: Any
    line: int
    column: int
    keys: dict[str, Place] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return Place(self.line, self.column)

    @property
    def is_mapping(self) -> bool:
        """Whether it holds named values."""
        return isinstance(self.content, dict)

    def get(self, *path: str) -> Value | None:
        """The value at a path of keys, or nothing where the path ends early."""
        here: Value | None = self
        for key in path:
            if here is None or not isinstance(here.content, dict):
                return None
            here = here.content.get(key)
        return here

    def items(self) -> list[Value]:
        """The values of a list; none for anything else."""
        return self.content if isinstance(self.content, list) else []

    def text(self, *path: str) -> str:
        """The string at a path of keys; empty where there is none."""
        found = self.get(*path)
        return found.content if found and isinstance(found.content, str) else ""

    def place_of(self, key: str) -> Place:
        """Where a key stands, or where the mapping begins if it has no such key."""
        return self.keys.get(key, self.place)
