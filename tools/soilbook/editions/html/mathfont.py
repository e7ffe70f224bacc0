"""The font of the equations: one file beside the style, with the characters that the pages use."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from ..fonts import MATHS, characters_of_maths, subset

# `maths.css` names it; a browser asks for it only where a page has an equation.
FILE = "maths.woff2"


def setup(app: Sphinx) -> None:
    """Write the font when all pages are there, also those of an earlier build."""
    app.connect("build-finished", _write_font)


def _write_font(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    used: set[str] = set()
    for page in sorted(Path(app.outdir).rglob("*.html")):
        used |= characters_of_maths(page.read_text(encoding="utf-8", errors="replace"))
    if used:
        Path(app.outdir, "_static", FILE).write_bytes(subset(MATHS, used))
