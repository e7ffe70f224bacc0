"""The table of contents: entries in the order of the book, each with its place."""

from pathlib import Path

import pytest
import yaml
from sphinx_external_toc.parsing import MalformedError, parse_toc_data

from soilbook.records.toc import read_toc

BOOKS = Path(__file__).parents[1] / "books"


def entries(text):
    return [(e.kind, e.target, e.line, e.column, e.depth) for e in read_toc(text).entries]


def test_book_with_parts():
    text = """\
format: jb-book
root: intro
parts:
  - caption: One
    chapters:
      - file: a
        sections:
          - file: b
          - glob: more/*
  - chapters:
      - url: https://example.org
        title: Elsewhere
"""
    assert read_toc(text).faults == []
    assert entries(text) == [
        ("root", "intro", 2, 7, 0),
        ("file", "a", 6, 15, 1),
        ("file", "b", 8, 19, 2),
        ("glob", "more/*", 9, 19, 2),
        ("url", "https://example.org", 11, 14, 1),
    ]


def test_article_and_plain_sphinx_have_other_keys():
    article = "format: jb-article\nroot: a\nsections:\n- file: b\n"
    article += "  subtrees:\n  - sections:\n    - file: c\n"
    plain = "root: a\nentries:\n- file: b\n  subtrees:\n  - entries:\n    - file: c\n"
    for text in (article, plain):
        assert read_toc(text).faults == []
        assert [entry[1] for entry in entries(text)] == ["a", "b", "c"]


def test_entries_beside_a_fault_are_read():
    text = "format: jb-book\nroot: a\nchapters:\n- file: b\n- flie: c\n- file: d\n"
    toc = read_toc(text)
    assert [entry.target for entry in toc.entries] == ["a", "b", "d"]
    assert [(fault.line, fault.column) for fault in toc.faults] == [(5, 3), (5, 3)]


@pytest.mark.parametrize("path", sorted(BOOKS.glob("*/_toc.yml")), ids=lambda p: p.parent.name)
def test_books_of_the_suite_have_no_fault(path):
    assert read_toc(path.read_text(encoding="utf-8")).faults == []


@pytest.mark.parametrize(
    "text",
    [
        "root: a\n",
        "format: jb-book\n",
        "format: nope\nroot: a\n",
        "format: jb-book\nroot: a\nsections: []\n",
        "format: jb-book\nroot: a\nchapters: []\n",
        "format: jb-book\nroot: a\nchapters: [{file: b, url: 'https://x.org'}]\n",
        "format: jb-book\nroot: a\nchapters: [{title: b}]\n",
        "format: jb-book\nroot: a\nchapters: [{url: x}]\n",
        "format: jb-book\nroot: a\nchapters: [{file: b, chapters: [{file: c}]}]\n",
        "format: jb-book\nroot: a\nchapters: [{file: b, sections: [{file: c}]}]\n",
        "format: jb-article\nroot: a\noptions: {caption: X}\nsections: [{file: b}]\n",
        "format: jb-book\nroot: a\nparts: [{chapters: [{file: b}]}, {caption: c}]\n",
        "format: jb-book\nroot: a\ndefaults: {numbered: true}\nchapters: [{glob: '*'}]\n",
        "- file: a\n",
    ],
)
def test_faulty_exactly_where_jupyter_book_stops(text):
    """The program that reads the contents for Jupyter Book is the judge."""
    try:
        parse_toc_data(yaml.safe_load(text))
        stops = False
    except MalformedError:
        stops = True
    assert bool(read_toc(text).faults) == stops
