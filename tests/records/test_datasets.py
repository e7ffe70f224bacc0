"""`soilbook.dataset`: a typed frame, or an error that says what to do."""

import json
import shutil
from pathlib import Path

import pytest

import soilbook
from soilbook.findings import SoilbookError

CLEAN = Path(__file__).parents[1] / "check/clean"


@pytest.fixture
def book(tmp_path, monkeypatch) -> Path:
    folder = Path(shutil.copytree(CLEAN, tmp_path / "book"))
    monkeypatch.chdir(folder / "book")
    return folder


def test_columns_have_the_types_of_the_schema(book):
    frame = soilbook.dataset("heights")
    assert {name: str(kind) for name, kind in frame.dtypes.items()} | {"seen": ""} == {
        "site": "string",
        "height": "float64",
        "count": "Int64",
        "seen": "",
        "source_key": "string",
    }
    assert frame["seen"].dt.year.tolist() == [2020, 2021]
    assert frame["site"][1] == "B, the second"
    assert frame["count"].isna().tolist() == [False, True]


def test_attributes_say_where_the_numbers_come_from(book):
    attributes = soilbook.dataset("heights", "heights").attrs
    package = json.loads((book / "datasets/heights/datapackage.json").read_text())
    assert attributes == {
        "name": "heights",
        "title": "Heights of two sites",
        "version": "1.0.0",
        "sha256": package["resources"][0]["hash"].removeprefix("sha256:"),
        "units": {"height": "m"},
    }


def test_text_that_pandas_would_take_for_nothing_stays(book):
    """A country code or a treatment called NA is a text, unless the schema says otherwise."""
    table = book / "datasets/heights/heights.csv"
    text = table.read_text(encoding="utf-8").replace("A,1.50", "NA,1.50")
    package = book / "datasets/heights/datapackage.json"
    rewrite(package, table, text)
    assert soilbook.dataset("heights")["site"][0] == "NA"
    schema = '"schema": {\n        "missingValues": ["NA", ""],'
    package.write_text(package.read_text().replace('"schema": {', schema))
    assert soilbook.dataset("heights")["site"].isna()[0]


def rewrite(package: Path, table: Path, text: str) -> None:
    """Write a table, and its hash and size into the descriptor."""
    import hashlib

    table.write_text(text, encoding="utf-8")
    described = json.loads(package.read_text())
    described["resources"][0]["hash"] = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    described["resources"][0]["bytes"] = len(text.encode())
    package.write_text(json.dumps(described, indent=2))


@pytest.mark.parametrize(
    ("name", "resource", "words"),
    [
        ("hieghts", None, 'There is no dataset "hieghts". Did you mean "heights"?'),
        ("heights", "height", 'has no table "height". Did you mean "heights"?'),
    ],
)
def test_a_name_that_does_not_exist(book, name, resource, words):
    with pytest.raises(SoilbookError) as error:
        soilbook.dataset(name, resource)
    assert words in str(error.value)


def test_a_table_that_has_changed(book):
    path = book / "datasets/heights/heights.csv"
    path.write_text(path.read_text().replace("1.50", "1.51"))
    with pytest.raises(SoilbookError, match=r"heights\.csv is not the file .* raise the version"):
        soilbook.dataset("heights")


def test_a_descriptor_with_a_fault(book):
    path = book / "datasets/heights/datapackage.json"
    path.write_text(path.read_text().replace('"illustrative"', '"guessed"'))
    with pytest.raises(SoilbookError, match=r'datapackage\.json:18: "guessed" is no status'):
        soilbook.dataset("heights")


def test_outside_of_any_book(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SoilbookError, match="There is no folder datasets/"):
        soilbook.dataset("heights")
