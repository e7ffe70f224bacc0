"""Environments: aligned equations, cases, matrices, arrays; each becomes an mtable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ..findings import did_you_mean
from .tokens import Tokens, source_of, split_at
from .tree import MathsError, element, fenced, tex

if TYPE_CHECKING:
    from .parse import Parser

_ALIGNED = frozenset("align aligned split alignat alignedat flalign".split())
_GATHERED = frozenset("gather gathered multline equation displaymath math".split())
_MATRICES = {"matrix": ("", ""), "smallmatrix": ("", ""), "pmatrix": ("(", ")")}
_MATRICES |= {"bmatrix": ("[", "]"), "Bmatrix": ("{", "}")}
_MATRICES |= {"vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖")}
_CASES = {"cases": ("{", ""), "dcases": ("{", ""), "rcases": ("", "}")}
NAMES = (*_ALIGNED, *_GATHERED, *_MATRICES, *_CASES, "array", "eqnarray")

Rows = list[list[list[str]]]


def top_rows(parser: Parser) -> list[Element] | None:
    r"""Parse an equation with ``\\`` or ``&`` outside any environment; None when it has none."""
    tokens = parser.tokens.rest()
    rows = _rows(tokens)
    if len(rows) == 1 and len(rows[0]) == 1:
        parser.tokens.push(tokens)
        return None
    if any(len(row) > 1 for row in rows):
        return [_aligned(parser, rows)]
    return [_gathered(parser, rows)]


def parse(parser: Parser) -> Element:
    r"""Parse an environment whose ``\begin`` has just been taken."""
    name = parser.tokens.text(r"\begin")
    plain = name.rstrip("*")
    tokens = parser.tokens.environment(name)
    if plain in _ALIGNED:
        counted = plain.startswith("aligna") or plain == "alignedat"
        rows = _rows(_without_argument(tokens) if counted else _without_place(tokens))
        return _aligned(parser, rows, "0" if counted else "2em")
    if plain == "eqnarray":
        return _equation_array(parser, _rows(tokens))
    if plain in _GATHERED:
        return _gathered(parser, _rows(_without_place(tokens)))
    if plain in _MATRICES:
        return _matrix(parser, plain, tokens, starred=name.endswith("*"))
    if plain in _CASES:
        return _cases(parser, plain, tokens)
    if plain in ("array", "subarray"):
        return _array(parser, tokens)
    raise MathsError(f"The environment {name} is not known.{did_you_mean(name, NAMES)}")


def _rows(tokens: list[str]) -> Rows:
    rows = [_without_gap(row) for row in split_at(tokens, r"\\")]
    while len(rows) > 1 and not any(token != " " for token in rows[-1]):
        rows.pop()
    return [split_at(row, "&") for row in rows]


def _without_gap(tokens: list[str]) -> list[str]:
    r"""Drop the ``[2ex]`` of ``\\[2ex]``, which asks for more room between rows."""
    if tokens[:1] == ["*"]:
        tokens = tokens[1:]
    if tokens[:1] != ["["] or "]" not in tokens:
        return tokens
    end = tokens.index("]")
    is_length = re.fullmatch(r"\s*-?[\d.]+\s*(ex|em|pt|mm|cm)\s*", source_of(tokens[1:end]))
    return tokens[end + 1 :] if is_length else tokens


def _without_place(tokens: list[str]) -> list[str]:
    r"""Drop the ``[t]`` of ``\begin{aligned}[t]``."""
    text = "".join(tokens[:3])
    return tokens[3:] if text in ("[t]", "[b]", "[c]") else tokens


def _without_argument(tokens: list[str]) -> list[str]:
    text = source_of(tokens).lstrip()
    return tokens[tokens.index("}") + 1 :] if text.startswith("{") else tokens


def _aligned(parser: Parser, rows: Rows, between: str = "2em") -> Element:
    """Columns right and left in turn, a gap between pairs."""
    columns = max(len(row) for row in rows)
    table = _table("aligned", displaystyle="true")
    for row in rows:
        line = element("mtr")
        for number in range(columns):
            content = parser.items_of(row[number]) if number < len(row) else []
            if number % 2:
                _go_on(content)
            side = "left" if number % 2 else "right"
            gap = between if number and number % 2 == 0 else "0"
            line.append(_cell(content, side, f"0.35em 0 0.35em {gap}"))
        table.append(line)
    table.set("_between", between)
    return table


def _go_on(content: list[Element]) -> None:
    """Mark a line that goes on with + or −, which is then no sign."""
    first = next((item for item in content if tex(item) != "space"), None)
    if first is not None and tex(first) == "bin" and first.tag == "mo":
        first.set("form", "infix")


def _equation_array(parser: Parser, rows: Rows) -> Element:
    """Three columns: right, centre, left; everything in the size of display."""
    if max(len(row) for row in rows) > 3:
        raise MathsError("An eqnarray has three columns at most.")
    table = _grid(parser, rows, "rcl", "array")
    table.set("displaystyle", "true")
    table.set("_lines_of", "equations")
    for row in table:
        for cell in row[1:]:
            _go_on(list(cell))
    return table


def _gathered(parser: Parser, rows: Rows) -> Element:
    """Rows in the middle, one below the other; a single row needs no table."""
    if len(rows) == 1:
        return element("mrow", *parser.items_of([t for cell in rows[0] for t in cell]))
    table = _table("gathered", displaystyle="true")
    for row in rows:
        if len(row) > 1:
            raise MathsError("There is a & where the rows have no columns.")
        content = parser.items_of(row[0])
        if len(table):
            _go_on(content)
        table.append(element("mtr", _cell(content, "center", "0.35em 0")))
    return table


def _matrix(parser: Parser, name: str, tokens: list[str], starred: bool) -> Element:
    reader = Tokens(tokens)
    side = source_of(reader.optional(name) or []).strip() if starred else ""
    if side not in ("", "l", "c", "r"):
        raise MathsError(f"The columns of a matrix are l, c or r, not {side}.")
    rows = _rows(reader.rest())
    table = _grid(parser, rows, side * max(len(row) for row in rows), "matrix")
    if name == "smallmatrix":
        table.set("_role", "small")
        return element("mstyle", table, displaystyle="false", scriptlevel="1")
    left, right = _MATRICES[name]
    return fenced(left, [table], right) if left else table


def _cases(parser: Parser, name: str, tokens: list[str]) -> Element:
    table = _grid(parser, _rows(tokens), "ll", "cases")
    if name == "dcases":
        table.set("displaystyle", "true")
    left, right = _CASES[name]
    return fenced(left, [table], right)


def stacked(parser: Parser, tokens: list[str]) -> Element:
    r"""Parse the lines of ``\substack``: close to each other, in the size around them."""
    table = _table("stack")
    for row in split_at(tokens, r"\\"):
        table.append(element("mtr", _cell(parser.items_of(row), "center", "0")))
    return table


def _array(parser: Parser, tokens: list[str]) -> Element:
    reader = Tokens(tokens)
    reader.optional(r"\begin{array}")
    columns = _columns(reader.text(r"\begin{array}"))
    if not re.fullmatch(r"[lcr|]+", columns):
        raise MathsError(f"The columns {columns} of an array may be l, c, r and | only.")
    table = _grid(parser, _rows(reader.rest()), columns.replace("|", ""), "array")
    bars = [match.start() - n for n, match in enumerate(re.finditer(r"\|", columns))]
    for row in table:
        for number, cell in enumerate(row):
            _add_line(cell, "left", number == 0 and 0 in bars)
            _add_line(cell, "right", number + 1 in bars)
    table.set("_bars", " ".join(str(bar) for bar in bars))
    return table


def _columns(source: str) -> str:
    r"""Write out ``*{3}{c}`` and drop ``@{}``, which takes away the room at the edge."""
    plain = re.sub(r"\s|@\{[^{}]*\}", "", source)
    return re.sub(r"\*\{(\d)\}\{([^{}]*)\}", lambda found: found[2] * int(found[1]), plain)


def _grid(parser: Parser, rows: Rows, columns: str, role: str) -> Element:
    """Rows and columns; ``\\hline`` before a row draws a line above it."""
    table = _table(role)
    width = max(len(row) for row in rows)
    sides = {"l": "left", "c": "center", "r": "right", "": "center"}
    lines: list[int] = []
    for row in rows:
        line_above = r"\hline" in row[0]
        row[0] = [token for token in row[0] if token != r"\hline"]
        if line_above:
            lines.append(len(table))
        if row is rows[-1] and line_above and not any(t != " " for cell in row for t in cell):
            break
        cells = element("mtr")
        for number in range(width):
            content = parser.items_of(row[number]) if number < len(row) else []
            cells.append(_cell(content, sides[columns[number : number + 1]], "0.25em 0.4em"))
            _add_line(cells[-1], "top", line_above)
        table.append(cells)
    if lines and lines[-1] == len(table):
        for cell in table[-1]:
            _add_line(cell, "bottom", True)
    table.set("_lines", " ".join(str(line) for line in lines))
    return table


def _table(role: str, **attributes: str) -> Element:
    return element("mtable", _role=role, **attributes)


def _cell(content: list[Element], side: str, padding: str) -> Element:
    items = {"left": "start", "center": "center", "right": "end"}[side]
    style = f"text-align: {side}; justify-items: {items}; padding: {padding}"
    # Readers of MathML 3 know the attribute, browsers only the style.
    return element("mtd", *content, columnalign=side, style=style, _side=side, _padding=padding)


def _add_line(cell: Element, edge: str, wanted: bool) -> None:
    if wanted:
        cell.set("style", f"{cell.get('style')}; border-{edge}: 0.06em solid")
