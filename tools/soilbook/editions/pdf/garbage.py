"""Looks for garbage seldom: what is unpickled for a PDF is needed until the PDF is made.

Python walks all it holds again and again while hundreds of doctrees are read: more than half the
time of resolving a book of 100 chapters.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Objects that are made before Python looks; its own number is 700.
SELDOM = 200_000


def look_seldom(app: Sphinx) -> None:
    """Do so until the build is finished, well or not."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    app.connect("build-finished", lambda *_: gc.set_threshold(*before))
