"""The shell of the pages: our templates on the theme, and one small script for all of the theme's.

sphinx-book-theme loads 1.7 MB of scripts to open a sidebar and to draw icons. Its templates are
overridden by the ones in ``templates/``, through ``templates_path`` as any book may do it, and the
scripts that they need no longer are left out of the pages. A book with another theme, or with a
``layout.html`` of its own, is left alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from .repairs import with_named_arrows
from .words import words_of

TEMPLATES = Path(__file__).parent / "templates"
SCRIPT = "soilbook.js"
SHEET = "soilbook-book.css"

# What `soilbook.js` does in their place, and what does nothing but prepare it.
_REPLACED = re.compile(
    r"(^|/)(documentation_options|doctools|sphinx_highlight|clipboard\.min|copybutton"
    r"|togglebutton|design-tabs|sphinx-book-theme|sphinx-thebe)\.js$"
)
_PREPARATION = re.compile(
    r"^\s*(let toggle(Hint|OpenOnPrint)|var togglebuttonSelector|DOCUMENTATION_OPTIONS\.)"
)
# Scripts of books and other extensions may call Sphinx's own.
_SPHINX = re.compile(r"(^|/)(documentation_options|doctools|sphinx_highlight)\.js$")
_COPYING = re.compile(r"(^|/)(clipboard\.min|copybutton)\.js$")

_OUR_FOLDERS = [
    Path(__file__).parents[1] / "static" / "html",
    Path(__file__).parents[2] / "read" / "static",
]
_OUR_SCRIPTS = {script.name for folder in _OUR_FOLDERS for script in folder.glob("*.js")}
OUR_SHEETS = {sheet.stem for folder in _OUR_FOLDERS for sheet in folder.glob("*.css")}
_THEIR_SHEETS = re.compile(
    r"^(_static/)?(styles/(theme|pydata-sphinx-theme|sphinx-book-theme)|basic|pygments|togglebutton"
    r"|copybutton|mystnb\.[0-9a-f]+|sphinx-design\.([0-9a-f]+\.)?min|sphinx-thebe"
    rf"|{'|'.join(map(re.escape, sorted(OUR_SHEETS)))})\.css$"
)


def setup(app: Sphinx) -> None:
    """Put the templates before the theme's, and the script in the place of the theme's."""
    app.connect("config-inited", _put_templates_first, priority=950)
    app.connect("builder-inited", _add_script)
    # Before the theme, which renders components to see whether they are empty.
    app.connect("html-page-context", _add_words, priority=100)
    # After every handler that adds something.
    app.connect("html-page-context", _lighten, priority=960)


def applies(app: Sphinx) -> bool:
    """Tell whether the pages have our shell: on the theme of Jupyter Book, unless changed."""
    return app.builder.name in ("html", "dirhtml") and _is_ours(app.config, Path(app.confdir))


def _is_ours(config: Config, folder: Path) -> bool:
    own = [folder / path for path in config.templates_path if not Path(path).is_absolute()]
    layouts = [path / "layout.html" for path in own]
    return config.html_theme == "sphinx_book_theme" and not any(map(Path.exists, layouts))


def _put_templates_first(app: Sphinx, config: Config) -> None:
    """After the templates of the book, before those that the themes add."""
    if _is_ours(config, Path(app.confdir)):
        own = [path for path in config.templates_path if not Path(path).is_absolute()]
        themes = [path for path in config.templates_path if Path(path).is_absolute()]
        config.templates_path = [*own, str(TEMPLATES), *themes]


def _add_script(app: Sphinx) -> None:
    if applies(app):
        app.add_js_file(SCRIPT, loading_method="defer")


def _add_words(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    words = words_of(app.config.language)
    context["shell_words"] = words
    context["with_named_arrows"] = lambda tree: with_named_arrows(str(tree), words.contents)


def _lighten(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not applies(app):
        return
    own_copying = _copies_in_its_own_way(app.config)
    scripts = list(context.get("script_files", []))
    foreign = any(not (_is_replaced(script) or is_ours(script)) for script in scripts)
    # Its search page does, where the search is Sphinx's own.
    asks_sphinx = templatename == "search.html" and getattr(app.builder, "search", True)
    needs_sphinx = foreign or asks_sphinx
    context["script_files"] = list(_scripts(scripts, needs_sphinx, own_copying))
    context["css_files"] = [f"_static/{SHEET}", *_other_sheets(context.get("css_files", []))]
    context["body_data"] = _data(app, own_copying)


def _is_replaced(asset: Any) -> bool:
    name, body = name_of(asset), _body(asset)
    return bool(_REPLACED.search(name) or _PREPARATION.match(body))


def is_ours(asset: Any) -> bool:
    """Tell whether a script comes with soilbook."""
    return Path(name_of(asset)).name in _OUR_SCRIPTS


def _scripts(scripts: Iterable[Any], needs_sphinx: bool, own_copying: bool) -> Iterator[Any]:
    for script in scripts:
        name, body = name_of(script), _body(script)
        is_sphinx = _SPHINX.search(name) or body.lstrip().startswith("DOCUMENTATION_OPTIONS.")
        wanted = (needs_sphinx and is_sphinx) or (own_copying and _COPYING.search(name))
        if wanted or not _is_replaced(script):
            yield script


def _other_sheets(sheets: Iterable[Any]) -> Iterator[Any]:
    return (sheet for sheet in sheets if not is_bundled(name_of(sheet)))


def is_bundled(name: str) -> bool:
    """Tell whether a style sheet is part of the one that all pages share."""
    return bool(_THEIR_SHEETS.match(name))


def name_of(asset: Any) -> str:
    """The file of a script or a style sheet; nothing when it stands in the page itself."""
    return os.fspath(getattr(asset, "filename", asset) or "")


def _body(asset: Any) -> str:
    return getattr(asset, "attributes", {}).get("body") or ""


def _copies_in_its_own_way(config: Config) -> bool:
    """Whether sphinx-copybutton was set up for prompts and the like, which our script copies."""
    names = [name for name in config.values if name.startswith("copybutton_")]
    return any(getattr(config, name) != config.values[name].default for name in names)


def _data(app: Sphinx, own_copying: bool) -> dict[str, str]:
    """What the script needs to know of the book."""
    words = words_of(app.config.language)
    data = {"show": str(getattr(app.config, "togglebutton_hint", "") or words.contents)}
    return data if own_copying else {**data, "copy": words.copy, "copied": words.copied}
