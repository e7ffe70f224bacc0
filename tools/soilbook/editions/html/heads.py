"""Below the title of a page: its summary, who signs it, how long, how fresh, how to cite it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from .about import About, about, is_website, to_file
from .citation import FORMATS, bibtex, one_line
from .cited import file_of
from .landing import cover_panel, pdf_on_website
from .words import language_name, written_date

#: Words that a reader of scientific prose takes in a minute.
PACE = 200
# What is looked at or looked up, and not read from its first to its last word.
_NOT_READ = (
    nodes.citation,
    nodes.footnote,
    nodes.literal_block,
    nodes.table,
    addnodes.glossary,
    addnodes.index,
)
_END_OF_TITLE = "</h1>"


def setup(app: Sphinx) -> None:
    """Add to the pages when they are written, after the previews were taken from them."""
    app.connect("html-page-context", _add_to_page, priority=700)


def _add_to_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not is_website(app) or doctree is None or "body" not in context:
        return
    known = about(app)
    cite = citing(known, pagename)
    if pagename == app.config.root_doc:
        head = cover_panel(known, context, cite)
    else:
        head = _head(known, pagename, doctree, cite)
    context["body"] = _below_title(context["body"], head) + _for_script(known, pagename)
    _add_edition(known, context)


def _below_title(body: str, head: str) -> str:
    """The page with its head; one without a title has it at the top."""
    before, title, after = body.partition(_END_OF_TITLE)
    return f"{before}{title}\n{head}{after}" if title else head + body


def _head(known: About, docname: str, doctree: nodes.document, cite: str) -> str:
    summary = summary_of(known.app, docname)
    lead = f'<p class="page-summary">{escape(summary)}</p>\n' if summary else ""
    facts = [f'<span class="fact">{one}</span>\n' for one in _facts(known, docname, doctree)]
    label = escape(known.words.about_page)
    return (
        f'{lead}<div class="page-facts" role="group" aria-label="{label}" data-pagefind-ignore>\n'
        f"{''.join(facts)}{cite}</div>\n"
    )


def summary_of(app: Sphinx, docname: str) -> str:
    """What the front matter of a page says about it (``description`` or ``abstract``)."""
    meta = app.env.metadata.get(docname, {})
    found = next((meta[name] for name in ("description", "abstract") if meta.get(name)), "")
    return " ".join(str(found).split())


def _facts(known: About, docname: str, doctree: nodes.document) -> Iterator[str]:
    words = known.words
    if authors := known.authors_of(docname):
        yield escape(words.by % ", ".join(author.name for author in authors))
    if minutes := reading_minutes(doctree):
        yield escape(words.minutes % minutes)
    if day := known.changed(docname):
        shown = f'<time datetime="{day}">{escape(written_date(day, known.language))}</time>'
        yield escape(words.changed).replace("%s", shown)
    if pdf := pdf_on_website(known.app, docname):
        yield f'<a href="{to_file(known.app, docname, pdf)}">{escape(words.chapter_pdf)}</a>'


def reading_minutes(doctree: nodes.document) -> int:
    """Minutes that the prose takes; none for less than half a minute of it."""
    count = sum(
        len(part.astext().split())
        for part in doctree.findall(nodes.paragraph)
        if not _is_looked_up(part)
    )
    return math.ceil(count / PACE) if count >= PACE / 2 else 0


def _is_looked_up(node: nodes.Node) -> bool:
    parent: nodes.Element | None = node.parent
    while parent is not None and not isinstance(parent, _NOT_READ):
        parent = parent.parent
    return parent is not None


def citing(known: About, docname: str) -> str:
    """How to cite a page, closed until a reader opens it; the texts are there for the script."""
    words, is_book = known.words, docname == known.app.config.root_doc
    work = known.work(docname)
    line = escape(one_line(work, words))
    files = "".join(
        f'<li><a href="{to_file(known.app, docname, name)}" download>{label}</a></li>'
        for ending, label in FORMATS.items()
        if (name := file_of(known.app, docname, ending))
    )
    return (
        f'<details class="citing" data-pagefind-ignore>'
        f"<summary>{escape(words.cite_book if is_book else words.cite_chapter)}</summary>\n"
        f'<p class="citing-line">{line}</p>\n<ul>{files}</ul>\n</details>\n'
    )


def _for_script(known: About, docname: str) -> str:
    """What the script must know of the page; without it nothing of this is missed."""
    told = {
        "book": known.book.stem,
        "page": docname,
        "title": known.title_of(docname),
        "address": str(known.app.builder.get_target_uri(docname)),
        "isFirst": docname == known.app.config.root_doc,
        # The other formats are for programs, which take files.
        "BibTeX": bibtex(known.work(docname)),
        "words": known.words.of_script,
    }
    # Nothing in it may look like the end of the script.
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="soilbook-page">{text}</script>\n'


def _add_edition(known: About, context: dict[str, Any]) -> None:
    """The language and the edition at the foot of the page, where the theme has a place for it."""
    words = known.words
    day = words.edition % written_date(known.day, known.language) if known.day else ""
    commit = escape(words.commit % known.commit) if known.commit else ""
    parts = [language_name(known.language), escape(day), escape(known.version), commit]
    line = f'<p class="edition">{" · ".join(filter(None, parts))}</p>'
    if "theme_extra_footer" in context:
        context["theme_extra_footer"] = f"{context['theme_extra_footer'] or ''}{line}"
    else:
        context["body"] += line
