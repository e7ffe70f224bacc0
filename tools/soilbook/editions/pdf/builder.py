"""The Sphinx builder of the PDF edition."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.display import progress_message

from ...findings import SoilbookError
from ...project import Project
from ...read.maths import translator_for
from .attachments import passports
from .book import Page, pages
from .compile import compile_pdf, refused_equations, refused_pictures
from .glyphs import Glyphs
from .labels import INTERNAL, Labels
from .manuscript import TEMPLATE_NAME, whole_book
from .pictures import Pictures
from .tag_pairs import pair_tags
from .writer import Writer

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name(TEMPLATE_NAME)


class PdfBuilder(Builder):
    """Writes one Typst source for the whole book and compiles it to ``<stem>.pdf``."""

    name = "soilbook-pdf"
    format = "typst"
    epilog = "The PDF edition is in %(outdir)s."
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
    ]
    # Sphinx would fetch pictures of other hosts; a build makes no requests.
    supported_remote_images = True
    allow_parallel = False

    fignumbers: dict[str, dict[str, tuple[int, ...]]]
    secnumbers: dict[str, tuple[int, ...]]

    def init(self) -> None:
        """Know the repository, and start with no page open."""
        self.fignumbers, self.secnumbers = {}, {}

    @cached_property
    def project(self) -> Project:
        """The repository that is being built."""
        return Project.at(Path(self.srcdir))

    @property
    def epoch(self) -> int:
        """Seconds since 1970 that date the edition."""
        return int(os.environ.get("SOURCE_DATE_EPOCH") or self.project.epoch)

    def get_outdated_docs(self) -> str:
        """One file holds all pages."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Address a page so that the writer knows it for one of this book."""
        return f"{INTERNAL}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """There are no folders between places of one file."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing is shared between pages before they are resolved."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Pages are written together by `write`."""

    def write(self, *_docnames: Any) -> None:
        """Resolve, translate and compile the book."""
        order = pages(self.env, self.config.root_doc)
        with progress_message("resolving the pages of the PDF"):
            trees = {page.docname: self._resolved(page.docname) for page in order}
        out = Path(self.outdir)
        out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TEMPLATE, out / TEMPLATE.name)
        self.pictures = Pictures(Path(self.srcdir), out)
        glyphs = Glyphs.probe(self._texts(trees))
        with progress_message("translating to Typst"):
            equations = self._translate(order, trees, glyphs, {})
        with progress_message("setting the PDF"):
            try:
                self._compile()
            except SoilbookError as error:
                refused = refused_equations(equations)
                refused |= refused_pictures(self.pictures.placed, out)
                if not refused:
                    self._give_up(error)
                self._translate(order, trees, glyphs, refused)
                self._compile_or_give_up()

    @property
    def source(self) -> Path:
        """The Typst source, beside the PDF."""
        return Path(self.outdir) / f"{self.project.stem}.typ"

    def _compile(self) -> None:
        pdf = self.source.with_suffix(".pdf")
        for warning in compile_pdf(self.source, pdf, self.epoch):
            logger.warning("Typst: %s", warning, type="soilbook", subtype="pdf-typst")

    def _compile_or_give_up(self) -> None:
        try:
            self._compile()
        except SoilbookError as error:
            self._give_up(error)

    def _give_up(self, error: SoilbookError) -> NoReturn:
        logger.error(str(error), type="soilbook", subtype="edition-failed")
        raise error

    def _translate(
        self,
        order: Sequence[Page],
        trees: dict[str, nodes.document],
        glyphs: Glyphs,
        refused: dict[str, str],
    ) -> list[str]:
        writer = Writer(self, Labels(trees), glyphs, translator_for(self.app), refused)
        text = whole_book(writer, order, trees) + passports(self.env, Path(self.outdir))
        self.source.write_text(text, encoding="utf-8")
        return writer.equations

    def _resolved(self, docname: str) -> nodes.document:
        doctree = self.env.get_and_resolve_doctree(docname, self, includehidden=False)
        self.post_process_images(doctree)
        pair_tags(doctree)
        return doctree

    def _texts(self, trees: dict[str, nodes.document]) -> Iterator[str]:
        yield from (self.project.title, self.project.authors)
        yield from map(str, vars(self.project.settings).values())
        for tree in trees.values():
            yield from (str(text) for text in tree.findall(nodes.Text))
            yield from (str(one.get("explanation", "")) for one in tree.findall(nodes.abbreviation))
            for picture in tree.findall(nodes.image):
                path = self.pictures.file(picture)
                if path and path.suffix.lower() == ".svg":
                    yield path.read_text(encoding="utf-8", errors="replace")
