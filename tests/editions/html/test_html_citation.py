"""Citations of the book and its pages, read back by readers that did not write them."""

import json
from datetime import date

import pytest
from pybtex.database import parse_string

from soilbook.editions.html.authors import Author
from soilbook.editions.html.citation import Work, bibtex, csl_json, one_line, ris
from soilbook.editions.html.words import words_of
from soilbook.records.bibliography import read_bibliography
from soilbook.records.bibtypes import type_named
from soilbook.records.tex import plain

BOOK = Work(
    key="soils-2024",
    title="Soils & people: 50 % of $1_000 in {braces} ~ \\ here #1",
    authors=(Author("Dam", "Max", "van"), Author(group="Group of {Soil} & Co")),
    day=date(2024, 3, 2),
    version="1.2",
    publisher="Example Press",
    identifier="https://doi.org/10.1234/soils",
    address="https://example.org/",
    licence="CC BY 4.0",
    note="A draft.",
)
PAGE = Work("page", "What is soil?", BOOK.authors, "Soils", BOOK.day, address="https://e.org/a_b")
BARE = Work("bare", "Soils")


def entry_of(work):
    found = read_bibliography(bibtex(work))
    assert found.faults == []
    (entry,) = found.entries
    return entry


@pytest.mark.parametrize("work", [BOOK, PAGE, BARE], ids=lambda work: work.key)
def test_both_readers_of_bibtex_take_the_entry(work):
    entry = entry_of(work)
    other = parse_string(bibtex(work), "bibtex").entries[work.key]

    assert entry.key == work.key
    assert plain(entry.fields["title"].value) == work.title
    assert other.fields["title"] == entry.fields["title"].value


@pytest.mark.parametrize("work", [BOOK, PAGE], ids=lambda work: work.key)
def test_no_field_that_bibtex_needs_is_missing(work):
    entry = entry_of(work)

    for group in type_named(entry.type).needs_bibtex:
        assert any(name in entry.fields for name in group), group


def test_persons_and_groups_in_bibtex():
    persons = parse_string(bibtex(BOOK), "bibtex").entries[BOOK.key].persons["author"]

    assert [persons[0].prelast_names, persons[0].last_names] == [["van"], ["Dam"]]
    assert plain(str(persons[1])) == "Group of {Soil} & Co"


def test_a_part_is_in_its_book():
    entry = entry_of(PAGE)

    assert entry.type == "incollection"
    assert plain(entry.fields["booktitle"].value) == "Soils"
    assert entry.fields["url"].value == "https://e.org/a_b"


def ris_fields(work):
    lines = ris(work).split("\r\n")
    assert lines[-1] == ""
    return [(line[:2], line[6:]) for line in lines[:-1] if line[2:6] == "  - "]


def test_ris():
    fields = ris_fields(BOOK)

    assert len(fields) == ris(BOOK).count("\r\n")
    assert fields[0] == ("TY", "BOOK")
    assert fields[-1] == ("ER", "")
    assert [value for tag, value in fields if tag == "AU"] == [
        "van Dam, Max",
        "Group of {Soil} & Co",
    ]
    assert dict(fields)["TI"] == BOOK.title
    assert dict(fields)["DA"] == "2024/03/02/"
    assert dict(fields)["DO"] == "10.1234/soils"
    assert ris_fields(PAGE)[0] == ("TY", "CHAP")
    assert dict(ris_fields(PAGE))["T2"] == "Soils"


def test_csl_json():
    (item,) = json.loads(csl_json(BOOK))

    assert item["type"] == "book"
    assert item["author"] == [
        {"family": "Dam", "given": "Max", "non-dropping-particle": "van"},
        {"literal": "Group of {Soil} & Co"},
    ]
    assert item["issued"] == {"date-parts": [[2024, 3, 2]]}
    assert item["DOI"] == "10.1234/soils"
    assert json.loads(csl_json(BARE)) == [
        {"id": "bare", "type": "book", "title": "Soils", "language": "en"}
    ]


def test_an_isbn_is_no_doi():
    book = Work("a", "Soils", identifier="ISBN 978-3-16-148410-0")

    assert (book.doi, book.isbn, book.url) == ("", "978-3-16-148410-0", "")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Max van Dam (2024). What is soil? In: Soils. Edition of 2 March 2024."),
        ("fr", "Max van Dam (2024). What is soil? Dans : Soils. Édition du 2 mars 2024."),
        ("es", "Max van Dam (2024). What is soil? En: Soils. Edición del 2 de marzo de 2024."),
        ("de", "Max van Dam (2024). What is soil? In: Soils. Edition of 2. März 2024."),
    ],
)
def test_the_line_to_read(language, line):
    page = Work("a", "What is soil?", BOOK.authors[:1], "Soils", BOOK.day, language=language)

    assert one_line(page, words_of(language)) == line
