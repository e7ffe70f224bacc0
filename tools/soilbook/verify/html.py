"""Read the HTML edition: the pages in the order of their "next" links."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as markup

from .markup import Pages, pages_in_order
from .outline import Outline, Place, Unreadable
from .wording import words

CONTENT = (
    "//article[contains(concat(' ', @class, ' '), ' bd-article ')]",
    "//main",
    "//*[@role='main']",
    "//body",
)
INDEX = "genindex.html"
REFRESH = "//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content"
PARTS = "//nav//p[contains(@class, 'caption')]//span[@class='caption-text']"


def read_html(folder: Path, root: Path) -> Outline:
    """Read the edition in `folder`; places are told relative to `root`.

    Raises
    ------
    Unreadable
        The first page, or one that it leads to, is missing or has no content.
    """
    name = folder.relative_to(root).as_posix()
    site = _Site(folder)
    outline = Outline("HTML", f"{name}/index.html")
    pages = Pages(outline, lambda page, spot: Place(f"{name}/{page}", f"#{spot}" if spot else ""))
    for page in pages_in_order(site.start(), site.following):
        tree = site.tree(page)
        pages.add(page, _title(tree) if page == INDEX else _content(tree, page), tree)
        if not outline.parts:
            outline.parts = _parts(tree) + _index_title(folder)
    return pages.finish(lambda page: (folder / page).exists())


class _Site:
    """The files of the edition; each page is parsed once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current: tuple[str, etree._Element] | None = None

    def tree(self, page: str) -> etree._Element:
        """Parse a page, or return the one that was parsed last."""
        if self.current is None or self.current[0] != page:
            self.current = page, _parse(self.folder, page)
        return self.current[1]

    def start(self) -> str:
        """The first page: where the refreshing ``index.html`` leads, or itself."""
        refresh = self.tree("index.html").xpath(REFRESH)
        if not refresh:
            return "index.html"
        return unquote(urlsplit(str(refresh[0]).partition("=")[2].strip(" '\"")).path)

    def following(self, page: str) -> str | None:
        """The page that the "next" link of this one leads to."""
        links = self.tree(page).xpath("//link[@rel='next']/@href")
        return _join(page, str(links[0])) if links else None


def _parse(folder: Path, page: str) -> etree._Element:
    try:
        parser = markup.HTMLParser(encoding="utf-8")
        return markup.document_fromstring((folder / page).read_bytes(), parser=parser)
    except (OSError, etree.ParserError) as error:
        raise Unreadable(f"the page {page} cannot be read: {error}") from error


def _content(tree: etree._Element, page: str) -> etree._Element:
    for path in CONTENT:
        if found := tree.xpath(path):
            return found[0]
    raise Unreadable(f"the page {page} has no content")


def _title(tree: etree._Element) -> etree._Element:
    """The title of the index, without the entries that Sphinx put below it."""
    return next(_content(tree, INDEX).iter("h1"))


def _parts(tree: etree._Element) -> list[str]:
    return list(dict.fromkeys(words(caption) for caption in tree.xpath(PARTS)))


def _index_title(folder: Path) -> list[str]:
    """The index is a page outside the chain here and may be a chapter elsewhere."""
    if not (folder / INDEX).is_file():
        return []
    return [words(title) for title in _content(_parse(folder, INDEX), INDEX).iter("h1")]


def _join(page: str, href: str) -> str:
    path = unquote(urlsplit(href).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
