"""The reader of .bib files: what BibTeX means, and nothing lost after a defect."""

import random
from pathlib import Path

import pytest
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.utils import CaseInsensitiveDict

from soilbook.records.bibliography import read_bibliography

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / "references.bib",
    ROOT / "tests/check/clean/references.bib",
    *sorted((ROOT / "tests/books").glob("*/references.bib")),
]


def ours(text):
    entries = read_bibliography(text).entries
    return {e.key: {n: " ".join(f.value.split()) for n, f in e.fields.items()} for e in entries}


def theirs(text):
    commands = LowLevelParser(text, macros=CaseInsensitiveDict(month_names))
    entries = [entry for kind, entry in commands if kind.lower() not in ("string", "preamble")]
    return {
        key: {name.lower(): " ".join("".join(parts).split()) for name, parts in fields}
        for key, fields in entries
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_reads_what_pybtex_reads(path):
    text = path.read_text(encoding="utf-8")
    assert read_bibliography(text).faults == []
    assert ours(text) == theirs(text)


def test_everything_bibtex_allows():
    text = """Text between entries = {nothing}
@Comment{jabref-meta: databaseType:bibtex;}
@preamble{"\\newcommand{\\x}{y}" # { more}}
@STRING(Geo = "Geo" # {derma})
@ARTICLE ( Key:1/a , Title = "A {"}quoted{"} {Title}" , YEAR=2020, journal = geo # " B",
 pages = {1--{2}}, month = 1 # "~" # mar )
@book{k2,}
@misc{k3}
"""
    found = read_bibliography(text)
    assert found.faults == []
    assert ours(text) == theirs(text)
    assert found.strings == {"geo": "Geoderma"}
    first = found.entries[0]
    assert (first.key, first.type, first.line, first.column) == ("Key:1/a", "article", 5, 1)
    title = first.fields["title"]
    assert (title.value, title.line, title.column) == ('A {"}quoted{"} {Title}', 5, 22)
    assert (first.fields["pages"].line, first.fields["pages"].column) == (6, 2)


DEFECTS = {
    "no comma": "title = {T}\n  year = {2020},",
    "not closed": "title = {T,\n  year = {2020},",
    "closed twice": "title = {T}},\n  year = {2020},",
    "quotation mark not closed": 'title = "T,\n  year = {2020},',
    "no equals sign": "title {T},\n  year = {2020},",
    "no value": "title = ,\n  year = {2020},",
    "a field twice": "title = {T},\n  title = {T},\n  year = {2020},",
    "an unknown abbreviation": "title = {T},\n  journal = geo,\n  year = {2020},",
    "a percent sign": "title = {T}, % why\n  year = {2020},",
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_one_fault_with_its_line_and_no_loss(defect):
    text = f"""@misc{{before, title = {{B}}}}

@misc{{broken,
  author = {{A}},
  {DEFECTS[defect]}
  note = {{N}},
}}

@misc{{after, title = {{C}}}}
"""
    found = read_bibliography(text)
    assert [entry.key for entry in found.entries] == ["before", "broken", "after"]
    broken = found.entries[1].fields
    assert (broken["author"].value, broken["note"].value) == ("A", "N")
    assert broken["year"].value == "2020"
    assert len(found.faults) == 1
    assert found.faults[0].line in (5, 6)


def test_the_last_entry_is_not_closed():
    found = read_bibliography("@misc{a, title = {A}}\n@misc{b,\n  title = {B},\n  year = {20")
    assert [entry.key for entry in found.entries] == ["a", "b"]
    assert found.entries[1].fields["title"].value == "B"
    assert [fault.line for fault in found.faults] == [4]


def test_a_hundred_breakages_lose_at_most_the_entry_they_hit():
    text = (ROOT / "references.bib").read_text(encoding="utf-8")
    keys = {entry.key for entry in read_bibliography(text).entries}
    chance = random.Random(1)
    for _ in range(100):
        at = chance.randrange(200, len(text))
        stray = chance.choice(["", "{", "}", '"', ",", "=", "@", "#", "%"])
        broken = text[:at] + stray + text[at + (not stray) :]
        kept = {entry.key for entry in read_bibliography(broken).entries}
        assert len(keys - kept) <= 1, text[at - 40 : at + 40]
