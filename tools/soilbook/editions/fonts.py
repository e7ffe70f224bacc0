"""Fonts that the editions carry with them, cut down to the characters a book uses.

The files and their licences are in the folder ``fonts/`` beside this module.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

from ..maths.alphabets import letter

# It tells each table it cuts, and some extensions of Sphinx print what every library tells.
logging.getLogger("fontTools").setLevel(logging.WARNING)

FOLDER = Path(__file__).parent / "fonts"
# The design of the PDF's equations, a little bolder for screens.
MATHS = FOLDER / "NewCMMath-Book.woff2"
# Forms of letters below an accent, and of accents above capitals. Those of small indices (ssty)
# would make the font more than twice as large, and Chromium does not use them.
_MATHS_FEATURES = ("dtls", "flac")
_MATHS = re.compile(r"<math\b.*?</math>", re.DOTALL)
_LEAF = re.compile(r"<(m[inos]|mtext)\b([^>]*)>([^<]+)<")


def subset(font: Path | str, characters: Iterable[int | str], flavour: str = "woff2") -> bytes:
    """Return a font with the glyphs that some characters need, the sizes of stretchy ones too.

    Parameters
    ----------
    font : Path or str
        A TrueType, OpenType or WOFF file; `MATHS` is the one for equations.
    characters : iterable of int or str
        Code points or characters; those that the font does not have are left out.
    flavour : {"woff2", "woff", ""}
        The format; nothing for plain TrueType or OpenType.

    Returns
    -------
    bytes
        The same for the same arguments, in whatever order the characters come.
    """
    codes = frozenset(ord(c) if isinstance(c, str) else c for c in characters)
    return _subset(Path(font), codes, flavour)


def characters_of_maths(page: str) -> set[str]:
    """Return the characters that the equations of a page in HTML or XHTML are drawn with.

    A single letter in ``mi`` is drawn as the italic letter of Unicode, and a root as its sign.
    """
    found: set[str] = set()
    for equation in _MATHS.findall(page):
        found.update("√" if "<msqrt" in equation or "<mroot" in equation else "")
        for tag, attributes, escaped in _LEAF.findall(equation):
            text = unescape(escaped)
            found.update(text)
            if tag == "mi" and len(text) == 1 and "mathvariant" not in attributes:
                found.add(letter(text, "italic"))
    return found


@lru_cache(maxsize=16)
def _subset(font: Path, codes: frozenset[int], flavour: str) -> bytes:
    options = Options(hinting=False, glyph_names=False, notdef_outline=True)
    options.flavor = flavour or None
    options.layout_features = [*options.layout_features, *_MATHS_FEATURES]
    # What the font's editor left there.
    options.drop_tables = [*options.drop_tables, "FFTM", "PfEd"]
    written = BytesIO()
    with load_font(str(font), options, lazy=True) as loaded:
        # The date of the build would make two builds differ.
        loaded.recalcTimestamp = False
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(loaded)
        save_font(loaded, written, options)
    return written.getvalue()
