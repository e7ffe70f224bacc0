"""Files of pictures: whether they hold what their name says."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

# How a file of each kind begins.
_BEGINNINGS = {
    ".gif": ("GIF", b"GIF8"),
    ".jpeg": ("JPEG", b"\xff\xd8\xff"),
    ".jpg": ("JPEG", b"\xff\xd8\xff"),
    ".png": ("PNG", b"\x89PNG\r\n\x1a\n"),
    ".webp": ("WebP", b"RIFF"),
}


def fault_of_picture(path: Path) -> str:
    """Say what is wrong with a picture, as the end of a sentence; nothing if it can be shown.

    Only the beginning and the end of pixels are looked at, and all of an SVG.
    """
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if not data:
        return "is empty"
    if suffix == ".svg":
        return _fault_of_svg(data)
    kind, beginning = _BEGINNINGS.get(suffix, ("", b""))
    if not data.startswith(beginning):
        return f"is not a {kind} picture, whatever its name says"
    if suffix == ".png" and b"IEND" not in data[-4096:]:
        return "is broken off before its end"
    return ""


def _fault_of_svg(data: bytes) -> str:
    try:
        top = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return f"is not the XML that an SVG must be ({error})"
    return "" if top.tag.rpartition("}")[2] == "svg" else "is XML, but not SVG"
