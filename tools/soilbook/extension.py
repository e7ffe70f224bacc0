"""The Sphinx extension: what authors can write, and the builders of the editions."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part; each part registers itself in a ``setup`` of its own."""
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}
