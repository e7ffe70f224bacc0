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
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.display import progress_message

from ...findings import SoilbookError
from ...maths import Translator
from ...project import Project
from . import sections
from .book import Page, pages
from .compile import compile_pdf
from .genindex import index
from .glyphs import Glyphs
from .html import pair_tags
from .labels import INTERNAL, Labels
from .markup import call, content, string
from .pictures import Pictures
from .writer import Writer

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("template.typ")


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

    def write(self, *_docnames: Any) -> None:
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
        writer = Writer(self, Labels(trees), Glyphs.probe(self._texts(trees)), self._maths())
        written: dict[str, str] = {}
        level = 1
        for page in order:
            opening = sections.part(writer, page.part) if page.part else ""
            # A part is a heading of level 1, and what stands in it is one level below.
            level = level if page.part is None else 1 + bool(page.part)
            tree = trees[page.docname]
            written[page.docname] = opening + writer.page(page.docname, tree, level, page.depth)
        back = index(writer)
        for label, docname in writer.labels.lost().items():
            written[docname] += f"#metadata(none) <{label}>\n"
        tail = call("index-page", string(_("Index")), content(f"\n{back}")) if back else ""
        return f"{self._front(writer.glyphs)}\n{''.join(written.values())}\n{tail}\n"

    def _maths(self) -> Translator:
        macros = self.config.values.get("mathjax3_config") and self.config.mathjax3_config
        return Translator.from_mathjax(macros or None, self.project.language)

    def _texts(self, trees: dict[str, nodes.document]) -> Iterator[str]:
        yield from (self.project.title, self.project.authors)
        yield from vars(self.project.settings).values()
        for tree in trees.values():
            yield from (str(text) for text in tree.findall(nodes.Text))
            yield from (str(one.get("explanation", "")) for one in tree.findall(nodes.abbreviation))
            for picture in tree.findall(nodes.image):
                path = self.pictures.file(picture)
                if path and path.suffix.lower() == ".svg":
                    yield path.read_text(encoding="utf-8", errors="replace")

    def _front(self, glyphs: Glyphs) -> str:
        project, settings = self.project, self.project.settings
        language, _region, region = project.language.partition("-")
        date = datetime.fromtimestamp(project.epoch, UTC).date()
        texts = {
            "title": project.title,
            "subtitle": settings.subtitle,
            "authors": project.authors,
            "notice": settings.notice,
            "licence": settings.licence,
            "publisher": settings.publisher,
        }
        options = {
            **{name: string(glyphs.printable(text)) for name, text in texts.items()},
            "edition": string(" · ".join([date.isoformat(), *_commit(project.root)])),
            "date": f"datetime(year: {date.year}, month: {date.month}, day: {date.day})",
            "lang": string(language.lower()),
            "region": string(region.upper()) if len(region) == 2 else "none",
            "paper": string(settings.paper),
        }
        lines = "".join(f"  {key}: {value},\n" for key, value in options.items())
        return f'#import "{TEMPLATE.name}": *\n#show: book.with(\n{lines})\n'


def _commit(root: Path) -> list[str]:
    command = ["git", "-C", str(root), "rev-parse", "--short=8", "HEAD"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return [answer.stdout.strip()] if answer.returncode == 0 else []
