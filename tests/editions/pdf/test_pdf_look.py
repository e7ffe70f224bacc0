"""The look of the PDF: pages, front matter, notes, and a theme of the book in place of ours."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import sphinx.locale
import typst
from fontTools.ttLib import TTFont
from pdf_books import BOOKS, CONFIG, Built, build
from pypdf import PdfReader

from soilbook.editions.fonts import FOLDER
from soilbook.editions.look import OURS, check_look
from soilbook.findings import SoilbookError
from soilbook.project import Project
from soilbook.verify.tagged import Leaf, Tag, read_tags

CITING = CONFIG.replace("execute:", "bibtex_bibfiles: [references.bib]\nexecute:")
BIB = """\
@book{lal, author = {Rattan Lal}, title = {Soils}, year = 2004, publisher = {Press}}
@book{other, author = {Ana Other}, title = {Never cited}, year = 2005, publisher = {Press}}
"""
FILLING = "A line of text that stands here to fill the page with words.\n\n" * 60


def with_settings(**settings: object) -> str:
    """A configuration with these settings of soilbook."""
    said = json.dumps({"stem": "book", **settings})
    return CONFIG.replace("{stem: book}", said)


def text_of(built: Built, page: int | None = None) -> str:
    pages = PdfReader(built.pdf).pages
    shown = pages if page is None else [pages[page]]
    return " ".join(" ".join(one.extract_text() for one in shown).split())


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Three chapters with headings wherever a page may end, two-sided, with notes and figures."""
    root = tmp_path_factory.mktemp("long")
    config = with_settings(paper="150mm x 200mm", binding="8mm", licence="CC BY 4.0")
    (root / "_config.yml").write_text(config.replace("execute:", "copyright: '2024'\nexecute:"))
    chapters = "".join(f"- file: page{number}\n" for number in range(3))
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}")
    (root / "index.md").write_text("# Welcome\n\n## Contents\n\n```{tableofcontents}\n```\n")
    photo = BOOKS / "every-markup" / "images" / "photo.png"
    (root / "photo.png").write_bytes(photo.read_bytes())
    for number in range(3):
        words = "Words about soils and the carbon in them. "
        sections = "".join(
            f"## Section {n}\n\n{words * (5 + 7 * n % 23)}\n\n" for n in range(9 + number)
        )
        figures = "".join(
            f"```{{figure}} photo.png\n:name: fig-{number}-{n}\n:alt: A photo\nFirst said here. "
            f"More [of it](index.md).\n```\n\n"
            for n in range(2)
        )
        title = f"# Chapter {number}: a title that is too long to stand whole in a running head\n\n"
        (root / f"page{number}.md").write_text(title + sections + figures)
    return build(root)


def test_front_matter_is_counted_in_roman_numbers(long_book: Built):
    reader = PdfReader(long_book.pdf)
    labels = reader.page_labels
    first = labels.index("1")
    assert labels[:first] == ["i", "ii", "iii", "iv", "v", "vi"][:first]
    assert labels[first:] == [str(n + 1) for n in range(len(labels) - first)]


def test_chapters_open_on_right_hand_pages(long_book: Built):
    reader = PdfReader(long_book.pdf)
    for chapter in reader.outline:
        if not isinstance(chapter, list):
            number = reader.get_destination_page_number(chapter)
            assert number % 2 == 0, f"{chapter.title} is on page {number + 1}"


def test_no_heading_is_the_last_line_of_a_page(long_book: Built):
    last: dict[int, tuple[float, str]] = {}

    def walk(tag: Tag, kind: str) -> None:
        for child in tag.children:
            if isinstance(child, Leaf):
                down = (child.spot.down, kind)
                last[child.spot.page] = max(last.get(child.spot.page, (0.0, "")), down)
            else:
                walk(child, child.kind if child.kind.startswith("H") else kind)

    walk(read_tags(long_book.pdf), "")
    assert len(last) > 9
    assert [page for page, (_, kind) in last.items() if re.fullmatch("H[2-6]", kind)] == []


