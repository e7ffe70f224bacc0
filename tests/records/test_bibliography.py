"""The reader of .bib files: each defect is one fault in its place, and costs nothing else."""

import random
from pathlib import Path

import fuzz_bib
import pytest

from soilbook.records.bibliography import FAULTS, Comment, read_bibliography

ROOT = Path(__file__).parents[2]


def read(text):
    """Read a text; every fault must have a name that the list of faults has."""
    found = read_bibliography(text)
    assert {fault.name for fault in found.faults} <= FAULTS.keys()
    return found


def faults(found):
    return [(fault.name.removeprefix("bibliography-"), fault.line) for fault in found.faults]


def values(entry):
    return {name: field.value for name, field in entry.fields.items()}


def test_every_field_and_value_has_its_place():
    text = '% above\n@article{a,\n  title =\n   {A {B} c},\tyear=2020,\n note = "x" # jan\n}\n'
    (entry,) = read(text).entries
    assert (entry.key, entry.type, entry.line, entry.column) == ("a", "article", 2, 1)
    assert entry.end_line == 6
    assert entry.fields["title"] == ("A {B} c", 3, 3, 4, 5)
    assert entry.fields["year"] == ("2020", 4, 15, 4, 20)
    assert entry.fields["note"] == ("xJanuary", 5, 2, 5, 10)


def test_an_offset_in_a_value_becomes_a_place():
    (entry,) = read("@misc{a, title = {One\n  two\nthree}}").entries
    title = entry.fields["title"]
    for word, place in {"One": (1, 19), "two": (2, 3), "three": (3, 1)}.items():
        assert title.place_at(title.value.index(word)) == place


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_rows_may_end_as_on_other_systems(end):
    text = "\ufeff% one\n@misc{a,\n  title = {A\n B},\n}\n"
    assert read(text.replace("\n", end)) == read(text)
    assert read(text).entries[0].fields["title"] == ("A\n B", 3, 3, 3, 12)


def test_comments_are_rows_outside_of_entries():
    text = "% one\n  %two % three\n@misc{a,\n  note = {\n% text\n}}\n% soilbook-allow: x\n\n%\n"
    assert read(text).comments == [
        Comment(1, 1, "one"),
        Comment(2, 3, "two % three"),
        Comment(7, 1, "soilbook-allow: x"),
        Comment(9, 1, ""),
    ]


