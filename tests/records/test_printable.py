"""An entry in the words of BibTeX: types, dates, titles, DOIs and names are made even."""

import pytest

from soilbook.records.bibliography import read_bibliography
from soilbook.records.printable import doi, initials_apart, persons, printable

DOIS = {
    "10.1000/xyz": "10.1000/xyz",
    "https://doi.org/10.1000/xyz": "10.1000/xyz",
    "http://dx.doi.org/10.1000/xyz": "10.1000/xyz",
    "doi: 10.1000/xyz": "10.1000/xyz",
    r"10.1007/978-3\_1": "10.1007/978-3_1",
    "10.1002/(SICI)1:1%3C2::AID-X%3E3.0.CO;2-9": "10.1002/(SICI)1:1<2::AID-X>3.0.CO;2-9",
    r"10.1002/1:1$<$2::AID$>$3": "10.1002/1:1<2::AID>3",
}
LISTS = {
    "Lal, R. and Smith, P.": ["Lal", "Smith"],
    "Smith, P., Lal, R., Olson, K.": ["Smith", "Lal", "Olson"],
    "P. Smith, R. Lal": ["Smith", "Lal"],
    "Smith, P.; Lal, R.": ["Smith", "Lal"],
    "Smith, P. & Lal, R.": ["Smith", "Lal"],
    "Smith, P. and Lal, R., Olson, K.": ["Smith", "Lal", "Olson"],
    "Smith, P. et al.": ["Smith", "others"],
    "Smith, P., Lal, R. et al.": ["Smith", "Lal", "others"],
    "{Smith, Jones & Sons}": ["{Smith, Jones & Sons}"],
    "Smith, Jr., John": ["Smith"],
    "  ": [],
}
FIRST_NAMES = {"J.W.": "J. W.", "JW": "J. W.", "J.-P.": "J.-P.", "John W.": "John W.", "J": "J"}


@pytest.mark.parametrize("written", DOIS)
def test_dois(written):
    assert doi(written) == DOIS[written]


@pytest.mark.parametrize("written", LISTS)
def test_lists_of_persons_are_mended_where_they_are_clear(written):
    assert [name.last for name in persons(written)] == LISTS[written]


@pytest.mark.parametrize("written", FIRST_NAMES)
def test_initials_are_told_apart(written):
    assert initials_apart(written) == FIRST_NAMES[written]


def texts(entry: str) -> tuple[str, dict[str, str]]:
    found = printable(read_bibliography(entry).entries[0])
    return found.type, found.texts


def test_biblatex_in_the_words_of_bibtex():
    kind, found = texts(
        "@report{k, title={A}, subtitle={b}, date={2015-12-04}, journaltitle={J}, location={Rome}, "
        "institution={FAO}, type={resreport}, eid={e1}, note={}}"
    )

    assert kind == "techreport"
    assert found["title"] == "A: b"
    assert (found["year"], found["month"]) == ("2015", "December")
    assert (found["journal"], found["address"], found["pages"]) == ("J", "Rome", "e1")
    assert found["type"] == "Research report"
    assert "note" not in found


@pytest.mark.parametrize(
    ("entry", "kind"),
    {
        "@online{k, title={T}}": "misc",
        "@podcast{k, title={T}}": "misc",
        "@thesis{k, type={mathesis}}": "mastersthesis",
        "@thesis{k, type={phdthesis}}": "phdthesis",
        "@inbook{k, title={The book}, chapter={2}}": "inbook",
        "@inbook{k, title={The part}, booktitle={The book}}": "incollection",
        "@conference{k, title={T}}": "inproceedings",
    }.items(),
)
def test_types(entry, kind):
    assert texts(entry)[0] == kind


def test_what_bibtex_calls_it_goes_before_other_names():
    found = texts("@article{k, journaltitle={Long}, shortjournal={L.}, date={2001}, year={2000}}")[
        1
    ]

    assert (found["journal"], found["year"]) == ("Long", "2000")


def test_an_eprint_of_another_archive_is_none_of_arxiv():
    assert texts("@misc{k, eprint={arXiv:1101.0001}}")[1]["eprint"] == "1101.0001"
    assert "eprint" not in texts("@misc{k, eprint={123}, eprinttype={jstor}}")[1]
