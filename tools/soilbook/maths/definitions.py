r"""Macros: those of the book, and what ``\newcommand`` defines inside an equation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .tokens import Tokens, source_of, tokens_of
from .tree import MathsError

_DEFINING = (r"\newcommand", r"\renewcommand", r"\providecommand", r"\def", r"\gdef")
_OPERATORS = (r"\DeclareMathOperator", r"\DeclareMathOperator*")


@dataclass(frozen=True)
class Macros:
    """The macros in force: name without backslash → (number of arguments, body)."""

    bodies: Mapping[str, tuple[int, str]]

    def expand(self, token: str, tokens: Tokens) -> bool:
        """Replace the macro just taken by its body; False when it is none."""
        if not token.startswith("\\") or token[1:] not in self.bodies:
            return False
        count, body = self.bodies[token[1:]]
        arguments = [tokens.argument(token) for _ in range(count)]
        tokens.push(_fill_in(tokens_of(body), arguments))
        return True

    def defined(self, token: str, tokens: Tokens) -> Macros | None:
        r"""Take a definition whose command was just taken; None when it is none."""
        if token in _OPERATORS:
            name, body = _name(tokens, token), tokens.text(token)
            command = r"\operatorname" + "*" * token.endswith("*")
            return self._with(name, 0, rf"{command}{{{body}}}")
        if token not in _DEFINING:
            return None
        name = _name(tokens, token)
        count = _parameters(tokens) if token in (r"\def", r"\gdef") else _counted(tokens, token)
        body = tokens.text(token)
        if token == r"\providecommand" and name in self.bodies:
            return self
        return self._with(name, count, body)

    def _with(self, name: str, count: int, body: str) -> Macros:
        return Macros({**self.bodies, name: (count, body)})


def _name(tokens: Tokens, command: str) -> str:
    name = source_of(tokens.argument(command)).strip()
    if not name.startswith("\\") or len(name) < 2:
        raise MathsError(f"{command} must be followed by the name of a command, not by {name}.")
    return name[1:]


def _counted(tokens: Tokens, command: str) -> int:
    count = source_of(tokens.optional(command) or ["0"]).strip()
    if not count.isdigit() or tokens.peek() == "[":
        raise MathsError(f"{command} may have a number of arguments, and no default for them.")
    return int(count)


def _parameters(tokens: Tokens) -> int:
    r"""Take the ``#1#2`` of ``\def``."""
    count = 0
    while tokens.peek() == "#":
        tokens.take()
        count += 1
        if tokens.take() != str(count):
            raise MathsError(r"The parameters of \def must be #1, #2 and so on.")
    if tokens.peek() != "{":
        raise MathsError(r"After \def and its parameters a { is missing.")
    return count


def _fill_in(body: list[str], arguments: list[list[str]]) -> list[str]:
    filled: list[str] = []
    reading = iter(body)
    for token in reading:
        if token != "#":
            filled.append(token)
            continue
        place = next(reading, "")
        if not place.isdigit() or not 1 <= int(place) <= len(arguments):
            raise MathsError(f"A macro asks for #{place}, but has {len(arguments)} arguments.")
        filled += arguments[int(place) - 1]
    return filled
