"""The Sphinx extension: what authors can write, and the builders of the editions."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import __version__
from .editions import collect, disclosures, epub, explorable, figures, html, pdf, still
from .read import (
    appendix,
    blocks,
    characters,
    charts,
    configuration,
    datasets,
    embedded,
    images,
    languages,
    made,
    maths,
    numrefs,
    outputs,
    reference_checks,
    references,
    rewriting,
    spacing,
    titles,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part; each registers itself in a ``setup`` of its own."""
    collect.attach(app)
    characters.setup(app)
    configuration.setup(app)
    outputs.setup(app)
    datasets.setup(app)
    charts.setup(app)
    made.setup(app)
    appendix.setup(app)
    blocks.setup(app)
    embedded.setup(app)
    images.setup(app)
    languages.setup(app)
    maths.setup(app)
    numrefs.setup(app)
    references.setup(app)
    reference_checks.setup(app)
    rewriting.setup(app)
    spacing.setup(app)
    titles.setup(app)
    disclosures.setup(app)
    figures.setup(app)
    html.setup(app)
    explorable.setup(app)
    epub.setup(app)
    pdf.setup(app)
    still.setup(app)
    return {
        "version": __version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
