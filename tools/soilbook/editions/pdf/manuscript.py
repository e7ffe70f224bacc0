"""The whole book as one Typst source: front matter, pages, index."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from docutils import nodes
from sphinx.locale import _

from . import sections
from .book import Page
from .genindex import index
from .markup import call, content, string
from .writer import Writer

TEMPLATE_NAME = "template.typ"


def whole_book(writer: Writer, order: Sequence[Page], trees: Mapping[str, nodes.document]) -> str:
    """Return the Typst source of the book.

    Parameters
    ----------
    writer : Writer
    order : sequence of Page
        The pages as the contents order them.
    trees : mapping of str to docutils.nodes.document
        The resolved pages by name.
    """
    written: dict[str, str] = {}
    level = 1
    for page in order:
        opening = sections.part(writer, page.part) if page.part else ""
        # A part is a heading of level 1, and what stands in it is one level below.
        level = level if page.part is None else 1 + bool(page.part)
        tree = trees[page.docname]
        written[page.docname] = opening + writer.page(page.docname, tree, level, page.depth)
    # The index comes where the contents have a page for it, else at the end.
    own_page = next((one for one in written if one.rpartition("/")[2] == "genindex"), None)
    back = content(f"\n{index(writer)}")
    tail = ""
    if own_page:
        written[own_page] += call("index-body", back)
    elif back.strip("[]\n"):
        tail = call("index-page", string(_("Index")), back)
    for label, docname in writer.labels.lost().items():
        written[docname] += f"#metadata(none) <{label}>\n"
    return f"{_front(writer)}\n{''.join(written.values())}\n{tail}\n"


def _front(writer: Writer) -> str:
    project, glyphs = writer.builder.project, writer.glyphs
    settings = project.settings
    language, _region, region = project.language.partition("-")
    date = datetime.fromtimestamp(writer.builder.epoch, UTC).date()
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
    return f'#import "{TEMPLATE_NAME}": *\n#show: book.with(\n{lines})\n'


def _commit(root: Path) -> list[str]:
    command = ["git", "-C", str(root), "rev-parse", "--short=8", "HEAD"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return [answer.stdout.strip()] if answer.returncode == 0 else []
