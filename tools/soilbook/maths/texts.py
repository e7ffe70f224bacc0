r"""Words inside equations: ``\text`` and its kin, with maths and other styles in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from .tokens import tokens_of
from .tree import MathsError, element, group, is_empty

if TYPE_CHECKING:
    from .parse import Parser

TEXTS = {
    "text": "",
    "textrm": "",
    "textnormal": "",
    "textup": "",
    "mbox": "",
    "hbox": "",
    "textbf": "font-weight: bold",
    "textit": "font-style: italic",
    "emph": "font-style: italic",
    "textsf": "font-family: sans-serif",
    "texttt": "font-family: monospace",
}
_STYLED = re.compile(r"\\(text\w+|emph)\s*\{([^{}]*)\}")


def text(parser: Parser, token: str) -> list[Element]:
    r"""Parse text; ``$…$`` and ``\(…\)`` inside it are maths again."""
    source = parser.tokens.text(token)
    source = re.sub(r"\\textsuperscript\{([^{}]*)\}", r"$^{\1}$", source)
    source = re.sub(r"\\textsubscript\{([^{}]*)\}", r"$_{\1}$", source)
    source = re.sub(r"\\\((.*?)\\\)", r"$\1$", source)
    made: list[Element] = []
    for position, part in enumerate(re.split(r"(?<!\\)\$", source)):
        if position % 2:
            found = parser.items_of(tokens_of(part), "")
            if made and found and found[0].tag in ("msub", "msup") and is_empty(found[0][0]):
                found[0][0] = made.pop()  # ha$^{-1}$: the script belongs to the word before it
            made += found
        elif part:
            made += _runs(part, TEXTS[token[1:].rstrip("*")])
    return [group(made)] if len(made) != 1 else made


def _runs(source: str, style: str) -> list[Element]:
    r"""Parse text with words in another style in it, as in ``\text{for \emph{all} i}``."""
    made: list[Element] = []
    for place, part in enumerate(_STYLED.split(source)):
        if place % 3 == 0 and part:
            made.append(words(part, style))
        elif place % 3 == 1 and part not in TEXTS:
            raise MathsError(rf"The command \{part} is not known inside \text.")
        elif place % 3 == 1:
            inner = TEXTS[part] or style
        elif place % 3 == 2 and part:
            made.append(words(part, inner))
    return made


def words(source: str, style: str) -> Element:
    """Make words of text in which accents of TeX, dashes and quotes are written out."""
    text = re.sub(r"\\([%&#$_{}])", r"\1", source.replace("~", "\u00a0").replace(r"\ ", " "))
    text = re.sub(r"\\,|\\thinspace\s*", "\u202f", text)
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    text = re.sub(r"[{}]", "", text) if "\\" not in text else text
    if unknown := re.search(r"\\(\w+|.)", text):
        raise MathsError(rf"The command {unknown[0]} is not known inside \text.")
    return element("mtext", text=text, **({"style": style} if style else {}))
