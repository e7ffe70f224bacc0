"""What is wrong in a page is said with its place, and printed visibly; nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_books import Built, build
from pypdf import PdfReader

from soilbook.editions.pdf.compile import refused_equations
from soilbook.editions.pdf.glyphs import Glyphs
from soilbook.editions.pdf.writer import RENDERERS
from soilbook.findings import SoilbookError


def text_of(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def test_a_missing_picture(built: Callable[..., Built]):
    made = built("# Page\n\n![A lost picture](lost.png)\n")
    assert any("page.md:3" in line and "lost.png" in line for line in made.warnings)
    assert "A lost picture" in text_of(made.pdf)


def test_a_picture_of_another_host_is_not_fetched(built: Callable[..., Built]):
    made = built("# Page\n\n![A far picture](https://example.invalid/far.png)\n")
    assert ["page.md:3" in line for line in made.warnings] == [True]
    assert "Save it in the repository" in made.warnings[0]
    assert "A far picture" in text_of(made.pdf)


def test_a_character_without_a_glyph(built: Callable[..., Built]):
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9'>土</text></svg>"
    page = "# Page 土\n\nSoil is 土壤, $x_{土}$, `土`.\n\n![Soil](soil.svg)\n"
    made = built(page, soil__svg=svg)
    assert [line.split(": WARNING: ")[0].rpartition("/")[2] for line in made.warnings] == [
        "page.md:1",
        "page.md:3",
    ]
    assert "“壤” (U+58E4)" in "".join(made.warnings)
    assert "Soil is [U+571F][U+58E4]" in text_of(made.pdf)


def test_characters_without_glyph_are_found_whatever_they_are():
    text = "Ω ℃ \u00a0\u2009\u202f\u00ad\u200b ☐ 土 \U0001f44d \u0e01 \u0378 \U000f0000 \u2028\x85"
    glyphs = Glyphs(Path())
    glyphs.visible(text)
    assert glyphs.missing == set("土\U0001f44d\u0e01\u0378\U000f0000")


def test_an_unknown_node_is_named_and_its_content_printed(book_of: Callable[..., Path]):
    root = book_of("# Page\n\n{strange}`x`\n")
    (root / "strange_markup.py").write_text(
        "from docutils import nodes\n"
        "class strange(nodes.General, nodes.Element):\n    pass\n"
        "def role(name, rawtext, text, lineno, inliner, options=None, content=()):\n"
        "    node = strange()\n"
        "    node += nodes.paragraph('', 'What it holds')\n"
        "    return [node], []\n"
        "def setup(app):\n    app.add_role('strange', role)\n"
    )
    config = (root / "_config.yml").read_text()
    (root / "_config.yml").write_text(
        config.replace("[sphinx_design, soilbook]", "[strange_markup, soilbook]")
        + "  local_extensions: {strange_markup: .}\n"
    )
    made = build(root)
    assert [line for line in made.warnings if "<strange>" in line and "page.md:3" in line]
    assert "What it holds" in text_of(made.pdf)


def test_an_equation_that_cannot_be_set(built: Callable[..., Built]):
    made = built("# Page\n\n$$\n\\unknowncommand{x}\n$$ (eq-x)\n")
    assert ["page.md:3" in line for line in made.warnings] == [True]
    assert "\\unknowncommand{x}" in text_of(made.pdf)
    assert "(1)" in text_of(made.pdf)


def test_equations_that_typst_refuses_are_found_one_by_one():
    found = refused_equations(["x^2", "nosuchname", "a + b", "othername(x)", "frac("])
    assert set(found) == {"nosuchname", "othername(x)", "frac("}


def test_the_book_is_made_without_an_equation_that_typst_refuses(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
):
    from soilbook.maths import Translator

    monkeypatch.setattr(Translator, "typst", lambda self, latex, display: "nosuchname")
    made = built("# Page\n\nInline $x^2$.\n")
    assert ["unknown variable" in line for line in made.warnings] == [True]
    assert "Inline x^2." in text_of(made.pdf)


def test_a_picture_that_cannot_be_read(built: Callable[..., Built]):
    made = built("# Page\n\n![Broken](broken.svg)\n\n![Whole](photo.png)\n", broken__svg="<svg>")
    assert ["page.md:3" in line and "broken.svg" in line for line in made.warnings] == [True]
    assert "Broken" in text_of(made.pdf)


def test_a_failure_names_the_place_and_keeps_the_last_pdf(
    book_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
):
    root = book_of("# Page\n\nText.\n")
    before = build(root).pdf.read_bytes()
    (root / "page.md").write_text("# Page\n\nGood.\n\nBad.\n")
    monkeypatch.setitem(
        RENDERERS,
        "paragraph",
        lambda writer, node: f"{writer.place(node)}#nosuchname();",
    )
    with pytest.raises(
        SoilbookError, match=r"page\.md:3: the PDF cannot be made: unknown variable"
    ):
        build(root)
    assert (root / "_build" / "pdf" / "book.pdf").read_bytes() == before
    assert "page.md:3" in (root / "warnings.txt").read_text(encoding="utf-8")
    assert not list((root / "_build" / "pdf").glob("tmp*"))


def test_a_level_that_is_skipped_does_not_stop_the_pdf(built: Callable[..., Built]):
    made = built("# Page\n\n### Third\n\n## Second\n")
    assert '#titled(2, "section", none)[Third]' in made.page()


def test_raw_html_without_counterpart_leaves_a_trace(built: Callable[..., Built]):
    made = built('# Page\n\n<iframe src="https://example.org/film"></iframe>\n')
    assert ["page.md:3" in line for line in made.warnings] == [True]
    assert "https://example.org/film" in text_of(made.pdf)
