"""Pairing two sequences: what is lost in one does not shift the rest."""

import pytest

from soilbook.verify.align import align


def same(item):
    return item


def letters(item):
    return item.rstrip("0123456789")


@pytest.mark.parametrize(
    ("mine", "theirs", "pairs"),
    [
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("abc", "ac", [(0, 0), (1, None), (2, 1)]),
        ("ac", "abc", [(0, 0), (None, 1), (1, 2)]),
        ("abc", "", [(0, None), (1, None), (2, None)]),
        ("", "a", [(None, 0)]),
    ],
)
def test_equal_items_are_paired_in_order(mine, theirs, pairs):
    assert align(list(mine), list(theirs), [same]) == pairs


def test_one_that_changed_is_paired_with_what_stands_in_its_place():
    assert align(["a", "xyz", "c"], ["a", "other", "c"], [same]) == [(0, 0), (1, 1), (2, 2)]


def test_the_second_key_pairs_what_the_first_cannot():
    pairs = align(["fig1", "tab2", "map3"], ["tab3", "map4"], [same, letters])

    assert pairs == [(0, None), (1, 0), (2, 1)]


def test_of_several_that_changed_the_likest_are_paired():
    mine = ["carbon stocks of soils", "a wholly other thing", "rates of decay in peat"]
    theirs = ["carbon stock of soil", "rate of decay in peat"]

    assert align(mine, theirs, [same]) == [(0, 0), (1, None), (2, 1)]


def test_likest_pairs_keep_the_order_with_what_is_left_between_them():
    mine = ["carbon stocks of soils", "rates of decay in peat"]
    theirs = ["@", "carbon stock of soil", "#", "rate of decay in peat", "%"]

    assert align(mine, theirs, [same]) == [(None, 0), (0, 1), (None, 2), (1, 3), (None, 4)]
