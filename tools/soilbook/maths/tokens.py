"""LaTeX source as tokens: control words, characters, and the arguments of commands."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence

from .tree import MathsError

_TOKEN = re.compile(r"%[^\n]*\n?|\\([A-Za-z]+\*?)\s*|\\(.)|(\s+)|(.)", re.DOTALL)
# Starred forms that differ from the plain command; elsewhere the star is an operator.
_STARRED = {"operatorname", "tag", "hspace", "hskip", "text", "DeclareMathOperator"}
CLOSE_OF = {"{": "}", "[": "]"}


def tokens_of(source: str) -> list[str]:
    r"""Split LaTeX: ``\name``, a character, or one blank for any white space."""
    found: list[str] = []
    for match in _TOKEN.finditer(source):
        name, escaped, blank, char = match.groups()
        if name and name.endswith("*") and name[:-1] not in _STARRED:
            found += ["\\" + name[:-1], "*"]
        elif name or escaped:
            found.append("\\" + (name or (" " if escaped.isspace() else escaped)))
        elif blank:
            found.append(" ")
        elif char:
            found.append(char)
    return found


def source_of(tokens: Iterable[str]) -> str:
    """Put tokens together again; the inverse of `tokens_of` but for white space."""
    text = ""
    for token in tokens:
        if token[:1].isalpha() and re.search(r"\\[A-Za-z]+$", text):
            text += " "
        text += token
    return text


class Tokens:
    """Tokens to read from, one after the other."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._left = deque(tokens)

    def peek(self) -> str | None:
        """Return the next token that is not a blank, without taking it; None at the end."""
        while self._left and self._left[0] == " ":
            self._left.popleft()
        return self._left[0] if self._left else None

    def next_raw(self) -> str | None:
        """Return the very next token, blank or not, without taking it."""
        return self._left[0] if self._left else None

    def take(self, wanted_by: str = "the equation") -> str:
        """Take the next token that is not a blank."""
        token = self.peek()
        if token is None:
            raise MathsError(f"Something is missing at the end, after {wanted_by}.")
        return self._left.popleft()

    def rest(self) -> list[str]:
        """Take all that is left."""
        left = list(self._left)
        self._left.clear()
        return left

    def push(self, tokens: Sequence[str]) -> None:
        """Put tokens in front, to be read next."""
        self._left.extendleft(reversed(tokens))

    def argument(self, command: str) -> list[str]:
        """Take the argument of a command: what is in braces, or one token."""
        token = self.take(command)
        if token == "{":
            return self.until_close(command)
        if token in ("}", "^", "_", "&"):
            raise MathsError(f"{command} has no argument: there is {token} instead.")
        return [token]

    def optional(self, command: str) -> list[str] | None:
        """Take the argument in square brackets, when there is one."""
        if self.peek() != "[":
            return None
        self.take()
        return self.until_close(command, "]")

    def text(self, command: str) -> str:
        """Take an argument as source text, white space kept."""
        return source_of(self.argument(command))

    def until_close(self, command: str, close: str = "}") -> list[str]:
        """Take tokens up to the brace that closes the one taken before."""
        taken: list[str] = []
        depth = 0
        while self._left:
            token = self._left.popleft()
            if depth == 0 and token == close:
                return taken
            depth += (token == "{") - (token == "}")
            if depth < 0:
                break
            taken.append(token)
        raise MathsError(f"After {command} a {close} is missing.")

    def environment(self, name: str) -> list[str]:
        r"""Take all tokens up to the ``\end`` of the environment that has begun."""
        taken: list[str] = []
        depth = 0
        while self._left:
            token = self._left.popleft()
            if token in (r"\begin", r"\end"):
                inner = self.text(token)
                if token == r"\end" and depth == 0:
                    if inner != name:
                        raise MathsError(rf"\begin{{{name}}} is closed by \end{{{inner}}}.")
                    return taken
                depth += 1 if token == r"\begin" else -1
                taken += [token, "{", *inner, "}"]
            else:
                taken.append(token)
        raise MathsError(rf"\begin{{{name}}} has no \end{{{name}}}.")


def split_at(tokens: Sequence[str], mark: str) -> list[list[str]]:
    """Cut at every mark that stands outside braces and inner environments."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token in ("{", r"\begin")) - (token in ("}", r"\end"))
        if token == mark and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
