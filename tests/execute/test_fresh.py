"""Why a notebook must run: one reason for each thing that can change."""

import platform

import pytest

from soilbook.execute.fresh import decide, version_of
from soilbook.execute.records import Run

NOW = {"data.csv": "1", "many/": "2", "model.py": "3"}
RUN = Run(
    page="a.md",
    code="code",
    inputs=dict(NOW),
    python=platform.python_version(),
    packages={"click": version_of("click")},
)


def why(*runs, code="code", now=NOW, is_stored=True):
    return decide(code, runs, lambda name: now.get(name, "absent"), lambda _: is_stored)


def test_nothing_changed():
    assert why(RUN) == (RUN, "")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"code": "other"}, "its code changed"),
        ({"now": NOW | {"data.csv": "9"}}, "data.csv changed"),
        ({"now": NOW | {"model.py": "9"}}, "module model.py changed"),
        ({"now": NOW | {"many/": "9"}}, "files in many/ came or went"),
        ({"now": {}}, "data.csv is gone"),
        ({"is_stored": False}, "its stored outputs are missing"),
    ],
)
def test_a_change_has_a_reason(change, reason):
    assert why(RUN, **change) == (None, reason)


def test_another_version_of_a_package_or_of_python():
    old = Run(page="a.md", code="code", packages={"click": "0.1"})
    gone = Run(page="a.md", code="code", packages={"no-such-package": "1"})
    python = Run(page="a.md", code="code", python="2.7")

    assert why(old)[1] == f"click 0.1 is now {version_of('click')}"
    assert why(gone)[1] == "no-such-package 1 is now not installed"
    assert why(python)[1] == f"Python 2.7 is now {platform.python_version()}"


def test_an_older_run_serves_when_the_data_is_that_of_then():
    newer = Run(page="a.md", code="code", inputs={"data.csv": "9"})

    assert why(newer, RUN) == (RUN, "")
    assert why() == (None, "it has not run yet")
