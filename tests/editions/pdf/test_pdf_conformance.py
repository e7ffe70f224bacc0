"""The book with every kind of markup is a valid PDF/UA-1, says what it must, and is repeatable."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
import typst
from pdf_books import BOOKS, Built, build
from pypdf import PdfReader

from soilbook.editions.look import ENTRY


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


def test_the_reference_validator_agrees_and_can_disagree(
    every_markup: list[Built], run_verapdf: Callable[..., dict[str, list[str]]], tmp_path: Path
):
    """It is accessible (PDF/UA-1) and fit for an archive (PDF/A-3a)."""
    good, bad = pdf_of(every_markup[0]), tmp_path / "bad.pdf"
    with pikepdf.open(good) as pdf:
        del next(one for one in pdf.objects if is_figure(one)).Alt
        pdf.save(bad)
    told = run_verapdf(good, bad)
    assert told[good.name] == []
    assert any("alternative" in fault for fault in told[bad.name]), told


def is_figure(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" and "/Alt" in one


def test_what_libraries_read(every_markup: list[Built]):
    with pikepdf.open(pdf_of(every_markup[0])) as pdf:
        told = pdf.open_metadata()
        assert told["dc:title"] == "Soil Carbon Handbook — sample"
        assert told["dc:creator"] == ["A. Author", "B. Autrice", "C. Autora"]
        assert told["dc:date"] == ["2023-11-14"]
        assert told["pdfuaid:part"] == "1"
        assert told.pdfa_status == "3A"
        assert pdf.docinfo.Author == "A. Author; B. Autrice; C. Autora"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/PageLabels" in pdf.Root
        # The passports of the figures are files that belong to the book (`AF`).
        assert {str(one.AFRelationship) for one in pdf.Root.get("/AF", ())} == {"/Data"}


def test_links_are_described(every_markup: list[Built]):
    with pikepdf.open(pdf_of(every_markup[0])) as pdf:
        words = [str(note.Contents) for page in pdf.pages for note in page.get("/Annots", ())]
    assert len(words) > 20
    assert not [one for one in words if not one.strip() or one.startswith(",")]


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


def test_the_template_hides_no_name_of_maths(every_markup: list[Built]):
    root = every_markup[0].source.parent
    names = "dictionary(template).keys().filter(name => name in math or name in sym or name in std)"
    source = f'#import "{ENTRY}" as template\n#metadata({names}) <found>'
    source = source.replace("name in math", "name in dictionary(math)")
    source = source.replace("name in sym", "name in dictionary(sym)")
    source = source.replace("name in std", "name in dictionary(std)")
    found = typst.query(source.encode(), "<found>", field="value", one=True, root=root)
    assert found == "[]"
