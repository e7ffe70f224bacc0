"""One defect of each kind, sown into a generated book, is found at its line under its own name."""

import time

import pytest
from reference_defects import DEFECTS
from seeded_references import Base, Score, generated, sow_kind, sow_oddities

from soilbook.check import CHECKS, run
from soilbook.project import Project
from soilbook.records.bibliography import FAULTS


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Base:
    return Base.of("generated", generated(tmp_path_factory.mktemp("sown") / "book", size=30))


def test_the_generated_book_has_no_finding(base):
    assert not base.before


@pytest.mark.parametrize("check", sorted(DEFECTS))
def test_a_defect_is_found_and_nothing_else(check, base):
    assert sow_kind(base, check, 1, Score()) == []


def test_what_is_odd_but_right_is_not_found(base):
    assert sow_oddities(base, Score()) == []


def test_there_is_a_defect_for_every_check_of_references():
    kinds = ("reference-", "citation-", "prose-")
    names = {name for name in CHECKS if name.startswith(kinds) and CHECKS[name].by_default}

    assert names | set(FAULTS) <= set(DEFECTS)


def test_many_entries_cost_in_proportion(tmp_path):
    spent = []
    for size in (400, 1600):
        project = Project.at(generated(tmp_path / str(size), size=size))
        before = time.process_time()
        run(project)
        spent.append(time.process_time() - before)

    assert spent[1] < 8 * spent[0]
