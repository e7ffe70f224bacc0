"""The PDF edition: docutils → Typst source → tagged PDF/UA-1."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from . import equations, figures, links, outputs, panels, prose, tables
from .builder import PdfBuilder

__all__ = ["equations", "figures", "links", "outputs", "panels", "prose", "setup", "tables"]

# What myst-nb takes from the output of a cell, best first.
MIME_TYPES = (
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
    """Register the builder ``soilbook-pdf``."""
    app.add_builder(PdfBuilder)
    app.connect("config-inited", prefer_vector_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def prefer_vector_pictures(app: Sphinx, config: Config) -> None:
    """Tell myst-nb which outputs this builder wants; what the author wrote comes later and wins."""
    if "nb_mime_priority_overrides" in config.values:
        wanted = [
            (PdfBuilder.name, kind, 10 * (place + 1)) for place, kind in enumerate(MIME_TYPES)
        ]
        given = list(config.nb_mime_priority_overrides)
        config.nb_mime_priority_overrides = [*wanted, *given]  # type: ignore[attr-defined]
