"""The check of citations that no list of references prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from ..records.book import Book
from ..records.inline import Citation
from ..records.markdown import Directive
from ..records.pages import Page
from ..records.places import Fault
from .filters import passes
from .registry import Faults, check


@check
def citation_without_bibliography(book: Book) -> Faults:
    """A page cites what no list of references of the book prints, so the citation leads nowhere.

    The options of each ``{bibliography}`` count: ``keyprefix``, ``list``, ``notcited`` and a
    ``filter`` by page (``docname in docnames``); other filters are taken to let everything pass.
    A citation in a footnote needs a ``{footbibliography}`` below it on its page.
    """
    unprinted = _unprinted(book)
    for page in _built(book):
        if page.name in book.included:
            continue
        lost = [c for c in page.citations if _is_lost(book, page, c, unprinted)]
        if lost:
            rest = f" (nor {len(lost) - 1} more of this page)" if len(lost) > 1 else ""
            message = f'No list of references prints "{lost[0].key}"{rest}. {_remedy(lost[0])}'
            yield page.name, Fault(lost[0].line, lost[0].column, message)


def _remedy(citation: Citation) -> str:
    if citation.role.startswith("foot"):
        return "Put a {footbibliography} at the end of this page."
    return "Put a {bibliography} that holds it into this page or another one."


def _built(book: Book) -> Iterator[Page]:
    """The pages that are built, and the texts that these include."""
    listed = {*book.listed, *book.included}
    for page in book.pages.values():
        if page.name in listed or not book.project.config.get("only_build_toc_files"):
            yield page


def _docname(page: Page) -> str:
    return str(PurePosixPath(page.name).with_suffix(""))


@dataclass(frozen=True, slots=True)
class _List:
    """One list of references; `docname` is empty where it stands in a text that pages include."""

    docname: str
    directive: Directive

    def option(self, name: str) -> str | None:
        """The value of an option; nothing where it is not set."""
        found = self.directive.options.get(name)
        return found.value if found else None

    @property
    def kind(self) -> tuple[str, ...]:
        """The same for lists that print the same of what their pages do not cite."""
        options = {name: option.value for name, option in self.directive.options.items()}
        rest = options.get("filter", "").replace("docname in docnames", "")
        by_page = "docname" in rest or "not" in rest or not self.docname
        texts = [self.directive.argument, *(f"{name}={options[name]}" for name in sorted(options))]
        return (*texts, self.docname if by_page else "")

    def prints(self, book: Book, key: str, docnames: frozenset[str]) -> bool:
        """Whether it holds a key that these pages cite."""
        prefix = self.option("keyprefix") or ""
        bare = key.removeprefix(prefix)
        files = [PurePosixPath(name).name for name in self.directive.argument.split()]
        entry = _by_key(book).get(bare)
        if not key.startswith(prefix) or entry is None or (files and entry[0] not in files):
            return False
        if self.directive.body[0] < self.directive.body[1]:
            # Keys may be named in the body.
            return True
        if (expression := self.option("filter")) is not None:
            known = {"cited": True, "docnames": docnames, "key": bare.lower(), "type": entry[1]}
            return not self.docname or passes(expression, known | {"docname": self.docname})
        return self.option("notcited") is None or self.option("all") is not None


@lru_cache(maxsize=1)
def _by_key(book: Book) -> dict[str, tuple[str, str]]:
    """The name of the file and the type of the entry of each key."""
    return {
        entry.key: (PurePosixPath(name).name, entry.type)
        for name, bibliography in book.bibliographies.items()
        for entry in bibliography.entries
    }


def _lists(book: Book) -> Iterator[_List]:
    """The lists of references to which citations can lead: those with labels or names."""
    for page in _built(book):
        for directive in page.directives:
            if directive.name == "bibliography":
                found = _List("" if page.name in book.included else _docname(page), directive)
                if found.option("list") in (None, "citation"):
                    yield found


def _citing(book: Book) -> dict[str, frozenset[str]]:
    """The pages that cite each key."""
    found: dict[str, set[str]] = {}
    for page in _built(book):
        for citation in page.citations:
            found.setdefault(citation.key, set()).add(_docname(page))
    return {key: frozenset(names) for key, names in found.items()}


def _unprinted(book: Book) -> frozenset[str]:
    """The keys that are cited and known, but stand in no list of references.

    Of lists that differ only in their pages, the ones on citing pages and one more are asked: a
    book may have a list for each of its chapters.
    """
    lists = list(_lists(book))
    on_page: dict[str, list[_List]] = {}
    for found in lists:
        on_page.setdefault(found.docname, []).append(found)
    kinds = {found.kind: found for found in lists}.values()
    # Of a key that does not exist, `citation-unknown-key` speaks.
    prefixes = {"", *(found.option("keyprefix") or "" for found in lists)}
    unprinted = set()
    for key, docnames in _citing(book).items():
        near = (found for name in docnames for found in on_page.get(name, ()))
        if any(key.removeprefix(prefix) in book.keys for prefix in prefixes) and not any(
            found.prints(book, key, docnames) for found in (*near, *kinds)
        ):
            unprinted.add(key)
    return frozenset(unprinted)


def _is_lost(book: Book, page: Page, citation: Citation, unprinted: frozenset[str]) -> bool:
    if not citation.role.startswith("foot"):
        return citation.key in unprinted
    below = (d for d in page.directives if d.name == "footbibliography")
    is_known = citation.key in book.keys
    return is_known and not any(directive.line >= citation.line for directive in below)
