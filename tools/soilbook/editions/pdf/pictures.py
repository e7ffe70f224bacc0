"""The files of pictures, laid beside the Typst source under names that do not change."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from .glyphs import code_point

if TYPE_CHECKING:
    from .writer import Writer

FOLDER = "images"
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
        path = self.source / uri.lstrip("/")
        return path if path.is_file() else None

    def place(self, writer: Writer, node: nodes.Element) -> str | None:
        """Return the name of a picture for Typst; None, with a warning, when there is none."""
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
        name = self._copy(writer, path, node)
        if name in writer.refused:
            message = f"{path.name} cannot be read: {writer.refused[name]}. Save it again."
            writer.warn("image-unreadable", message, node)
            return None
        return name

    def _copy(self, writer: Writer, path: Path, node: nodes.Element) -> str:
        data = path.read_bytes()
        if path.suffix.lower() == ".svg":
            data = self._printable(writer, data, node)
        digest = hashlib.sha256(data).hexdigest()[:8]
        stem = re.sub(r"[^A-Za-z0-9_-]", "-", path.stem)[:40]
        name = f"{FOLDER}/{stem}-{digest}{path.suffix.lower()}"
        if name not in self.placed:
            (self.out / FOLDER).mkdir(parents=True, exist_ok=True)
            (self.out / name).write_bytes(data)
            self.placed[name] = writer.where(node)
        return name

    def _printable(self, writer: Writer, data: bytes, node: nodes.Element) -> bytes:
        if not writer.glyphs.missing:
            return data
        text = data.decode("utf-8", errors="replace")
        lost = writer.glyphs.missing.intersection(text)
        if not lost:
            return data
        writer.glyphs.visible("".join(lost), node)
        for character in lost:
            text = text.replace(character, code_point(character))
        return text.encode()
