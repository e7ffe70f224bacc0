"""`jb check` says at once what it said last, and never after something changed."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from soilbook.findings import Finding, Report
from soilbook.project import Project
from soilbook.records.remembered import FILE, Remembered

REPORT = Report([Finding("page.md", 3, 1, "image-missing", "There is no soil.png.")], {"a": "b"})


@pytest.fixture
def book(tmp_path):
    root = tmp_path / "book"
    (root / "_build").mkdir(parents=True)
    (root / "part").mkdir()
    (root / "_config.yml").write_text("title: A\n", "utf-8")
    (root / "part" / "page.md").write_text("# Page\n", "utf-8")
    return root


@pytest.fixture(autouse=True)
def _settled(monkeypatch):
    """All files, soilbook's own as well, are older than the moment of a check."""
    begun = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: begun)


def last(root, chosen=()):
    return Remembered(Project.at(root), chosen)


def kept(root, others=()):
    last(root).keep(REPORT, others)
    return last(root).report()


def test_the_same_report_as_long_as_nothing_changed(book):
    assert kept(book) == REPORT


def test_nothing_is_remembered_at_first(book):
    assert last(book).report() is None


CHANGES = {
    "a page": lambda root: (root / "part" / "page.md").write_text("# Pagf\n", "utf-8"),
    "a page put back with its old time": lambda root: _swap(root / "part" / "page.md"),
    "a new file": lambda root: (root / "part" / "soil.png").touch(),
    "a file that went": lambda root: (root / "part" / "page.md").unlink(),
    "a run of a notebook": lambda root: _write(root / "_build/.jupyter_cache/runs/page.md.json"),
    "a damaged memory": lambda root: (root / "_build" / FILE).write_text("{", "utf-8"),
    "a memory of another shape": lambda root: (root / "_build" / FILE).write_text("[]", "utf-8"),
}


def _swap(path: Path) -> None:
    times = path.stat()
    path.write_text("# Soil\n", "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("[]", "utf-8")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_makes_it_forget(book, change):
    assert kept(book) == REPORT
    change(book)
    assert last(book).report() is None


def test_another_choice_of_checks_is_another_question(book):
    kept(book)
    assert last(book, ["image-missing"]).report() is None


def test_another_day_is_another_question(book):
    kept(book)
    later = replace(Project.at(book), today=date(2031, 1, 1))
    assert Remembered(later, ()).report() is None


def test_a_file_outside_that_was_looked_for(book):
    outside = book.parent / "logo.png"
    assert kept(book, [outside]) == REPORT
    outside.touch()
    assert last(book).report() is None


def test_what_is_made_does_not_count(book):
    kept(book)
    (book / "_build" / "html").mkdir()
    (book / "_build" / "html" / "index.html").touch()
    (book / ".git").mkdir()
    (book / ".git" / "index").touch()
    assert last(book).report() == REPORT


def test_an_environment_beside_the_book_does_not_count(book):
    (book / "env").mkdir()
    (book / "env" / "pyvenv.cfg").touch()
    assert kept(book) == REPORT
    (book / "env" / "module.py").touch()
    assert last(book).report() == REPORT


def test_where_nothing_can_be_written_nothing_is_kept(book, monkeypatch):
    def refuse(path, content):
        raise PermissionError(path)

    monkeypatch.setattr("soilbook.records.remembered.replace_file", refuse)
    assert kept(book) is None


def test_a_folder_that_leads_back_to_itself(book):
    (book / "part" / "again").symlink_to(book)
    assert kept(book) == REPORT


def test_a_book_that_was_never_built_gets_no_folder(book):
    (book / "_build").rmdir()
    assert kept(book) is None
    assert not (book / "_build").exists()


def test_what_changed_a_moment_ago_is_not_remembered(book, monkeypatch):
    monkeypatch.undo()
    assert kept(book) is None


def test_the_second_check_loads_no_check(book):
    (book / "_toc.yml").write_text("format: jb-book\nroot: part/page\n", "utf-8")
    code = (
        "import sys, time; begun = time.time_ns() + 10**10; time.time_ns = lambda: begun\n"
        "from soilbook.cli import check\n"
        f"try: check([{str(book)!r}])\n"
        "except SystemExit as end: print(end.code, 'soilbook.check.prose' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert said == ["0 True\n", "0 False\n"]
