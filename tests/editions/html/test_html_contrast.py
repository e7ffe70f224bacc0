"""The colours of the HTML edition can be read: WCAG 2.2 asks for a contrast of 4.5 to 1."""

import re
from pathlib import Path

import pytest

import soilbook

STYLE = Path(soilbook.__file__).parent / "editions" / "static" / "html" / "soilbook.css"
PAPER = {"light": "#ffffff", "dark": "#121212"}
TEXTS = ["primary", "secondary", "link", "link-hover", "inline-code"]
GROUNDS = ["--pst-color-table-row-hover-bg", "--pst-color-table-row-zebra-low-bg", "--soil-head"]


def colours(mode: str) -> dict[str, str]:
    """Return the colours that the style gives to names in one mode."""
    block = re.search(rf'html\[data-theme="{mode}"\] \{{(.*?)\}}', STYLE.read_text(), re.S)
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, from 0 to 1."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, two: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    low, high = sorted([luminance(one), luminance(two)])
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_on_every_ground(mode):
    found = colours(mode)
    texts = {name: found[f"--pst-color-{name}"] for name in TEXTS}
    texts["caption"] = found["--soil-caption"]
    grounds = {name: found[name] for name in [*GROUNDS, "--soil-notice"]}
    grounds["paper"] = PAPER[mode]
    weak = [
        (text, ground)
        for text, colour in texts.items()
        for ground, background in grounds.items()
        if contrast(colour, background) < 4.5
    ]
    assert weak == []
