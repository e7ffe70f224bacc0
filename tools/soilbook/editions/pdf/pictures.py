"""The files of pictures, laid beside the Typst source under names that do not change."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from docutils import nodes

if TYPE_CHECKING:
    from .writer import Writer

FOLDER = "images"
_DATA = re.compile(
    r"data:image/(?P<kind>svg\+xml|png|jpe?g|gif|webp)[^,]*?(?P<base64>;base64)?,(?P<data>.*)",
    re.DOTALL,
)
_SUFFIXES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"}


@dataclass
class Pictures:
    """Puts pictures into the folder of the Typst source.

    Parameters
    ----------
    source : pathlib.Path
        The folder that addresses of pictures are relative to.
    out : pathlib.Path
        The folder of the Typst source.
    """

    source: Path
    out: Path
    placed: dict[str, str] = field(default_factory=dict)

    def file(self, node: nodes.Element) -> Path | None:
        """Return the file of a picture, None when it is not in the repository."""
        uri = str(node.get("uri", ""))
        if re.match(r"[a-z][a-z0-9+.-]+:", uri) or not uri:
            return None
        # Sphinx itself lays pictures that a page holds as text outside the repository.
        places = (self.source / uri.lstrip("/"), Path(uri))
        return next((path for path in places if path.is_file()), None)

    def place(self, writer: Writer, node: nodes.Element) -> str | None:
        """Return the name of a picture for Typst; None, with a warning, when there is none."""
        if inside := _inside(node):
            name = self._keep(writer, *inside, node)
            return None if name in writer.refused else name
        path = self.file(node)
        uri = str(node.get("uri", ""))
        if path is None:
            is_remote = "://" in uri
            fault = "pdf-remote-image" if is_remote else "image-missing"
            remedy = (
                "Save it in the repository" if is_remote else "Mend the address or add the file"
            )
            writer.warn(fault, f"The picture {uri} is not in the repository. {remedy}.", node)
            return None
        if path.suffix.lower() not in _SUFFIXES:
            message = f"The PDF cannot show {path.name}. Save it as SVG, PNG or JPEG."
            writer.warn("pdf-image-format", message, node)
            return None
        name = self._keep(writer, path.stem, path.suffix.lower(), path.read_bytes(), node)
        if name in writer.refused:
            message = f"{path.name} cannot be read: {writer.refused[name]}. Save it again."
            writer.warn("image-unreadable", message, node)
            return None
        return name

    def _keep(
        self, writer: Writer, stem: str, suffix: str, data: bytes, node: nodes.Element
    ) -> str:
        digest = hashlib.sha256(data).hexdigest()[:8]
        stem = re.sub(r"[^A-Za-z0-9_-]", "-", stem)[:40]
        name = f"{FOLDER}/{stem}-{digest}{suffix}"
        if name not in self.placed:
            (self.out / FOLDER).mkdir(parents=True, exist_ok=True)
            (self.out / name).write_bytes(data)
            self.placed[name] = writer.where(node)
        return name


def _inside(node: nodes.Element) -> tuple[str, str, bytes] | None:
    """Return stem, suffix and content of a picture that the page itself holds."""
    if drawing := node.get("drawing"):
        return "drawing", ".svg", str(drawing).encode()
    match = _DATA.fullmatch(str(node.get("uri", "")))
    if not match:
        return None
    data = unquote_to_bytes(match["data"])
    try:
        data = b64decode(data) if match["base64"] else data
    except ValueError:
        return None
    return "picture", f".{match['kind'].partition('+')[0]}", data
