"""Pictures in a size that e-readers show without trouble."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from PIL import Image

# More pixels than the screen of any e-reader has; more only fills its memory.
LONGEST_SIDE = 1600
# MyST-NB names the pictures of notebooks by their digest. These stay as they are, since
# `jb verify` holds them against the record of the run.
_OF_A_NOTEBOOK = re.compile(r"[0-9a-f]{64}\.\w+")


def fitted(path: Path) -> bytes:
    """Return the PNG, JPEG, GIF or WebP at `path`, made smaller where it is longer than that.

    Nothing is left of what is no picture.
    """
    content = path.read_bytes()
    if _OF_A_NOTEBOOK.fullmatch(path.name):
        return content
    try:
        with Image.open(BytesIO(content)) as picture:
            if max(picture.size) <= LONGEST_SIDE or getattr(picture, "n_frames", 1) > 1:
                return content
            return min(content, _smaller(picture), key=len)
    except OSError:
        return b""


def _smaller(picture: Image.Image) -> bytes:
    # Colours of a palette cannot be mixed.
    colours = picture.convert("RGBA") if picture.mode == "P" else picture
    colours.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    written = BytesIO()
    options = {} if picture.format == "PNG" else {"quality": 88}
    colours.save(written, picture.format, optimize=True, **options)
    return written.getvalue()
