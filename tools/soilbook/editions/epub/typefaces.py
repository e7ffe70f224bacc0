"""The fonts in the package, cut down to the characters that the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from ..fonts import FOLDER, MATHS, characters_of_maths, subset

_TEXT = {
    "Regular": "font-weight: normal; font-style: normal",
    "Italic": "font-weight: normal; font-style: italic",
    "Bold": "font-weight: bold; font-style: normal",
    "BoldItalic": "font-weight: bold; font-style: italic",
}


def collect(pages: Iterable[etree._Element]) -> dict[str, bytes]:
    """Return the fonts of text, and of equations where there are any, by name in the package."""
    written = [etree.tostring(page, encoding="unicode") for page in pages]
    letters = {letter for page in written for letter in page}
    fonts = {
        f"fonts/text-{style.lower()}.woff2": subset(
            FOLDER / f"LibertinusSerif-{style}.woff2", letters
        )
        for style in _TEXT
    }
    if maths := {letter for page in written for letter in characters_of_maths(page)}:
        fonts["fonts/maths.woff2"] = subset(MATHS, maths)
    return fonts


def style(fonts: Mapping[str, bytes]) -> str:
    """Return the style rules that name the fonts."""
    rules = [
        _rule("Book Text", f"fonts/text-{style.lower()}.woff2", which)
        for style, which in _TEXT.items()
    ]
    if "fonts/maths.woff2" in fonts:
        rules.append(_rule("Book Maths", "fonts/maths.woff2", _TEXT["Regular"]))
    return "\n".join(rules) + "\n\n"


def _rule(family: str, file: str, which: str) -> str:
    return f'@font-face {{ font-family: "{family}"; {which}; src: url("{file}") format("woff2"); }}'
