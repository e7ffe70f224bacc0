"""The Sphinx extension: what authors can write, and the builders of the editions."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import __version__
from .editions import collect, disclosures, epub, figures, html, pdf, still
from .read import (
    appendix,
    characters,
    configuration,
    datasets,
    images,
    made,
    maths,
    outputs,
    reference_checks,
    references,
    rewriting,
    spacing,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part; each registers itself in a ``setup`` of its own."""
    collect.attach(app)
    characters.setup(app)
    configuration.setup(app)
    outputs.setup(app)
    datasets.setup(app)
    made.setup(app)
    appendix.setup(app)
    images.setup(app)
    maths.setup(app)
    references.setup(app)
    reference_checks.setup(app)
    rewriting.setup(app)
    spacing.setup(app)
    disclosures.setup(app)
    figures.setup(app)
    html.setup(app)
    epub.setup(app)
    pdf.setup(app)
    still.setup(app)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
