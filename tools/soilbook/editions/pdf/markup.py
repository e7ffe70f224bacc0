"""Text as Typst source: whatever the characters, what is printed is what was given."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Every one of these may start or end markup somewhere; an escape that is not needed does no harm.
_SPECIAL = re.compile(r"[\\*_#$@<>`~\[\]\"'/{}]|-(?=[-?\d]|$)|\.(?=\.)")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=\.))")
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
# Code and addresses may be broken behind these, when they could not stand in one line.
_BREAK = re.compile(r"[_./\\(,=:?&#@-]+(?=\w)")
_DIGITS = re.compile(r"[^\W_]{16}(?=[^\W_]{16})")
_LONGEST_WORD = 24
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def escape(text: str) -> str:
    """Return Typst markup that prints `text`; runs of white space become one space."""
    text = _SPACES.sub(" ", _CONTROL.sub("", text))
    start = ""
    # Any text may come to stand at the start of a line, where lists and headings begin.
    if match := _LINE_START.match(text):
        start, text = match[1], text[match.end() :]
        start += f"\\{match[2]}" if not match[2].isdigit() else f"{match[2]}\\"
    return start + _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in match[0])


def breakable(text: str) -> str:
    """Allow a line to end inside code or an address whose words are long."""
    if max(map(len, text.split()), default=0) <= _LONGEST_WORD:
        return text
    return _DIGITS.sub("\\g<0>\u200b", _BREAK.sub("\\g<0>\u200b", text))


def broken(text: str, longest: int) -> str:
    """Allow a line to end inside words of more than `longest` characters; 0 changes nothing."""
    if not longest or len(text) <= longest:
        return text
    return re.sub(rf"\S{{{longest}}}(?=\S)", "\\g<0>\u200b", text)


def string(text: str) -> str:
    """Return `text` as a Typst string literal."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\r\n", "\n").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "")
    return f'"{_CONTROL.sub("", text)}"'


def call(name: str, *arguments: str, **options: str | None) -> str:
    """Write one call, closed by a semicolon so that the text after it stays text.

    Parameters
    ----------
    name : str
        A Typst function.
    arguments : str
        Typst expressions, in order.
    options : str or None
        Typst expressions by name (`_` for `-`); None leaves the option out.
    """
    named = [f"{key.replace('_', '-')}: {value}" for key, value in options.items() if value]
    return f"#{name}({', '.join([*arguments, *named])});"


def content(markup: str) -> str:
    """Return markup as a content block, an expression."""
    return f"[{markup.strip()}]" if "\n\n" in markup else f"[{markup}]"


def array(expressions: Iterable[str]) -> str:
    """Return a Typst array, which has a comma at its end so that one item is an array too."""
    return f"({' '.join(f'{expression},' for expression in expressions)})"


def comment(place: str) -> str:
    """Return a comment that tells where the text after it comes from."""
    return f"/*@ {place.replace('*/', '')} */"
