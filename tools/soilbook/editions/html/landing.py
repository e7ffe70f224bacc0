"""The first page of the website: the cover, and where the three editions are."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from ..addresses import ON_THE_WEBSITE, pdf_of
from ..cover import COVER_SIZE, cover_thumbnail
from ..sizes import size_mark
from .about import About, about, is_website, to_file
from .words import written_date

_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")


def setup(app: Sphinx) -> None:
    """Draw the cover when the website is written."""
    app.connect("build-finished", _write_cover)


def _write_cover(app: Sphinx, error: Exception | None) -> None:
    if error or not is_website(app):
        return
    known, own = about(app), own_cover(about(app))
    book, path = known.book, Path(app.outdir, cover_address(known))
    path.parent.mkdir(parents=True, exist_ok=True)
    if own:
        path.write_bytes(own.read_bytes())
    else:
        path.write_bytes(cover_thumbnail(book.title, book.subtitle, book.authors))


def own_cover(known: About) -> Path | None:
    """The picture that the book gives for its cover, if a browser can show it."""
    path = Path(known.app.srcdir, known.settings.cover)
    return path if path.suffix.lower() in _PICTURES and path.is_file() else None


def cover_address(known: About) -> str:
    """Where the cover is, from the top of the website."""
    own = own_cover(known)
    return f"_static/cover{own.suffix.lower() if own else '.png'}"


def cover_panel(known: About, context: dict[str, Any], cite: str) -> str:
    """The cover beside subtitle, authors, date and editions; a landmark that can be skipped."""
    app, book, words = known.app, known.book, known.words
    cover = to_file(app, app.config.root_doc, cover_address(known))
    size = "" if own_cover(known) else ' width="{}" height="{}"'.format(*COVER_SIZE)
    signed = words.by % ", ".join(one.name for one in known.authors) if known.authors else ""
    dated = words.edition % written_date(known.day, known.language) if known.day else ""
    lines = [("subtitle", book.subtitle), ("authors", signed), ("dated", dated)]
    told = "".join(f'<p class="{kind}">{escape(text)}</p>\n' for kind, text in lines if text)
    return (
        f'<nav class="book-cover" aria-label="{escape(words.editions)}" data-pagefind-ignore>\n'
        # The title and the words on it stand beside it as text.
        f'<img class="cover" src="{cover}" alt=""{size}>\n'
        f'<div>\n{told}<ul class="editions">\n{_editions(known, context)}</ul>\n{cite}</div>\n'
        "</nav>\n"
    )


def _editions(known: About, context: dict[str, Any]) -> str:
    words, rows = known.words, []
    if following := context.get("next"):
        title = re.sub(r"<[^>]+>", "", following["title"])
        rows.append((following["link"], words.online, escape(words.start) % title))
    made = known.app.config.soilbook_editions
    for name, text in (("pdf", words.paper), ("epub", words.reader)):
        if name in made:
            file = f"{ON_THE_WEBSITE}/{known.book.stem}.{name}"
            address = to_file(known.app, known.app.config.root_doc, file)
            size = size_mark(file, words.megabytes, words.decimal, words.pages)
            rows.append((address, name.upper(), escape(text) + size))
    return "".join(
        f'<li><a href="{address}">{escape(label)}</a> <span>{text}</span></li>\n'
        for address, label, text in rows
    )


def pdf_on_website(app: Sphinx, docname: str) -> str:
    """Where the PDF of the chapter that a page belongs to is, if there will be one."""
    chapter = about(app).chapters.get(docname)
    if chapter is None or "pdf" not in app.config.soilbook_editions:
        return ""
    return f"{ON_THE_WEBSITE}/{pdf_of(chapter, about(app).settings.notes)}"
