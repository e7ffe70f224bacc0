"""How large the PDF and the EPUB are, written into the website when all three are whole.

The pages are written before the other two editions exist, so they hold marks in place of the sizes.
"""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path

_MARK = re.compile(
    r'(<span class="edition-size" data-file="([^"]+)" data-size="([^"]+)" data-decimal="(.)" '
    r'data-pages="([^"]+)">)[^<]*</span>'
)


def size_mark(file: str, size: str, decimal: str, pages: str) -> str:
    """Return a place for the size of `file`, a path from the top of the website.

    `size` and `pages` are the words around the numbers: ``%s MB``, and for a PDF ``%s pages``;
    `decimal` is what stands before the tenths.
    """
    return (
        f'<span class="edition-size" data-file="{escape(file)}" data-size="{escape(size)}" '
        f'data-decimal="{decimal}" data-pages="{escape(pages)}"></span>'
    )


def tell_sizes(website: Path) -> None:
    """Fill the marks in a published website that has its other editions beside it, also anew."""
    for page in website.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        told = _MARK.sub(lambda mark: _told(website, mark), text)
        if told != text:
            page.write_text(told, encoding="utf-8")


def _told(website: Path, mark: re.Match[str]) -> str:
    """The mark with the size of its file; a file that is not there leaves it as it was."""
    _, file, form, decimal, pages = map(unescape, mark.groups())
    path = website / file
    if not path.is_file():
        return mark[0]
    told = [form % in_megabytes(path.stat().st_size).replace(".", decimal)]
    if path.suffix == ".pdf":
        told.insert(0, pages % _pages(path))
    return mark[1] + escape("".join(f", {one}" for one in told)) + "</span>"


def _pages(path: Path) -> int:
    # Slow to import, and only needed here.
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def in_megabytes(size: int) -> str:
    """``4.1``: never less than a tenth."""
    return f"{max(size / 1e6, 0.1):.1f}"
