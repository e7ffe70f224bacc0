"""Names of persons, split as pybtex splits them, which prints them; and what is wrong in lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex import errors
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person

from soilbook.records.names import Name, name_faults, read_names


def ours(value):
    return [(name.first, name.von, name.last, name.jr) for name in read_names(value)]


def theirs(value):
    with errors.capture():
        persons = [Person(text) for text in split_name_list(" ".join(value.split()))]
    return [
        tuple(" ".join(words) for words in parts)
        for parts in (
            (p.bibtex_first_names, p.prelast_names, p.last_names, p.lineage_names) for p in persons
        )
    ]


LISTS = {
    "Amelung, W.": [("W.", "", "Amelung", "")],
    "Ludwig van Beethoven": [("Ludwig", "van", "Beethoven", "")],
    "von der Schulenburg, Jr., Graf": [("Graf", "von der", "Schulenburg", "Jr.")],
    "Jean de la Fontaine du Lac": [("Jean", "de la Fontaine du", "Lac", "")],
    "{The World Bank} and others": [("", "", "{The World Bank}", ""), ("", "", "others", "")],
    "K{\\\"o}gel-Knabner, I. AND {\\'E}. {\\o}sterberg": [
        ("I.", "", 'K{\\"o}gel-Knabner', ""),
        ("{\\'E}.", "", "{\\o}sterberg", ""),
    ],
    "Donald~E. Knuth\n and\tA.\\ {\\relax von} B": [
        ("Donald E.", "", "Knuth", ""),
        ("A.", "{\\relax von}", "B", ""),
    ],
    "{Barnes and Noble} and Anders Sandvand": [
        ("", "", "{Barnes and Noble}", ""),
        ("Anders", "", "Sandvand", ""),
    ],
    "jean de la fontaine": [("", "jean de la", "fontaine", "")],
    "": [("", "", "", "")],
}


@pytest.mark.parametrize("value", LISTS)
def test_names_are_split_as_they_are_printed(value):
    assert ours(value) == LISTS[value]
    if value:
        assert theirs(value) == LISTS[value]


def test_a_name_knows_where_it_begins():
    value = " Lal, R. and\n  {World Bank}  and  others"
    names = read_names(value)
    assert [name.offset for name in names] == [1, value.index("{"), value.index("others")]
    assert [name.is_others for name in names] == [False, False, True]
    assert not Name("", "", "{others}", "", 0).is_others


WORDS = st.lists(
    st.sampled_from(
        "Ab|cd|É.|{\\'e}f|{\\OE}u|{Gh i}|{j and K}|{\\relax l}m|3d|-N|von|and|AND|Und|~|,|,|.|\\'o|"
        "{p}q|{{\\'r}}|\\~{n}o|s\\ T".split("|")
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(WORDS)
def test_any_list_of_names_is_split_as_pybtex_splits_it(value):
    assert ours(value) == theirs(value)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text("{}\\, ~ab\nA.", max_size=20))
def test_no_text_is_too_odd_to_be_read(value):
    read_names(value)
    name_faults(value)


SOUND = [
    "Amelung, W. and de Vries, W. and others",
    "{Food, Agriculture & Water; Group et al.} and Smith, Jr., P. and Smith, III, P. and A, 2nd, B",
    "Jane Doe",
    "de la Cruz, Ana",
    "",
]


@pytest.mark.parametrize("value", SOUND)
def test_sound_lists_have_no_fault(value):
    assert name_faults(value) == []


# A list; the kind of its fault; the text that begins where the fault is.
FAULTY = {
    "several persons parted by commas": ("Lal, R., Smith, P., Olson, K.", "name-commas", ", Smith"),
    "two persons parted by a comma": ("R. Lal, P. Smith", "name-commas", ", P."),
    "family names parted by commas": ("Lal, Smith, Olson", "name-commas", ", Olson"),
    "a comma before and": ("Lal, R., and Smith, P.", "name-commas", ", and"),
    "a comma at the end": ("Lal,", "name-commas", ","),
    "a comma at the beginning": ("Lal, R. and , P.", "name-commas", ", P."),
    "a semicolon": ("Lal, R.; Smith, P.", "name-semicolon", "; S"),
    "an ampersand": ("Lal, R. \\& Smith, P.", "name-ampersand", "\\&"),
    "et al.": ("Lal, R. et al.", "name-et-al", "et al"),
    "et al. in words of its own": ("Lal, R. and et~al", "name-et-al", "et~al"),
    "and twice": ("Lal, R. and and Smith, P.", "name-empty", "and Smith"),
    "and at the end": ("Lal, R. and Smith, P. and", "name-empty", "Smith"),
    "and at the beginning": ("and Lal, R.", "name-empty", "and L"),
    "others too early": ("others and Lal, R.", "name-others", "others"),
}


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_list_has_one_fault_in_its_place(case):
    value, kind, text = FAULTY[case]
    (fault,) = name_faults(value)
    assert (fault.name, value[fault.offset :][: len(text)]) == (kind, text)


def test_very_long_lists_and_deep_braces_are_read():
    assert len(read_names(" and ".join(["Lal, R."] * 20_000))) == 20_000
    assert ours("{" * 50_000 + "A" + "}" * 50_000)[0][2].count("{") == 50_000
