"""The "4 per 1000" book of this repository: built whole, valid, and the same in three editions."""

import shutil
import subprocess
from pathlib import Path

import page as page_validation
import pytest
from benchmarks.tampering import SEEDS, WAYS, Book, tampered

from soilbook.project import Project
from soilbook.verify.chain import broken_links
from soilbook.verify.published import changed_files

ROOT = Path(__file__).parent.parent
# The book takes a minute to build: once, for all of these.
pytestmark = pytest.mark.xdist_group("real-book")


@pytest.fixture(scope="module")
def book(tmp_path_factory, soilbook):
    """A copy of what git would commit, built; the copy has no git, so its date is that of 1980."""
    root = tmp_path_factory.mktemp("real") / "book"
    listed = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in names:
        if (ROOT / name).is_file() and not name.startswith(("tools/", "tests/")):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, root / name)
    answer = soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout == ""
    return root


def test_its_epub_is_valid(book, run_epubcheck):
    assert run_epubcheck(book / "_build" / "epub" / "4per1000-book.epub") == []


def test_its_pdf_is_accessible(book):
    pdf = book / "_build" / "pdf" / "4per1000-book.pdf"
    profile = page_validation.ValidationProfile.PDF_UA_1

    assert "Checks: 0 failed" in str(page_validation.validate_pdf(str(pdf), profile=profile))


def test_its_title_page_says_what_it_is(book):
    page = (book / "_build" / "html" / "book" / "index.html").read_text(encoding="utf-8")

    assert "It has not been endorsed by the Committee" in " ".join(page.split())


def test_every_tampering_with_its_figures_is_found(book):
    """In every way once; ``tests/benchmarks/tampering.py`` has the hundred."""
    told = Book(Project.at(book))
    tried, missed = set(), []
    for seed, kind, way in tampered(told, SEEDS[: len(WAYS) * max(map(len, WAYS.values()))]):
        tried.add(way)
        if not changed_files(told.project) and not broken_links(told.project):
            missed.append(f"seed {seed}, {kind}: {way}")

    assert missed == []
    assert tried == {way.__name__ for ways in WAYS.values() for way in ways}
    assert [*changed_files(told.project), *broken_links(told.project)] == []
