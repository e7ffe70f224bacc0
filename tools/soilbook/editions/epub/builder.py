"""The Sphinx builder ``soilbook-epub``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from lxml import etree
from sphinx.builders.epub3 import Epub3Builder
from sphinx.util import logging

from . import contents, cover, images, links, package
from .cleaning import clean
from .genindex import index, is_index
from .metadata import Book
from .names import elements, safe_path
from .page import STYLESHEET, document, parse, read, serialise
from .unfolding import Notice

logger = logging.getLogger(__name__)

STYLE = Path(__file__).parents[1] / "static" / "epub.css"
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

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return the two things that a page is made of."""
        body += index(self, docname) if is_index(docname) else ""
        return {"title": self.env.titles[docname].astext(), "body": body}

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
        self._report((pagename, notice) for notice in clean(body))
        path = Path(outfilename or self.get_outfilename(pagename))
        path.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * self.get_target_uri(pagename).count("/")
        path.write_bytes(serialise(document(body, addctx["title"], self.book.language, root)))

    def finish(self) -> None:
        """Copy the pictures, then pack."""
        self.copy_image_files()
        self._pack()

    def _pack(self) -> None:
        folder = Path(self.outdir)
        pages = self._pages(folder)
        documents = {self.get_target_uri(name): name for name in self.env.found_docs}
        files = {STYLESHEET: STYLE.read_bytes(), cover.COVER_IMAGE: self._cover_image()}
        faults = [*links.mend(pages), *images.collect(pages, folder, files)]
        self._report((documents.get(page, page), notice) for page, notice in faults)
        spine, aside = self._order(pages)
        pages = {name: page for name, page in pages.items() if name in {*spine, *aside}}
        files |= {name: serialise(page) for name, page in pages.items()}
        listed = [entry for entry in contents.entries(self) if entry.first_address()]
        files["toc.ncx"] = package.as_xml(contents.ncx(listed, self.book))
        files["content.opf"] = b""
        opf_files = {name: content for name, content in files.items() if name != "content.opf"}
        files["content.opf"] = package.package_document(self.book, pages, opf_files, spine, aside)
        package.write_archive(folder / f"{self.book.stem}.epub", files, self.book.epoch)

    def _pages(self, folder: Path) -> dict[str, etree._Element]:
        """Read the pages back (another process may have written them) and add our own."""
        own = {
            "cover.xhtml": cover.cover_page(self.book),
            "titlepage.xhtml": cover.title_page(self.book),
        }
        words = {
            "cover.xhtml": self.book.words.cover,
            "titlepage.xhtml": self.book.words.title_page,
        }
        pages = {
            name: document(body, words[name], self.book.language, "") for name, body in own.items()
        }
        listed = [entry for entry in contents.entries(self) if entry.first_address()]
        pages["nav.xhtml"] = contents.navigation(listed, self._landmarks(), self.book)
        for docname in sorted(self.env.found_docs):
            pages[self.get_target_uri(docname)] = read(Path(self.get_outfilename(docname)))
        return pages

    def _landmarks(self) -> list[tuple[str, str, str]]:
        words = self.book.words
        return [
            ("cover", words.cover, "cover.xhtml"),
            ("titlepage", words.title_page, "titlepage.xhtml"),
            ("toc", words.contents, "nav.xhtml#toc"),
            ("bodymatter", words.beginning, self.get_target_uri(self.config.root_doc)),
        ]

    def _order(self, pages: links.Pages) -> tuple[list[str], list[str]]:
        """Return the pages in reading order, and those that only a link reaches."""
        order = contents.reading_order(self.env)
        spine = ["cover.xhtml", "titlepage.xhtml", "nav.xhtml", *map(self.get_target_uri, order)]
        reached = dict.fromkeys(spine)
        waiting = list(spine)
        while waiting:
            page = waiting.pop()
            for link in elements(pages[page], "a"):
                goal = links.goal(link.get("href", ""), page)
                if goal in pages and goal not in reached:
                    reached[goal] = None
                    waiting.append(goal)
        return spine, sorted(set(reached) - set(spine))

    def _cover_image(self) -> bytes:
        return cover.cover_image(self.book.title, self.book.subtitle, self.book.authors)

    def _report(self, notices: Iterator[tuple[str, Notice]]) -> None:
        for where, notice in notices:
            logger.warning(notice.message, location=where, type="soilbook", subtype=notice.check)
