"""What entries inherit by crossref and xdata, and the table of types and fields."""

from soilbook.records.bibliography import read_bibliography, resolve
from soilbook.records.bibtypes import (
    BIBLATEX_FIELDS,
    BIBLATEX_TYPES,
    BIBTEX_FIELDS,
    TYPE_ALIASES,
    TYPES,
    bibtex_field,
    type_named,
)


def resolved(text):
    """The fields of each entry, with what it inherits."""
    found = read_bibliography(text)
    assert found.faults == []
    entries = resolve(found.entries)
    assert [entry.key for entry in entries] == [entry.key for entry in found.entries]
    return {e.key: {name: field.value for name, field in e.fields.items()} for e in entries}


def test_fields_come_from_the_parent_as_in_bibtex():
    text = """@inproceedings{talk, title = {Talk}, pages = {1--2}, crossref = {Meeting}}
    @proceedings{meeting, title = {Meeting 5}, booktitle = {Proceedings of Meeting 5},
      year = 2020, publisher = {Press}, pages = {300}, keywords = {all}}"""
    found = resolved(text)["talk"]
    assert found == {
        "title": "Talk",
        "pages": "1--2",
        "crossref": "Meeting",
        "booktitle": "Proceedings of Meeting 5",
        "year": "2020",
        "publisher": "Press",
    }


def test_the_title_of_a_whole_is_the_book_title_of_its_part_as_in_biblatex():
    found = resolved(
        """@incollection{part, title = {Part}, crossref = {whole}}
        @collection{whole, title = {Whole}, subtitle = {All of it}, crossref = {volumes}}
        @mvcollection{volumes, title = {Volumes}, date = {1999}, publisher = {Press}}
        @article{paper, title = {Paper}, crossref = {journal}}
        @periodical{journal, title = {Journal}, editor = {Ed, I.}}"""
    )
    part = found["part"]
    assert (part["title"], part["booktitle"], part["booksubtitle"]) == (
        "Part",
        "Whole",
        "All of it",
    )
    assert (part["maintitle"], part["date"], part["publisher"]) == ("Volumes", "1999", "Press")
    assert found["paper"]["journaltitle"] == "Journal"


def test_a_chapter_without_a_title_does_not_get_that_of_its_book():
    text = "@{kind}{{c, crossref = {{b}}}}\n@book{{b, title = {{Book}}, author = {{A, B.}}}}"
    chapter = resolved(text.format(kind="incollection"))["c"]
    assert (chapter.get("title"), chapter["booktitle"]) == (None, "Book")
    # In BibTeX, the title of @inbook is that of the book.
    assert resolved(text.format(kind="inbook"))["c"]["title"] == "Book"


def test_xdata_gives_its_fields_to_all_that_name_it():
    found = resolved(
        """@book{b, title = {B}, xdata = {press, place}, publisher = {Own}}
        @xdata{press, publisher = {Press}, xdata = {more}}
        @xdata{place, location = {Zürich}}
        @xdata{more, note = {Note}}"""
    )
    assert found["b"] == {
        "title": "B",
        "xdata": "press, place",
        "publisher": "Own",
        "note": "Note",
        "location": "Zürich",
    }


def test_inherited_fields_keep_their_place_and_others_stay_the_same_object():
    found = read_bibliography("@misc{a, crossref = {b}}\n@misc{b, note = {N}}\n@misc{c}").entries
    first, *others = resolve(found)
    assert first.fields["note"] == ("N", 2, 10, 2, 18)
    assert all(one is other for one, other in zip(others, found[1:], strict=True))


def test_circles_end_and_long_lines_of_descent_are_followed():
    circle = resolved("@misc{a, crossref = {b}, x = 1}\n@misc{b, crossref = {a}, y = 2}")
    assert circle["a"]["y"] == "2"
    assert resolved("@misc{a, xdata = {a}, crossref = {missing}}")["a"]["xdata"] == "a"
    line = "\n".join(f"@misc{{k{n}, crossref = {{k{n + 1}}}}}" for n in range(3_000))
    assert resolved(f"{line}\n@misc{{k3000, note = {{N}}}}")["k0"]["note"] == "N"


def test_the_table_of_types_knows_both_dialects():
    assert all(kind.bibtex in TYPES or kind.bibtex == "" for kind in TYPES.values())
    assert set(TYPE_ALIASES.values()) <= TYPES.keys()
    assert {"online", "report", "thesis", "dataset", "software"} < BIBLATEX_TYPES
    assert not BIBLATEX_TYPES & {"article", "misc", "techreport", "phdthesis", "conference"}
    assert type_named("www") is TYPES["online"]
    assert type_named("artcle") is None
    needed = {name for kind in TYPES.values() for group in kind.needs_bibtex for name in group}
    assert needed - {"entryset"} <= BIBTEX_FIELDS
    needed = {name for kind in TYPES.values() for group in kind.needs_biblatex for name in group}
    assert needed <= BIBTEX_FIELDS | BIBLATEX_FIELDS


def test_fields_of_biblatex_have_names_in_bibtex():
    assert bibtex_field("journaltitle", "article") == "journal"
    assert bibtex_field("institution", "thesis") == "school"
    assert bibtex_field("institution", "report") == "institution"
    assert bibtex_field("title", "book") == "title"
