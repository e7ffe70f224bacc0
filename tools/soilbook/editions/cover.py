"""The cover of a book, drawn from its title: the same for the website and the EPUB."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

_DRAWING = Path(__file__).with_suffix(".typ")
#: Width and height of the small cover, in dots.
COVER_SIZE = (480, 720)
_INCHES = 120 / 25.4


def cover_thumbnail(title: str, subtitle: str, authors: str) -> bytes:
    """Draw the cover as a small PNG for a page, with as few colours as nobody misses."""
    picture = Image.open(BytesIO(cover_png(title, subtitle, authors, COVER_SIZE[0])))
    written = BytesIO()
    few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


@cache
def cover_png(title: str, subtitle: str, authors: str, width: int = 960) -> bytes:
    """Draw the cover `width` dots wide and half as much again high.

    Its words are set in a font of the compiler, so it looks the same on every machine.
    """
    words = {"title": title, "subtitle": subtitle, "authors": authors}
    made = typst.compile(
        _DRAWING.read_bytes(),
        format="png",
        ppi=width / _INCHES,
        ignore_system_fonts=True,
        sys_inputs=words,
    )
    assert isinstance(made, bytes)
    return made
