"""Displayed equations that are wider than the screen of a phone."""

from __future__ import annotations

from lxml import etree

from .names import MATHML, classes, elements

# In ems: a phone shows about 22 of them, less the number of the equation.
WIDE = 17

_LETTER, _SIGN, _SCRIPT = 0.55, 1.0, 0.7
_SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts")


def wide_equations(body: etree._Element) -> None:
    """Let what may be too wide scroll in itself, also with keys."""
    for box in elements(body, "div"):
        if "math" not in classes(box):
            continue
        equations = box.findall(f".//{{{MATHML}}}math")
        if any(width(equation) > WIDE for equation in equations):
            box.set("class", f"{box.get('class')} wide")
            box.set("tabindex", "0")


def width(element: etree._Element) -> float:
    """Return about how wide an equation is, in ems."""
    name = etree.QName(element).localname
    widths = [width(child) for child in element]
    if name in ("annotation", "annotation-xml", "none"):
        return 0
    if name in ("mi", "mn", "mtext"):
        return _LETTER * len(element.text or "")
    if name == "mo":
        return _SIGN * min(len(element.text or ""), 2)
    if name == "mfrac":
        return max(widths, default=0)
    if name in _SCRIPTS:
        return sum(widths[:1]) + _SCRIPT * max(widths[1:], default=0)
    if name == "mtable":
        rows = [[width(cell) for cell in row] for row in element]
        columns = max(map(len, rows), default=0)
        return sum(max(row[n] for row in rows if n < len(row)) for n in range(columns))
    return sum(widths)
