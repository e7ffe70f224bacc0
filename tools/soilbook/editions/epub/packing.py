"""From the pages that the builder wrote to one package: links, pictures, page list, fonts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ..cover import cover_png
from . import contents, cover, images, links, package, page_list, typefaces
from .genindex import is_index
from .names import elements
from .page import STYLESHEET, document, read, serialise

if TYPE_CHECKING:
    from .builder import EpubEdition

STYLE = Path(__file__).parents[1] / "static" / "epub.css"
NAVIGATION = "nav.xhtml"


def pack(edition: EpubEdition) -> None:
    """Write the archive of an edition whose pages and pictures are in its folder."""
    folder, book = Path(edition.outdir), edition.book
    pages = _pages(edition)
    files = {cover.COVER_IMAGE: cover_png(book.title, book.subtitle, book.authors)}
    documents = {edition.get_target_uri(name): name for name in edition.env.found_docs}
    faults = [*links.mend(pages), *images.collect(pages, folder, files)]
    edition.report((documents.get(page, page), notice) for page, notice in faults)
    spine, aside = _order(edition, pages)
    pages = {name: pages[name] for name in [*spine, *aside]}
    # As late as can be, for the PDF may still be in the making.
    _bind_pages(edition, pages)
    fonts = typefaces.collect(pages.values())
    rules = typefaces.style(fonts) + STYLE.read_text(encoding="utf-8")
    files |= fonts | {STYLESHEET: rules.encode()}
    files |= {name: serialise(page) for name, page in pages.items()}
    files["toc.ncx"] = package.as_xml(contents.ncx(_listed(edition), book))
    files["content.opf"] = package.package_document(book, pages, files, spine, aside)
    package.write_archive(folder / f"{book.stem}.epub", files, book.epoch)


def _pages(edition: EpubEdition) -> dict[str, etree._Element]:
    """Read the pages back (another process may have written them) and add our own."""
    book = edition.book
    own = {
        cover.COVER_PAGE: (cover.cover_page(book), book.words.cover),
        cover.TITLE_PAGE: (cover.title_page(book), book.words.title_page),
    }
    pages = {name: document(body, title, book.language, "") for name, (body, title) in own.items()}
    pages[NAVIGATION] = contents.navigation(_listed(edition), _landmarks(edition), book)
    for docname in sorted(edition.env.found_docs):
        pages[edition.get_target_uri(docname)] = read(Path(edition.get_outfilename(docname)))
    return pages


def _listed(edition: EpubEdition) -> list[contents.Entry]:
    return [entry for entry in contents.entries(edition) if entry.first_address()]


def _landmarks(edition: EpubEdition) -> list[tuple[str, str, str]]:
    words, address = edition.book.words, edition.get_target_uri
    found = [
        ("cover", words.cover, cover.COVER_PAGE),
        ("titlepage", words.title_page, cover.TITLE_PAGE),
        ("toc", words.contents, f"{NAVIGATION}#toc"),
        ("bodymatter", words.beginning, address(edition.config.root_doc)),
    ]
    listed = contents.reading_order(edition.env)
    indexes = [name for name in listed if is_index(name)]
    return found + [("index", words.index, address(name)) for name in indexes[:1]]


def _order(edition: EpubEdition, pages: links.Pages) -> tuple[list[str], list[str]]:
    """Return the pages in reading order, and those that only a link reaches."""
    order = map(edition.get_target_uri, contents.reading_order(edition.env))
    spine = [cover.COVER_PAGE, cover.TITLE_PAGE, NAVIGATION, *order]
    reached = dict.fromkeys(spine)
    waiting = list(spine)
    while waiting:
        page = waiting.pop()
        for link in elements(pages[page], "a"):
            goal = links.goal(link.get("href", ""), page)
            if goal in pages and goal not in reached:
                reached[goal] = None
                waiting.append(goal)
    return spine, sorted(set(reached) - set(spine))


def _bind_pages(edition: EpubEdition, pages: links.Pages) -> None:
    """Mark where the pages of the PDF begin, and list them in the navigation document."""
    parts = {entry.first_address() for entry in _listed(edition) if not entry.address}
    order = contents.reading_order(edition.env)
    aside = sorted(set(edition.env.found_docs) - set(order))
    found = page_list.PageList(page_list.wait_for(edition.config.soilbook_pages))
    for docname in [*order, *aside]:
        address = edition.get_target_uri(docname)
        if address in pages:
            found.bind(docname, address, pages[address], opens_part=address in parts)
    if found.links:
        body = elements(pages[NAVIGATION], "body")[0]
        body.append(contents.pages_list(found.links, edition.book))