# A defect in the rows of an entry; the fault that it is; its row, of which the first is 1.
DEFECTS = {
    "no comma": ("title = {T}\n  year = {2020},", "comma-missing", 1),
    "no comma in a row": ("title = {T} year = {2020},", "comma-missing", 1),
    "a semicolon": ("title = {T}; year = {2020},", "comma-missing", 1),
    "not closed": ("title = {T,\n  year = {2020},", "brace-unbalanced", 1),
    "not closed in a row": ("title = {T, year = {2020},", "brace-unbalanced", 1),
    "not closed after rows": ("title = {T\n is {long},\n  year = {2020},", "brace-unbalanced", 1),
    "closed twice": ("title = {T}},\n  year = {2020},", "brace-unbalanced", 1),
    "closed three times": ("title = {T}}},\n  year = {2020},", "brace-unbalanced", 1),
    "closed inside": ("title = {A} T},\n  year = {2020},", "brace-unbalanced", 1),
    "opened twice": ("title = {{T},\n  year = {2020},", "brace-unbalanced", 1),
    "opened inside": ("title = {A {T},\n  year = {2020},", "brace-unbalanced", 1),
    "not opened": ("title = T},\n  year = {2020},", "brace-unbalanced", 1),
    "several words not opened": ("title = {A} or B},\n  year = {2020},", "brace-unbalanced", 1),
    "names not opened": ("title = Lal, R. and B, C.},\n  year = {2020},", "brace-unbalanced", 1),
    "closed by a quotation mark": ('title = {A T",\n  year = {2020},', "brace-unbalanced", 1),
    "no closing mark": ('title = "T,\n  year = {2020},', "quote-unbalanced", 1),
    "no closing mark before others": ('title = "T,\n  year = "2020",', "quote-unbalanced", 1),
    "no opening mark": ('title = A T",\n  year = "2020",', "quote-unbalanced", 1),
    "names without a mark": ('title = Lal, R.",\n  year = "2020",', "quote-unbalanced", 1),
    "marks inside of marks": ('title = "A "T" is",\n  year = "2020",', "quote-unbalanced", 1),
    "a brace inside of marks": ('title = "A {T",\n  year = "2020",', "quote-unbalanced", 1),
    "closed by a brace": ('title = "A T},\n  year = {2020},', "quote-unbalanced", 1),
    "no equals sign": ("title {T},\n  year = {2020},", "equals-missing", 1),
    "no equals sign before marks": ('title "T",\n  year = {2020},', "equals-missing", 1),
    "no equals sign before a number": ("title = {T},\n  year 2020,", "equals-missing", 2),
    "two equals signs": ("title == {T},\n  year = {2020},", "text-stray", 1),
    "no value": ("title = ,\n  year = {2020},", "value-missing", 1),
    "no value and no comma": ("title =\n  year = {2020},", "value-missing", 1),
    "no value to join": ("title = {T} # ,\n  year = {2020},", "value-missing", 1),
    "not closed after a joint": ("title = jan # {T,\n  year = {2020},", "brace-unbalanced", 1),
    "a field twice": ("title = {T},\n  Title = {U},\n  year = {2020},", "field-repeated", 2),
    "an unknown abbreviation": ("title = {T},\n  a = geo,\n  year = {2020},", "string-unknown", 2),
    "words without braces": ("title = Soil carbon,\n  year = {2020},", "value-bare", 1),
    "numbers without braces": ("title={T},\n pages = 1--2,\n year = {2020},", "value-bare", 2),
    "a command without braces": ("title = \\emph{T},\n  year = {2020},", "value-bare", 1),
    "a comment behind a field": ("title = {T}, % why\n  year = {2020},", "comment-inside", 1),
    "a comment before a comma": ("title = {T} % why\n  , year = {2020},", "comment-inside", 1),
    "a row that is a comment": ("title={T},\n % year = {1},\n year = {2020},", "comment-inside", 2),
    "words behind a field": ("title = {T}, foo bar\n  year = {2020},", "text-stray", 1),
    "words behind a value": ("title = {T} foo bar,\n  year = {2020},", "text-stray", 1),
    "words between fields": ("title = {T},\n  foo bar,\n  year = {2020},", "text-stray", 2),
    "two values": ("title = {T} {U},\n  year = {2020},", "text-stray", 1),
    "a control character": ("title = {T},\0\n  year = {2020},", "text-stray", 1),
}
ENDS = {
    "closed below": "  note = {N},\n}",
    "no last comma": "  note = {N}\n}",
    "in a row": "note={N}}",
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_broken_field_is_one_fault_and_no_loss(defect, end):
    rows, name, row = DEFECTS[defect]
    found = read(
        f"@misc{{before, title = {{B}}}}\n\n@misc{{broken,\n  author = {{A}},\n  {rows}\n"
        f"{ENDS[end]}\n\n@misc{{after, title = {{C}}}}\n"
    )
    assert [entry.key for entry in found.entries] == ["before", "broken", "after"]
    broken = values(found.entries[1])
    assert (broken["author"], broken["year"], broken["note"]) == ("A", "2020", "N")
    assert faults(found) == [(name, 4 + row)]


# A broken entry; its key as it is read, if it has one; the fault; its row.
BROKEN = {
    "no key": ("@misc{,\n  title = {T},\n}", None, "key-missing", 1),
    "neither key nor comma": ("@misc{\n  title = {T},\n}", None, "key-missing", 1),
    "nothing": ("@misc{}", None, "key-missing", 1),
    "a space in the key": (
        "@misc{Smith 2010,\n  title = {T},\n}",
        "Smith 2010",
        "key-malformed",
        1,
    ),
    "braces in the key": ("@misc{a{b}c,\n  title = {T},\n}", "a{b}c", "key-malformed", 1),
    "no comma behind the key": ("@misc{k\n  title = {T},\n}", "k", "comma-missing", 1),
    "closed behind the key": ("@misc{k},\n  title = {T},\n}", "k", "brace-unbalanced", 1),
    "not opened": ("@misc k,\n  title = {T},\n}", "k", "brace-unbalanced", 1),
    "not opened, no space": ("@misck,\n  title = {T},\n}", "k", "brace-unbalanced", 1),
    "no type": ("@{k,\n  title = {T},\n}", "k", "type-missing", 1),
    "the wrong closing sign": ("@misc(k,\n  title = {T},\n}", "k", "brace-unbalanced", 3),
    "not closed": ("@misc{k,\n  title = {T},\n", "k", "entry-unclosed", 2),
    "not closed, text follows": ("@misc{k,\n  title = {T}\n\nText.", "k", "entry-unclosed", 2),
    "not closed, rows follow": ("@misc{k,\n  title = {T}\n\n% Text", "k", "entry-unclosed", 2),
    "last value not closed": ("@misc{k,\n  title = {T\n}", "k", "brace-unbalanced", 2),
    "cut off": ("@misc{k,\n  title = {T", "k", "brace-unbalanced", 2),
    "last value closed twice": ("@misc{k,\n  title = {T}},\n}", "k", "brace-unbalanced", 2),
    "last value not opened": ("@misc{k,\n  title = T},\n}", "k", "brace-unbalanced", 2),
    "closed twice": ("@misc{k,\n  title = {T}\n}\n}", "k", "brace-unbalanced", 4),
    "closed too early": ("@misc{k,\n  year = 1\n},\n  title = {T}\n}", "k", "brace-unbalanced", 3),
    "commented out": ("%@misc{k,\n  title = {T}\n}", "k", "comment-read", 1),
    "commented out by rows": ("%@misc{k,\n%  title = {T}\n%}", None, "comment-read", 1),
    "in a comment": ("@comment{@misc{k,\n  title = {T}\n}\n}", "k", "comment-read", 1),
    "an address before it": ("me@example.org\n@misc{k,\n title = {T}\n}", "k", "stray-at", 1),
    "an @ behind it": ("@misc{k,\n title = {T}\n} @ x", "k", "stray-at", 3),
    "used before defined": (
        "@misc{k, a = b,\n title = {T}}\n@string{b = 1}",
        "k",
        "string-unknown",
        1,
    ),
    "a definition not closed": ('@string{t = "T"\n@misc{k, title = t}', "k", "entry-unclosed", 1),
    "a definition without =": ('@string{t "T"}\n@misc{k, title = t}', "k", "equals-missing", 1),
    "an empty definition": ("@string{}\n@misc{k, title = {T}}", "k", "text-stray", 1),
    "a preamble not closed": ('@preamble{"x\n@misc{k, title = {T}}', "k", "quote-unbalanced", 1),
    "an entry in a value": ("@misc{k, a = {\n@misc{x,}\n}, title = {T}}", "k", "entry-inside", 2),
}


@pytest.mark.parametrize("defect", BROKEN)
def test_a_broken_entry_is_one_fault_and_no_loss(defect):
    text, key, name, row = BROKEN[defect]
    found = read(f"@misc{{before, title = {{B}}}}\n\n{text}\n\n@misc{{after, title = {{C}}}}\n")
    assert [e.key for e in found.entries] == ["before", *([key] if key else []), "after"]
    assert [values(entry) for entry in found.entries[:: len(found.entries) - 1]] == [
        {"title": "B"},
        {"title": "C"},
    ]
    if key:
        assert values(found.entries[1])["title"] == "T"
    assert faults(found) == [(name, 2 + row)]


def test_every_kind_of_fault_is_shown_here():
    shown = {name for _, name, _ in DEFECTS.values()} | {name for *_, name, _ in BROKEN.values()}
    assert {f"bibliography-{name}" for name in shown} == FAULTS.keys()


def test_several_defects_are_several_faults():
    broken = "@misc{a,\n  year {2020},\n  title = {A,\n  note = N,\n"
    found = read(f"{broken}@misc{{b,\n  title = {{B}}\n}}\n")
    assert faults(found) == [
        ("equals-missing", 2),
        ("brace-unbalanced", 3),
        ("string-unknown", 4),
        ("entry-unclosed", 4),
    ]
    assert values(found.entries[0]) == {"title": "A", "year": "2020", "note": "N"}


def test_braces_may_be_as_deep_as_they_like():
    found = read(f"@misc{{a, title = {'{' * 100_000}T{'}' * 100_000}, year = 2020}}\n@misc{{b}}")
    assert [entry.key for entry in found.entries] == ["a", "b"]
    assert (found.faults, found.entries[0].fields["year"].value) == ([], "2020")


def test_a_single_slip_in_a_real_file_loses_at_most_the_entry_that_it_hits():
    text = (ROOT / "references.bib").read_text(encoding="utf-8")
    keys = [entry.key for entry in read(text).entries]
    chance = random.Random(1)
    for _ in range(100):
        at = chance.randrange(200, len(text))
        slip = chance.choice(["", "{", "}", '"', ",", "=", "@", "#", "%"])
        kept = {entry.key for entry in read(text[:at] + slip + text[at + (not slip) :]).entries}
        assert len(set(keys) - kept) <= 1, text[at - 40 : at + 40]


def test_damage_costs_nothing_outside_of_itself():
    for number in range(2_000):
        missing, text, _ = fuzz_bib.trial(random.Random(number))
        assert missing == [], text


@pytest.mark.parametrize("pattern", fuzz_bib.HOSTILE.values(), ids=fuzz_bib.HOSTILE)
def test_no_text_takes_long(pattern):
    small, large = fuzz_bib.seconds_for(pattern, 5_000), fuzz_bib.seconds_for(pattern, 50_000)
    # Ten times the text takes ten times as long; a square would take a hundred times.
    assert large < 30 * max(small, 0.002)
