"""The EPUB edition: Sphinx writes the pages, a clean-up makes them strict, a package is packed."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from .builder import EpubEdition


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder ``soilbook-epub``."""
    # Where the PDF, made at the same time, tells on which page each block of text begins.
    app.add_config_value("soilbook_pages", "", "", [str])
    app.add_builder(EpubEdition)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
