"""The PDF edition: docutils → Typst source → tagged PDF/UA-1."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import equations, figures, links, outputs, panels, prose, tables
from .builder import PdfBuilder

__all__ = ["equations", "figures", "links", "outputs", "panels", "prose", "setup", "tables"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder ``soilbook-pdf``."""
    app.add_builder(PdfBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
