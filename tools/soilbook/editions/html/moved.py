"""Pages that have moved: at the old address, a page that leads to the new one (`redirects:`)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from ...project import CONFIG
from .about import about, is_website, settings_of
from .home import POLICY_TAG

logger = logging.getLogger(__name__)

# Pages that are no page of the book.
_MADE = {"404", "genindex", "index", "search"}
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    {policy}
    <meta name="robots" content="noindex">
    <meta http-equiv="refresh" content="0; url={address}">
    <link rel="canonical" href="{canonical}">
    <title>{title}</title>
  </head>
  <body>
    <main>
      <h1>{moved}</h1>
      <p><a href="{address}">{title}</a></p>
    </main>
  </body>
</html>
"""


def setup(app: Sphinx) -> None:
    """Judge the list when all pages are read, and write the pages when all others are written."""
    app.connect("env-check-consistency", _report)
    app.connect("build-finished", _write)


def _redirects(app: Sphinx) -> Mapping[str, str]:
    said = settings_of(Path(app.srcdir)).redirects
    return {_bare(old): new.strip("/") for old, new in said.items()}


def _bare(page: str) -> str:
    """A page as Sphinx names it; people copy addresses from the browser."""
    return page.strip("/").removesuffix(".html").removesuffix(".md")


def _split(goal: str) -> tuple[str, str]:
    page, mark, place = goal.partition("#")
    return _bare(page), mark + place


def faults(redirects: Mapping[str, str], pages: set[str]) -> list[tuple[str, str]]:
    """What is wrong with the list, as a name and a message; `pages` are those of the book."""
    found = []
    for old, new in redirects.items():
        if old in pages | _MADE:
            message = f'The page "{old}" still exists, so it cannot lead to "{new}".'
            found.append(("redirect-hides-page", message))
        if _split(new)[0] not in pages:
            message = f'"{old}" leads to "{new}", and the book has no such page.'
            found.append(("redirect-target-unknown", message))
        if ".." in old.split("/"):
            message = f'"{old}" lies outside of the website.'
            found.append(("redirect-outside", message))
    return found


def _report(app: Sphinx, env: BuildEnvironment) -> None:
    if is_website(app):
        for name, message in faults(_redirects(app), env.found_docs):
            message = f"soilbook: redirects: {message}"
            logger.warning(message, location=CONFIG, type="soilbook", subtype=name)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not is_website(app):
        return
    redirects, pages = _redirects(app), app.env.found_docs
    for old, new in redirects.items():
        if not faults({old: new}, pages):
            path = Path(app.builder.get_outfilename(old))  # type: ignore[attr-defined]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_page(app, old, new), encoding="utf-8")


def _page(app: Sphinx, old: str, new: str) -> str:
    known = about(app)
    docname, place = _split(new)
    uri = app.builder.get_target_uri
    address = relative_uri(uri(old), uri(docname)) + place
    told: dict[str, Any] = {
        "language": known.language,
        "address": address,
        "canonical": known.address(docname) or address,
        "title": known.title_of(docname),
        "moved": known.words.moved,
    }
    escaped = {name: escape(text) for name, text in told.items()}
    return _PAGE.format(policy=POLICY_TAG, **escaped)
