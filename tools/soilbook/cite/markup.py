"""Titles as registries send them (HTML, JATS, MathML, entities), as plain text and as TeX."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_ITALIC = ("i", "em", "italic")
_SCRIPTS = {"sub": "sub", "inf": "sub", "sup": "sup"}
#: MathML: what the children after the first one are.
_SECOND = {"msub": ("sub",), "msup": ("sup",), "msubsup": ("sub", "sup")}
_DIGITS = {
    "sub": dict(zip("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋", strict=True)),
    "sup": dict(zip("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻", strict=True)),
}
_SPECIAL = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_"}
    # BibTeX counts the braces of \{ and \} as well.
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}", "\\": r"\textbackslash{}"}
)
# Tags that were escaped once too often.
_ESCAPED = re.compile(r"&(?:amp;)*lt;(/?(?:i|em|b|sub|sup))&(?:amp;)*gt;", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
# SOC, pH, CO₂, N2O: a style that sets titles in small letters must leave these alone.
_ACRONYM = re.compile(r"(?<![\w\\{])(?=\w+[A-Z]|[A-Z]\w*\d)\w+(?![\w}])")


def plain_title(text: str) -> str:
    """Return a title as plain text; digits below and above the line stay there."""
    return _Title(tex=False).convert(text)


def tex_text(text: str) -> str:
    r"""Return a text as BibTeX has it: ``\emph``, ``\textsubscript``, escapes."""
    return _Title(tex=True).convert(text)


def protected(tex: str) -> str:
    """Return a title with braces around words whose capitals a style must not change."""
    return _ACRONYM.sub(r"{\g<0>}", tex)


class _Title(HTMLParser):
    """Writes the pieces of one title; tags that mean nothing here go, their text stays."""

    def __init__(self, *, tex: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.tex = tex
        # Open tags: name, how many children it has begun, and what to write at its end.
        self.open: list[tuple[str, list[int], str]] = []
        self.script = ""
        self.pieces: list[str] = []

    def convert(self, text: str) -> str:
        """Return the whole title, with single spaces."""
        self.feed(_ESCAPED.sub(r"<\1>", text))
        self.close()
        rest = "".join(ending for _, _, ending in reversed(self.open))
        return " ".join(("".join(self.pieces) + rest).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, ending = tag.rpartition(":")[2], ""
        script = _SCRIPTS.get(name, "") or self._script_of_child()
        if script:
            self.script, ending = script, "\0"
        elif self.tex and name in _ITALIC:
            self.pieces.append(r"\emph{")
            ending = "}"
        self.open.append((name, [0], ending))

    def _script_of_child(self) -> str:
        """Whether a child of MathML's msub and its kin stands below or above the line."""
        if not self.open or self.open[-1][0] not in _SECOND:
            return ""
        name, count, _ = self.open[-1]
        count[0] += 1
        scripts = ("", *_SECOND[name])
        return scripts[min(count[0], len(scripts)) - 1]

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        while any(name == one for one, _, _ in self.open):
            closed, _, ending = self.open.pop()
            if ending == "\0":
                self.script = ""
            else:
                self.pieces.append(ending)
            if closed == name:
                break

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        # Some deposits are escaped twice: "&amp;amp;".
        data = html.unescape(data) if _ENTITY.search(data) else data
        if self.script:
            self.pieces.append(self._in_script(data))
        else:
            self.pieces.append(data.translate(_SPECIAL) if self.tex else data)

    def _in_script(self, data: str) -> str:
        digits = _DIGITS[self.script]
        if all(char in digits for char in data.strip()):
            return "".join(digits[char] for char in data.strip())
        return rf"\text{self.script}script{{{data.translate(_SPECIAL)}}}" if self.tex else data
