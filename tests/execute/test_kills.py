"""A short form of ``tests/benchmarks/kills.py``: ``kill -9``, and the next run mends everything."""

import os

import pytest
from kills import Killed, adopt_orphans

WAYS = ("all", "command", "kernel", "command", "kernel")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill that cannot be caught")
def test_a_run_that_is_killed_leaves_no_process_and_no_wrong_output(tmp_path):
    adopt_orphans()
    book = Killed(tmp_path, seed=7)

    trials = [book.trial(way) for way in WAYS]

    assert [trial.wrong for trial in trials] == [[]] * len(WAYS)
    assert [trial.orphans for trial in trials] == [0] * len(WAYS)
    assert any(trial.kernels for trial in trials)
