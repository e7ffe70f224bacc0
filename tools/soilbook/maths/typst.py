"""Tree of MathML elements → source of Typst, to stand between dollar signs.

An element or attribute that is not in the tables here raises `MathsError`: nothing is lost
silently. White space beside a word in quotes is drawn by Typst, so `_join` knows where none may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from .alphabets import PLAIN
from .shapes import plain_letters
from .tree import MathsError, is_empty, words
from .typst_names import (
    ACCENTS,
    ALPHABETS,
    CLASSES,
    COLOURS,
    KNOWN,
    LINES,
    NAMED_SPACES,
    ODD_CLASSES,
    STYLES,
    TEXT_STYLES,
)

# Typst looks for the partner of these, which in LaTeX may stand in another group or nowhere.
_PAIRED = frozenset("⟨⟩⌊⌋⌈⌉⟦⟧⟮⟯⌜⌝‖")
_WORD_AT_START = re.compile(r'(?!class\(|op\()(\w+\()*"|#box\(')
_WORD_AT_END = re.compile(r'"\)*$|\$\]$|\$\)\)$')


def typst(items: Sequence[Element], display: bool) -> str:
    """Write an equation.

    Parameters
    ----------
    items : sequence of Element
        What the parser made.
    display : bool
        True when the equation has lines of its own: its rows may then break between pages.

    Returns
    -------
    str
        Source of Typst without the dollar signs.

    Raises
    ------
    MathsError
        There is an element, attribute or value that has no counterpart in Typst.
    """
    if display and len(items) == 1 and items[0].get("_role") in ("aligned", "gathered"):
        between = items[0].get("_between", "")
        return " \\\n  ".join(_line(row, between) for row in items[0])
    return _row(items)


def _write(item: Element) -> str:
    _refuse_unknown(item)
    writer = _WRITERS.get(item.tag)
    if writer is None:
        raise MathsError(f"Typst has nothing for the element {item.tag}.")
    return writer(item)


def _refuse_unknown(item: Element) -> None:
    for name in item.attrib:
        if not name.startswith("_") and name not in KNOWN.get(item.tag, set()):
            raise MathsError(f"The attribute {name} of {item.tag} cannot be set in the PDF.")


def _part(item: Element) -> str:
    """Write an argument, which Typst does not want empty."""
    return _write(item) or '""'


def _inside(item: Element) -> str:
    return _row(item) or '""'


def _row(items: Sequence[Element]) -> str:
    return _join([_write(item) for item in items])


def _join(parts: Sequence[str]) -> str:
    text = ""
    for part in filter(None, parts):
        beside_word = _WORD_AT_END.search(text) or _WORD_AT_START.match(part)
        runs_on = (text[-1:].isalnum() and part[0].isalnum()) or (
            text[-1:] in "])" and part[0] == "("
        )
        if not text or (beside_word and not runs_on):
            text += part
        elif beside_word:
            text += "/**/" + part
        else:
            text += " " + part
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _characters(text: str) -> str:
    """One sign as Typst draws it, whatever it means in Typst's own language."""
    if len(text) > 1:
        return _quoted(text)
    special = text.isascii() and not text.isalnum()
    return f"\\{text}" if special or text in _PAIRED or text == "√" else text


def _identifier(item: Element) -> str:
    text = item.text or ""
    alphabets = {PLAIN[char][1] for char in text if char in PLAIN}
    if item.get("_script"):
        return ALPHABETS[item.get("_script", "")].format(_quoted(plain_letters(text)))
    if len(text) == 1 and text in ODD_CLASSES:
        return f'class("normal", {_characters(text)})'
    if len(text) == 1:
        # Typst slants plain letters by itself and leaves mathematical letters as they are.
        slants = item.get("mathvariant") == "normal" and text.isalpha() and not alphabets
        return f"upright({text})" if slants else _characters(text)
    plain = plain_letters(text)
    if len(alphabets) > 1:
        raise MathsError(f"The word {plain} mixes letters of several alphabets.")
    return ALPHABETS[alphabets.pop()].format(_quoted(plain)) if alphabets else _quoted(plain)


def _number(item: Element) -> str:
    text = item.text or ""
    return text if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else _quoted(text)


