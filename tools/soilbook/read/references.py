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
from pybtex.richtext import Tag, Text
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as Unsorted
from pybtex.style.formatting.unsrt import dashify
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.template import (
    FieldIsMissing,
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
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from . import citations, repaired
from .letters import NO_YEAR
from .marks import ShowMarks
from .order import BODIES, NOBODY, ByAuthor

STYLE = "soilbook"
MOST_NAMES = 8


class KeyLabels(BaseLabelStyle):
    """Labels that are never printed, but must differ: the keys."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterable[str]:
        """Return a label for each entry."""
        return (entry.key for entry in sorted_entries)


@node
def cited_people(children: Any, context: dict[str, Any], role: str, full: bool) -> Text:
    """Write family names: ``Lal``, ``Lal and Olson``, ``Lal et al.``, or all of a full list."""
    if role not in context["entry"].persons:
        raise FieldIsMissing(role, context["entry"])
    persons = list(context["entry"].persons[role])
    is_cut = str(persons[-1]) == "others"
    persons = persons[:-1] if is_cut else persons
    if len(persons) > 2 and not full:
        persons, is_cut = persons[:1], True
    style = context["style"].person
    names = [style.style_plugin.format(p, style.abbreviate).format_data(context) for p in persons]
    if is_cut:
        return Text(Text(", ").join(names), " ", Tag("em", "et al."))
    return Text(" and ").join(names) if len(names) < 3 else _listed(names)


def _listed(names: list[Text]) -> Text:
    return Text(", ").join([*names[:-1], Text("and ") + names[-1]])


@dataclass
class Persons(PersonStyle):
    """Names in citations; where there are none, what the list of references begins with."""

    def author_or_editor_or_title(self, full: bool) -> Node:
        """Write the authors, else the editors, else who stands for them."""
        author, editor = (cited_people(role, full) for role in ("author", "editor"))
        return first_of[optional[author], optional[editor], nobody]


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
    person: PersonStyle = option(default_factory=Persons)


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
    return Text(" and ").join(names) if len(names) < 3 else _listed(names)


@node
def nobody(children: Any, context: dict[str, Any]) -> Text:
    """Write who stands for an author that is not known."""
    bodies = map(optional_field, BODIES)
    return Text(first_of[*bodies, NOBODY].format_data(context))


class ReferenceStyle(Unsorted):
    """Author-year references with full titles, sorted by author, year and title."""

    default_name_style = "lastfirst"
    default_sorting_style = ByAuthor
    default_label_style = KeyLabels

    def __init__(self, **options: Any) -> None:
        options["abbreviate_names"] = True
        super().__init__(**options)

    def _who_and_when(self, entry: Entry) -> Node:
        year = join[" (", first_of[optional_field("year"), NO_YEAR], ")"]
        if "author" in entry.persons:
            return sentence[join[people("author"), year]]
        if "editor" in entry.persons:
            return sentence[join[people("editor"), self._edited(entry), year]]
        return sentence[join[nobody, year]]

    def _edited(self, entry: Entry) -> str:
        return " (eds.)" if len(entry.persons["editor"]) > 1 else " (ed.)"

    def _reference(self, entry: Entry, *where: Node) -> Node:
        return toplevel[
            self._who_and_when(entry),
            *where,
            sentence[optional_field("note")],
            self._link(entry),
        ]

    def _link(self, entry: Entry) -> Node:
        """Link by DOI, else by address, else by the number at arXiv."""
        doi, url, eprint = (field(name, raw=True) for name in ("doi", "url", "eprint"))
        if "doi" in entry.fields:
            return href(join["https://doi.org/", doi])[join["doi:", doi]]
        if "url" in entry.fields:
            return href(url)[url]
        return optional[href(join["https://arxiv.org/abs/", eprint])[join["arXiv:", eprint]]]

    def _pages(self) -> Node:
        return optional[", ", field("pages", apply_func=dashify)]

    def _title(self) -> Node:
        return sentence[optional_field("title")]

    def get_article_template(self, entry: Entry) -> Node:
        """Journal in italics, volume, issue, pages."""
        issue = optional["(", field("number"), ")"]
        volume = first_of[optional[" ", tag("strong")[field("volume")], issue], issue]
        journal = join[tag("em")[optional_field("journal")], volume, self._pages()]
        return self._reference(entry, self._title(), sentence[journal])

    def get_book_template(self, entry: Entry) -> Node:
        """Title in italics, edition, publisher."""
        edition = optional[" (", field("edition"), " edition)"]
        title = sentence[join[tag("em")[optional_field("title")], edition]]
        return self._reference(entry, title, sentence[optional_field("publisher")])

    def get_incollection_template(self, entry: Entry) -> Node:
        """Title, ``In`` the book in italics, pages, publisher."""
        has_both = {"author", "editor"} <= set(entry.persons)
        editors = join[people("editor"), self._edited(entry), ", "] if has_both else ""
        book = optional["In ", editors, tag("em")[field("booktitle")]]
        where = sentence[join[book, self._pages()]]
        publisher = sentence[optional_field("publisher")]
        return self._reference(entry, self._title(), where, publisher)

    def get_inbook_template(self, entry: Entry) -> Node:
        """Like a book, whose title is that of the entry, and the part of it that is meant."""
        chapter = optional[", chapter ", field("chapter")]
        part = join[tag("em")[optional_field("title")], chapter, self._pages()]
        return self._reference(entry, sentence[part], sentence[optional_field("publisher")])

    def get_techreport_template(self, entry: Entry) -> Node:
        """Title in italics, institution, number."""
        number = optional[", ", field("number")]
        body = sentence[join[first_of[optional_field("institution"), ""], number]]
        return self._reference(entry, sentence[tag("em")[optional_field("title")]], body)

    def get_misc_template(self, entry: Entry) -> Node:
        """Title, and however it was published."""
        ways = ("howpublished", "publisher", "institution", "journal", "booktitle")
        how = first_of[*map(optional_field, ways)]
        return self._reference(entry, self._title(), sentence[how])

    def get_phdthesis_template(self, entry: Entry) -> Node:
        """Title, the kind of thesis, where it was written."""
        kind = "Master’s thesis" if entry.type == "mastersthesis" else "PhD thesis"
        where = first_of[optional_field("school"), optional_field("institution")]
        thesis = sentence[first_of[optional_field("type"), kind], where]
        return self._reference(entry, self._title(), thesis)

    get_inproceedings_template = get_incollection_template
    get_manual_template = get_proceedings_template = get_book_template
    get_mastersthesis_template = get_phdthesis_template
    get_unpublished_template = get_booklet_template = get_misc_template


class DropLabels(SphinxPostTransform):
    """Take the labels out of lists in this style: the text cites by author and year."""

    # After sphinxcontrib-bibtex has written the entries (5), before anything else sees them.
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Drop the label of every entry of this document."""
        bibliographies = self.env.get_domain("cite").bibliographies  # type: ignore[attr-defined]
        ours = {
            id(node)
            for value in bibliographies.values()
            if value.style == STYLE
            for node in value.citation_nodes.values()
        }
        for entry in self.document.findall(nodes.citation):
            if id(entry) in ours:
                entry["classes"].append("reference-entry")
                for label in list(entry.findall(nodes.label)):
                    entry.remove(label)


def setup(app: Sphinx) -> None:
    """Register the style with pybtex, and the rest where citations are in use."""
    app.connect("config-inited", _register, priority=900)


def _register(app: Sphinx, _config: Any) -> None:
    if "sphinxcontrib.bibtex" in app.extensions:
        app.add_post_transform(DropLabels)
        app.add_post_transform(ShowMarks)
        citations.setup(app)
        repaired.setup(app)
        _load_plugins_once()


def _load_plugins_once() -> None:
    """Register every pybtex plugin at run time.

    pybtex looks through all installed distributions each time that a plugin is asked for, and
    sphinxcontrib-bibtex asks for one at each citation.
    """
    for group in ("backends", "style.formatting", "style.labels", "style.names", "style.sorting"):
        for plugin in entry_points(group=f"pybtex.{group}"):
            register_plugin(f"pybtex.{group}", plugin.name, plugin.load(), force=True)
