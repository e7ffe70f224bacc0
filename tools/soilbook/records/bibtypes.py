"""The types of entries and the fields that BibTeX and BibLaTeX know, in one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryType:
    """What a type of entry is.

    Attributes
    ----------
    bibtex : str
        The type of BibTeX that prints it best; its own name if BibTeX has it, empty if it is
        never printed.
    needs_bibtex, needs_biblatex : tuple[tuple[str, ...], ...]
        What an entry cannot do without in either dialect: of each group, one field must be there.
    """

    bibtex: str
    needs_bibtex: tuple[tuple[str, ...], ...]
    needs_biblatex: tuple[tuple[str, ...], ...]


# BibLaTeX also reads the names of BibTeX.
_ALSO = {"date": "date|year", "journaltitle": "journaltitle|journal"}
_ALSO["institution"] = "institution|school"


def _needs(text: str) -> tuple[tuple[str, ...], ...]:
    """``author|editor title`` as groups."""
    return tuple(tuple(word.split("|")) for word in text.split())


# Type; type of BibTeX; what BibTeX needs; what BibLaTeX needs. BibLaTeX's manual (2.1.1) asks for
# an author of every @book and @misc; styles print an editor or a title in that place as well.
_TABLE = """
article; article; author title journal year; author title journaltitle date
book; book; author|editor title publisher year; author|editor title date
booklet; booklet; author title year; author|editor title date
inbook; inbook; author|editor title publisher year; author title booktitle date
incollection; incollection; author title booktitle year; author title booktitle date
inproceedings; inproceedings; author title booktitle year; author title booktitle date
manual; manual; title; title date
mastersthesis; mastersthesis; author title school year; author title institution date
misc; misc; title|howpublished|url|doi; title date
phdthesis; phdthesis; author title school year; author title institution date
proceedings; proceedings; title year; title date
techreport; techreport; author title institution year; author title institution date
unpublished; unpublished; author title note; author title date
mvbook; book; author|editor title publisher year; author|editor title date
bookinbook; inbook; author title publisher year; author title booktitle date
suppbook; inbook; author title publisher year; author title booktitle date
collection; book; editor title publisher year; editor title date
mvcollection; book; editor title publisher year; editor title date
suppcollection; incollection; author title booktitle year; author title booktitle date
dataset; misc; author|title title|howpublished year; author|editor title date
online; misc; title url; title url|doi|eprint
patent; misc; title; author title number date
periodical; misc; title year; editor title date
suppperiodical; article; author title journal year; author title journaltitle date
mvproceedings; proceedings; title year; title date
reference; book; editor title publisher year; editor title date
mvreference; book; editor title publisher year; editor title date
inreference; incollection; author title booktitle year; author title booktitle date
report; techreport; author title institution year; author title institution date
review; article; author title journal year; author title journaltitle date
software; misc; title; title
standard; misc; title; title
thesis; phdthesis; author title school year; author title institution date
artwork; misc; title; title
audio; misc; title; title
bibnote; misc; note; note
commentary; misc; title; title
image; misc; title; title
jurisdiction; misc; title; title
legal; misc; title; title
legislation; misc; title; title
letter; misc; title; title
movie; misc; title; title
music; misc; title; title
performance; misc; title; title
video; misc; title; title
set; ; entryset; entryset
xdata; ; ;
"""


def _types() -> dict[str, EntryType]:
    found = {}
    for row in _TABLE.strip().splitlines():
        name, bibtex, ours, theirs = (cell.strip() for cell in row.split(";"))
        theirs = " ".join(_ALSO.get(word, word) for word in theirs.split())
        found[name] = EntryType(bibtex, _needs(ours), _needs(theirs))
    return found


#: Every type that one of the dialects knows, by its name in lower case.
TYPES: dict[str, EntryType] = _types()

#: Other names of types.
TYPE_ALIASES = {"conference": "inproceedings", "electronic": "online", "www": "online"}

#: Types that only BibLaTeX has; classic styles of BibTeX print nothing sensible for them.
BIBLATEX_TYPES = frozenset(
    {name for name, kind in TYPES.items() if kind.bibtex != name} | {"electronic", "www"}
)

#: The name in BibTeX of a field of BibLaTeX; `date` holds year and month in one.
FIELD_ALIASES = {
    "journaltitle": "journal",
    "location": "address",
    "date": "year",
    "annotation": "annote",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
    "sortkey": "key",
    "file": "pdf",
}

#: The same by type, where the general name is another one.
FIELD_ALIASES_BY_TYPE = {
    "thesis": {"institution": "school"},
    "phdthesis": {"institution": "school"},
    "mastersthesis": {"institution": "school"},
}

#: Fields that print in BibTeX, and what else the dialects know; for "did you mean".
BIBTEX_FIELDS = frozenset(
    "address annote author booktitle chapter crossref doi edition editor eprint howpublished "
    "institution isbn issn journal key month note number organization pages publisher school "
    "series title type url volume year".split()
)
BIBLATEX_FIELDS = frozenset(
    "abstract addendum afterword annotation annotator archiveprefix bookauthor bookpagination "
    "booksubtitle booktitleaddon commentator date editora editorb editorc editortype eid entryset "
    "entrysubtype eprintclass eprinttype eventdate eventtitle eventtitleaddon file foreword "
    "gender holder ids indextitle introduction isan ismn isrn issue issuesubtitle issuetitle "
    "issuetitleaddon iswc journalsubtitle journaltitle journaltitleaddon keywords label langid "
    "langidopts language library location mainsubtitle maintitle maintitleaddon nameaddon options "
    "origdate origlanguage origlocation origpublisher origtitle pagetotal pagination part "
    "primaryclass pubstate related relatedtype reprinttitle shortauthor shorteditor shorthand "
    "shortjournal shortseries shorttitle subtitle titleaddon translator urldate venue version "
    "volumes xdata xref".split()
)


def type_named(name: str) -> EntryType | None:
    """The type that a name in lower case means, by an alias too; nothing if nobody knows it."""
    return TYPES.get(TYPE_ALIASES.get(name, name))


def bibtex_field(name: str, entry_type: str) -> str:
    """The name that BibTeX has for a field of an entry of this type; both in lower case."""
    by_type = FIELD_ALIASES_BY_TYPE.get(entry_type, {})
    return by_type.get(name) or FIELD_ALIASES.get(name, name)
