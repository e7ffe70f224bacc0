"""Letters of a drawing as shapes, so that it looks the same wherever its font is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import matplotlib
from lxml import etree
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.path import Path as Outline
from matplotlib.textpath import text_to_path

#: The fonts that matplotlib brings; the charts are measured with them, too.
LETTERS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_KEPT = ("fill", "opacity", "fill-opacity", "stroke", "style", "class")
_SPOKEN = re.compile(r"aria-|role$|class$")
_COMMANDS = {
    Outline.MOVETO: "M",
    Outline.LINETO: "L",
    Outline.CURVE3: "Q",
    Outline.CURVE4: "C",
}


def with_shapes(svg: str) -> str:
    """Replace each text of a drawing by the outlines of its letters, each kept once.

    Parameters
    ----------
    svg : str
        A picture of Vega: one ``text`` element a line, with its size and anchor as attributes.
    """
    root = etree.fromstring(svg.encode("utf-8"))
    letters: dict[str, str] = {}
    for text in list(root.iter(f"{_SVG}text")):
        parent = text.getparent()
        place = parent.index(text)
        parent.remove(text)
        # Vega hides labels that would overlap by making them transparent.
        seen = text.get("opacity") != "0"
        for line in list(text.iter(f"{_SVG}tspan")) or [text]:
            if seen and "".join(line.itertext()).strip():
                parent.insert(place, _shape(line, {**text.attrib, **line.attrib}, letters))
                place += 1
    for element in root.iter():
        # What Vega says to screen readers is lost in a picture, which has an alternative text.
        for name in [*filter(_SPOKEN.match, element.attrib)]:
            del element.attrib[name]
    kept = etree.Element(f"{_SVG}defs")
    for name, outline in letters.items():
        etree.SubElement(kept, f"{_SVG}path", id=name, d=outline)
    root.insert(0, kept)
    return etree.tostring(root, encoding="unicode")


def _shape(
    line: etree._Element, told: Mapping[str, str], letters: dict[str, str]
) -> etree._Element:
    """One line as a group of letters; outlines that are new go into `letters`."""
    weight = "bold" if told.get("font-weight") in ("bold", "600", "700") else "normal"
    found, width = _letters("".join(line.itertext()), weight, told.get("font-style", "normal"))
    size = float(told.get("font-size", "11").removesuffix("px"))
    scale = size / text_to_path.FONT_SCALE
    start = {"middle": width / 2, "end": width}.get(told.get("text-anchor", ""), 0.0)
    right = float(told.get("x", 0)) - start * scale
    down = float(told.get("y", 0)) + float(told.get("dy", 0))
    moved = f"translate({right:.2f} {down:.2f}) scale({scale:.4f} {-scale:.4f})"
    group = etree.Element(f"{_SVG}g", {name: told[name] for name in _KEPT if name in told})
    group.set("transform", f"{told.get('transform', '')} {moved}".strip())
    for name, outline, x in found:
        letters.setdefault(name, outline)
        etree.SubElement(group, f"{_SVG}use", {_HREF: f"#{name}", "x": f"{x:.1f}"})
    return group


@cache
def _letters(
    words: str, weight: str, style: str
) -> tuple[tuple[tuple[str, str, float], ...], float]:
    """Name, outline and place of each letter, and the width of all, in the units of the font."""
    size = text_to_path.FONT_SCALE
    properties = FontProperties(family="DejaVu Sans", weight=weight, style=style, size=size)
    font = get_font(findfont(properties))
    font.set_size(size, text_to_path.DPI)
    placed, outlines, _ = text_to_path.get_glyphs_with_font(font, words)
    known = {name: _as_path(*outline) for name, outline in outlines.items()}
    width, _, _ = text_to_path.get_text_width_height_descent(words, properties, ismath=False)
    name_of = f"{weight[0]}{style[0]}".__add__
    return tuple((name_of(str(name)), known[name], x) for name, x, *_ in placed), width


def _as_path(points: Iterable[Iterable[float]], codes: Iterable[int]) -> str:
    made, left = [], 0
    for (x, y), code in zip(points, codes, strict=True):
        if code == Outline.CLOSEPOLY:
            made.append("Z")
            continue
        # A curve has its command before the first of its points only.
        made.append(f"{' ' if left else _COMMANDS[code]}{x:.0f} {y:.0f}")
        left = left - 1 if left else Outline.NUM_VERTICES_FOR_CODE[code] - 1
    return "".join(made)
