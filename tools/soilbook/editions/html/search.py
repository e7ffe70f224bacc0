"""The search of the website: an index of all its places, and the page that asks it.

A browser may not fetch a file from a page that was opened from a folder, so the index is a script,
``_static/search-index.js``; it is loaded when a reader opens the search. MiniSearch, which is kept
in ``static/html``, ranks; ``search.js`` asks it and shows what it found. Sphinx's own search, which
asks for whole words on whole pages, is not built then. It stays where the shell is not ours, and in
a book with a ``search.html`` of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.index import IndexDomain

from . import shell
from .about import INDEX, about
from .search_places import places_in, told
from .search_words import search_words

FILE = "_static/search-index.js"
PAGE = "search"
_SCRIPT = "_static/search.js"
# What only Sphinx's search needs.
_IDLE = ("searchtools.js", "language_data.js")


def setup(app: Sphinx) -> None:
    """Build this search in the place of Sphinx's."""
    # After themes and extensions had their say in what is built.
    app.connect("builder-inited", _replace, priority=900)
    app.connect("html-collect-pages", _pages)
    # After the shell said what its script needs to know.
    app.connect("html-page-context", _add_script, priority=970)
    app.connect("build-finished", _write)


def applies(app: Sphinx) -> bool:
    """Tell whether the website has this search: with our shell, and no search page of its own."""
    own = (Path(app.confdir, path) for path in app.config.templates_path)
    pages = (path / "search.html" for path in own if path != shell.TEMPLATES)
    theme_has_own = any(page.is_file() for page in pages)
    return shell.applies(app) and not theme_has_own


def _replace(app: Sphinx) -> None:
    if applies(app):
        app.builder.search = False  # type: ignore[attr-defined]


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if applies(app):
        yield PAGE, {"search_ways": list(_ways_on(app))}, "search.html"


def _ways_on(app: Sphinx) -> Iterator[tuple[str, str]]:
    """What helps a reader without JavaScript: the first page, and the index if there is one."""
    known = about(app)
    yield app.config.root_doc, known.title_of(app.config.root_doc)
    indexes = [name for name in sorted(app.env.found_docs) if name.rpartition("/")[2] == INDEX]
    for docname in indexes[:1]:
        yield docname, known.title_of(docname)


def _add_script(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the script of the shell where that of the search lies."""
    if applies(app):
        context["body_data"]["search"] = context["pathto"](_SCRIPT, 1)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not applies(app):
        return
    root = Path(app.outdir)
    text = json.dumps(index_of(app), ensure_ascii=False, separators=(",", ":"))
    (root / FILE).write_text(f"soilbookSearch({text});\n", encoding="utf-8")
    for name in _IDLE:
        (root / "_static" / name).unlink(missing_ok=True)


def index_of(app: Sphinx) -> dict[str, Any]:
    """Return all that the search knows, from the pages as they were written.

    Pages come in the order of reading. Their bibliography and index count, too.
    """
    known = about(app)
    entries = _entries(app)
    first = [app.config.root_doc, *known.chapters]
    names = dict.fromkeys([*first, *sorted(app.env.found_docs)])
    pages: list[list[str]] = []
    places: list[list[object]] = []
    for docname in names:
        path = Path(app.builder.get_outfilename(docname))  # type: ignore[attr-defined]
        if docname.rpartition("/")[2] == INDEX or not path.is_file():
            continue
        found = places_in(path.read_text(encoding="utf-8"), entries[docname])
        places += told(found, len(pages))
        title = found[0].title if found and found[0].title else known.title_of(docname)
        pages.append([app.builder.get_target_uri(docname), title])
    words = search_words(known.language)
    return {"language": known.language, "words": words, "pages": pages, "places": places}


def _entries(app: Sphinx) -> defaultdict[str, dict[str, list[str]]]:
    """What the index of the book has, by page and element."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    domain = app.env.domains["index"]
    assert isinstance(domain, IndexDomain)
    for docname, entries in domain.entries.items():
        for _, value, target, *_ in entries:
            found[docname].setdefault(target, []).append(value.replace(";", " "))
    return found
