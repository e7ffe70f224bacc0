"""Fonts of icons, cut down to the icons that a style sheet still draws, and put into it."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from fontTools.ttLib import TTFont

from ..fonts import subset
from .trimming import Rule

# The private area of Unicode, where these fonts have their pictures.
_DRAWN = re.compile("[\ue000-\uf8ff]")
_ESCAPED = re.compile(r"\\([ef][0-9a-f]{3})\b", re.I)
_FILE = re.compile(r"""url\(["']?([^"')]*(?:fontawesome|fa-)[^"')]*\.(?:woff2|ttf))""")


def with_icons(rules: list[Rule], static: Path) -> list[Rule]:
    """Replace every font of icons by one with the pictures in use, or by nothing without any.

    Parameters
    ----------
    rules : list of Rule
        All rules that stay, since any of them may draw an icon.
    static : pathlib.Path
        The folder that the addresses in the rules start from.
    """
    drawn = _icons_in("".join(map(str, rules)))
    return [new for rule in rules if (new := _subset_face(rule, static, drawn))]


def _icons_in(text: str) -> set[int]:
    escaped = {int(code, 16) for code in _ESCAPED.findall(text)}
    return escaped | {ord(character) for character in _DRAWN.findall(text)}


def _subset_face(rule: Rule, static: Path, drawn: set[int]) -> Rule | None:
    source = dict(rule.declarations).get("src", "") if rule.head[0] == "@font-face" else ""
    named = _FILE.search(source)
    if not named or not (static / named[1]).is_file():
        return rule
    path = static / named[1]
    with TTFont(path) as font:
        shared = drawn & set(font.getBestCmap())
    if not shared:
        return None
    data = base64.b64encode(subset(path, shared)).decode("ascii")
    kept = [pair for pair in rule.declarations if pair[0] != "src"]
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return Rule(rule.head, [*kept, ("src", source)])