def test_a_running_head_is_shortened_where_it_is_too_long(long_book: Built):
    text = text_of(long_book)
    assert text.count("Chapter 1: a title that is too long to stand whole in a running head") == 2
    assert "A title" in text


def test_the_imprint_says_what_the_book_is(long_book: Built):
    imprint = text_of(long_book, 1)
    for wanted in ("© 2024 An Author", "CC BY 4.0", "How to cite", "Libertinus Serif"):
        assert wanted in imprint


def test_figures_are_listed_with_the_first_sentence_of_their_captions(long_book: Built):
    text = text_of(long_book)
    listed = text[text.index("List of figures") :].partition("Welcome")[0]
    assert "First said here" in listed
    assert "More of it" not in listed


def test_the_contents_stand_once(long_book: Built):
    source = long_book.source.read_text(encoding="utf-8")
    assert '"section", none)[Contents]' not in source


def test_the_size_of_pages(long_book: Built):
    page = PdfReader(long_book.pdf).pages[0]
    assert round(float(page.mediabox.width) / 72 * 25.4) == 150
    assert round(float(page.mediabox.height) / 72 * 25.4) == 200


THEME = Path(__file__).with_name("field-guide.typ").read_text(encoding="utf-8")


@pytest.fixture
def themed(book_of: Callable[..., Path]) -> Built:
    """A book whose theme replaces some of our functions and values."""
    notes = "```{margin} Title of note\nA note in the margin, of some words.\n```\n\n" * 9
    page = f"# Page\n\n{FILLING}{notes}Text beside them.\n\n```{{note}}\nBody.\n```\n"
    config = with_settings(template="theme.typ", subtitle="A guide")
    return build(book_of(page, config=config, theme__typ=THEME))


def test_a_theme_replaces_functions_and_values(themed: Built):
    title, imprint = text_of(themed, 0), text_of(themed, 1)
    # The title page of the theme has no date.
    assert title == "A title A guide An Author"
    # Our imprint takes the word of the theme, and our box is called by the function of the theme.
    assert "Please cite. An Author" in imprint
    assert "› Note" in text_of(themed)
    streams = b"".join(page.get_contents().get_data() for page in PdfReader(themed.pdf).pages)
    assert b"0.18039216 0.41960785 0.27058825" in streams


def test_notes_stand_in_the_margin_one_below_the_other_and_on_the_page(themed: Built):
    pages = PdfReader(themed.pdf).pages
    places: dict[int, list[float]] = {}

    def note(number: int) -> Callable[..., None]:
        def visit(text: str, page: list, line: list, _font: dict, _size: float) -> None:
            if "Title of note" in text:
                across = line[4] * page[0] + line[5] * page[2] + page[4]
                down = line[4] * page[1] + line[5] * page[3] + page[5]
                assert across > 400
                places.setdefault(number, []).append(down)

        return visit

    for number, one in enumerate(pages):
        one.extract_text(visitor_text=note(number))
    assert sum(map(len, places.values())) == 9
    for downs in places.values():
        assert all(60 < down < 780 for down in downs)
        assert all(above - below > 20 for above, below in pairwise(downs))


def test_what_is_wrong_in_a_theme_is_said_with_its_place(book_of: Callable[..., Path]):
    theme = "#let accent-colour = red\n#let title-page(book) = nosuchname\n"
    root = book_of("# Page\n", config=with_settings(template="theme.typ"), theme__typ=theme)
    with pytest.raises(SoilbookError, match=r"theme\.typ:2: .*unknown variable: nosuchname"):
        build(root)


