"""A character that no font has, anywhere in a book: printed as its code, and reported once."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pdf_books import BOOKS, CONFIG, Built, build
from pypdf import PdfReader

from soilbook.editions import fonts

FONTS = Path(fonts.__file__).with_name("fonts")
TOLD = re.compile(r"(?P<path>[^/]+):(?P<line>\d+): WARNING: No font of the PDF has (?P<which>.*?);")
# Signs of Chinese and Japanese, which the fonts of Typst do not have.
FOREIGN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Only spoken; or in the description of a drawing, which nobody draws.
NEVER_DRAWN = set("聲無述")
# Written in the configuration, and told where a page prints it.
USED_ELSEWHERE = set("図代")


@pytest.fixture(scope="module")
def stray(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A book with a foreign character in every kind of place."""
    return build(Path(shutil.copytree(BOOKS / "stray", tmp_path_factory.mktemp("stray") / "book")))


def told(warnings: list[str]) -> list[tuple[str, int, str]]:
    """Path, line and character of every warning."""
    matches = [match for line in warnings if (match := TOLD.search(line))]
    return [
        (one["path"], int(one["line"]), character)
        for one in matches
        for character in re.findall(r"“(.)” \(U\+", one["which"])
    ]


def test_each_is_reported_once_a_file_with_its_line(stray: Built):
    found = told(stray.warnings)
    assert len({(path, character) for path, _, character in found}) == len(found)
    for name in ("_config.yml", "_toc.yml", "index.md", "page.md"):
        lines = (stray.root / name).read_text(encoding="utf-8").splitlines()
        written = [(n, c) for n, line in enumerate(lines, start=1) for c in FOREIGN.findall(line)]
        for character in {c for _, c in written} - NEVER_DRAWN - USED_ELSEWHERE:
            places = {n for path, n, c in found if path == name and c == character}
            assert places, character
            assert places <= {n for n, c in written if c == character}
    assert not {character for _, _, character in found} & NEVER_DRAWN


def test_what_entities_and_drawings_hold_is_reported_too(stray: Built):
    assert {"字", "键", "圖", "畫"} <= {character for _, _, character in told(stray.warnings)}


def test_its_code_is_printed(stray: Built):
    text = "".join("".join(page.extract_text() for page in PdfReader(stray.pdf).pages).split())
    pages = "".join(
        (stray.root / name).read_text(encoding="utf-8") for name in ("index.md", "page.md")
    )
    for character in set(FOREIGN.findall(pages)) - NEVER_DRAWN:
        assert f"[U+{ord(character):04X}]" in text, character


def test_what_is_not_drawn_keeps_its_characters(stray: Built):
    with pikepdf.open(stray.pdf) as pdf:
        assert "The title 山" in pdf.Root.Metadata.read_bytes().decode()
        assert pdf.docinfo.Title == "The title 山"
        alts = [
            str(one.Alt)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
    assert "Words that are only spoken 聲" in alts


def test_it_is_still_accessible(stray: Built):
    profile = page_validation.ValidationProfile.PDF_UA_1
    assert page_validation.is_pdf_compliant(str(stray.pdf), profile=profile)


def test_a_book_in_another_script(book_of: Callable[..., Path]):
    config = CONFIG.replace("config: {", "config: {language: ja, ").replace("A title", "土壌")
    made = build(book_of("# ページ\n\n" + "土壌炭素。" * 60 + "\n", config=config))
    assert ("_config.yml", 1, "壌") in told(made.warnings)
    # One warning a line and file, whatever the number of characters.
    assert len(made.warnings) < 8


@pytest.fixture
def soil_font(tmp_path: Path) -> Path:
    """A folder with a font that has the sign for soil, which looks like an A here."""
    font = TTFont(FONTS / "LibertinusSerif-Regular.woff2")
    font.flavor = None
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "SoilSign"
    for table in font["cmap"].tables:
        table.cmap[ord("土")] = font.getBestCmap()[ord("A")]
    (tmp_path / "fonts").mkdir()
    font.save(tmp_path / "fonts" / "soil.otf")
    return tmp_path / "fonts"


def test_a_font_of_the_book_prints_them(soil_font: Path, book_of: Callable[..., Path]):
    config = CONFIG.replace("{stem: book}", f"{{stem: book, fonts: {soil_font.name}}}")
    made = build(book_of("# Page\n\nSoil is 土, not 壌.\n", config=config))
    assert told(made.warnings) == [("page.md", 3, "壌")]
    text = "".join(page.extract_text() for page in PdfReader(made.pdf).pages)
    assert "Soil is 土, not [U+58CC]." in text
