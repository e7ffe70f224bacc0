"""The Sphinx builder of the PDF edition."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.display import progress_message

from ...findings import SoilbookError, did_you_mean
from ...project import TOC, Project
from ...read.maths import translator_for
from ..addresses import KEPT
from ..look import OURS, THEME, font_folders, lay_look
from .attachments import passports
from .book import Page, drop_contents, pages
from .extract_text import extract_text, metadata_of
from .extracts import (
    Extract,
    References,
    Trees,
    extracts,
    first_pages,
    pages_with_references,
    published,
)
from .garbage import look_seldom
from .glyphs import Glyphs
from .kept import Kept
from .labels import INTERNAL, Labels
from .manuscript import whole_book
from .metadata import Metadata
from .pictures import Pictures
from .places import PAGES, are_wanted, pages_of
from .press import Draft, Press, Question, Translate
from .tag_pairs import pair_tags
from .writer import Writer

logger = logging.getLogger(__name__)

#: On which page each chapter begins, written beside the PDF of the book.
FIRST_PAGES = "first-pages.json"


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
        look_seldom(self.app)
        self.fignumbers, self.secnumbers = {}, {}
        # What authors write for LaTeX alone is meant for paper.
        self.tags.add("latex")

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
        """Resolve, translate and compile the book, its chapters and its notes."""
        order = pages(self.env, self.config.root_doc)
        wanted = extracts(order, self.project.settings.notes)
        if alone := set(self.config.soilbook_chapters):
            wanted = self._only(wanted, alone)
        with progress_message("resolving the pages of the PDF"):
            trees = {name: self._resolved(name) for name in self._needed(order, wanted)}
        self._prepare()
        try:
            if not alone:
                self._set_book(order, trees)
            self._set_extracts(wanted, trees)
        except SoilbookError as error:
            logger.error(str(error), type="soilbook", subtype="edition-failed")
            raise
        if not alone:
            self.press.kept.tidy()

    @property
    def metadata(self) -> Metadata:
        """What is said of the whole book."""
        return Metadata.of(self.project, self.epoch)

    @property
    def out(self) -> Path:
        """The folder of the Typst sources and all they name."""
        return Path(self.outdir)

    def _only(self, wanted: Sequence[Extract], names: set[str]) -> list[Extract]:
        """Those of some names; a name that is none is the end of the build."""
        known = [one.docname for one in wanted]
        if unknown := sorted(names.difference(known)):
            hint = did_you_mean(unknown[0], known)
            message = f'{TOC}: the book has no chapter "{unknown[0]}".{hint}'
            raise SoilbookError(message, "Name the first page of a chapter or note.")
        return [one for one in wanted if one.docname in names]

    def _needed(self, order: Sequence[Page], wanted: Sequence[Extract]) -> list[str]:
        """The pages that are set; for chapters alone also those with entries that they cite."""
        names = {page.docname for page in order}
        if self.config.soilbook_chapters:
            names = {page.docname for one in wanted for page in one.pages}
            names |= pages_with_references(self.env)
        return [page.docname for page in order if page.docname in names]

    def _prepare(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        lay_look(self.project, self.out)
        fonts = font_folders(self.project)
        look = [self.out / folder for folder in (OURS.name, THEME)]
        kept = Kept(self.out.parent / KEPT, [*look, *fonts])
        self.pictures = Pictures(Path(self.srcdir), self.out)
        self.press = Press(Glyphs(Path(self.srcdir), fonts), self.pictures, kept, fonts)

    def _set_book(self, order: Sequence[Page], trees: Trees) -> None:
        labels = Labels(trees)
        chapters = {name: labels.of("", f"{INTERNAL}{name}") or "" for name in trees}
        questions: dict[Path, Question] = {
            self.out / FIRST_PAGES: lambda compiled: first_pages(compiled, chapters)
        }
        if are_wanted(self):
            questions[self.out / PAGES] = pages_of

        def translate(refused: Mapping[str, str]) -> Draft:
            writer = self._writer(Labels(trees), refused)
            text = whole_book(writer, order, trees) + passports(self.env, self.out, trees)
            source = self.out / f"{self.project.stem}.typ"
            target = source.with_suffix(".pdf")
            return Draft(source, target, text, writer.equations, self.metadata, questions)

        with progress_message("setting the PDF"):
            self.press.make(translate)
        self.press.kept.remember(self.out / FIRST_PAGES)

    def _set_extracts(self, wanted: Sequence[Extract], trees: Trees) -> None:
        """Translate one after the other; meanwhile Typst, which needs no Python, sets others."""
        starts = self.press.kept.remembered(FIRST_PAGES)
        references = References(trees)
        asked = [
            self._translation(one, trees, references, starts.get(one.docname, 1)) for one in wanted
        ]
        with (
            progress_message(f"setting {len(wanted)} chapters and notes"),
            # What is wrong in them was said of the whole book.
            nullcontext() if self.config.soilbook_chapters else logging.suppress_logging(),
            ThreadPoolExecutor(os.cpu_count()) as pool,
        ):
            pulled = [(one, pool.submit(self.press.pull, self.press.write(one))) for one in asked]
        for translate, future in pulled:
            if isinstance(error := future.exception(), SoilbookError):
                self.press.make(translate)
            elif error:
                raise error

    def _translation(
        self, extract: Extract, trees: Trees, references: References, first_page: int
    ) -> Translate:
        address = self._published(extract.docname, "")
        metadata = metadata_of(self.metadata, trees[extract.docname], address)
        cited = references.cited_in(extract, trees)
        own = {page.docname: trees[page.docname] for page in extract.pages}

        def translate(refused: Mapping[str, str]) -> Draft:
            writer = self._writer(Labels(own | cited), refused)
            writer.elsewhere = self._published
            text = extract_text(writer, extract, trees, cited, first_page)
            source = self.out / f"{extract.stem}.typ"
            return Draft(source, self.out / extract.path, text, writer.equations, metadata)

        return translate

    def _writer(self, labels: Labels, refused: Mapping[str, str]) -> Writer:
        return Writer(self, labels, translator_for(self.app), refused)

    def _published(self, docname: str, address: str) -> str | None:
        return published(str(self.config.html_baseurl or ""), docname, address)

    def _resolved(self, docname: str) -> nodes.document:
        doctree = self.env.get_and_resolve_doctree(docname, self, includehidden=False)
        self.post_process_images(doctree)
        pair_tags(doctree)
        drop_contents(doctree)
        return doctree
