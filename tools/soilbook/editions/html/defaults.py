"""What Jupyter Book leaves unsaid about the HTML edition, and its style sheet."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from ..remote import REMOTE

STATIC = Path(__file__).parent.parent / "static" / "html"
STYLE = "soilbook.css"


def setup(app: Sphinx) -> None:
    """Set defaults once the book's own configuration is known."""
    # After Sphinx has put the year of SOURCE_DATE_EPOCH in place of the author's.
    app.connect("config-inited", _set_defaults, priority=900)
    app.connect("builder-inited", _add_style)


def _set_defaults(app: Sphinx, config: Config) -> None:
    """Say what Jupyter Book leaves unsaid; what the author said stays."""
    if config.project == "Project name not set" and config.html_title:
        config.project = config.html_title
    if "copyright" in config.overrides:
        config.copyright = config.overrides["copyright"]
    if config.html_math_renderer == "mathjax" and REMOTE.search(config.mathjax_path):
        # Without its script MathJax shows LaTeX; then Sphinx takes the renderer of soilbook.
        config.html_math_renderer = None
    if config.html_theme == "sphinx_book_theme":
        # Its sidebar has the search field; newer pydata themes add a second one above the page.
        config.html_theme_options.setdefault("navbar_persistent", [])


def _add_style(app: Sphinx) -> None:
    if app.builder.format == "html":
        app.config.html_static_path.append(str(STATIC))
        app.add_css_file(STYLE, priority=700)