def test_every_function_of_the_template_that_sets_something_can_be_replaced():
    plain = {"opening", "part-opening", "new-page", "titled", "book", "contents", "list-of"}
    text = "".join(path.read_text(encoding="utf-8") for path in OURS.glob("*.typ"))
    offered = set(re.findall(r'#let ([a-z-]+) = own\("\1", \1\)', text))
    defined = set(re.findall(r"^#let ([a-z-]+)\([^)]*\) = (?:block|page|box|align)\(", text, re.M))
    assert defined - offered - plain == set()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"paper": "a44"}, 'paper: Typst knows no paper "a44"'),
        ({"binding": "wide"}, 'binding: "wide" is no length'),
        ({"margins": {"left": "2cm"}}, 'margins: there is no "left"'),
        ({"margins": {"top": "2"}}, 'margins: top: "2" is no length'),
        ({"template": "nowhere.typ"}, 'template: there is no file "nowhere.typ"'),
        ({"template": "../beside.typ"}, 'template: there is no file "../beside.typ"'),
        ({"cover": "cover.png"}, 'cover: there is no file "cover.png"'),
        ({"fonts": "nowhere"}, 'fonts: there is no font in "nowhere"'),
        ({"text_font": "Libertine Serif"}, 'Did you mean "Libertinus Serif"?'),
        ({"lists": ["equations"]}, 'lists: "equations" is no list'),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    book_of: Callable[..., Path], settings: dict[str, object], said: str
):
    root = book_of("# Page\n", config=with_settings(**settings))
    (root.parent / "beside.typ").write_text("")
    with pytest.raises(SoilbookError, match=re.escape(said)) as caught:
        check_look(Project.at(root))
    assert str(caught.value).startswith("_config.yml: soilbook: ")


def test_fonts_of_the_repository_and_a_cover(book_of: Callable[..., Path]):
    settings = {"fonts": "faces", "text_font": "House Serif", "cover": "photo.png"}
    root = book_of("# Page\n", config=with_settings(**settings, text_size="10pt"))
    font = TTFont(FOLDER / "LibertinusSerif-Regular.woff2")
    font.flavor = None
    for name in (1, 4, 6, 16):
        font["name"].setName("House Serif", name, 3, 1, 0x409)
    (root / "faces").mkdir()
    font.save(root / "faces" / "house.otf")
    check_look(Project.at(root))
    reader = PdfReader(build(root).pdf)
    assert len(reader.pages[0].images) == 1
    fonts = {
        font.get_object()["/BaseFont"]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert any("House" in name for name in fonts)


def test_entries_say_on_which_pages_they_are_cited(built: Callable[..., Built]):
    page = (
        "# Page\n\nSee {cite}`lal`.\n\n" + FILLING + "Again {cite}`lal`.\n\n"
        "```{bibliography}\n:all:\n```\n"
    )
    text = text_of(built(page, config=CITING, references__bib=BIB))
    assert re.search(r"Soils\. .*?Cited on p\. 2, 3\.", text)
    assert not re.search(r"Never cited.*Cited on", text)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            [
                "Table des matières",
                "Pour citer ce livre",
                "Cité p.",
                "Édition du",
                "Liste des tableaux",
            ],
        ),
        (
            "es",
            [
                "Tabla de contenido",
                "Cómo citar este libro",
                "Citado en p.",
                "Edición del",
                "Lista de tablas",
            ],
        ),
    ],
)
def test_a_book_in_another_language_has_its_own_words(
    built: Callable[..., Built],
    language: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
):
    # Sphinx keeps the first language of a process.
    monkeypatch.setattr(sphinx.locale, "translators", {})
    config = CITING.replace("config: {", f"config: {{language: {language}, ")
    tables = "".join(f"```{{list-table}} Nom {n}\n:name: t{n}\n* - a\n```\n\n" for n in range(2))
    page = f'# Page\n\nElle dit "non" {{cite}}`lal`.\n\n{tables}```{{bibliography}}\n```\n'
    made = built(page, config=config, references__bib=BIB)
    # A reader of PDFs may see a space where letters stand wide.
    text = text_of(made).replace(" ", "")
    for word in words:
        assert word.replace(" ", "") in text
    assert PdfReader(made.pdf).trailer["/Root"]["/Lang"] == language


def test_a_theme_may_ask_for_all_values():
    source = '#import "template/palette.typ"\n#metadata(dictionary(palette).keys()) <found>'
    found = typst.query(source.encode(), "<found>", field="value", one=True, root=OURS.parent)
    documented = Path(__file__).parents[3].joinpath("tools", "PDF.md").read_text(encoding="utf-8")
    assert [name for name in json.loads(found) if f"`{name}`" not in documented] == []
