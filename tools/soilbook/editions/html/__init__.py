"""The HTML edition: Jupyter Book's own pages, made light, whole and at home.

Everything here goes through Sphinx's events, for whatever HTML theme the book has. Each module has
a ``setup`` of its own.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import bundle, defaults, home, mathfont, reading, redirects, repairs, search, shell, slim


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect each part to the events of every HTML builder."""
    bundle.setup(app)
    defaults.setup(app)
    home.setup(app)
    mathfont.setup(app)
    reading.setup(app)
    redirects.setup(app)
    repairs.setup(app)
    search.setup(app)
    shell.setup(app)
    slim.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