def _operator(item: Element) -> str:
    text = item.text or ""
    if item.get("_role") == "function":
        name = _quoted(text.replace("\u202f", " "))
        return f"op({name}{', limits: #true' if item.get('movablelimits') else ''})"
    if item.get("_role") == "middle":
        return f'class("normal", mid({_characters(text)}))'
    if item.get("_role") == "stretched":
        return f"stretch({_characters(text)})"
    kind = item.get("_tex", "ord")
    if item.get("_role") == "sized":
        sized = f"lr({_characters(text)}, size: #{item.get('maxsize')})"
        return f'class("{CLASSES[kind]}", {sized})'
    if text in ODD_CLASSES or item.get("_role") == "classed" or (len(text) > 1 and kind == "bin"):
        return f'class("{CLASSES[kind]}", {_characters(text)})'
    if kind == "bin" and item.get("form") == "infix":
        return f'class("binary", {_characters(text)})'
    if text in "|‖" and kind in ("open", "close") and item.get("stretchy") == "false":
        return f'class("{CLASSES[kind]}", {_characters(text)})'
    if text in "|‖:.,;/" and (kind == "ord" or text == ":"):
        return f'class("{CLASSES[kind]}", {_characters(text)})'
    return f"{_quoted(text)}" if len(text) > 1 else _characters(text)


def _text(item: Element) -> str:
    quoted = _quoted((item.text or "").replace("\u00a0", " "))
    style = item.get("style")
    if style and style not in TEXT_STYLES:
        raise MathsError(f"Text in the style {style} cannot be set in the PDF.")
    return TEXT_STYLES[style].format(quoted) if style else quoted


def _space(item: Element) -> str:
    width = item.get("_width", "0em")
    return NAMED_SPACES.get(width, f"#h({width})")


def _mrow(item: Element) -> str:
    role = item.get("_role", "")
    content = _row(item)
    if role.startswith("fenced"):
        return f"lr({content})"
    if role == "binomial":
        return f"binom({_part(item[1][0])}, {_part(item[1][1])})"
    if role == "box":
        return _framed(content, "0.5pt")
    if role.startswith("cancel"):
        extra = {"cancel-down": ", inverted: #true", "cancel-both": ", cross: #true"}
        return f"cancel({_inside(item)}{extra.get(role, '')})"
    if item.get("style"):
        raise MathsError("A group with a look of its own cannot be set in the PDF.")
    return content


def _style(item: Element) -> str:
    content = _row(item)
    if colour := item.get("mathcolor"):
        if colour not in COLOURS and not colour.startswith("#"):
            raise MathsError(f"The colour {colour} is not known in the PDF; write it as #rrggbb.")
        return f'#text(fill: rgb("{COLOURS.get(colour, colour)}"))[${content}$]'
    content = content or '""'
    key = (item.get("displaystyle", ""), item.get("scriptlevel", ""))
    if key not in STYLES:
        raise MathsError(f"The size {key} of mstyle is not known.")
    return f"{STYLES[key]}({content})"


def _fraction(item: Element) -> str:
    above, below = (_part(part) for part in item)
    if item.get("linethickness") == "0":
        return f"mat(delim: #none, row-gap: #0.2em, {above}; {below})"
    return f"frac({above}, {below})"


def _scripts(item: Element) -> str:
    base, *scripts = item
    if base.get("_role") == "accent" and base[1].text in ("⏞", "⏟") and len(scripts) == 1:
        return f"{LINES[base.tag, base[1].text]}({_part(base[0])}, {_script(scripts[0])})"
    sides = {"msub": "b", "munder": "b", "msup": "t", "mover": "t"}.get(item.tag, "bt")
    written = _base(base, under=item.tag.startswith(("munder", "mover")))
    simple = re.fullmatch(r'\w|[^\x00-\x7f]|"\w+"|\d+', written)
    pairs = list(zip(sides, map(_script, scripts), strict=True))
    if simple:
        return written + "".join(f"{'_' if side == 'b' else '^'}({text})" for side, text in pairs)
    return f"attach({written}, {', '.join(f'{side}: {text}' for side, text in pairs)})"


def _base(base: Element, under: bool) -> str:
    if is_empty(base):
        return '""'
    written = _part(base)
    core = base[0] if base.tag == "mstyle" else base
    is_operator = core.get("movablelimits") == "true" or core.get("_role") == "stretched"
    if under and not is_operator:
        return f"limits({written})"
    return f"scripts({written})" if is_operator and not under else written


def _script(item: Element) -> str:
    if item.get("_role") == "stack":
        return " \\ ".join(_row(line[0]) for line in item)
    return _write(item) or '""'


def _accented(item: Element) -> str:
    if item.get("_role") != "accent":
        return _scripts(item)
    base, mark = _part(item[0]), item[1].text or ""
    if (item.tag, mark) in LINES:
        return f"{LINES[item.tag, mark]}({base})"
    if item.tag == "munder":
        return f"attach(limits({base}), b: stretch({mark}))"
    if mark not in ACCENTS:
        raise MathsError(f"The accent {mark} is not known in the PDF.")
    return f"accent({base}, {ACCENTS[mark]})"


