"""The type of the headings: that of the cover, with the letters that the titles need."""

from __future__ import annotations

import string
from pathlib import Path

from sphinx.application import Sphinx

from ..fonts import FOLDER, subset
from .about import about, is_website

# `reading.css` names it.
FILE = "headings.woff2"
_BOLD = FOLDER / "LibertinusSerif-Bold.woff2"


def setup(app: Sphinx) -> None:
    """Write the font when the titles of all pages are known."""
    app.connect("build-finished", _write)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not is_website(app):
        return
    known = about(app)
    # Titles of sections are in the contents of each page; what a page adds is plain letters.
    titles = "".join(contents.astext() for contents in app.env.tocs.values())
    plain = string.ascii_letters + string.digits + string.punctuation
    letters = {*titles, *known.book.title, *plain}
    path = Path(app.outdir, "_static", FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(subset(_BOLD, letters - set(string.whitespace)))
