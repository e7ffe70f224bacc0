"""Defects of bibliographies and citations, one of each kind, to be sown into a book.

Each function below changes one thing in a `Draft` and says where the check of its name must point.
The places come from the rows that are changed, not from soilbook's own reader.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

BIB = "references.bib"
_HEAD = re.compile(r"@(\w+)\{([^,\s]+),\s*$")
_FIELD = re.compile(r"""(\s*)([\w-]+)(\s*=\s*)(?:\{(.*)\}|"(.*)")\s*,?\s*$""")


@dataclass
class Entry:
    """One entry with one field a row; rows count from 0."""

    type: str
    key: str
    first: int
    last: int
    rows: dict[str, int] = field(default_factory=dict)


@dataclass
class Draft:
    """The rows of a bibliography and of pages, to be changed; places count rows from 1."""

    bib: list[str]
    pages: dict[str, list[str]]
    chance: Random

    def entries(self) -> list[Entry]:
        """The entries of the bibliography."""
        found: list[Entry] = []
        for row, text in enumerate(self.bib):
            if head := _HEAD.match(text):
                found.append(Entry(head[1].lower(), head[2], row, row))
            elif found and text.startswith("}") and found[-1].last == found[-1].first:
                found[-1].last = row
            elif found and (match := _FIELD.match(text)):
                found[-1].rows[match[2].lower()] = row
        return found

    def entry(self, *names: str, without: tuple[str, ...] = (), types: str = "") -> Entry:
        """One entry by chance that has these fields, and not those."""
        fits = [
            entry
            for entry in self.entries()
            if set(names) <= entry.rows.keys()
            and not set(without) & entry.rows.keys()
            and (not types or entry.type in types.split())
        ]
        return self.chance.choice(fits)

    def value(self, entry: Entry, name: str) -> str:
        """The text of a field."""
        match = _FIELD.match(self.bib[entry.rows[name]])
        return match[4] or match[5]

    def put(self, entry: Entry, name: str, value: str) -> int:
        """Give a field another text; return its line."""
        return self.row(entry, name, f"  {name} = {{{value}}},")

    def row(self, entry: Entry, name: str, text: str) -> int:
        """Replace the row of a field; return its line."""
        self.bib[entry.rows[name]] = text
        return entry.rows[name] + 1

    def insert(self, entry: Entry, text: str) -> int:
        """Insert a row below the first one of an entry; return its line."""
        self.bib.insert(entry.first + 1, text)
        return entry.first + 2

    def above(self, entry: Entry, text: str) -> int:
        """Insert a row above an entry; return its line."""
        self.bib.insert(entry.first, text)
        return entry.first + 1

    def append(self, *rows: str) -> int:
        """Add rows at the end of the bibliography; return the line of the first."""
        self.bib += ["", *rows, ""]
        return len(self.bib) - len(rows)

    def write(self, text: str) -> tuple[str, int]:
        """Add a paragraph at the end of a page; return its place."""
        name = self.chance.choice(sorted(self.pages))
        self.pages[name] += ["", text, ""]
        return name, len(self.pages[name]) - 1

    def misc(self, key: str, rest: str = "") -> str:
        """A small entry on one row with a title of its own."""
        return f"@misc{{{key}, title = {{A work called {key}}}, year = {{1999}}{rest}}}"


Defect = Callable[[Draft], tuple[str, int]]
DEFECTS: dict[str, list[Defect]] = {}


def seeds(check: str) -> Callable[[Defect], Defect]:
    """Register a defect below the name of the check that must find it."""

    def register(defect: Defect) -> Defect:
        DEFECTS.setdefault(check, []).append(defect)
        return defect

    return register


def in_field(check: str, name: str, *values: str) -> None:
    """A defect that is another text in a field that entries have."""

    def defect(draft: Draft) -> tuple[str, int]:
        return BIB, draft.put(draft.entry(name), name, draft.chance.choice(values))

    seeds(check)(defect)


def as_row(check: str, *rows: str, types: str = "") -> None:
    """A defect that is a new row in an entry."""

    def defect(draft: Draft) -> tuple[str, int]:
        return BIB, draft.insert(draft.entry(types=types), draft.chance.choice(rows))

    seeds(check)(defect)


# -- the syntax of the file -------------------------------------------------------------------


@seeds("bibliography-brace-unbalanced")
def brace_too_few(draft):
    entry = draft.entry("title", "year")
    words = draft.value(entry, "title").split(" ")
    words.insert(draft.chance.randrange(len(words)), "{A")
    return BIB, draft.put(entry, "title", " ".join(words))


@seeds("bibliography-brace-unbalanced")
def brace_too_many(draft):
    entry = draft.entry("title", "year")
    while list(entry.rows.values())[-1] == entry.rows["title"]:
        entry = draft.entry("title", "year")
    return BIB, draft.put(entry, "title", draft.value(entry, "title") + "}")


@seeds("bibliography-comma-missing")
def comma_missing(draft):
    entry = draft.entry()
    row = draft.chance.choice(list(entry.rows.values())[:-1])
    draft.bib[row] = draft.bib[row].rstrip(", ")
    return BIB, row + 1


@seeds("bibliography-comma-missing")
def comma_missing_after_key(draft):
    entry = draft.entry()
    draft.bib[entry.first] = draft.bib[entry.first].rstrip(", ")
    return BIB, entry.first + 1


as_row("bibliography-comment-inside", "  % note = {Read it again},", "% todo: pages")
as_row("bibliography-text-stray", "  see also the preface,", "  and so on")
as_row("bibliography-value-missing", "  note = ,", "  annote =,")
as_row("bibliography-value-bare", "  note = Read it again,", "  annote = half-read paper,")
as_row("bibliography-string-unknown", "  note = geo,", '  annote = "In " # soilj,')
as_row("bibliography-equals-missing", "  note {Read it again},", '  annote "Read it again",')
as_row("bibliography-quote-unbalanced", '  note = "A "great" work",', '  annote = "So "so"",')


@seeds("bibliography-comment-read")
def comment_read(draft):
    return BIB, draft.above(draft.entry(), f"% {draft.misc('commented1999')}")


@seeds("bibliography-entry-inside")
def entry_inside(draft):
    line = draft.insert(draft.entry(), "  annote = {First,")
    draft.bib[line:line] = ["@misc{inner1999, title = {Inner}}", "  },"]
    return BIB, line + 1


@seeds("bibliography-entry-unclosed")
def entry_unclosed(draft):
    entry = draft.entry()
    draft.bib[entry.last] = ""
    return BIB, entry.last


@seeds("bibliography-field-repeated")
def field_repeated(draft):
    entry = draft.entry()
    name = draft.chance.choice(list(entry.rows))
    draft.bib.insert(entry.last, draft.bib[entry.rows[name]].replace(name, name.title(), 1))
    row = list(entry.rows.values())[-1]
    draft.bib[row] = draft.bib[row].rstrip(", ") + ","
    return BIB, entry.last + 1


@seeds("bibliography-key-malformed")
def key_malformed(draft):
    return BIB, draft.append(draft.misc("smith 1999"))


@seeds("bibliography-key-missing")
def key_missing(draft):
    return BIB, draft.append(draft.misc(""))


@seeds("bibliography-stray-at")
def stray_at(draft):
    row = draft.chance.choice(["Sent by someone@example.org", "% @ home", "Mail @example."])
    return BIB, draft.above(draft.entry(), row)


@seeds("bibliography-type-missing")
def type_missing(draft):
    entry = draft.entry()
    draft.bib[entry.first] = f"@{{{entry.key},"
    return BIB, entry.first + 1


# -- keys and citations -----------------------------------------------------------------------


@seeds("citation-unknown-key")
def unknown_key(draft):
    key = draft.entry().key
    return draft.write(f"After {{cite:p}}`{key[1:]}{key[:1]}x` and others.")


@seeds("citation-malformed")
def malformed(draft):
    one, two = draft.entry().key, draft.entry().key
    return draft.write(f"After {{cite:t}}`{one} {two}` and others.")


@seeds("citation-without-bibliography")
def note_without_list(draft):
    return draft.write(f"A note.{{footcite:p}}`{draft.entry().key}`")


@seeds("reference-unused")
def unused(draft):
    return BIB, draft.append(draft.misc("nobody1999"))


@seeds("reference-cited-in-comment-only")
def only_in_comment(draft):
    draft.write("% After {cite:p}`hidden1999`")
    return BIB, draft.append(draft.misc("hidden1999"))


@seeds("reference-duplicate-key")
def duplicate_key(draft):
    key = draft.entry().key
    return BIB, draft.append(draft.misc(draft.chance.choice([key, key.upper(), key.title()])))


@seeds("reference-type-unknown")
def type_unknown(draft):
    entry = draft.entry()
    draft.bib[entry.first] = f"@{entry.type[:2]}{entry.type[3:]}{{{entry.key},"
    return BIB, entry.first + 1


@seeds("reference-field-missing")
def field_missing(draft):
    entry = draft.entry("author", "title", "journal", "year", types="article")
    name = draft.chance.choice(["author", "title", "journal", "year"])
    del draft.bib[entry.rows[name]]
    return BIB, entry.first + 1


as_row("reference-parent-unknown", "  crossref = {nobody1899},", "  xdata = {nowhere},")

# -- numbers of works and persons -------------------------------------------------------------

in_field(
    "reference-doi-malformed",
    "doi",
    "https://doi.org/10.1000/182",
    "10.1000/182.",
    "doi:10.1000/182",
    "1000/182",
    "10.1000182",
    "10.1000/182 183",
    "10.1000/18​2",
)


@seeds("reference-doi-repeated")
def doi_repeated(draft):
    one, two = sorted((draft.entry("doi"), draft.entry("doi")), key=lambda e: e.first)
    while one.key == two.key:
        one, two = sorted((draft.entry("doi"), draft.entry("doi")), key=lambda e: e.first)
    return BIB, draft.put(two, "doi", draft.value(one, "doi").upper())


_NO_ISBN = ("978-3-16-148410-1", "0-19-853453-2", "978-3-16-14841-0", "9773161484100", "none")
_NO_ORCID = ("0000-0002-1825-0098", "0000-0002-1825", "0000-0001-5109-3701", "0000-000218250097")
_NO_ARXIV = ("1713.03762", "1706.0376", "https://arxiv.org/abs/1706.03762", "hep-th/9913001")
as_row(
    "reference-isbn-invalid",
    *(f"  isbn = {{{number}}}," for number in _NO_ISBN),
    types="book incollection misc techreport",
)
as_row("reference-issn-invalid", "  issn = {0016-7062},", "  issn = {0016-706},")
as_row("reference-orcid-invalid", *(f"  orcid = {{{number}}}," for number in _NO_ORCID))
as_row("reference-arxiv-invalid", *(f"  arxiv = {{{number}}}," for number in _NO_ARXIV))

# -- when and where ---------------------------------------------------------------------------

in_field("reference-year-invalid", "year", "20l8", "218", "20118", "May 2018", "'98", "2O18", "??")
in_field("reference-year-future", "year", "2999", "2108")
in_field("reference-pages-reversed", "pages", "145--132", "1661--60", "S18--S12", "1--9, 30--21")
in_field("reference-pages-malformed", "pages", "123--", "--123", "??", "pp. 12--15", "pages 3--5")


@seeds("reference-date-invalid")
def date_invalid(draft):
    entry = draft.entry("year")
    date = draft.chance.choice(["2020-13", "31.03.2020", "2019-02-29", "March 2020", "2020-1"])
    return BIB, draft.row(entry, "year", f"  date = {{{date}}},")


@seeds("reference-year-conflict")
def year_conflict(draft):
    entry = draft.entry("year")
    draft.insert(entry, draft.chance.choice(["  date = {1723-04},", "  date = {1723},"]))
    return BIB, entry.rows["year"] + 2


# -- persons ----------------------------------------------------------------------------------

in_field(
    "reference-name-commas",
    "author",
    "Quick, Anna, Brown, Berta, Foxe, Carl",
    "A. Quick, B. Brown, C. Foxe",
    "Quick, A., Brown, B., Foxe, C. and Dogg, D.",
    "Quick, Anna,",
)
in_field("reference-name-semicolon", "author", "Quick, Anna; Brown, Berta", "Quick, A.; Foxe, C.")
in_field("reference-name-ampersand", "author", r"Quick, Anna \& Brown, Berta", "A. Quick & C. Foxe")
in_field("reference-name-et-al", "author", "Quick, Anna and et al.", "Quick, Anna et al")
in_field("reference-name-empty", "author", "Quick, Anna and", "Quick, Anna and and Foxe, Carl")
in_field("reference-name-others", "author", "Quick, Anna and others and Foxe, Carl")
in_field("reference-name-all-capitals", "author", "QUICK, ANNA and BROWN, BERTA", "QUICK, A.")
in_field(
    "reference-name-affiliation",
    "author",
    "Quick, Anna and Carl Foxe, University of Bonn",
    "Quick, Anna (quick@example.org)",
    "Quick, Anna and University of Bonn",
)


@seeds("reference-name-spelled-twice")
def spelled_twice(draft):
    """A person with accents in the name, who has several letters of given names, loses them."""
    fits = []
    for entry in draft.entries():
        for name in draft.value(entry, "author").split(" and ") if "author" in entry.rows else ():
            given = re.sub(r"\W", "", name.partition(", ")[2])
            if not name.isascii() and _bare(name).isascii() and len(given) > 1:
                fits.append(name)
    name = draft.chance.choice(fits)
    other = draft.entry("author")
    while name in draft.value(other, "author") or "others" in draft.value(other, "author"):
        other = draft.entry("author")
    return BIB, draft.put(other, "author", f"{draft.value(other, 'author')} and {_bare(name)}")


def _bare(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# -- whole works ------------------------------------------------------------------------------


@seeds("reference-work-repeated")
def work_repeated(draft):
    entry = draft.entry("author", "title", "year", "journal", types="article")
    author = draft.value(entry, "author").split(" and ")[0]
    title = draft.value(entry, "title")
    draft.write("After {cite:t}`again1999`.")
    return BIB, draft.append(
        "@article{again1999,",
        f"  author = {{{author} and others}},",
        f"  title = {{{{{title.upper()}}}.}},",
        f"  journal = {{{draft.value(entry, 'journal')}}},",
        f"  year = {{{draft.value(entry, 'year')}}},",
        "}",
    )


@seeds("reference-acronym-unprotected")
def acronym(draft):
    entry = draft.entry("title", types="article incollection")
    word = draft.chance.choice(["CO2", "SOC", "pH", "DNA", "USA"])
    return BIB, draft.put(entry, "title", f"{draft.value(entry, 'title')} and {word}")


# -- sentences --------------------------------------------------------------------------------


def _spoken(draft: Draft) -> tuple[str, str, int]:
    """The key of an entry, the family name of its first author, and its year."""
    found = []
    for entry in draft.entries():
        if {"author", "year"} <= entry.rows.keys():
            family = draft.value(entry, "author").partition(",")[0]
            year = draft.value(entry, "year")
            if re.fullmatch(r"[^\W\d_]+", family) and re.fullmatch(r"\d{4}", year):
                found.append((entry.key, family, int(year)))
    return draft.chance.choice(found)


@seeds("prose-name-disagrees")
def name_disagrees(draft):
    key, _, year = _spoken(draft)
    names = ["Quick et al.", "Quick and colleagues", f"van Quick *et al.* ({year})"]
    names += [f"Quick and Foxe ({year})", f"Quick & Foxe [{year}a]", f"Quick et al., {year}"]
    return draft.write(f"After {draft.chance.choice(names)} {{cite:p}}`{key}` it is so.")


@seeds("prose-name-disagrees")
def name_of_another(draft):
    family = _spoken(draft)[1]
    others = {entry.key for entry in draft.entries() if family in "".join(_texts(draft, entry))}
    other = draft.chance.choice([e for e in draft.entries() if e.key not in others]).key
    return draft.write(f"It was {family} {{cite:p}}`{other}` who said so.")


def _texts(draft: Draft, entry: Entry) -> list[str]:
    return draft.bib[entry.first : entry.last + 1]


@seeds("prose-year-disagrees")
def year_disagrees(draft):
    key, family, year = _spoken(draft)
    names = [f"{family} ({year - 1})", f"{family} et al. {year + 2}b", f"{family} [{year - 9}]"]
    names += [f"{family} and Foxe ({year + 1})", f"({family} and others, {year + 1})"]
    return draft.write(f"After {draft.chance.choice(names)} {{cite:p}}`{key}` it is so.")


@seeds("prose-bare-doi")
def bare_doi(draft):
    doi = draft.value(draft.entry("doi"), "doi")
    ways = [f"<https://doi.org/{doi}>", f"[here](https://doi.org/{doi})", f"doi:{doi}", f"({doi})"]
    return draft.write(f"It is so, see {draft.chance.choice(ways)}.")


@seeds("prose-bare-doi")
def bare_doi_of_no_entry(draft):
    return draft.write(draft.chance.choice(["See doi:10.5555/none.7.", "In 10.5555/none.7, too."]))


# -- suppressions -----------------------------------------------------------------------------


def allowing(check: str, *comments: str) -> None:
    """A defect that is a comment above an entry."""

    def defect(draft: Draft) -> tuple[str, int]:
        row = f"% soilbook-allow: {draft.chance.choice(comments)}"
        return BIB, draft.above(draft.entry(), row)

    seeds(check)(defect)


allowing("suppression-without-reason", "reference-unused", "reference-unused because")
allowing("suppression-unknown-check", "reference-unusd because it is kept", "because it is kept")
allowing("suppression-unused", "reference-unused because it is kept until 2999-01-01")
allowing("suppression-expired", "reference-unused because it is kept until 2001-01-01")

#: Sentences that look odd and are right; NAME, KEY and YEAR are those of one entry.
ODD_SENTENCES = (
    "As in Quick's reply to {cite:t}`KEY`, or NAME’s {cite:p}`KEY`.",
    "In Europe and Asia {cite:p}`KEY`, in Paris (2015) {cite:p}`KEY`.",
    "After Quick et al., {cite:t}`KEY` and Quick et al. in {cite:t}`KEY` said so.",
    "Quick et al. {cite:p}`{as cited by}KEY` said so.",
    "NAME (YEARb) {cite:p}`KEY`, NAME et al. (YEAR), {cite:p}`KEY`, (YEAR) {cite:t}`KEY`.",
    "With data of 1812 {cite:p}`KEY` for (1812–1815) {cite:p}`KEY`.",
    "A rate of 10.2500/yr, a `10.5555/none.7`, a [notice of correction](https://doi.org/10.5555/7).",
)


def odd_sentence(text: str) -> Defect:
    """Write one of these sentences about an entry."""

    def change(draft: Draft) -> tuple[str, int]:
        key, name, year = _spoken(draft)
        words = text.replace("KEY", key).replace("NAME", name).replace("YEAR", str(year))
        return draft.write(words)

    return change


#: Rows that look odd and are right: nothing may be found.
TRAPS = (
    "  note = {A 50% cut of CO$_2$ \\& {\\'e}t{\\'e}},",
    '  note = "A {"}quoted{"} word",',
    "  note = {me@example.org},",
    "  isbn = {978-3-16-148410-0 (pbk.), 0-8044-2957-X},",
    "  issn = {0016-7061 (Print) 1872-6259 (Online)},",
    "  orcid = {https://orcid.org/0000-0002-1694-233X},",
    "  eprint = {1706.03762v5}, archiveprefix = {arXiv},",
    "  eprint = {12345678}, eprinttype = {pubmed},",
    "  editor = {de la Cruz, Juan and van der Berg, Jr., Piet and {Soil & Water Board}},",
    '  editor = {M{\\"u}hlfeld, J{\\"u}rgen and others},',
    "  abstract = {First row,\n    second row = {with braces},\n    and a third},",
    '  month = jan # "~12",',
    "  language = {french}, urldate = {2020-01-31},",
)
#: Texts of fields that look odd and are right.
ODD_VALUES = {
    "doi": (
        "10/abc",
        "10.1002/(SICI)1096-8644(199606)100:2<287::AID-AJPA9>3.0.CO;2-0",
        "10.1890/1051-0761(1997)007[1226:ITICBM]2.0.CO;2",
        "10.1000.10/123",
    ),
    "pages": ("1661--68", "e12345", "xii--ix", "98--102", "2015-0123", "4.12--4.9", "1--9, 30+"),
    "year": ("in press", "{n.d.}", "2004a", "c. 1850", "1998--1999", "[1859] 2009"),
    "author": (
        "{Food, Land and Water Board}",
        "Brand, Sandy and Anderson, Andy and others",
        "King, Jr., Martin Luther and von Neumann, John and {\\O}rsted, Hans Christian",
        "LI, X. and WU, Y.",
    ),
    "title": (
        "{CO$_2$} and {SOC}: {What do {DNA} sequences} tell? A 50\\% answer",
        "Soils of {A}frica -- {\\emph{Terra preta}} and more",
    ),
}
