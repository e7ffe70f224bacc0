"""Names of image files with letters outside ASCII, or spaces, in Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class PlainNames(SphinxTransform):
    """Read ``%C3%A4.png`` as the file ``ä.png``: MyST encodes what Sphinx looks for."""

    # Before anything looks for the file.
    default_priority = 10

    def apply(self, **kwargs: Any) -> None:
        """Change the addresses of one document in place."""
        for image in self.document.findall(nodes.image):
            uri = str(image.get("uri", ""))
            if "%" not in uri or "://" in uri or self._is_file(uri):
                continue
            if self._is_file(unquote(uri)):
                image["uri"] = unquote(uri)

    def _is_file(self, uri: str) -> bool:
        _, path = self.env.relfn2path(uri, self.env.docname)
        return Path(path).is_file()


def setup(app: Sphinx) -> None:
    """Register the transform for every page."""
    app.add_transform(PlainNames)
