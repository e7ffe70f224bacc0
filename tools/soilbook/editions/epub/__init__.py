"""The EPUB edition: Sphinx writes the pages, a clean-up makes them strict, a package is packed."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from .builder import EpubEdition

# What of a notebook's outputs is taken, best first: pictures before HTML, because HTML often is a
# picture that needs a script.
MIME_PRIORITY = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/markdown",
    "text/html",
    "text/latex",
    "text/plain",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder ``soilbook-epub``."""
    app.add_builder(EpubEdition)
    app.connect("config-inited", _choose_outputs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _choose_outputs(app: Sphinx, config: Config) -> None:
    """Tell myst-nb, for every builder alike: a value that differs would read the book anew."""
    if "nb_mime_priority_overrides" not in config:
        return
    ours = [(EpubEdition.name, mime, 10 * n) for n, mime in enumerate(MIME_PRIORITY, start=1)]
    # What the author wrote comes last, so that it has the last word.
    config.nb_mime_priority_overrides = [*ours, *config.nb_mime_priority_overrides]
