"""Every check finds what its case page says, at that place, and nothing in a clean book."""

import pytest
from case_pages import CLEAN, Case, read_cases

from soilbook.check import CHECKS, run
from soilbook.project import Project

ALL = list(read_cases())


@pytest.mark.parametrize("case", ALL, ids=str)
def test_case(case: Case, tmp_path):
    book = Project.at(case.make(tmp_path / "book"))

    found = run(book, [case.check])

    assert case.finds, "a case says what it finds, or `finds: nothing`"
    expected = [place for place, _ in case.finds if place != "nothing"]
    assert [finding.place for finding in found] == expected, [str(finding) for finding in found]
    for finding, (_, words) in zip(found, case.finds, strict=False):
        assert words in finding.message


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_check_has_a_case_that_fails_it(name):
    assert any(case.check == name and case.finds[0][0] != "nothing" for case in ALL)


def test_every_case_page_is_named_after_a_check():
    assert {case.check for case in ALL} == set(CHECKS)


def test_every_check_explains_itself_in_one_sentence():
    for check in CHECKS.values():
        assert check.sentence.endswith("."), check.name
        assert check.explanation.partition("\n\n")[0] == check.sentence, check.name


def test_clean_book_gives_no_finding():
    assert run(Project.at(CLEAN)) == []
