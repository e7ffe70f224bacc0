"""The state of the data decides which outputs of notebooks may be reused."""

import pytest

from soilbook.execute.freshness import data_digest


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "stocks.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "model.py").write_text("K = 1\n", encoding="utf-8")
    (tmp_path / "index.md").write_text("# Title\n", encoding="utf-8")
    return tmp_path


def change_value(root):
    (root / "data" / "stocks.csv").write_text("a\n2\n", encoding="utf-8")


def change_module(root):
    (root / "model.py").write_text("K = 2\n", encoding="utf-8")


def rename_file(root):
    (root / "data" / "stocks.csv").rename(root / "data" / "stock.csv")


def add_file(root):
    (root / "data" / "more.csv").write_text("", encoding="utf-8")


@pytest.mark.parametrize("change", [change_value, change_module, rename_file, add_file])
def test_a_change_of_data_or_code_changes_the_digest(change, root):
    before = data_digest(root)
    change(root)
    assert data_digest(root) != before


def change_text(root):
    (root / "index.md").write_text("# Another title\n", encoding="utf-8")


def build(root):
    (root / "_build").mkdir()
    (root / "_build" / "out.csv").write_text("", encoding="utf-8")


def make_environment(root):
    (root / "env").mkdir()
    (root / "env" / "pyvenv.cfg").write_text("", encoding="utf-8")
    (root / "env" / "module.py").write_text("", encoding="utf-8")


@pytest.mark.parametrize("change", [change_text, build, make_environment])
def test_text_builds_and_environments_do_not(change, root):
    before = data_digest(root)
    change(root)
    assert data_digest(root) == before
