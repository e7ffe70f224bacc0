"""Glued values are those of the newest run that read what is there now, or nothing."""

import hashlib
import json

import pytest

from soilbook.project import Project
from soilbook.records.glued import glued
from soilbook.records.pages import Cell, Page

CODE = "glue('stock', value)"


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def run_of(cache, data, value, code=CODE):
    """Store outputs as a run leaves them, and return its record."""
    output = {
        "output_type": "display_data",
        "data": {"application/papermill.record/text/plain": repr(value)},
        "metadata": {
            "scrapbook": {"name": "stock", "mime_prefix": "application/papermill.record/"}
        },
    }
    text = json.dumps({"cells": [{"cell_type": "code", "source": code, "outputs": [output]}]})
    name = sha256(text)
    path = cache / "executed" / name / "base.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return {"inputs": {"data.csv": sha256(data)}, "output": name, "output_sha256": sha256(text)}


@pytest.fixture
def book(tmp_path):
    (tmp_path / "_config.yml").write_text("title: T\nexecute: {cache: kept}\n", "utf-8")
    (tmp_path / "data.csv").write_text("2", "utf-8")
    return tmp_path


def values(book, *records):
    path = book / "kept" / "runs" / "a__page.md.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(records), "utf-8")
    page = Page("a/page.md", cells=[Cell([CODE], lambda row, column: None, 1, 1)])
    return glued(Project.at(book), [page]).get("a/page.md")


def test_the_newest_run_with_the_data_of_today_counts(book):
    cache = book / "kept"
    newest = run_of(cache, "3", 30.5)
    today = run_of(cache, "2", 20.5)
    older = run_of(cache, "2", 19.5)

    assert values(book, newest, today, older) == {"stock": 20.5}

    (book / "data.csv").write_text("3", "utf-8")
    assert values(book, newest, today, older) == {"stock": 30.5}


def test_nothing_is_known_after_a_change(book):
    today = run_of(book / "kept", "2", 20.5)
    (book / "data.csv").write_text("4", "utf-8")

    assert values(book, today) is None


def test_nothing_is_known_of_other_code_or_of_outputs_that_were_touched(book):
    other = run_of(book / "kept", "2", 20.5, "glue('stock', other)")
    touched = run_of(book / "kept", "2", 21.5)
    path = book / "kept" / "executed" / touched["output"] / "base.ipynb"
    path.write_text(path.read_text("utf-8").replace("21.5", "29.5"), "utf-8")
    lost = {**touched, "output": "lost"}

    assert values(book, other, touched, lost) is None


def test_a_record_of_another_kind_is_no_record(book):
    assert values(book, "no record") is None
    assert values(book) is None
