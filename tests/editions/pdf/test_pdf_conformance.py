"""The book with every kind of markup is a valid PDF/UA-1, says what it must, and is repeatable."""

import os
import shutil
from pathlib import Path

import page as page_validation
import pytest
import typst
from pdf_books import BOOKS, Built, build
from pypdf import PdfReader

from soilbook.editions.pdf.builder import TEMPLATE


@pytest.fixture(scope="module")
def every_markup(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Build the book twice, in two folders, each from nothing."""
    made = []
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    try:
        for name in ("first", "second"):
            root = tmp_path_factory.mktemp(name) / "book"
            shutil.copytree(BOOKS / "every-markup", root)
            made.append(build(root))
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    return made


def pdf_of(one: Built) -> Path:
    return one.pdf.with_name("every-markup.pdf")


def test_it_is_valid(every_markup: list[Built]):
    profile = page_validation.ValidationProfile.PDF_UA_1
    report = str(page_validation.validate_pdf(str(pdf_of(every_markup[0])), profile=profile))
    assert "Checks: 0 failed" in report, report


def test_only_the_characters_without_glyph_are_reported(every_markup: list[Built]):
    faults = [line for line in every_markup[0].warnings if "No font of the PDF has" not in line]
    assert faults == []


def test_two_builds_are_the_same(every_markup: list[Built]):
    first, second = (pdf_of(one).read_bytes() for one in every_markup)
    assert first == second


def test_what_is_printed(every_markup: list[Built]):
    reader = PdfReader(pdf_of(every_markup[0]))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for wanted in (
        "Every kind of markup once",
        "2023-11-14",
        "Figure 1.1 A soil profile",
        "Table 1.2 Bulk density by land use",
        "Listing 1.1 Compute a stock",
        "1.2.1 Level three with code and emphasis",
        "María García-Núñez. Suelos y carbono.",
        "Foundations",
        "The second paragraph, with code",
        "red text and a 'quote'",
        "ZeroDivisionError: division by zero",
    ):
        assert wanted.replace(" ", "") in text, wanted
    assert "hiddenonthepage" not in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Soil Carbon Handbook — sample"


def test_the_outline_has_parts_chapters_and_sections(every_markup: list[Built]):
    def titles(outline: list) -> list:
        return [titles(one) if isinstance(one, list) else one["/Title"] for one in outline]

    outline = titles(PdfReader(pdf_of(every_markup[0])).outline)
    foundations = outline.index("Foundations")
    chapters = outline[foundations + 1]
    assert chapters[0].replace("\u00a0", " ") == "1 Carbon stocks and the “4 ‰” initiative"
    assert chapters[1][-1] == "1.3 Sampling (subsection file)"


def test_the_template_hides_no_name_of_maths():
    names = "dictionary(template).keys().filter(name => name in math or name in sym or name in std)"
    source = f'#import "{TEMPLATE.name}" as template\n#metadata({names}) <found>'
    source = source.replace("name in math", "name in dictionary(math)")
    source = source.replace("name in sym", "name in dictionary(sym)")
    source = source.replace("name in std", "name in dictionary(std)")
    found = typst.query(source.encode(), "<found>", field="value", one=True, root=TEMPLATE.parent)
    assert found == "[]"
