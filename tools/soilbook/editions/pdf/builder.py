"""The Sphinx builder of the PDF edition."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.display import progress_message

from ...findings import SoilbookError
from ...maths import Translator
from ...project import Project
from . import equations, figures, links, outputs, panels, prose, sections, tables
from .book import Page, pages
from .compile import compile_pdf
from .genindex import index
from .glyphs import Glyphs
from .html import pair_tags
from .labels import INTERNAL, Labels
from .markup import array, call, content, escape, string
from .pictures import Pictures
from .writer import RENDERERS, Writer

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("template.typ")
MIME_TYPES = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/markdown",
    "text/html",
    "text/latex",
    "text/plain",
)


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

    def write(self, *_: Any) -> None:
        """Resolve, translate and compile the book."""
        order = pages(self.env, self.config.root_doc)
        with progress_message("resolving the pages of the PDF"):
            trees = {page.docname: self._resolved(page.docname) for page in order}
        out = Path(self.outdir)
        out.mkdir(parents=True, exist_ok=True)
        self.pictures = Pictures(Path(self.srcdir), out)
        with progress_message("translating to Typst"):
            source = self._source(order, trees)
        typ = out / f"{self.project.stem}.typ"
        typ.write_text(source, encoding="utf-8")
        shutil.copyfile(TEMPLATE, out / TEMPLATE.name)
        with progress_message("setting the PDF"):
            self._compile(typ)

    def _compile(self, typ: Path) -> None:
        try:
            warnings = compile_pdf(typ, typ.with_suffix(".pdf"), self.project.epoch)
        except SoilbookError as error:
            logger.error(str(error), type="soilbook", subtype="edition-failed")
            raise
        for warning in warnings:
            logger.warning("Typst: %s", warning, type="soilbook", subtype="pdf-typst")

    def _resolved(self, docname: str) -> nodes.document:
        doctree = self.env.get_and_resolve_doctree(docname, self, includehidden=False)
        self.post_process_images(doctree)
        pair_tags(doctree)
        return doctree

    def _source(self, order: Sequence[Page], trees: dict[str, nodes.document]) -> str:
        glyphs = Glyphs.probe(self._texts(trees))
        writer = Writer(self, Labels(trees), glyphs, maths=self._maths())
        has_parts = any(page.part for page in order)
        written = {page.docname: self._page(writer, page, trees, has_parts) for page in order}
        back = index(writer)
        for label, docname in writer.labels.lost().items():
            written[docname] += f"#metadata(none) <{label}>\n"
        body = "".join(written.values())
        tail = call("index-page", string(self._index_title()), content(f"\n{back}")) if back else ""
        return f"{self._front(has_parts)}\n{body}\n{tail}\n"

    def _page(
        self, writer: Writer, page: Page, trees: dict[str, nodes.document], has_parts: bool
    ) -> str:
        opening = ""
        if page.part:
            opening = sections.part(writer, page.part)
        base = 2 if has_parts and writer.last_level else 1
        kind = "section" if page.depth else "chapter"
        level = base + page.depth
        return opening + writer.page(page.docname, trees[page.docname], level, kind)

    def _maths(self) -> Translator:
        macros = self.config.values.get("mathjax3_config") and self.config.mathjax3_config
        return Translator.from_mathjax(macros or None, self.project.language)

    def _texts(self, trees: dict[str, nodes.document]) -> Iterator[str]:
        yield "".join([self.project.title, self.project.authors, self.project.settings.notice])
        for tree in trees.values():
            yield from (str(text) for text in tree.findall(nodes.Text))
            yield from (str(one.get("explanation", "")) for one in tree.findall(nodes.abbreviation))
            for picture in tree.findall(nodes.image):
                path = self.pictures.file(picture)
                if path and path.suffix.lower() == ".svg":
                    yield path.read_text(encoding="utf-8", errors="replace")

    def _front(self, has_parts: bool) -> str:
        project, settings = self.project, self.project.settings
        language, _, region = project.language.partition("-")
        date = datetime.fromtimestamp(project.epoch, UTC).date()
        options = {
            "title": string(project.title),
            "subtitle": string(settings.subtitle),
            "authors": string(project.authors),
            "notice": string(settings.notice),
            "licence": string(settings.licence),
            "publisher": string(settings.publisher),
            "edition": string(" · ".join([date.isoformat(), *self._commit()])),
            "date": f"datetime(year: {date.year}, month: {date.month}, day: {date.day})",
            "lang": string(language.lower()),
            "region": string(region.upper()) if len(region) == 2 else "none",
            "paper": string(settings.paper),
            "contents": string(CONTENTS.get(language.lower(), CONTENTS["en"])),
            "depth": "3" if has_parts else "2",
        }
        lines = "".join(f"  {key}: {value},\n" for key, value in options.items())
        return f'#import "{TEMPLATE.name}": *\n#show: book.with(\n{lines})\n'
