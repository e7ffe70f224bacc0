"""Walks the pages of a website on disk with a real browser, and says what is wrong with each.

``python tests/browser/walk.py FOLDER`` walks all pages of a folder and prints what it finds, with
the bytes that each page loads. The tests give it the pages they want.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (320, 768, 1280)
# Every rule of axe-core that asks for WCAG 2.2 A or AA, and its best practices.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In the other colours only the colours are new.
OF_COLOURS = ["color-contrast", "link-in-text-block"]

_FINISH = """async () => {
  await new Promise(requestAnimationFrame);
  document.getAnimations().forEach(one => one.finish());
}"""
_SCROLLS = "document.documentElement.scrollWidth - window.innerWidth"
_WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility())
  .slice(0, 3).map(e => e.outerHTML.slice(0, 90)).join(' | ')"""


@dataclass
class Visit:
    """What a page asked for and said while it was open, and what is wrong with it."""

    path: Path
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes of the files that the page loaded, by their kind."""
        sizes: dict[str, int] = {}
        for url in dict.fromkeys(self.requests):
            file = Path(unquote(urlsplit(url).path))
            if url.startswith("file:") and file.is_file():
                sizes[file.suffix] = sizes.get(file.suffix, 0) + file.stat().st_size
        return sizes


def open_browser(playwright: Any) -> Browser:
    """Start Chromium, with nothing that asks the network by itself."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


def walk(browser: Browser, pages: Iterable[Path]) -> list[Visit]:
    """Open each page from disk, as a reader does, in light colours and then in dark ones.

    Checked are errors in the console, requests to other hosts, scrolling sideways at `WIDTHS`, and
    axe-core's rules: all of them in the light, those on colours in the dark.
    """
    context = browser.new_context()
    page = context.new_page()
    visits: list[Visit] = []
    _listen(page, visits)
    try:
        for path in pages:
            visits.append(Visit(path))
            _look(page, visits[-1])
    finally:
        context.close()
    return visits


def _look(page: Page, visit: Visit) -> None:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(visit.path.as_uri(), wait_until="load")
    visit.faults += _violations(page)
    page.emulate_media(color_scheme="dark")
    # Colours that still fade from one mode to the other are those of none.
    page.evaluate(_FINISH)
    visit.faults += (f"in the dark: {fault}" for fault in _violations(page, OF_COLOURS))
    visit.faults += _sideways(page)


def _listen(page: Page, visits: list[Visit]) -> None:
    """Write down what happens, at the page that is open: the last."""

    def fault(told: str) -> None:
        visits[-1].faults.append(told)

    def asked(request: Request) -> None:
        visits[-1].requests.append(request.url)
        if not request.url.startswith(("file:", "data:", "blob:")):
            fault(f"asks another host: {request.url}")

    page.on("request", asked)
    page.on("pageerror", lambda error: fault(f"script: {error}"))
    page.on("requestfailed", lambda request: fault(f"missing: {request.url}"))
    page.on(
        "console", lambda line: fault(f"console: {line.text}") if line.type == "error" else None
    )


def _violations(page: Page, rules: list[str] | None = None) -> Iterator[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    chosen = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": chosen, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    for rule in found["violations"]:
        for node in rule["nodes"]:
            place = " ".join(map(str, node["target"]))
            about = " ".join(node.get("failureSummary", "").split())
            yield f"axe {rule['id']} ({rule['impact']}): {place}: {about[:220]}"


def _sideways(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate(_SCROLLS)) > 0:
            yield f"{wide} px too wide at {width}: {page.evaluate(_WIDEST)}"


def pages_below(folder: Path) -> list[Path]:
    """All pages of a website, but for those that only lead to another."""
    found = (p for p in folder.rglob("*.html") if "_static" not in p.relative_to(folder).parts)
    return sorted(p for p in found if 'http-equiv="refresh"' not in p.read_text("utf-8"))


def main(folder: Path) -> int:
    """Walk all pages in both modes and print a line for each, and one for each fault."""
    wrong = 0
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        for visit in walk(browser, pages_below(folder)):
            sizes = visit.sizes
            kinds = " ".join(f"{kind[1:]} {size}" for kind, size in sorted(sizes.items()))
            print(f"{visit.path.relative_to(folder)}: {sum(sizes.values())} ({kinds})")
            for fault in visit.faults:
                print(f"    {fault}")
            wrong += len(visit.faults)
    return wrong


if __name__ == "__main__":
    raise SystemExit(min(main(Path(sys.argv[1]).resolve()), 1))
