"""SVG as matplotlib writes it, in half the bytes and to the eye the same.

Matplotlib writes every point with six decimals and from the corner of the picture. A hundredth of
a point (0.0035 mm) is finer than any screen or printer, and from point to point numbers are short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Decimals that are kept of lengths in points.
DECIMALS = 2

_NOISE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>|<!--.*?-->", re.S)
_BETWEEN_TAGS = re.compile(r">\s+<")
_PATH = re.compile(r' d="([^"]*)"')
_PLACE = re.compile(r'( (?:x|y|cx|cy|r|x1|x2|y1|y2|width|height|transform|points)=")([^"]*)"')
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]?\d+)?")
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e[-+]?\d+)?")
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_PLAIN = re.compile(r"[MLQCzZ\d\s.,+-]*")
_SCALED = re.compile(r"scale|matrix|skew")


def smaller(svg: str) -> str:
    """Return the same drawing with shorter numbers, without what matplotlib says of itself.

    Parameters
    ----------
    svg : str
        A picture written by matplotlib. Paths with other commands than its own stay as they are.
    """
    svg = _PATH.sub(lambda path: f' d="{_relative(path[1])}"', _NOISE.sub("", svg))
    svg = _PLACE.sub(lambda place: f'{place[1]}{_rounded(place[2])}"', svg)
    return _BETWEEN_TAGS.sub("><", svg).strip()


def _rounded(text: str) -> str:
    """Places to `DECIMALS`; factors of scale as they are, since they multiply what is inside."""
    if _SCALED.search(text):
        return text
    return _LONG.sub(lambda number: _short(round(float(number[0]) * 10**DECIMALS)), text)


def _relative(path: str) -> str:
    """Write the points of a path from one to the next; in hundredths, so that no error adds up."""
    if not _PLAIN.fullmatch(path):
        return path
    written = "".join(_steps(path))
    return written if len(written) < len(path) else path


def _steps(path: str) -> Iterator[str]:
    here = start = (0, 0)
    for command, numbers in _COMMAND.findall(path):
        values = [round(float(n) * 10**DECIMALS) for n in _NUMBER.findall(numbers)]
        if command in "zZ":
            here = start
            yield "z"
            continue
        size = {"Q": 4, "C": 6}.get(command, 2)
        for first in range(0, len(values), size):
            step = values[first : first + size]
            moves = [value - here[place % 2] for place, value in enumerate(step)]
            here = (step[-2], step[-1])
            if command == "M":
                start = here
                # From here on it is no move, but lines.
            yield command.lower() + _joined(moves)


def _joined(moves: list[int]) -> str:
    text = ""
    for move in moves:
        number = _short(move)
        text += number if not text or number.startswith("-") else f" {number}"
    return text


def _short(hundredths: int) -> str:
    """Write hundredths as a decimal number with nothing spare: ``-.5``, ``12``, ``0``."""
    text = f"{hundredths / 10**DECIMALS:.{DECIMALS}f}".rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0(?=\.)", r"\1", text)
    return "0" if text in ("", "-", "-0") else text
