"""Writes the lists of references of one book: order, form, identifiers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import find_plugin
from pybtex.richtext import Tag
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.template import FieldIsMissing
from sphinx.util import logging
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from . import proofs

logger = logging.getLogger(__name__)


class Lists:
    """All lists of one book; an entry that stands in several is formatted once.

    Parameters
    ----------
    domain : sphinxcontrib.bibtex.domain.BibtexDomain
        With the lists that pages ask for.
    shown : dict
        By key, the entries as they are printed.
    """

    def __init__(self, domain: BibtexDomain, shown: dict[str, Entry]) -> None:
        self.domain = domain
        self.shown = shown
        self.formatted: dict[tuple[str, str, str], FormattedEntry] = {}
        self.styles: dict[str, BaseStyle] = {}
        self.labels: dict[str, str] = {}
        config = domain.env.config
        self.tooltips_style = (config.bibtex_tooltips_style, config.bibtex_tooltips)

    def written(self, lists: dict[BibliographyKey, dict[str, Entry]]) -> list[Citation]:
        """The citations of all lists, in order; each list gets a node for each of its entries."""
        citations: list[Citation] = []
        on_page: dict[str, int] = defaultdict(int)
        for key, entries in lists.items():
            on_page[key.docname] += 1
            here = list(self.of_list(key, list(entries.values()), on_page[key.docname]))
            if self.domain.bibliographies[key].list_ == "citation":
                self.warn_of_doubles(key, here, citations)
            citations += here
        return citations

    def of_list(self, key: BibliographyKey, entries: list[Entry], count: int) -> Iterator[Citation]:
        value = self.domain.bibliographies[key]
        style = self.style(value.style)
        value.citation_nodes.clear()
        in_order = list(style.sort(entries))
        for label, entry in zip(style.format_labels(in_order), in_order, strict=True):
            prefixed = value.keyprefix + entry.key
            node = nodes.citation() if value.list_ == "citation" else nodes.list_item()
            node["ids"] = [self.identifier(count, prefixed)]
            value.citation_nodes[prefixed] = node
            done = self.format(value.style, value.labelprefix + label, entry)
            yield Citation(
                citation_id=node["ids"][0],
                bibliography_key=key,
                key=prefixed,
                entry=self.shown[entry.key],
                formatted_entry=done,
                tooltip_entry=self.tooltip(done, entry),
            )

    def style(self, name: str) -> BaseStyle:
        if name not in self.styles:
            self.styles[name] = find_plugin("pybtex.style.formatting", name)()
        return self.styles[name]

    def tooltip(self, done: FormattedEntry, entry: Entry) -> FormattedEntry | None:
        style, wanted = self.tooltips_style
        if not wanted or not style:
            return done if wanted else None
        return self.format(style, done.label, entry)

    def format(self, style: str, label: str, entry: Entry) -> FormattedEntry:
        """Format an entry once for each style and label."""
        known = (style, label, entry.key)
        if known not in self.formatted:
            done, faults = formatted(self.style(style), label, self.shown[entry.key])
            place = self.domain.bibdata.data.entries.place_of(entry.key)
            for (kind, fault), message in faults:
                logger.warning(message, location=place, type=kind, subtype=fault)
            self.formatted[known] = done
        return self.formatted[known]

    def identifier(self, count: int, key: str) -> str:
        """An identifier that depends on nothing but the key, and that no heading gets."""
        if template := self.domain.env.config.bibtex_cite_id:
            return nodes.make_id(template.format(bibliography_count=count, key=key))
        name = re.sub(r"[^A-Za-z0-9-]", lambda match: f"_{ord(match[0]):x}_", key)
        return f"cite{count if count > 1 else ''}_{name}"

    def warn_of_doubles(
        self, key: BibliographyKey, here: list[Citation], before: list[Citation]
    ) -> None:
        """Say where a citation could lead to two entries of a page, or a label mean two works."""
        beside = {c.key for c in before if c.bibliography_key.docname == key.docname}
        # Who cites by author and year cites no labels.
        labels_count = not isinstance(self.domain.reference_style, AuthorYearReferenceStyle)
        for citation in here:
            label, name = citation.formatted_entry.label, citation.entry.key
            if citation.key in beside:
                message = f'duplicate local citation for key "{citation.key}"'
                self.warn_at(key, "duplicate_local_citation", message)
            if labels_count and (other := self.labels.setdefault(label, name)) != name:
                message = f'duplicate label "{label}" for keys "{other}" and "{name}"'
                self.warn_at(key, "duplicate_label", message)

    def warn_at(self, key: BibliographyKey, fault: str, message: str) -> None:
        location = (key.docname, self.domain.bibliographies[key].line)
        logger.warning(message, location=location, type="bibtex", subtype=fault)


# Where a work appeared: styles print only one of these for `misc`.
_WHERE = ("journal", "booktitle", "publisher", "institution", "school")

#: The type and subtype of a warning, and its message.
Faults = list[tuple[tuple[str, str], str]]


def formatted(style: BaseStyle, label: str, entry: Entry) -> tuple[FormattedEntry, Faults]:
    """Format an entry, and say what the style could not print.

    Parameters
    ----------
    style : pybtex.style.formatting.BaseStyle
    label : str
    entry : pybtex.database.Entry
        One that lacks what its type must have is printed as ``misc``.

    Returns
    -------
    tuple
        The text, and a warning for each thing that is missing in it.
    """
    faults: Faults = []
    try:
        done = style.format_entry(label, entry)
    except FieldIsMissing as error:
        faults.append((("bibtex", "missing_field"), str(error)))
        done = _as_misc(style, label, entry)
    for what in proofs.lost(entry, str(done.text)):
        faults.append(
            (("soilbook", "print-text-lost"), f'The style leaves out of "{entry.key}": {what}.')
        )
    return done, faults


def _as_misc(style: BaseStyle, label: str, entry: Entry) -> FormattedEntry:
    bare = Entry("misc", entry.fields, entry.persons)
    bare.key = entry.key
    for where in _WHERE:
        if where in entry.fields:
            bare.fields.setdefault("howpublished", entry.fields[where])
    try:
        return style.format_entry(label, bare)
    except FieldIsMissing as error:
        return FormattedEntry(entry.key, Tag("b", str(error)), label)
