"""Print how well the search finds: ours and Sphinx's own, on 40 questions with judged answers.

How to run: ``python tests/benchmarks/search.py BOOK``, where ``jb editions BOOK`` was run before.
Sphinx's search is built from what that build read, with the theme ``basic``. Both are asked in
Chromium on their own page of search, over HTTP and from the folder. The number is the mean
reciprocal rank of the first right result; one that leads into a part of the right section is right.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from lxml import html
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from walk import open_browser

QUERIES = Path(__file__).parents[1] / "search" / "queries.tsv"
FIRST = 10


@dataclass(frozen=True)
class Query:
    """What a reader types, and the pages or ``page#section`` that answer it."""

    words: str
    answers: tuple[str, ...]


def judged_queries() -> list[Query]:
    """Read the questions with their judged answers."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Query(words, tuple(answers.split())) for words, answers in rows[1:]]


def rank(found: list[str], query: Query, site: Path) -> int:
    """The position of the first right result; 0 when none is.

    Parameters
    ----------
    found : list of str
        The addresses that the engine leads to, from the top of the website.
    query : Query
        The question with its answers.
    site : pathlib.Path
        The folder of the website, to see in which section an address lies.
    """
    for position, address in enumerate(found, 1):
        page, _, anchor = unquote(address).partition("#")
        for answer in query.answers:
            docname, _, section = answer.partition("#")
            inside = not section or not anchor or section in _around(site / page, anchor)
            if page == f"{docname}.html" and inside:
                return position
    return 0


@cache
def _tree(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_text(encoding="utf-8"))


@cache
def _around(page: Path, anchor: str) -> frozenset[str]:
    """The sections that a place lies in."""
    found = _tree(page).xpath("//*[@id=$name]", name=anchor)
    return frozenset(
        e.get("id") for place in found for e in (place, *place.iterancestors("section"))
    )


def ask(page: Page, start: str, query: Query) -> list[str]:
    """What our search finds, on its own page; the page stays open for the next question."""
    if not page.url.startswith(f"{start}search.html"):
        page.goto(f"{start}search.html")
    page.fill("main input[type=search]", query.words)
    page.wait_for_function(
        "q => document.querySelector('main ol.found')?.dataset.query === q", arg=query.words
    )
    return _addresses(page, "main ol.found a", start)


def ask_sphinx(page: Page, start: str, query: Query) -> list[str]:
    """What Sphinx's search finds."""
    page.goto(f"{start}search.html")
    page.fill("input[name=q]", query.words)
    page.keyboard.press("Enter")
    # Its last word on the matter; results come one by one before it.
    page.locator(".search-summary", has_text="earch finished").or_(
        page.locator(".search-summary", has_text="did not match")
    ).wait_for()
    return _addresses(page, "ul.search li > a", start)


def _addresses(page: Page, links: str, start: str) -> list[str]:
    found = page.eval_on_selector_all(links, "links => links.map(link => link.href)")
    return [address.removeprefix(start).split("?")[0] for address in found]


def build_with_sphinx(book: Path, folder: Path) -> None:
    """Write the pages once more with Sphinx's own search, from what was read."""
    from jupyter_book.sphinx import build_sphinx

    shutil.copytree(book / "_build" / ".work" / "doctrees" / "html", folder / "doctrees")
    outcome = build_sphinx(
        str(book),
        str(folder / "html"),
        noconfig=True,
        path_config=str(book / "_config.yml"),
        confoverrides={
            "external_toc_path": "_toc.yml",
            "latex_individualpages": False,
            "html_theme": "basic",
        },
        doctreedir=str(folder / "doctrees"),
        force_all=True,
        really_quiet=True,
    )
    if outcome:
        raise SystemExit(f"Sphinx could not write the book: {outcome}")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and tell its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def main(book: Path) -> None:
    """Print a line for each engine and way, and the ranks that differ from 1."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_with_sphinx(book, Path(folder))
        browser = open_browser(playwright)
        ours, theirs = book / "_build" / "html", Path(folder) / "html"
        for name, site, asked in (("soilbook", ours, ask), ("Sphinx", theirs, ask_sphinx)):
            with served(site) as address:
                for start in (address, f"{site.as_uri()}/"):
                    _print(
                        name,
                        start,
                        [
                            rank(asked(page, start, query), query, site)
                            for page in [browser.new_page()]
                            for query in judged_queries()
                        ],
                    )


def _print(name: str, start: str, ranks: list[int]) -> None:
    mean = sum(1 / position for position in ranks if position) / len(ranks)
    print(f"{name:9} {start[:4]}  MRR {mean:.3f}  ranks {' '.join(map(str, ranks))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
