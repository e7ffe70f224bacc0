"""The files of a website that is published: ``404.html``, ``sitemap.xml`` and ``robots.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree
from sphinx.application import Sphinx

from .about import About, about, is_website
from .home import POLICY_TAG

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MISSING = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    {policy}
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <base href="{base}">
    <title>{missing} – {book}</title>
    <style>
      body {{ margin: 0; font: 1.1rem/1.6 system-ui, sans-serif; background: #fff;
        color: #1c1c1c; }}
      main {{ max-width: 38rem; margin: 0 auto; padding: 3rem 1.25rem; }}
      h1 {{ line-height: 1.2; margin: 0.25rem 0 1rem; }}
      p.book {{ margin: 0; color: #5d3a1a; }}
      a {{ color: #17466e; }}
      li {{ margin: 0.35rem 0; }}
      hr {{ border: 0; height: 2.25rem; margin: 0; background: linear-gradient(#2e6b45 0 8%,
        #2a1d14 8% 30%, #44301f 30% 52%, #6b4526 52% 74%, #9a6b3c 74% 90%, #c9a672 90%); }}
      @media (prefers-color-scheme: dark) {{
        body {{ background: #171412; color: #eee7dd; }}
        p.book {{ color: #d9b48a; }}
        a {{ color: #9cc5ea; }}
      }}
    </style>
  </head>
  <body>
    <hr>
    <main>
      <p class="book">{book}</p>
      <h1>{missing}</h1>
      <p>{help}</p>
      <ul>
        {links}
      </ul>
    </main>
  </body>
</html>
"""


def setup(app: Sphinx) -> None:
    """Write them when all pages are written."""
    app.connect("build-finished", _write)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not is_website(app):
        return
    known, out = about(app), Path(app.outdir)
    if "404" not in app.env.found_docs:
        (out / "404.html").write_text(missing_page(known), encoding="utf-8")
    if known.base:
        (out / "sitemap.xml").write_bytes(sitemap(known))
        if not (out / "robots.txt").is_file():
            text = f"User-agent: *\nAllow: /\nSitemap: {known.base}sitemap.xml\n"
            (out / "robots.txt").write_text(text, encoding="utf-8")


def missing_page(known: About) -> str:
    """The page that a server shows in place of one that is not there.

    It may stand at any depth, so its addresses count from the top of the website: from the path of
    ``html_baseurl``, or from that of the host.
    """
    words = known.words
    links = "\n        ".join(
        f'<li><a href="{address}">{escape(title)}</a></li>' for title, address in _ways_on(known)
    )
    return _MISSING.format(
        policy=POLICY_TAG,
        language=escape(known.language),
        base=escape(urlsplit(known.base).path or "/"),
        book=escape(known.book.title),
        missing=escape(words.missing),
        help=escape(words.missing_help),
        links=links,
    )


def _ways_on(known: About) -> Iterator[tuple[str, str]]:
    """The first page, the search, and the parts of the contents below the first page."""
    app, uri = known.app, known.app.builder.get_target_uri
    root = app.config.root_doc
    # An empty address would mean this very page.
    yield known.words.home, uri(root) or "./"
    yield known.words.search, uri("search")
    for docname in app.env.toctree_includes.get(root, ()):
        if docname in app.env.found_docs:
            yield known.title_of(docname), uri(docname)


def sitemap(known: About) -> bytes:
    """All pages with the days of their last changes, as search engines read them."""
    urls = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})
    for docname in sorted(known.app.env.found_docs - {"404"}):
        url = etree.SubElement(urls, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = known.address(docname)
        if day := known.changed(docname):
            etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = day.isoformat()
    return etree.tostring(urls, xml_declaration=True, encoding="UTF-8", pretty_print=True)
