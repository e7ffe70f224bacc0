"""The HTML edition: Jupyter Book's own pages, which ask no other host for anything.

Everything here goes through Sphinx's events, for whatever HTML theme the book has.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from .remote import REMOTE, remote_requests

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static" / "html"
STYLE = "soilbook.css"

# What Jupyter Book adds to every page unasked: it goes without a word.
_UNASKED = re.compile(
    r"mathjax|require(\.min)?\.js|html-manager|sphinx-thebe|THEBE_JS_URL|font-?awesome", re.I
)
_REMOTE_IN_SCRIPT = re.compile(r"""["'](https?:)?//[^"']+["']""", re.I)
_THEBE = re.compile(r"text/x-thebe-config|<script>kernelName = ")

# The browser itself refuses what a page or a script in it would fetch from another host.
_POLICY = (
    "default-src 'self' file: data: blob: 'unsafe-inline' 'unsafe-eval'; "
    "object-src 'self' file:; base-uri 'self' file:"
)
_META = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}" />'

_REDIRECT = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="refresh" content="0; url={address}">
    <link rel="canonical" href="{address}">
    <title>{title}</title>
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p><a href="{address}">{title}</a></p>
    </main>
  </body>
</html>
"""


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to the events of every HTML builder."""
    # After Sphinx has put the year of SOURCE_DATE_EPOCH in place of the author's.
    app.connect("config-inited", _set_defaults, priority=900)
    app.connect("builder-inited", _add_style)
    app.connect("doctree-resolved", _keep_at_home, priority=900)
    # After every handler that adds scripts.
    app.connect("html-page-context", _drop_remote_assets, priority=950)
    app.connect("build-finished", _redirect_from_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


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


def _keep_at_home(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mend what would be asked from elsewhere, and name every image by more than its file."""
    if app.builder.format != "html":
        return
    for raw in list(doctree.findall(nodes.raw)):
        if _THEBE.search(raw.astext()):
            raw.parent.remove(raw)
    for image in list(doctree.findall(nodes.image)):
        if REMOTE.match(image["uri"]):
            _link_instead(image)
        elif "alt" not in image:
            image["alt"] = _caption_of(image)


def _link_instead(image: nodes.image) -> None:
    logger.warning(
        f"The image {image['uri']} lies on another host; it became a link. Put it in the book.",
        location=image,
        type="soilbook",
        subtype="image-remote",
    )
    words = image.get("alt") or image["uri"]
    link = nodes.reference("", words, refuri=image["uri"], internal=False)
    if isinstance(image.parent, nodes.TextElement):
        image.replace_self(link)
    else:
        image.replace_self(nodes.paragraph("", "", link))


def _caption_of(image: nodes.image) -> str:
    """Without this the writer reads the file name aloud."""
    figure = image.parent
    while figure is not None and not isinstance(figure, nodes.figure):
        figure = figure.parent
    caption = next(iter(figure.findall(nodes.caption)), None) if figure is not None else None
    return caption.astext() if caption is not None else ""


def _drop_remote_assets(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    for kind in ("script_files", "css_files"):
        if kind in context:
            context[kind] = list(_local_assets(context[kind]))
    context["metatags"] = context.get("metatags", "") + _META
    for address in remote_requests(context.get("body") or ""):
        logger.warning(
            f"This page wants to load {address[:200]}, and the browser will refuse: no edition "
            "asks another host for anything. Put the file in the book.",
            location=pagename,
            type="soilbook",
            subtype="html-remote-request",
        )


def _local_assets(assets: Iterable[Any]) -> Iterable[Any]:
    seen = set()
    for asset in assets:
        name = os.fspath(getattr(asset, "filename", asset) or "")
        body = getattr(asset, "attributes", {}).get("body") or ""
        if REMOTE.match(name) or _REMOTE_IN_SCRIPT.search(body) or "sphinx-thebe" in name:
            if not _UNASKED.search(name + body):
                _say_dropped(name or body)
        # Two extensions add the same lines of script in two events each.
        elif (name, body) not in seen:
            seen.add((name, body))
            yield asset


def _say_dropped(what: str) -> None:
    logger.warning(
        f"No edition asks another host for anything, so this was left out: {what[:80]}",
        type="soilbook",
        subtype="html-remote-request",
        once=True,
    )


def _redirect_from_index(app: Sphinx, error: Exception | None) -> None:
    """The edition opens by ``index.html``, whatever the first page is called."""
    builder, root = app.builder, app.config.root_doc
    if error or builder.name not in ("html", "dirhtml") or "index" in app.env.found_docs:
        return
    page = _REDIRECT.format(
        language=html.escape(str(app.config.language or "en").replace("_", "-")),
        address=html.escape(builder.get_target_uri(root)),
        title=html.escape(app.config.html_title or app.config.project),
    )
    Path(app.outdir, "index.html").write_text(page, encoding="utf-8")