def _multiscripts(item: Element) -> str:
    places = [part for part in item if part.tag != "mprescripts"]
    base, right, left = places[0], places[1:-2], places[-2:]
    named = dict(zip(("br", "tr", "bl", "tl"), [*right, *left], strict=True)) if right else {}
    named = named or {"bl": left[0], "tl": left[1]}
    written = [f"{side}: {_script(part)}" for side, part in named.items() if part.tag != "none"]
    return f"attach({_part(base)}, {', '.join(written)})"


def _line(row: Element, between: str) -> str:
    """A row of an aligned equation: cells right and left of alignment points in turn."""
    return " & ".join(_cells_with_gaps(row, between)).strip()


def _cells_with_gaps(row: Element, between: str) -> list[str]:
    for cell in row:
        _refuse_unknown(cell)
    gap = f"#h({between})" if between != "0" else ""
    return [
        _join([gap if number and number % 2 == 0 else "", _row(cell)])
        for number, cell in enumerate(row)
    ]


def _table(item: Element) -> str:
    role = item.get("_role", "")
    if role in ("aligned", "gathered"):
        rows = [_aligned_row(row, item.get("_between", "")) for row in item]
        return f"mat(delim: #none, row-gap: #0.65em, {'; '.join(rows)})"
    options = ["delim: #none"]
    if role == "stack":
        options.append("row-gap: #0.1em")
    elif role in ("cases", "array"):
        options.append("column-gap: #1em")
    if role == "array":
        options.append("row-gap: #0.5em")
    if lines := _inner_lines(item):
        options.append(lines)
    shown = item.get("displaystyle") == "true"
    rows = [", ".join(_cell(cell, shown) for cell in row) for row in item]
    table = f"mat({', '.join(options)}, {'; '.join(rows)})"
    # LaTeX sets cells in the size of text, Typst one size below what is around the table.
    table = f"display({table})" if role in ("matrix", "cases", "array") else table
    edges = _edges(item)
    return _framed(table, f"({', '.join(f'{edge}: 0.5pt' for edge in edges)})") if edges else table


def _aligned_row(row: Element, between: str) -> str:
    cells = _cells_with_gaps(row, between)
    return " & ".join(f"display({cell})" if cell else '""' for cell in cells)


def _cell(cell: Element, shown: bool) -> str:
    _refuse_unknown(cell)
    content = _row(cell) or '""'
    content = f"display({content})" if shown else content
    return {"left": f"&{content}", "right": f"{content}&"}.get(cell.get("_side", ""), content)


def _inner_lines(item: Element) -> str:
    """Lines between rows and columns, as an option of ``mat``."""
    rows = [place for place in item.get("_lines", "").split() if 0 < int(place) < len(item)]
    columns = len(item[0])
    bars = [place for place in item.get("_bars", "").split() if 0 < int(place) < columns]
    parts = [f"{name}: ({', '.join(places)},)" for name, places in
             (("hline", rows), ("vline", bars)) if places]  # fmt: skip
    return f"augment: #({', '.join(parts)})" if parts else ""


def _edges(item: Element) -> list[str]:
    """The sides of a table that have a line."""
    rows, bars = item.get("_lines", "").split(), item.get("_bars", "").split()
    ends = (("top", "0" in rows), ("bottom", str(len(item)) in rows))
    ends += (("left", "0" in bars), ("right", str(len(item[0])) in bars))
    return [edge for edge, drawn in ends if drawn]


def _framed(content: str, stroke: str) -> str:
    """Draw lines around; ``mat`` would put them through its rows, a box through indices."""
    return f"#box(baseline: 50% - 0.25em, grid(stroke: {stroke}, inset: 0.3em, $ {content} $))"


def _padded(item: Element) -> str:
    content = _row(item)
    if item.get("width") == "0em":
        return f"#box(width: 0pt, clip: false)[${content}$]"
    return content


_WRITERS: dict[str, Callable[[Element], str]] = {
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _text,
    "mspace": _space,
    "mrow": _mrow,
    "mstyle": _style,
    "mfrac": _fraction,
    "msqrt": lambda item: f"sqrt({_inside(item)})",
    "mroot": lambda item: f"root({_part(item[1])}, {_part(item[0])})",
    "msub": _scripts,
    "msup": _scripts,
    "msubsup": _scripts,
    "munder": _accented,
    "mover": _accented,
    "munderover": _scripts,
    "mmultiscripts": _multiscripts,
    "mtable": _table,
    "mphantom": lambda item: f"#hide[${_row(item)}$]" if words(item) else "",
    "mpadded": _padded,
}
