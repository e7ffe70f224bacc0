"""Books built into a PDF edition in this process, for tests of any kind."""

import re
import warnings as python_warnings
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from docutils import nodes
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace

from soilbook.editions.pdf.builder import PdfBuilder

BOOKS = Path(__file__).parents[2] / "books"
CONFIG = """\
title: A title
author: An Author
only_build_toc_files: true
execute: {execute_notebooks: "off"}
soilbook: {stem: book}
parse:
  myst_enable_extensions: [amsmath, attrs_inline, colon_fence, deflist, dollarmath, html_image]
sphinx:
  extra_extensions: [sphinx_design, soilbook]
  config: {numfig: true, math_numfig: true, numfig_secnum_depth: 1}
"""
TOC = "format: jb-book\nroot: index\nchapters:\n- file: page\n"


class Built:
    """What a build left: its files and its warnings, one a line, without colours."""

    def __init__(self, root: Path, app: Sphinx, warnings: str) -> None:
        self.root = root
        self.app = app
        self.pdf = Path(app.outdir) / "book.pdf"
        self.source = self.pdf.with_suffix(".typ")
        plain = re.sub(r"\x1b\[[0-9;]*m", "", warnings)
        self.warnings = [line for line in plain.splitlines() if line]

    def page(self) -> str:
        """Return the Typst source of the one chapter, from its heading on."""
        text = self.source.read_text(encoding="utf-8")
        return text[text.index("/*@ page.md") :].rstrip() + "\n"


Resolved = Callable[[Sphinx, nodes.document, str], None]


def build(root: Path, resolved: Resolved | None = None) -> Built:
    """Build the PDF of the book in `root` the way ``jb build`` configures it.

    `resolved` is called with each page as the builder gets it.
    """
    config, _ = get_final_config(
        user_yaml=root / "_config.yml",
        sourcedir=root,
        cli_config={"latex_individualpages": False},
    )
    warnings = StringIO()
    with docutils_namespace(), python_warnings.catch_warnings():
        # Jupyter Book's own parts use what docutils and Python call outdated.
        python_warnings.simplefilter("ignore")
        python_warnings.filterwarnings("error", module=r"soilbook\.")
        # Sphinx leaves the words of a book in another language to an English one after it.
        translators.clear()
        app = Sphinx(
            srcdir=root,
            confdir=None,
            outdir=root / "_build" / "pdf",
            doctreedir=root / "_build" / ".doctrees",
            buildername=PdfBuilder.name,
            confoverrides=config,
            status=None,
            warning=warnings,
        )
        if resolved:
            app.connect("doctree-resolved", resolved, priority=900)
        try:
            app.build()
        finally:
            (root / "warnings.txt").write_text(warnings.getvalue(), encoding="utf-8")
    return Built(root, app, warnings.getvalue())
