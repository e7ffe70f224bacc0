"""The files of citations: BibTeX, RIS and CSL JSON of the book and of each page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..addresses import slug
from .about import about, is_website
from .citation import FORMATS, in_format

#: Where they are, below the folder of the pages.
FOLDER = "_static/cite"


def setup(app: Sphinx) -> None:
    """Write the files of a page when it is written."""
    app.connect("html-page-context", _write)


def file_of(app: Sphinx, docname: str, ending: str) -> str:
    """Where the citation of a page in a format is, from the first folder of the website."""
    stem = about(app).book.stem if docname == app.config.root_doc else slug(docname)
    return f"{FOLDER}/{stem}{ending}"


def _write(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not is_website(app) or doctree is None:
        return
    work = about(app).work(pagename)
    for ending in FORMATS:
        path = Path(app.outdir, file_of(app, pagename, ending))
        path.parent.mkdir(parents=True, exist_ok=True)
        # The line ends of RIS are part of the format, so they are written as they are.
        path.write_bytes(in_format(work, ending).encode())
