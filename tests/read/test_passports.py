"""The passport of a page: from the record of its last run, else from its code; dated by git."""

import subprocess
from pathlib import Path

import pytest
from docutils import nodes
from sphinx.environment import BuildEnvironment

import soilbook
from soilbook.execute.records import Run, remember
from soilbook.read.made import MadeCollector, ledger_of, made_in
from soilbook.read.passports import (
    UNCOMMITTED,
    Data,
    History,
    Passport,
    other_files,
    passport_of,
    places,
)
from soilbook.records.digests import records_of

DIGEST = "c93fec66a15b9b5b2593e9addac38bea2d845b0c1a8adaf823c4119a6f6f0112"
OTHER = "0" * 64
TABLE = "datasets/rain/rain.csv"


@pytest.fixture
def tiny(book):
    return book("tiny")


def record(root, page, **parts):
    """Write what a run of the page leaves."""
    path = records_of(root / "_build" / ".jupyter_cache", page)
    remember(path, Run(page, "", **{"python": "3.13.0", **parts}))
    return path


def commit(root, message):
    run = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*run, "add", "."], check=True)
    subprocess.run([*run, "commit", "-qm", message], check=True)
    head = subprocess.run([*run, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    return head.stdout.strip()


@pytest.fixture
def versioned(tiny):
    """The tiny book in a git repository of its own, with a commit."""
    subprocess.run(["git", "init", "-q", str(tiny)], check=True)
    (tiny / ".gitignore").write_text("_build\n", encoding="utf-8")
    commit(tiny, "Begin")
    return tiny


def test_without_a_record_the_code_tells(tiny):
    found = passport_of(tiny, "rain.md", History())

    assert found.data == (Data("rain", "1.0.0", DIGEST, TABLE),)
    assert found.commit == found.date == ""


def test_packages_that_the_code_imports(tiny):
    page = tiny / "rain.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("import soilbook", "import os, yaml\nimport soilbook"), "utf-8")

    names = [name for name, _ in passport_of(tiny, "rain.md", History()).packages]

    assert "PyYAML" in names
    assert "os" not in names


def test_the_record_of_the_last_run_comes_first(tiny):
    inputs = {
        "rain.md": OTHER,
        "datasets/rain/rain.csv": DIGEST,
        "datasets/rain/datapackage.json": OTHER,
        "model.py": OTHER,
        "data/": OTHER,
        "gone.csv": "absent",
    }
    packages = {"numpy": "2.4.6", "Cython": "3.0"}
    record(tiny, "rain.md", inputs=inputs, datasets=["rain"], packages=packages)

    found = passport_of(tiny, "rain.md", History())

    assert found.data == (Data("rain", "1.0.0", DIGEST, TABLE),)
    assert found.files == (Data("model.py", "", OTHER, "model.py"),)
    assert found.packages == (("Cython", "3.0"), ("numpy", "2.4.6"))
    assert found.python == "3.13.0"


def test_readers_are_told_the_packages_that_the_code_names(tiny):
    packages = {"PyYAML": "6.0", "numpy": "2.4.6"}
    record(tiny, "rain.md", packages=packages)
    page = tiny / "rain.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("import soilbook", "import yaml as y, os"), "utf-8")

    found = passport_of(tiny, "rain.md", History())

    assert found.software == [("Python", "3.13.0"), ("PyYAML", "6.0")]
    assert dict(found.packages) == packages


def test_of_a_language_that_is_not_read_all_packages_are_told(tiny):
    record(tiny, "rain.md", packages={"ggplot2": "3.5"}, python="")

    assert passport_of(tiny, "rain.md", History()).software == [("ggplot2", "3.5")]


def test_the_toolchain_in_the_same_repository_is_no_file_of_a_figure():
    root = Path(soilbook.__file__).parents[2]
    ours = Path(soilbook.__file__).relative_to(root).as_posix()
    seen = Run("rain.md", "", {ours: OTHER, "model.py": OTHER})

    assert other_files(root, seen) == {"model.py": OTHER}


def test_a_record_says_which_data_were_used_when_they_were_read(tiny):
    record(tiny, "rain.md", inputs={"datasets/rain/rain.csv": OTHER}, datasets=["rain"])

    assert passport_of(tiny, "rain.md", History()).data == (Data("rain", "1.0.0", OTHER, TABLE),)


def test_a_table_that_no_reading_was_seen_of_is_placed_by_the_call_for_its_dataset():
    rain = Data("rain", "1.0.0", DIGEST, TABLE)
    run = Run("rain.md", "", {"declared.csv": OTHER}, reads=[(2, 3, "datasets/rain/")])

    assert sorted(places(run, [rain])) == [
        (0, 0, "declared.csv"),
        (2, 3, "datasets/rain/"),
        (2, 3, TABLE),
    ]


def test_a_cell_has_what_it_rests_on_and_an_untraced_one_what_its_notebook_read():
    rain, model = Data("rain", "1.0.0", DIGEST, TABLE), Data("model.py", "", OTHER, "model.py")
    parts = {"python": "", "packages": (), "named": frozenset(), "commit": "", "date": ""}
    whole = Passport("rain.md", (rain,), (model,), **parts)

    assert whole.of_cell(2) == whole
    traced = Passport("rain.md", (rain,), (model,), **parts, inputs=({"model.py"}, {TABLE}))
    assert (traced.of_cell(1).data, traced.of_cell(1).files) == ((), (model,))
    assert (traced.of_cell(2).data, traced.of_cell(2).files) == ((rain,), ())


@pytest.mark.parametrize("damage", ["", "[", "[]", "{}", '[{"inputs": []}]'])
def test_a_damaged_record_counts_as_none(tiny, damage):
    record(tiny, "rain.md").write_text(damage, encoding="utf-8")

    assert passport_of(tiny, "rain.md", History()).data == (Data("rain", "1.0.0", DIGEST, TABLE),)


def test_a_page_keeps_its_commit_when_another_page_changes(versioned):
    first = passport_of(versioned, "rain.md", History.of(versioned))
    (versioned / "index.md").write_text("# A book\n\n```{tableofcontents}\n```\n", "utf-8")
    second = commit(versioned, "Another page")

    history = History.of(versioned)

    assert passport_of(versioned, "rain.md", history) == first
    assert history.head[0] == second != first.commit
    assert len(first.date) == 10


def test_a_change_of_the_data_is_a_change_of_the_page(versioned):
    table = versioned / "datasets" / "rain" / "rain.csv"
    table.write_text("year,rain\n2019,1\n", encoding="utf-8")

    assert passport_of(versioned, "rain.md", History.of(versioned)).commit == UNCOMMITTED

    newest = commit(versioned, "Other rain")
    assert passport_of(versioned, "rain.md", History.of(versioned)).commit == newest


def test_a_page_that_git_does_not_know_is_not_committed(versioned):
    (versioned / "new.md").write_text("# New\n", encoding="utf-8")

    assert passport_of(versioned, "new.md", History.of(versioned)).commit == UNCOMMITTED


def test_outside_git_there_is_no_history(tiny):
    assert History.of(tiny) == History()
    assert History.of(tiny).head == ("", "")


def cell(*outputs, count=3):
    return nodes.container("", *outputs, nb_element="cell_code", cell_index=7, exec_count=count)


def figure(*caption, name="fig-a"):
    picture = nodes.image(uri="a.svg", alt="Rain.")
    return nodes.figure("", picture, nodes.caption("", "", *caption), names=[name], ids=[name])


def page_of(*children):
    return nodes.container("", *children)


def test_what_a_cell_made_is_told_by_the_first_sentence_of_its_caption():
    shown = figure(nodes.Text("Rain in "), nodes.strong("", "mm"), nodes.Text(". From 2020. A."))

    [made] = made_in(page_of(cell(shown)), "rain")

    assert (made.kind, made.label, made.cell, made.alt) == ("figure", "fig-a", 3, "Rain.")
    assert made.caption == "Rain in mm. From 2020. A."
    assert "".join(node.astext() for node in made.what) == "Rain in mm"


def test_a_sentence_ends_where_only_its_own_page_can_go_on():
    shown = figure(nodes.Text("Rain of "), nodes.inline("", "glued"), nodes.Text(" mm."))

    [made] = made_in(page_of(cell(shown)), "rain")

    assert "".join(node.astext() for node in made.what) == "Rain of …"


def test_only_what_has_a_name_and_stands_in_a_cell_counts():
    nameless = figure(nodes.Text("Rain."))
    nameless["names"] = []

    assert list(made_in(page_of(figure(nodes.Text("Rain.")), cell(nameless)), "rain")) == []


def test_pages_that_two_processes_read_come_together():
    mine, theirs = (BuildEnvironment.__new__(BuildEnvironment) for _ in range(2))
    [made] = made_in(page_of(cell(figure(nodes.Text("Rain.")))), "rain")
    ledger_of(theirs).made["rain"] = [made]
    ledger_of(theirs).appendices |= {"appendix", "old"}

    MadeCollector().merge_other(None, mine, {"rain", "appendix"}, theirs)
    assert ledger_of(mine).made == {"rain": [made]}
    assert ledger_of(mine).appendices == {"appendix"}

    MadeCollector().clear_doc(None, mine, "rain")
    assert ledger_of(mine).made == {}
