"""The colours of the HTML edition can be read: WCAG 2.2 asks for a contrast of 4.5 to 1."""

import re
from pathlib import Path

import pytest

import soilbook

STYLE = Path(soilbook.__file__).parent / "editions" / "static" / "html" / "soilbook.css"
TEXTS = [
    "--pst-color-text-base",
    "--pst-color-text-muted",
    "--pst-color-heading",
    "--pst-color-primary",
    "--pst-color-secondary",
    "--pst-color-link",
    "--pst-color-link-hover",
    "--pst-color-inline-code",
    "--soil-caption",
]
GROUNDS = [
    "--pst-color-background",
    "--pst-color-on-background",
    "--pst-color-surface",
    "--pst-color-target",
    "--pst-color-table-row-hover-bg",
    "--pst-color-table-row-zebra-low-bg",
    "--soil-head",
    "--soil-notice",
]
# Text on the colour of its own kind.
PAIRS = [
    ("--pst-color-text-base", f"--pst-color-{kind}-bg")
    for kind in ("info", "success", "warning", "attention", "danger")
] + [
    ("--pst-color-primary-text", "--pst-color-primary"),
    ("--pst-color-secondary-text", "--pst-color-secondary"),
    ("--pst-color-secondary-text", "--pst-color-secondary-highlight"),
]
# Lines of controls, and the ring around what has the focus: 3 to 1.
LINES = ["--soil-rule", "--pst-color-accent"]


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
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + PAIRS
    weak = [pair for pair in pairs if contrast(*map(found.get, pair)) < 4.5]
    assert weak == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_line_on_paper(mode):
    found = colours(mode)
    grounds = ["--pst-color-background", "--pst-color-surface"]
    pairs = [(line, ground) for line in LINES for ground in grounds]
    assert [pair for pair in pairs if contrast(*map(found.get, pair)) < 3] == []
