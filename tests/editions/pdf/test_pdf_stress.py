"""The stress book, in which constructs stand inside one another: nothing of it is lost in the PDF.

What cannot be printed is reported, and listed in `stress_findings.txt`; words that the PDF does not
have are listed in `stress_words.txt`, each with its reason.
"""

import os
import shutil
from collections import Counter
from pathlib import Path

import page as page_validation
import pytest
from pdf_books import BOOKS, Built, build
from pdf_words import PageWords, missing

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, PageWords, Path]:
    """Build the PDF of the stress book, and count the words of its pages meanwhile."""
    root = Path(shutil.copytree(BOOKS / "stress", tmp_path_factory.mktemp("books") / "stress"))
    words = PageWords()
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    try:
        made = build(root, words)
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    return made, words, made.pdf.with_name("stress.pdf")


def listed(name: str) -> dict[str, str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("  ", 1) for line in lines if line and not line.startswith("#"))
    return {first: second.strip() for first, second in pairs}


def test_it_is_valid(stress: tuple[Built, PageWords, Path]):
    profile = page_validation.ValidationProfile.PDF_UA_1
    report = str(page_validation.validate_pdf(str(stress[2]), profile=profile))
    assert "Checks: 0 failed" in report, report


def test_the_words_of_its_pages_are_printed(stress: tuple[Built, PageWords, Path]):
    _, words, pdf = stress
    lost = missing(words.all, pdf)
    known = listed("stress_words.txt")
    assert {word: count for word, count in lost.items() if word not in known} == {}
    assert sorted(known) == sorted(lost), "a reason is out of date"


def test_only_what_paper_cannot_show_is_reported(stress: tuple[Built, PageWords, Path]):
    made = stress[0]
    root = f"{made.root}{os.sep}"
    found = Counter(
        line.replace(root, "").split(" WARNING: ")[0].split(":")[0] for line in made.warnings
    )
    wanted = {
        page: int(why.split()[0].strip(":")) for page, why in listed("stress_findings.txt").items()
    }
    assert found == wanted, made.warnings
