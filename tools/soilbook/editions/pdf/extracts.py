"""What the book is taken apart into: a PDF for each chapter, and for each synthesis note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ...read.citations import Citations
from ..addresses import is_note, pdf_of
from .book import Page
from .compile import Compiled
from .labels import INTERNAL
from .markup import array, string

logger = logging.getLogger(__name__)

#: The page of Sphinx's index has no text of its own.
INDEX = "genindex"
Trees = Mapping[str, nodes.document]


@dataclass(frozen=True)
class Extract:
    """One chapter or note: its pages, the first of which has the title.

    Parameters
    ----------
    pages : tuple of Page
        In the order of the contents.
    path : str
        Where its PDF stands, below the folder of the PDF of the book.
    is_note : bool
        Whether it is set as a brief.
    """

    pages: tuple[Page, ...]
    path: str
    is_note: bool

    @property
    def docname(self) -> str:
        """The page by which it is known."""
        return self.pages[0].docname

    @property
    def stem(self) -> str:
        """The name of its Typst source, without ending."""
        return Path(self.path).with_suffix("").as_posix().replace("/", "-")


def extracts(order: Sequence[Page], notes: Iterable[str]) -> list[Extract]:
    """Return the chapters and notes; the first page, which opens the book, is none of them.

    Parameters
    ----------
    order : sequence of Page
        The pages as the contents order them.
    notes : iterable of str
        Folders whose chapters are synthesis notes.
    """
    chapters: list[list[Page]] = []
    for page in order[1:]:
        if page.depth == 0 or not chapters:
            chapters.append([])
        chapters[-1].append(page)
    found: dict[str, Extract] = {}
    for one in chapters:
        docname = one[0].docname
        path = pdf_of(docname, notes)
        if docname.rpartition("/")[2] == INDEX:
            continue
        if path in found:
            message = (
                f"{docname} has no PDF of its own, for that of {found[path].docname} is {path}."
            )
            logger.warning(message, type="soilbook", subtype="pdf-chapter-name-taken")
        found.setdefault(path, Extract(tuple(one), path, is_note(docname, notes)))
    return list(found.values())


def pages_with_references(env: BuildEnvironment) -> set[str]:
    """Return the pages on which entries of a bibliography stand."""
    domain = env.domains.get("cite")
    if not isinstance(domain, Citations):
        return set()
    return {key.docname for key in domain.bibliographies}


class References:
    """The entries of all bibliographies of a book, found by who cites them.

    Parameters
    ----------
    trees : mapping of str to docutils.nodes.document
        The resolved pages by name.
    """

    def __init__(self, trees: Trees) -> None:
        self.entries = {
            (docname, one): entry
            for docname, tree in trees.items()
            for entry in tree.findall(nodes.citation)
            for one in entry["ids"]
        }

    def cited_in(self, extract: Extract, trees: Trees) -> dict[str, nodes.document]:
        """Return the entries that an extract cites, by the page on which the book prints them.

        Each is a document that holds citations and nothing else, in the order of that page.
        """
        own = {page.docname for page in extract.pages}
        asked = {place for name in own for place in _places(trees[name]) if place[0] not in own}
        found: dict[str, nodes.document] = {}
        for docname, one in [place for place in self.entries if place in asked]:
            # A copy of a document is empty.
            found.setdefault(docname, trees[docname].copy())
            found[docname] += self.entries[docname, one].deepcopy()
        return found


def _places(tree: nodes.document) -> Iterable[tuple[str, str]]:
    for node in tree.findall(nodes.reference):
        page, _, one = str(node.get("refuri", "")).partition("#")
        if page.startswith(INTERNAL):
            yield page.removeprefix(INTERNAL), one


def first_pages(compiled: Compiled, labels: Mapping[str, str]) -> dict[str, int]:
    """Return the printed number of the page on which each chapter of a finished book begins.

    Parameters
    ----------
    compiled : Compiled
    labels : mapping of str to str
        The label of each chapter's heading.
    """
    asked = array(array(map(string, pair)) for pair in labels.items())
    numbers = f"""{asked}.map(((name, one)) => {{
      let found = query(label(one))
      (name, if found.len() > 0 {{ counter(page).at(found.first().location()).first() }})
    }})"""
    return {name: number for name, number in compiled.evaluate(numbers) if number}


def published(website: str, docname: str, address: str) -> str | None:
    """Return the address of a place on the published website.

    Parameters
    ----------
    website : str
        The address of the book (``html_baseurl``); nothing where it has none.
    docname : str
        The page that names the place.
    address : str
        ``%page``, ``%page#id``, ``#id``, or nothing for the page itself.
    """
    page, _, one = address.removeprefix(INTERNAL).partition("#")
    place = f"#{one}" if one else ""
    return f"{website.rstrip('/')}/{page or docname}.html{place}" if website else None
