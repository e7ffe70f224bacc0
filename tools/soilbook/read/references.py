"""The styles ``soilbook`` for citations and for references, as soil scientists read them daily.

``:style: soilbook`` on a ``{bibliography}`` prints author, year, title, where it appeared and link,
without labels. Titles are printed as the entry has them, and a long list of authors is cut after
eight. ``bibtex_reference_style: soilbook`` cites by author and year in round brackets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as option
from importlib.metadata import entry_points
from typing import Any

from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as Unsorted
from pybtex.style.formatting.unsrt import dashify
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting.author_year_title import SortingStyle
from pybtex.style.template import (
    Node,
    field,
    first_of,
    href,
    join,
    node,
    optional,
    optional_field,
    sentence,
    tag,
)
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

STYLE = "soilbook"
MOST_NAMES = 8


class KeyLabels(BaseLabelStyle):
    """Labels that are never printed, but must differ: the keys."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterable[str]:
        """Return a label for each entry."""
        return (entry.key for entry in sorted_entries)


class ByAuthor(SortingStyle):
    """Author, year, title; braces that protect the name of a body do not count."""

    def sorting_key(self, entry: Entry) -> tuple[str, ...]:
        """Return what an entry is sorted by."""
        return tuple(part.replace("{", "").replace("}", "") for part in super().sorting_key(entry))


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")")


@dataclass
class RoundCitations(AuthorYearReferenceStyle):
    """Citations like ``(Batjes, 1996)`` and ``Batjes (1996)``."""

    bracket_parenthetical: BracketStyle = option(default_factory=_round)
    bracket_textual: BracketStyle = option(default_factory=_round)
    bracket_author: BracketStyle = option(default_factory=_round)
    bracket_label: BracketStyle = option(default_factory=_round)
    bracket_year: BracketStyle = option(default_factory=_round)


@node
def people(children: Any, context: dict[str, Any], role: str) -> Text:
    """Write the names of a role: ``Lal, R., Smith, P., and Olson, K.``, or ``… et al.``."""
    persons = list(context["entry"].persons[role])
    is_cut = str(persons[-1]) == "others"
    persons = persons[:-1] if is_cut else persons
    if len(persons) > MOST_NAMES:
        persons, is_cut = persons[:MOST_NAMES], True
    style = context["style"]
    names = [style.format_name(p, style.abbreviate_names).format_data(context) for p in persons]
    if is_cut:
        return Text(", ").join([*names, Text("et al.")])
    if len(names) < 3:
        return Text(" and ").join(names)
    return Text(", ").join([*names[:-1], Text("and ") + names[-1]])


class ReferenceStyle(Unsorted):
    """Author-year references with full titles, sorted by author, year and title."""

    default_name_style = "lastfirst"
    default_sorting_style = ByAuthor
    default_label_style = KeyLabels

    def __init__(self, **options: Any) -> None:
        options["abbreviate_names"] = True
        super().__init__(**options)

    def _who_and_when(self, entry: Entry) -> Node:
        year = optional[" (", field("year"), ")"]
        if "author" in entry.persons:
            return sentence[join[people("author"), year]]
        if "editor" in entry.persons:
            return sentence[join[people("editor"), " (eds.)", year]]
        return sentence[join[first_of[optional_field("organization"), "Anonymous"], year]]

    def _reference(self, entry: Entry, *where: Node) -> Node:
        return toplevel[
            self._who_and_when(entry),
            *where,
            sentence[optional_field("note")],
            self._link(entry),
        ]

    def _link(self, entry: Entry) -> Node:
        """Link by DOI, else by address."""
        if "doi" in entry.fields:
            address = join["https://doi.org/", field("doi", raw=True)]
            return href(address)[join["doi:", field("doi", raw=True)]]
        return optional[href(field("url", raw=True))[field("url", raw=True)]]

    def _pages(self) -> Node:
        return optional[", ", field("pages", apply_func=dashify)]

    def get_article_template(self, entry: Entry) -> Node:
        """Journal in italics, volume, issue, pages."""
        volume = optional[" ", tag("strong")[field("volume")], optional["(", field("number"), ")"]]
        journal = join[tag("em")[field("journal")], volume, self._pages()]
        return self._reference(entry, sentence[field("title")], sentence[journal])

    def get_book_template(self, entry: Entry) -> Node:
        """Title in italics, edition, publisher."""
        edition = optional[" (", field("edition"), " edition)"]
        title = sentence[join[tag("em")[field("title")], edition]]
        return self._reference(entry, title, sentence[optional_field("publisher")])

    def get_incollection_template(self, entry: Entry) -> Node:
        """Title, ``In`` the book in italics, pages, publisher."""
        editors = optional[people("editor"), " (eds.), "] if "editor" in entry.persons else ""
        book = join["In ", editors, tag("em")[field("booktitle")], self._pages()]
        publisher = sentence[optional_field("publisher")]
        return self._reference(entry, sentence[field("title")], sentence[book], publisher)

    def get_techreport_template(self, entry: Entry) -> Node:
        """Title in italics, institution, number."""
        number = optional[", ", field("number")]
        body = sentence[join[first_of[optional_field("institution"), ""], number]]
        return self._reference(entry, sentence[tag("em")[field("title")]], body)

    def get_misc_template(self, entry: Entry) -> Node:
        """Title, and however it was published."""
        how = first_of[optional_field("howpublished"), optional_field("publisher")]
        return self._reference(entry, sentence[field("title")], sentence[how])

    get_inbook_template = get_inproceedings_template = get_incollection_template
    get_manual_template = get_proceedings_template = get_book_template
    get_phdthesis_template = get_mastersthesis_template = get_misc_template
    get_unpublished_template = get_booklet_template = get_misc_template


class DropLabels(SphinxPostTransform):
    """Take the labels out of lists in this style: the text cites by author and year."""

    # After sphinxcontrib-bibtex has written the entries (5), before anything else sees them.
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Drop the label of every entry of this document."""
        bibliographies = self.env.get_domain("cite").bibliographies  # type: ignore[attr-defined]
        ours = {key.docname for key, value in bibliographies.items() if value.style == STYLE}
        for entry in self.document.findall(nodes.citation):
            if entry.get("docname") in ours:
                entry["classes"].append("reference-entry")
                for label in list(entry.findall(nodes.label)):
                    entry.remove(label)


def setup(app: Sphinx) -> None:
    """Register the style with pybtex, and the transform where citations are in use."""
    app.connect("config-inited", _register, priority=900)


def _register(app: Sphinx, _config: Any) -> None:
    if "sphinxcontrib.bibtex" in app.extensions:
        app.add_post_transform(DropLabels)
        _load_plugins_once()


def _load_plugins_once() -> None:
    """Register every pybtex plugin at run time.

    pybtex looks through all installed distributions each time that a plugin is asked for, and
    sphinxcontrib-bibtex asks for one at each citation.
    """
    for group in ("backends", "style.formatting", "style.labels", "style.names", "style.sorting"):
        for plugin in entry_points(group=f"pybtex.{group}"):
            register_plugin(f"pybtex.{group}", plugin.name, plugin.load(), force=True)
