"""One page of MyST built into a PDF edition, without notebooks."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
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
        plain = "".join(warnings.replace("\x1b[91m", "").replace("\x1b[39;49;00m", ""))
        self.warnings = [line for line in plain.splitlines() if line]

    def page(self) -> str:
        """Return the Typst source of the one chapter, from its heading on."""
        text = self.source.read_text(encoding="utf-8")
        return text[text.index("/*@ page.md") :].rstrip() + "\n"


def build(root: Path, name: str = PdfBuilder.name) -> Built:
    """Build the PDF of the book in `root` the way ``jb build`` configures it."""
    from jupyter_book.config import get_final_config

    config, _ = get_final_config(
        toc=root / "_toc.yml", user_yaml=root / "_config.yml", sourcedir=root
    )
    warnings = StringIO()
    with docutils_namespace():
        app = Sphinx(
            srcdir=root,
            confdir=None,
            outdir=root / "_build" / "pdf",
            doctreedir=root / "_build" / ".doctrees",
            buildername=name,
            confoverrides=config,
            status=None,
            warning=warnings,
        )
        try:
            app.build()
        finally:
            (root / "warnings.txt").write_text(warnings.getvalue(), encoding="utf-8")
    return Built(root, app, warnings.getvalue())


@pytest.fixture
def book_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a book of one page, with files beside it."""

    def write(page: str, config: str = CONFIG, toc: str = TOC, **files: str) -> Path:
        (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
        (tmp_path / "_toc.yml").write_text(toc, encoding="utf-8")
        (tmp_path / "index.md").write_text("# Welcome\n", encoding="utf-8")
        (tmp_path / "page.md").write_text(page, encoding="utf-8")
        shutil.copy(BOOKS / "every-markup" / "images" / "photo.png", tmp_path)
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def built(book_of: Callable[..., Path]) -> Callable[..., Built]:
    """Write a book of one page and build its PDF."""
    return lambda page, **more: build(book_of(page, **more))
