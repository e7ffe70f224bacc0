"""The index, on the page that the contents have for it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from sphinx.environment.adapters.indexentries import IndexEntries

if TYPE_CHECKING:
    from .builder import EpubEdition

Links = Iterable[tuple[str, str]]
Found = tuple[Links, Iterable[tuple[str, Links]], str | None]


def is_index(docname: str) -> bool:
    """Whether a page is the one that Jupyter Book lists as the index."""
    return docname.rpartition("/")[2] == "genindex"


def index(builder: EpubEdition, docname: str) -> str:
    """Return the index as HTML, with links from the page `docname`; nothing if it is empty."""
    groups = [
        f'<p class="index-letter">{escape(str(letter))}</p>\n<ul class="index">{lines}</ul>'
        for letter, entries in IndexEntries(builder.env).create_index(builder)
        if (lines := "".join(_entry(docname, *entry) for entry in entries))
    ]
    return f'<section role="doc-index">{"".join(groups)}</section>' if groups else ""


def _entry(docname: str, name: str, found: Found) -> str:
    links, subentries, _key = found
    below = "".join(f"<li>{_line(docname, sub, more)}</li>" for sub, more in subentries)
    inner = f"<ul>{below}</ul>" if below else ""
    return f"<li>{_line(docname, name, links)}{inner}</li>"


def _line(docname: str, name: str, links: Links) -> str:
    """The name, linked to its first place; further places are numbered."""
    root = "../" * docname.count("/")
    first, *more = [*(f"{root}{address}" for _, address in links), ""]
    text = f'<a href="{escape(first)}">{escape(name)}</a>' if first else escape(name)
    places = (f', <a href="{escape(to)}">[{n}]</a>' for n, to in enumerate(more[:-1], 2))
    return text + "".join(places)
