"""The script and the style of what helps in reading; pages are whole without either."""

from __future__ import annotations

from sphinx.application import Sphinx

from . import about, cited, heads, landing, moved, pictures, previews, site, social, typeface
from .about import is_website

SCRIPT = "reading.js"
STYLE = "reading.css"


def setup(app: Sphinx) -> None:
    """Connect every part; each does nothing for other editions."""
    for part in (about, cited, heads, landing, moved, pictures, previews, site, social, typeface):
        part.setup(app)
    app.connect("builder-inited", _add_files)


def _add_files(app: Sphinx) -> None:
    if is_website(app):
        app.add_css_file(STYLE, priority=710)
        app.add_js_file(SCRIPT, loading_method="defer")
