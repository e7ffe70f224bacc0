"""The order of the book, its headings, and the places that links lead to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from pdf_books import CONFIG, Built, build
from pypdf import PdfReader

from soilbook.editions.pdf.labels import Labels

PARTS = """\
format: jb-book
root: index
parts:
- chapters:
  - file: preface
- caption: A part
  numbered: true
  chapters:
  - file: page
    sections:
    - file: inside
      sections:
      - file: deeper
- chapters:
  - file: last
"""


def outline(built: Built) -> list:
    def titles(found: list) -> list:
        return [titles(one) if isinstance(one, list) else one["/Title"] for one in found]

    return titles(PdfReader(built.pdf).outline)


def test_parts_chapters_and_pages_inside_them(book_of: Callable[..., Path]):
    files = {f"{name}__md": f"# {name}\n" for name in ("preface", "inside", "deeper", "last")}
    root = book_of("# Page\n\n## Section\n", toc=PARTS, **files)
    assert outline(build(root)) == [
        "Welcome",
        "preface",
        "A part",
        ["1 Page", ["1.1 Section", "1.2 inside", ["1.2.1 deeper"]]],
        "last",
    ]


def test_an_article_without_parts(book_of: Callable[..., Path]):
    toc = "format: jb-article\nroot: index\nsections:\n- file: page\n"
    root = book_of("# Page\n\nSee [the start](index.md).\n", toc=toc)
    assert outline(build(root)) == ["Welcome", "Page"]


def test_the_index_stands_where_the_contents_have_it(book_of: Callable[..., Path]):
    toc = "format: jb-book\nroot: index\nchapters:\n- file: genindex\n- file: page\n"
    page = "# Page\n\n```{index} humus\n```\nText.\n"
    made = build(book_of(page, toc=toc, genindex__md="# Index\n"))
    assert outline(made) == ["Welcome", "Index", "Page"]
    assert "humus" in made.source.read_text(encoding="utf-8")


def test_what_the_repository_says_of_the_book(book_of: Callable[..., Path]):
    config = CONFIG.replace("{stem: book}", "{stem: book, subtitle: 'A & B', paper: a5}")
    made = build(book_of("# Page\n", config=config))
    page = PdfReader(made.pdf).pages[0]
    assert "A & B" in page.extract_text()
    assert round(float(page.mediabox.width)) == 420


def test_a_macro_of_the_book_is_known(book_of: Callable[..., Path]):
    config = CONFIG.replace(
        "config: {", "config: {mathjax3_config: {tex: {macros: {SOC: '\\mathrm{SOC}'}}}, "
    )
    made = build(book_of("# Page\n\n$\\SOC$\n", config=config))
    assert made.warnings == []


@pytest.fixture
def labels() -> Labels:
    """Two pages, one of which links to the other."""
    one, other = (nodes.document(None, None) for _ in range(2))
    section = nodes.section("", nodes.title("", "A"), ids=["a", "ch-a"])
    one += section
    other += nodes.section("", nodes.paragraph(), ids=["a b"])
    other += nodes.reference("", "", refuri="%one#ch-a", internal=True)
    return Labels({"one": one, "one:a": other})


def test_labels_are_unique_and_all_ids_of_a_place_share_one(labels: Labels):
    assert labels.of("x", "%one") == labels.of("one", "#a") == labels.of("x", "%one#ch-a")
    assert labels.of("x", "%one:a") not in (None, labels.of("x", "%one"))


def test_a_place_that_the_book_does_not_have(labels: Labels):
    assert labels.of("one", "#nowhere") is None
    assert labels.of("one", "%nowhere") is None


def test_what_is_linked_to_but_stands_nowhere_is_known(labels: Labels):
    label = labels.of("x", "%one")
    assert label in labels.lost()
    labels.page("one")
    assert label not in labels.lost()


def test_a_wide_equation_stays_on_the_page_and_off_its_number(built: Callable[..., Built]):
    latex = " + ".join(f"a_{{{number}}}" for number in range(20))
    made = built(f"# Page\n\n$$\n{latex}\n$$ (eq-wide)\n")
    places: dict[str, list[float]] = {"number": [], "rest": []}

    def note(text: str, page: list, line: list, _font: dict, _size: float) -> None:
        if text.strip():
            across = line[4] * page[0] + line[5] * page[2] + page[4]
            places["number" if text.strip() == "(1)" else "rest"].append(across)

    page = next(one for one in PdfReader(made.pdf).pages if "(1)" in one.extract_text())
    page.extract_text(visitor_text=note)
    margin = 0.157 * float(page.mediabox.width)
    assert min(places["rest"]) >= margin - 1
    assert max(places["rest"]) < min(places["number"])
