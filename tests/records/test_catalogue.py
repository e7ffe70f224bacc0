"""`jb datasets`: every dataset with what it holds and where it is used."""

import json
import random
import shutil
from pathlib import Path

import pytest

from soilbook.check.validation import validate
from soilbook.project import Project
from soilbook.records.catalogue import as_size

CLEAN = Path(__file__).parents[1] / "check/clean"


@pytest.fixture
def book(tmp_path) -> Path:
    return Path(shutil.copytree(CLEAN, tmp_path / "book"))


def test_the_list_for_people(book, soilbook):
    answer = soilbook("datasets", book)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == (
        "heights  1.0.0 · illustrative · CC0-1.0\n"
        "  Heights of two sites\n"
        "  datasets/heights/heights.csv  2 × 5, 109 bytes\n"
        "  used in book/one.md:48, book/two.ipynb:34\n"
    )


def test_the_list_for_programs(book, soilbook):
    [entry] = json.loads(soilbook("datasets", book, "--format", "json").stdout)

    assert entry["tables"] == [
        {
            "name": "heights",
            "path": "datasets/heights/heights.csv",
            "rows": 2,
            "columns": 5,
            "bytes": 109,
        }
    ]
    assert entry["used"][0] == {"page": "book/one.md", "line": 48}


def test_a_dataset_that_nobody_uses_and_one_with_faults(book, soilbook):
    shutil.copytree(book / "datasets/heights", book / "datasets/spare")
    (book / "datasets/spare/datapackage.json").write_text("{}", encoding="utf-8")

    answer = soilbook("datasets", book)

    assert answer.returncode == 0, answer.stderr
    assert "spare  ? · ? · ?\n  \n  not used\n" in answer.stdout


def test_a_book_without_datasets(book, soilbook):
    shutil.rmtree(book / "datasets")

    assert soilbook("datasets", book).stdout == "There are no datasets in datasets/.\n"


def test_no_book_at_all(tmp_path, soilbook):
    answer = soilbook("datasets", tmp_path)

    assert answer.returncode == 2
    assert "There is no _config.yml" in answer.stderr


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (2450, "2.5 kB"),
        (7_100_000, "7.1 MB"),
        (10**13, "10000.0 GB"),
    ],
)
def test_sizes(count, shown):
    assert as_size(count) == shown


TABLE = "datasets/heights/heights.csv"
ODD = {
    "site": ["A", "", "NA", "é", "null"],
    "height": ["1", "1.5", "9.5", "0", "-0.1", "9.51", ".5", "5.", "1e0", "1E-1", "+2", "", "2 m"],
    "count": ["3", "+3", "-3", "3.0", "3e0", "007", "", "three", "1_000"],
    "seen": ["2020-05-01", "2020-02-29", "2021-02-29", "20200501", "2020-5-1", "2020-05", ""],
}
# Python takes these for a number and a date, and so does frictionless; Table Schema does not.
LENIENT = {"1_000", "2020-5-1"}
# One change of the clean table or of its schema; the fault that both readers must find, by line.
CHANGES = {
    "a text for a number": ("table", "A,1.50,3", "A,high,3", 2),
    "a comma for decimals": ("table", "A,1.50,3", 'A,"1,50",3', 2),
    "a fraction for a whole number": ("table", "A,1.50,3", "A,1.50,3.5", 2),
    "no such day": ("table", "2020-05-01", "2020-05-32", 2),
    "a day the other way round": ("table", "2020-05-01", "01/05/2020", 2),
    "a required value is missing": ("table", "A,1.50,3", "A,,3", 2),
    "below the minimum": ("table", "A,1.50,3", "A,-1,3", 2),
    "above the maximum": ("table", "A,1.50,3", "A,9.51,3", 2),
    "not unique": ("table", '"B, the second"', "A", 3),
    "a cell too many": ("table", "heights2021\n", "heights2021,\n", 2),
    "a cell too few": ("table", "2021-06-30,smith2020", "2021-06-30", 3),
    "another column": ("table", "site,height", "site,width", 1),
    "none of those listed": ("schema", "Site", {"enum": ["A", "C"]}, 3),
    "not of the pattern": ("schema", "Site", {"pattern": "[A-Z]"}, 3),
    "too short": ("schema", "Site", {"minLength": 2}, 2),
    "too long": ("schema", "Site", {"maxLength": 5}, 3),
    "a primary key with a hole": ("key", ("A,", "A,"), "count", 3),
    "a primary key twice": ("key", ('"B, the second",2.25', "A,1.50"), ["site", "height"], 3),
}


@pytest.mark.parametrize("name", CHANGES)
def test_frictionless_and_our_own_check_agree(book, name):
    where, old, new, line = CHANGES[name]
    if where == "table":
        change_table(book, old, new)
    elif where == "key":
        change_table(book, *old)
        change_schema(book, "Site", {}, primaryKey=new)
    else:
        change_schema(book, old, new)

    found = validate(Project.at(book))

    assert line in lines_of(found, "dataset-table-invalid"), found
    # A heading that differs belongs to the whole table.
    assert (line if line > 1 else 0) in lines_of(found, "frictionless-"), found


def change_table(book, old, new):
    table = book / TABLE
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_schema(book, title, constraints, **properties):
    package = book / "datasets/heights/datapackage.json"
    described = json.loads(package.read_text(encoding="utf-8"))
    schema = described["resources"][0]["schema"]
    next(one for one in schema["fields"] if one["title"] == title)["constraints"] = constraints
    schema |= properties
    package.write_text(json.dumps(described, indent=2), encoding="utf-8")


def lines_of(findings, start):
    """The lines of the table that a reader complains about, its size and checksum left aside."""
    ours = [one for one in findings if one.path == TABLE and one.check.startswith(start)]
    return {one.line for one in ours if not one.check.endswith("-count")}


def test_they_agree_on_two_hundred_rows_of_odd_cells(book):
    """Ours finds what frictionless finds, and what that lets pass; a seed chooses the cells."""
    choose = random.Random(4)
    rows = [
        [choose.choice(ODD[column]) for column in ("site", "height", "count", "seen")]
        for _ in range(200)
    ]
    text = "".join(f"{','.join(row)},\n" for row in rows)
    (book / TABLE).write_text(f"site,height,count,seen,source_key\n{text}", encoding="utf-8")
    change_schema(book, "Site", {})

    found = validate(Project.at(book))

    ours, theirs = (lines_of(found, one) for one in ("dataset-table-invalid", "frictionless-"))
    assert theirs <= ours, [rows[line - 2] for line in sorted(theirs - ours)]
    for line in ours - theirs:
        assert LENIENT & set(rows[line - 2]), rows[line - 2]
    assert 20 < len(ours) < 180


def test_a_clean_dataset_satisfies_both_readers(book):
    assert validate(Project.at(book)) == []


def test_the_repository_of_the_book_satisfies_both_readers():
    assert validate(Project.at(Path(__file__).parents[2])) == []


def test_a_descriptor_that_cannot_be_read_is_left_to_our_own_check(book):
    (book / "datasets/heights/datapackage.json").write_text("{", encoding="utf-8")

    assert {finding.check for finding in validate(Project.at(book))} == {"dataset-malformed"}


def test_findings_set_the_exit_code(book, soilbook):
    table = book / "datasets/heights/heights.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("A,1.50", "A,low"), encoding="utf-8")

    answer = soilbook("datasets", book, "--validate")

    assert answer.returncode == 1
    assert "datasets/heights/heights.csv:2 frictionless-type-error" in answer.stdout
    assert "datasets/heights/heights.csv:2:3 dataset-table-invalid" in answer.stdout
