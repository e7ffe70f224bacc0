"""Citations and lists of references, over sphinxcontrib-bibtex.

Its domain and its directive are replaced by subclasses that print the same, but

- a book of many chapters, each with a list of its own, takes seconds: what is cited where is looked
  up instead of searched for, an entry is formatted once, and a list has nodes for what it prints;
- a work may stand in the list of its chapter and in that of the book: a citation leads to the list
  of its own page, else to one that is not of a single page;
- two works that would be cited alike get letters, ``Lal (2004a)``, the same on all pages.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from pybtex.database import Entry
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.directives import (
    BibliographyDirective,
    BibliographyKey,
    BibliographyValue,
)
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation, get_docnames
from sphinxcontrib.bibtex.roles import CitationRef

from . import letters
from .lists import Lists

_CITED, _CITED_HERE = (ast.dump(ast.parse(text)) for text in ("cited", "docname in docnames"))


@dataclass
class _OneEntry:
    """What the filter of sphinxcontrib-bibtex asks of the domain, for a single entry.

    It looks through all citations for each entry; here are only those of the one.
    """

    bibliographies: dict[BibliographyKey, BibliographyValue]
    entry: Entry
    citation_refs: list[CitationRef]

    def get_entries(self, bibfiles: list[Path]) -> list[Entry]:
        """The entry as its author wrote it: filters may ask for its type."""
        written = Entry(self.entry.original_type, self.entry.fields, self.entry.persons)
        written.key = self.entry.key
        return [written]


class Citations(BibtexDomain):
    """The domain ``cite``: who cites what, and what each list of references prints."""

    # Another one than that of sphinxcontrib-bibtex: what it left is read again.
    data_version = 104

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self._at_hand: list[Citation] | None = None
        self._listed: set[str] | None = None
        self._refs_of: dict[str, list[CitationRef]] = {}
        self._cited_on: dict[str, dict[str, None]] = {}
        self._listed_on: dict[str, list[Citation]] = {}
        self._printed: dict[str, list[tuple[int, Citation]]] = {}

    @property
    def citations(self) -> list[Citation]:
        """All entries of all lists; while one reference is resolved, those that it leads to."""
        return self.data["citations"] if self._at_hand is None else self._at_hand

    @contextmanager
    def listing(self, keys: set[str]) -> Iterator[None]:
        """Hand out only the entries with these keys."""
        self._listed = keys
        try:
            yield
        finally:
            self._listed = None

    def get_entries(self, bibfiles: list[Path]) -> Iterator[Entry]:
        """The entries of some files, in their order."""
        for path in bibfiles:
            for key in self.bibdata.bibfiles[path].keys:
                if self._listed is None or key in self._listed:
                    yield self.bibdata.data.entries[key]

    def get_all_cited_keys(self, docnames: list[str]) -> Iterator[str]:
        """The keys in the order of the book, each as often as it is cited."""
        for ref in self._refs_in_order(docnames):
            yield from (target.key for target in ref.targets)

    def _refs_in_order(self, docnames: list[str]) -> list[CitationRef]:
        order = _positions(docnames)
        return sorted(self.citation_refs, key=lambda ref: order[ref.docname])

    def get_filtered_entries(self, bibliography_key: BibliographyKey) -> Iterator[tuple[str, Any]]:
        """The entries of a list in the order of their files, each with its prefixed key."""
        value = self.bibliographies[bibliography_key]
        for entry in self.get_entries(value.bibfiles):
            refs = self._refs_of.get(value.keyprefix + entry.key, [])
            one = _OneEntry(self.bibliographies, entry, refs)
            for key, _ in BibtexDomain.get_filtered_entries(cast(Any, one), bibliography_key):
                yield key, entry

    def get_sorted_entries(
        self, bibliography_key: BibliographyKey, docnames: list[str]
    ) -> Iterable[tuple[str, Any]]:
        """The entries of a list in the order in which they are cited, then the others."""
        value = self.bibliographies[bibliography_key]
        form = ast.dump(value.filter_)
        if form not in (_CITED, _CITED_HERE):
            return super().get_sorted_entries(bibliography_key, docnames)
        here = self._cited_on.get(bibliography_key.docname, {})
        cited = here if form == _CITED_HERE else self._refs_of
        keys = dict.fromkeys([*cited, *(value.keyprefix + key for key in value.keys)])
        found = ((key, self._entry_of(value, key)) for key in keys)
        return ((key, entry) for key, entry in found if entry is not None)

    def _entry_of(self, value: BibliographyValue, key: str) -> Entry | None:
        """The entry that a key means in the files of a list."""
        bare = key.removeprefix(value.keyprefix)
        if not key.startswith(value.keyprefix):
            return None
        held = any(bare in self.bibdata.bibfiles[path].keys for path in value.bibfiles)
        return self.bibdata.data.entries[bare] if held else None

    def env_updated(self) -> list[str]:
        """Decide, when all pages are read, what each list prints and each citation leads to."""
        docnames = list(get_docnames(self.env))
        self._note_citations(docnames)
        order = _positions(docnames)
        keys = sorted(
            self.bibliographies,
            key=lambda key: (order[key.docname], self.bibliographies[key].line, key.id_),
        )
        lists = {key: dict(self.get_sorted_entries(key, docnames)) for key in keys}
        in_lists = {e.key: e for entries in lists.values() for e in entries.values()}
        shown = in_lists | letters.added(in_lists.values(), self.reference_style)
        self.data["citations"] = Lists(self, shown).written(lists)
        self._printed, self._listed_on = {}, defaultdict(list)
        for citation in self.citations:
            self._listed_on[citation.bibliography_key.docname].append(citation)
        return []

    def _note_citations(self, docnames: list[str]) -> None:
        refs_of: dict[str, list[CitationRef]] = defaultdict(list)
        cited_on: dict[str, dict[str, None]] = defaultdict(dict)
        for ref in self._refs_in_order(docnames):
            for target in ref.targets:
                refs_of[target.key].append(ref)
                cited_on[ref.docname][target.key] = None
        self._refs_of, self._cited_on = dict(refs_of), dict(cited_on)

    def resolve_xref(
        self,
        env: Any,
        fromdocname: str,
        builder: Any,
        typ: str,
        target: str,
        node: Any,
        contnode: nodes.Element,
    ) -> nodes.Element:
        """Print one reference; each of its keys leads to one list."""
        keys = (found.key for found in parse_citation_targets(target))
        self._at_hand = self.led_to(keys, fromdocname)
        try:
            return super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
        finally:
            self._at_hand = None

    def led_to(self, keys: Iterable[str], docname: str) -> list[Citation]:
        """What keys lead to from a page, in the order of the lists."""
        if not self._printed:
            printed: dict[str, list[tuple[int, Citation]]] = defaultdict(list)
            for at, citation in enumerate(self.data["citations"]):
                if self.bibliographies[citation.bibliography_key].list_ == "citation":
                    printed[citation.key].append((at, citation))
            self._printed = dict(printed)
        places = (self._printed.get(key) for key in dict.fromkeys(keys))
        chosen = [min(found, key=lambda c: self._distance(c, docname)) for found in places if found]
        return [citation for _, citation in sorted(chosen, key=lambda numbered: numbered[0])]

    def _distance(self, numbered: tuple[int, Citation], docname: str) -> tuple[int, int]:
        at, citation = numbered
        if citation.bibliography_key.docname == docname:
            return (0, at)
        names = ast.walk(self.bibliographies[citation.bibliography_key].filter_)
        of_a_page = any(isinstance(n, ast.Name) and n.id.startswith("docname") for n in names)
        return (2 if of_a_page else 1, at)

    def shown_on(self, docname: str) -> list[Any]:
        """Everything that the citations and lists of a page print, as comparable values."""
        cited = self.led_to(self._cited_on.get(docname, {}), docname)
        return [
            (c.bibliography_key.docname, c.citation_id, c.formatted_entry.label, repr(c.entry))
            for c in (*cited, *self._listed_on.get(docname, ()))
        ]


def _positions(names: list[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


class Bibliography(BibliographyDirective):
    """``{bibliography}``, without a node and an identifier for each entry of the files.

    What a list prints is known when all pages are read: the domain makes the nodes then, and has
    the pages written again whose lists changed. So the page does not depend on the files, unless
    it names keys, which are looked up while it is read.
    """

    def run(self) -> Any:
        """Note the list; see `Citations.env_updated`."""
        domain = cast(Citations, self.env.get_domain("cite"))
        before = set(self.env.dependencies[self.env.docname])
        with domain.listing(set(self.content)):
            made = super().run()
        if not self.content:
            self.env.dependencies[self.env.docname] = before
        return made


def _lists_of_other_files(app: Sphinx, env: Any, *_names: set[str]) -> list[str]:
    """The pages whose lists were noted while the configuration named other files."""
    domain = cast(Citations, env.get_domain("cite"))
    files = list(domain.bibdata.bibfiles)
    before, domain.data["files"] = domain.data.get("files", files), files
    return sorted({key.docname for key in domain.bibliographies}) if before != files else []


def setup(app: Sphinx) -> None:
    """Replace the domain and the directive; sphinxcontrib-bibtex must have been set up."""
    app.add_domain(Citations, override=True)
    app.add_directive("bibliography", Bibliography, override=True)
    app.connect("env-get-outdated", _lists_of_other_files)
