"""What other websites and programs are told of a page: description, picture, address."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .about import About, about, is_website
from .heads import summary_of
from .landing import cover_address

#: Characters of a description; what comes after them is not shown anywhere.
LENGTH = 200


def setup(app: Sphinx) -> None:
    """Add to the heads of pages when they are written."""
    app.connect("builder-inited", _offer_touch_icon)
    app.connect("html-page-context", _add, priority=800)


def _add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not is_website(app):
        return
    tags = context.get("metatags") or ""
    if doctree is not None:
        tags += _tags(about(app), pagename, doctree, tags)
    context["metatags"] = tags + _touch_icon(app, context)


def _tags(known: About, docname: str, doctree: nodes.document, present: str) -> str:
    """The tags that the author did not write in the front matter (``html_meta``)."""
    return "".join(
        f'<meta {kind}="{name}" content="{escape(text)}" />\n'
        for kind, name, text in _told(known, docname, doctree)
        if text and f'"{name}"' not in present
    )


def _told(known: About, docname: str, doctree: nodes.document) -> list[tuple[str, str, str]]:
    is_book = docname == known.app.config.root_doc
    description = shortened(summary_of(known.app, docname) or _first_paragraph(doctree))
    day = None if is_book else known.changed(docname)
    return [
        ("name", "description", description),
        ("name", "author", ", ".join(one.name for one in known.authors_of(docname))),
        ("property", "og:type", "book" if is_book else "article"),
        ("property", "og:title", known.book.title if is_book else known.title_of(docname)),
        ("property", "og:site_name", known.book.title),
        ("property", "og:description", description),
        ("property", "og:locale", known.language.replace("-", "_")),
        ("property", "article:modified_time", day.isoformat() if day else ""),
        # These two must be whole addresses.
        ("property", "og:url", known.address(docname)),
        ("property", "og:image", f"{known.base}{cover_address(known)}" if known.base else ""),
        ("name", "twitter:card", "summary"),
    ]


def _first_paragraph(doctree: nodes.document) -> str:
    """The first paragraph of the text itself, not of a box."""
    found = (p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section))
    return next((" ".join(p.astext().split()) for p in found), "")


def shortened(text: str) -> str:
    """A description that ends with a sentence, or else with a word and an ellipsis."""
    if len(text) <= LENGTH:
        return text
    start = text[:LENGTH]
    for end in (". ", "? ", "! "):
        if (at := start.rfind(end)) > LENGTH // 5:
            return start[: at + 1]
    return start.rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


def _icon_of_dots(app: Sphinx) -> Path | None:
    """The PNG beside a favicon that is a drawing: phones show no drawings."""
    drawing = Path(app.srcdir, app.config.html_favicon or "")
    dots = drawing.with_suffix(".png")
    return dots if drawing.suffix == ".svg" and dots.is_file() else None


def _offer_touch_icon(app: Sphinx) -> None:
    if is_website(app) and (icon := _icon_of_dots(app)):
        app.config.html_static_path.append(str(icon))


def _touch_icon(app: Sphinx, context: dict[str, Any]) -> str:
    icon = _icon_of_dots(app)
    if icon is None:
        return ""
    address = context["pathto"](f"_static/{icon.name}", 1)
    return f'<link rel="apple-touch-icon" href="{escape(address)}" />\n'
