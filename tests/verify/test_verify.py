"""`jb verify`: editions that are missing or damaged, places, exit codes and formats."""

import json
import re

import pytest

from soilbook.findings import SoilbookError
from soilbook.project import Project
from soilbook.verify import compare_editions, outlines, summary, verify


@pytest.mark.parametrize("edition", ["html", "pdf", "epub"])
def test_an_edition_that_is_missing_is_found(editions, edition):
    path = editions.root / "_build" / "html" / "index.html"
    {"html": path, "pdf": editions.pdf, "epub": editions.epub}[edition].unlink()

    assert editions.faults() == {("verify-edition-missing", edition)}


def test_a_truncated_pdf_is_found(editions):
    editions.pdf.write_bytes(editions.pdf.read_bytes()[:-2000])

    assert editions.faults() == {("verify-edition-unreadable", "pdf")}


def test_a_truncated_epub_is_found(editions):
    editions.epub.write_bytes(editions.epub.read_bytes()[:-2000])

    assert editions.faults() == {("verify-edition-unreadable", "epub")}


def test_an_html_page_that_is_missing_is_found(editions):
    (editions.root / "_build" / "html" / "change.html").unlink()

    assert editions.faults() == {("verify-edition-unreadable", "html")}


@pytest.mark.parametrize("edition", ["html", "epub"])
def test_a_link_that_leads_nowhere_is_found(editions, edition):
    editions.alter(edition, "sampling", r'(See <a [^>]*href=")[^"]*"', r'\1#gone"')

    assert ("verify-link-dead", edition) in editions.faults()
    assert {place for _, place in editions.faults()} == {edition}


def test_a_finding_tells_both_values_and_the_place(editions):
    editions.alter("pdf", "", r"The second profile(?=\.\],)", "The third profile")

    (found,) = compare_editions(Project.at(editions.root))

    assert found.path == "_build/pdf/parity.pdf"
    place, _, message = found.message.partition(": ")
    assert re.fullmatch(r"page \d+", place)
    assert message == (
        'Figure 1.2: the caption differs: "The third profile." in PDF,'
        ' "The second profile." in HTML.'
    )


def test_something_lost_is_told_with_the_place_where_it_still_is(editions):
    editions.alter("epub", "stocks", r'<figure[^>]*id="fig-second".*?</figure>', "")

    found = {one.check: one.message for one in compare_editions(Project.at(editions.root))}

    assert found["verify-figure-missing"] == (
        "Figure 1.2 is missing; the HTML edition has it (_build/html/stocks.html #fig-second)."
    )


def test_the_summary_counts_what_each_edition_has(editions):
    found, faults = outlines(Project.at(editions.root))

    assert faults == []
    counted = summary(found)
    assert list(counted) == ["HTML", "PDF", "EPUB"]
    assert counted["PDF"] == {
        "headings": 15,
        "figures": 3,
        "tables": 3,
        "equations": 3,
        "citations": 8,
        "references": 3,
    }


def test_a_book_that_was_never_built_is_a_fault_of_the_set_up(tmp_path):
    (tmp_path / "_config.yml").write_text("title: T\n")

    with pytest.raises(SoilbookError, match=r"Run `jb editions \.` first"):
        verify(Project.at(tmp_path))


def test_the_command_exits_with_0_1_or_2(editions, soilbook):
    assert soilbook("verify", editions.root).returncode == 0

    editions.epub.unlink()
    answer = soilbook("verify", editions.root, "--format", "json")
    assert answer.returncode == 1
    assert [one["check"] for one in json.loads(answer.stdout)] == ["verify-edition-missing"]

    (editions.root / "_config.yml").unlink()
    answer = soilbook("verify", editions.root)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
