"""The Sphinx builder ``soilbook-epub``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.util import logging

from ...read.titles import plain
from . import page_list
from .cleaning import clean
from .genindex import index, is_index
from .metadata import Book
from .names import classes, elements, safe_path
from .packing import pack
from .page import document, parse, serialise
from .unfolding import MISSING, Notice

logger = logging.getLogger(__name__)

MATHS_RENDERER = "soilbook"


class EpubEdition(Epub3Builder):
    """EPUB 3.3 of the whole book, for any Jupyter Book project and any HTML theme.

    Sphinx resolves and writes each page; from there on nothing of the HTML edition is used: no
    theme, no template, and no handler of ``html-page-context``, because those add scripts and
    buttons. Every page is written each time: whether a notebook's output changed cannot be seen
    from the times of the source files.
    """

    name = "soilbook-epub"
    epilog = "The EPUB is in %(outdir)s."
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
    ]
    # Left as addresses (and reported), so that Sphinx does not go and fetch them.
    supported_remote_images = True
    supported_data_uri_images = False

    @property
    def math_renderer_name(self) -> str | None:
        """MathML whatever the HTML edition uses."""
        if MATHS_RENDERER in self.app.registry.html_inline_math_renderers:
            return MATHS_RENDERER
        return super().math_renderer_name

    def init(self) -> None:
        """Read the metadata; `Epub3Builder.init` prepares the writer."""
        super().init()
        self.book = Book.of(Path(self.srcdir), self.config)

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Use Sphinx's own theme, which the writer needs and no page shows."""
        return "epub", {}

    def get_outdated_docs(self) -> Iterator[str]:
        """Write every page."""
        yield from sorted(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page; spaces and accents would need escapes."""
        return safe_path(docname) + self.out_suffix

    def get_outfilename(self, pagename: str) -> str:
        """Return where a page is written."""
        return str(Path(self.outdir) / self.get_target_uri(pagename))

    def fix_ids(self, tree: nodes.document) -> None:
        """Do nothing: the clean-up makes ids valid, all in one way."""

    def add_visible_links(self, tree: nodes.document, show_urls: str = "no") -> None:
        """Do nothing: addresses in brackets would interrupt every sentence with a link."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page with a mark at every block."""
        page_list.mark(doctree)
        super().write_doc(docname, doctree)

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return the two things that a page is made of."""
        body += index(self, docname) if is_index(docname) else ""
        return {"title": plain(self.env.titles[docname], self.env), "body": body}

    def copy_assets(self) -> None:
        """Copy nothing: the package has one style sheet of its own.

        The folder is made for handlers of ``build-finished`` that write to it in any HTML build.
        """
        (Path(self.outdir) / "_static").mkdir(parents=True, exist_ok=True)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        outfilename: str | None = None,
        event_arg: Any = None,
    ) -> None:
        """Clean one page and write it."""
        body = parse(addctx["body"])
        self.report((pagename, notice) for notice in clean(body))
        for gap in elements(body, "p"):
            if MISSING in classes(gap):
                gap.text = self.book.words.only_on_the_web
        path = Path(outfilename or self.get_outfilename(pagename))
        path.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * self.get_target_uri(pagename).count("/")
        path.write_bytes(serialise(document(body, addctx["title"], self.book.language, root)))

    def finish(self) -> None:
        """Copy the pictures, then pack."""
        self.copy_image_files()
        pack(self)

    def report(self, notices: Iterable[tuple[str, Notice]]) -> None:
        """Warn of what this edition does not show, and say where."""
        for where, notice in notices:
            logger.warning(notice.message, location=where, type="soilbook", subtype=notice.check)
