"""The PDF edition: docutils → Typst source → tagged PDF/UA-1."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import (
    cards,
    descriptions,
    diagrams,
    elsewhere,
    equations,
    figures,
    links,
    live,
    outputs,
    panels,
    proofs,
    prose,
    tables,
    unprinted,
)
from .builder import PdfBuilder

RENDERING = (cards, descriptions, diagrams, elsewhere, equations, figures, links, outputs, panels)
RENDERING += (proofs, prose, tables, unprinted)
"""The modules whose functions set the nodes of a page; importing one registers them."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder ``soilbook-pdf``."""
    app.add_builder(PdfBuilder)
    live.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
