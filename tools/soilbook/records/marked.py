"""The TeX of a .bib value as text with marks, which any style can print.

pybtex knows plain text and braces that keep capitals; all else that it meets in a value, it drops,
prints raw or stops at. So a value becomes Unicode text in which noncharacters of Unicode stand for
what text cannot say: where lowered, raised and emphasised text begins and ends, links, maths, and
the signs that TeX would take for commands. `soilbook.read.marks` turns them into what they mean.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from .tex import ACCENTS, SYMBOLS, plain

#: What begins a marked stretch, by what it is; `END` ends each.
MARKS = {"sub": "\ufdd0", "sup": "\ufdd1", "em": "\ufdd2", "strong": "\ufdd3", "math": "\ufdd4",
         "link": "\ufdd5"}  # fmt: skip
END = "\ufdd6"
#: Stands between the address of a link and its text.
SAYS = "\ufdd7"
_SIGNS = "\\{}$%#&_^~`'\"<>-,"
_HIDDEN = {sign: chr(0xFDD8 + at) for at, sign in enumerate(_SIGNS)}
_SHOWN = {ord(hidden): sign for sign, hidden in _HIDDEN.items()}
# Hyphens and commas have a meaning only beside another one; names are abbreviated at hyphens.
_TO_HIDE = re.compile(r"[\\{}$%#&_^~`'\"<>]|(?<=-)-|(?<=,),")
_ANY_MARK = re.compile(f"[{''.join(MARKS.values())}{END}]")
_ADDRESS = re.compile(f"{MARKS['link']}[^{SAYS}]*{SAYS}")
MARK = re.compile("[\ufdd0-\ufdef]")
_SCRIPT = f"{MARKS['sub']}{MARKS['sup']}"
# Letters with a capital that stand before or behind lowered or raised text.
_OF_FORMULA = re.compile(
    rf"(?<![^\W_])[A-Za-z]*[A-Z][A-Za-z]*(?=\{{?[{_SCRIPT}])|(?:(?<={END})|(?<={END}\}}))[A-Z][a-z]?"
)

_COMMANDS = {
    "emph": "em", "textit": "em", "textsl": "em", "mkbibemph": "em", "textbf": "strong",
    "mkbibbold": "strong", "textsubscript": "sub", "textsuperscript": "sup", "ensuremath": "math",
    "ce": "math", "it": "em", "em": "em", "itshape": "em", "sl": "em", "bf": "strong",
    "bfseries": "strong",
}  # fmt: skip
_ELEMENTS = {"i": "em", "em": "em", "b": "strong", "strong": "strong", "sub": "sub", "sup": "sup"}
_ENCODED = re.compile(r"&lt;(/?(?:i|em|b|strong|sub|sup))&gt;")
_TOKEN = re.compile(
    r"""
    \\?&(?P<entity>[A-Za-z]{2,8}|\#\d{2,6}|\#x[0-9A-Fa-f]{2,5});
  | \\(?P<word>[A-Za-z]+)\s*(?P<argument>(?=\{))?
  | \\(?P<sign>[^A-Za-z])
  | (?P<open>\{)
  | \$(?P<math>(?:[^$\\]|\\.)+)\$
  | <(?P<element>i|em|b|strong|sub|sup)>(?P<inner>.*?)</(?P=element)>
    """,
    re.VERBOSE | re.DOTALL,
)
_VERBATIM = frozenset({"url", "path", "nolinkurl", "detokenize"})

#: The commands that become marks.
COMMANDS = frozenset(_COMMANDS)


def marked(value: str) -> str:
    """Turn a value into text with marks; whatever it holds, this gives a text.

    Parameters
    ----------
    value : str
        TeX, as `soilbook.records.bibliography` reads it.

    Returns
    -------
    str
        Unicode text with marks, in which ``{`` and ``}`` pair and keep capitals, and nothing else
        means anything to TeX.
    """
    if not _balanced(value):
        return hide(plain(value))
    text = "".join(_pieces(_ENCODED.sub(r"<\1>", value)))
    text = re.sub(" {2,}", " ", text).strip()
    # Styles look for the sign at the end of a sentence at the end of the text.
    return _capitals_kept(re.sub(rf"([.?!])({END}+)\Z", r"\2\1", text))


def hide(text: str) -> str:
    """Plain text, with marks for the signs that would mean something to TeX."""
    return _TO_HIDE.sub(lambda match: _HIDDEN[match[0]], text)


def shown(text: str) -> str:
    """The plain text of what was marked: without what only looks different, and braces."""
    bare = _ANY_MARK.sub("", _ADDRESS.sub("", text)).replace("{", "").replace("}", "")
    return bare.translate(_SHOWN)


def unhidden(text: str) -> str:
    """The text with its signs; the marks of stretches stay."""
    return text.translate(_SHOWN)


def _capitals_kept(text: str) -> str:
    """Many styles make the letters of a title small: those of formulas (CO2) are kept.

    Such styles also take a mark at the beginning for the first letter.
    """
    text = _OF_FORMULA.sub(r"{\g<0>}", text)
    match = re.match(f"({_ANY_MARK.pattern}+)([^\\W\\d_])", text)
    return f"{match[1]}{{{match[2]}}}{text[match.end() :]}" if match else text


def _balanced(value: str) -> bool:
    depth = 0
    for match in re.finditer(r"\\.|[{}]", value, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0 or depth > 50:
            return False
    return depth == 0


def _group(value: str, at: int) -> tuple[str, int]:
    """What stands in the braces that open at an offset, and the offset behind them."""
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(value, at):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return value[at + 1 : match.start()], match.end()
    return value[at + 1 :], len(value)


def _pieces(value: str) -> Iterator[str]:
    """The value, part by part; what needs no mark is collected and read in one go."""
    at = leaf = 0
    while match := _TOKEN.search(value, at):
        end, piece = _read(value, match)
        if piece is not None:
            yield _leaf(value[leaf : match.start()])
            yield piece
            leaf = end
        at = end
    yield _leaf(value[leaf:])


def _leaf(text: str) -> str:
    if not text.strip():
        return " " if text else ""
    return " " * text[0].isspace() + hide(plain(text)) + " " * text[-1].isspace()


def _read(value: str, match: re.Match[str]) -> tuple[int, str | None]:
    """What a token gives, and where it ends; nothing for one that `plain` reads best."""
    end = match.end()
    if match["word"]:
        return _command(value, match)
    if match["open"]:
        inner, end = _group(value, match.start())
        return end, _braces(inner)
    if match["math"]:
        return end, maths(match["math"])
    if match["element"]:
        inner = match["inner"]
        return end, _as(_ELEMENTS[match["element"]], "".join(_pieces(inner)))
    if match["entity"]:
        return end, hide(html.unescape(f"&{match['entity']};"))
    # An accent goes with the letter or the braces behind it.
    if match["sign"] in ACCENTS and value.startswith("{", end):
        return _group(value, end)[1], None
    return end, None


def _command(value: str, match: re.Match[str]) -> tuple[int, str | None]:
    word, end = match["word"], match.end()
    if match["argument"] is None or word in SYMBOLS:
        return end, None
    inner, after = _group(value, end)
    if word in _VERBATIM:
        return after, link(inner, hide(address(inner)))
    if word == "href":
        text, after = _group(value, after) if value.startswith("{", after) else (inner, after)
        return after, link(inner, "".join(_pieces(text)))
    if word in ACCENTS:
        return after, None
    kind = _COMMANDS.get(word)
    if kind == "math":
        return after, maths(f"\\ce{{{inner}}}" if word == "ce" else inner)
    if kind:
        return after, _as(kind, "".join(_pieces(inner)))
    return end, ""


def _braces(inner: str) -> str:
    r"""Braces keep capitals; ``{\it x}`` sets its text, and ``{\"o}`` is a letter."""
    switch = re.match(r"\\(it|em|itshape|sl|bf|bfseries)(?![A-Za-z])\s*", inner)
    if switch:
        return _as(_COMMANDS[switch[1]], "".join(_pieces(inner[switch.end() :])))
    return f"{{{''.join(_pieces(inner))}}}"


def _as(kind: str, text: str) -> str:
    return f"{MARKS[kind]}{text}{END}"


def link(where: str, text: str) -> str:
    """A link with marks."""
    return f"{MARKS['link']}{{{hide(address(where))}}}{SAYS}{text}{END}"


def address(value: str) -> str:
    r"""An address without what TeX needs around it: ``\url{…}``, ``\_``, ``\%``, ``\~{}``."""
    text = re.sub(r"\\(?:url|path|nolinkurl)\s*(?=\{)", "", value.strip())
    text = re.sub(r"\{?\\textasciitilde\s*(?:\{\})?\}?|\\~(?:\{\})?|\$\\sim\$", "~", text)
    text = re.sub(r"\\textunderscore\s*(?:\{\})?", "_", text)
    text = re.sub(r"\\([%_&#$ ])", r"\1", text)
    text = re.sub(r"[\s{}]", "", text.replace("&amp;", "&"))
    return f"https://{text}" if text.lower().startswith("www.") else text


_MATH = re.compile(
    r"""
    \\(?P<set>mathrm|mathit|mathbf|text|textrm|rm|mathsf|mbox|operatorname)\b\s*
  | \\(?P<word>[A-Za-z]+)\s*
  | \\(?P<space>[,;:!\ ])
  | (?P<script>[_^])\s*
  | (?P<open>\{)
  | (?P<letters>[A-Za-z]+)
  | (?P<other>[^\\{}_^$&\#A-Za-z]+)
    """,
    re.VERBOSE,
)
_SCRIPTS = {"_": "sub", "^": "sup"}


def maths(latex: str) -> str:
    """Maths of a title: letters, signs and scripts become text, more stays a formula."""
    text = _simple_maths(latex.strip(), upright=False)
    if text is None:
        return f"{{{_as('math', hide(latex.strip()))}}}"
    return f"{{{text}}}" if text else ""


def _simple_maths(latex: str, upright: bool) -> str | None:
    """Text with marks, or nothing where the maths is more than text can be."""
    parts: list[str] = []
    at = 0
    while at < len(latex):
        match = _MATH.match(latex, at)
        part, at = _part(latex, match, upright) if match else (None, at)
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _part(latex: str, match: re.Match[str], upright: bool) -> tuple[str | None, int]:
    end = match.end()
    if match["script"]:
        inner, end = _argument(latex, end)
        if inner in (r"\circ", r"\degree"):
            return "°", end
        text = _simple_maths(inner, upright)
        return (None if text is None else _as(_SCRIPTS[match["script"]], text)), end
    if match["set"] or match["open"]:
        inner, end = _argument(latex, match.start() if match["open"] else end)
        is_text = bool(match["set"]) and match["set"] != "mathit"
        return _simple_maths(inner, upright or is_text), end
    if match["word"]:
        known = SYMBOLS.get(match["word"])
        return (None if known is None else hide(known)), end
    if match["letters"]:
        return (match[0] if upright else _as("em", match[0])), end
    if match["space"]:
        return ("" if match["space"] == "!" else "\u00a0"), end
    return hide(match["other"].replace("-", "−").replace("'", "′")), end


def _argument(latex: str, at: int) -> tuple[str, int]:
    """What a script or a command applies to: a group, a command, or one character."""
    if latex.startswith("{", at):
        return _group(latex, at)
    match = re.compile(r"\\[A-Za-z]+|.", re.DOTALL).match(latex, at)
    return (match[0], match.end()) if match else ("", at)
