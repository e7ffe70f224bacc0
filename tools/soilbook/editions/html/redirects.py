"""Pages that send the reader on."""

from __future__ import annotations

import html
from pathlib import Path

from sphinx.application import Sphinx

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


def setup(app: Sphinx) -> None:
    """Write them when all pages are written."""
    app.connect("build-finished", _redirect_from_index)


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
