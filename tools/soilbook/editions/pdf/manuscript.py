"""The whole book as one Typst source: front matter, pages, index."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.locale import _

from ...project import CONFIG
from ..look import ENTRY, lay_cover
from . import sections
from .book import Page
from .genindex import index
from .markup import call, comment, content, string
from .writer import Writer


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
    return f"{front(writer)}\n{''.join(written.values())}\n{tail}\n"


def front(writer: Writer, entry: str = ENTRY, **more: str) -> str:
    """Return the head of a source, which applies the template; `more` are further options of it."""
    project = writer.builder.project
    settings = project.settings
    language, _region, region = project.language.partition("-")
    cover = lay_cover(project, Path(writer.builder.outdir))
    date = datetime.fromtimestamp(writer.builder.epoch, UTC).date()
    texts = {
        "title": project.title,
        "subtitle": settings.subtitle,
        "authors": project.authors,
        "notice": settings.notice,
        "licence": settings.licence,
        "publisher": settings.publisher,
        "identifier": settings.identifier,
        "copyright": str(project.config.get("copyright") or ""),
        "commit": _commit(project.root),
        # Typst has one for most languages, but no page would show the place of its characters.
        "contents-title": "Contents" if language == "en" else _("Table of Contents"),
    }
    options = {
        **{name: string(text) for name, text in texts.items()},
        "date": f"datetime(year: {date.year}, month: {date.month}, day: {date.day})",
        "lang": string(language.lower()),
        "region": string(region.upper()) if len(region) == 2 else "none",
        "cover": string(f"../{cover}") if cover else "none",
        **more,
    }
    lines = "".join(f"  {key}: {value},\n" for key, value in options.items())
    return f'#import "{entry}": *\n{comment(CONFIG)}\n#show: book.with(\n{lines})\n'


@cache
def _commit(root: Path) -> str:
    command = ["git", "-C", str(root), "rev-parse", "--short=8", "HEAD"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else ""
