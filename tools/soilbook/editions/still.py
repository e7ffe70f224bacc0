"""What the two editions without scripts, EPUB and PDF, take of a notebook's outputs."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

STILL_EDITIONS = ("soilbook-epub", "soilbook-pdf")

# Best first: pictures before HTML, because HTML often is a picture that needs a script.
MIME_TYPES = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/markdown",
    "text/html",
    "text/latex",
    "application/json",
    "text/plain",
)


def setup(app: Sphinx) -> None:
    """Tell myst-nb once, for every builder alike: a value that differs would read the book anew."""
    app.connect("config-inited", _choose_outputs)


def _choose_outputs(app: Sphinx, config: Config) -> None:
    if "nb_mime_priority_overrides" not in config:
        return
    ours = [
        (edition, kind, 10 * place)
        for edition in STILL_EDITIONS
        for place, kind in enumerate(MIME_TYPES, start=1)
    ]
    # What the author wrote comes last, so that it has the last word.
    config.nb_mime_priority_overrides = [*ours, *config.nb_mime_priority_overrides]  # type: ignore[attr-defined]
