"""Passports in three editions, and the figures as files of their own, for reuse."""

import base64
import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as markup
from PIL import Image

from soilbook.editions.figures import folder_of, in_png, in_svg
from soilbook.verify.epub import read_epub
from soilbook.verify.pdf import read_pdf

DIGEST = "c93fec66a15b9b5b2593e9addac38bea2d845b0c1a8adaf823c4119a6f6f0112"
# A white picture of one pixel.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
HEAD = """---
file_format: mystnb
kernelspec:
  display_name: Python 3
  name: python3
---

# Drawings

"""
FIGURE = """```{{code-cell}} python3
---
mystnb:
  figure:
    caption: |
      Two years of rain “drawn” as {kind}, in mm after {{cite:t}}`author2020`. More words follow.
    name: fig-{kind}
  image:
    alt: A bar for each year.
---
{code}
```

"""
SVG = """from IPython.display import SVG

import soilbook

rain = soilbook.dataset("rain").rain
SVG(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    f'<rect width="9" height="{rain.max() / 100:.1f}"/></svg>'
)"""
PNG = """from IPython.display import Image

Image("images/dot.png")"""
DC = "{http://purl.org/dc/elements/1.1/}"


def add_drawings(root):
    """Give the tiny book a page with two figures of a notebook, and the list of passports."""
    (root / "images" / "dot.png").write_bytes(DOT)
    figures = FIGURE.format(kind="svg", code=SVG) + FIGURE.format(kind="png", code=PNG)
    (root / "drawings.md").write_text(HEAD + figures, encoding="utf-8")
    appendix = "# How the figures were made\n\n```{passports}\n```\n"
    (root / "appendix.md").write_text(appendix, encoding="utf-8")
    with (root / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("      - file: drawings\n  - caption: Back\n    chapters:\n")
        toc.write("      - file: appendix\n")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory, soilbook):
    """The tiny book with drawings, built whole."""
    books = Path(__file__).parent.parent / "books"
    root = Path(shutil.copytree(books / "tiny", tmp_path_factory.mktemp("drawn") / "tiny"))
    add_drawings(root)
    answer = soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout == "", "an edition differs from another"
    return root


@pytest.fixture
def changed(drawn, tmp_path):
    """A copy of the built book, free to be changed."""
    return Path(shutil.copytree(drawn, tmp_path / "tiny"))


def page(root, name):
    return markup.fromstring((root / "_build" / "html" / f"{name}.html").read_text("utf-8"))


def words(element):
    return " ".join(element.text_content().split())


def rows(table):
    return [[words(cell) for cell in row.xpath("./th | ./td")] for row in table.iter("tr")]


RAIN = f"rain 1.0.0, {DIGEST[:12]}"
ROWS = [
    ["Number", "What it shows", "Data", "Notebook"],
    [
        "Fig. 3.1",
        "Two years of rain “drawn” as svg, in mm after Author [2020]",
        f"{RAIN} images/dot.png, {sha256(DOT).hexdigest()[:12]}",
        "drawings.md, code cell 1",
    ],
    [
        "Fig. 3.2",
        "Two years of rain “drawn” as png, in mm after Author [2020]",
        "as Fig. 3.1",
        "drawings.md, code cell 2",
    ],
    ["Table 1.1", "Rain in a year (mm)", RAIN, "rain.md, code cell 1"],
]


def test_the_list_of_passports_is_sorted_and_links_to_the_figures(drawn):
    table = page(drawn, "appendix").find(".//table")

    assert rows(table) == ROWS
    links = [str(href) for href in table.xpath(".//tbody/tr/td[1]//a/@href")]
    assert links == ["drawings.html#fig-svg", "drawings.html#fig-png", "rain.html#tab-rain"]


@pytest.mark.parametrize("edition", ["pdf", "epub"])
def test_the_list_is_the_same_in_the_other_editions(drawn, edition):
    """The fixture has seen that ``jb verify`` finds no difference; here is what it compared."""
    path = drawn / "_build" / edition / f"a-tiny-book.{edition}"
    outline = (read_pdf if edition == "pdf" else read_epub)(path, drawn)
    table = outline.tables[-1]

    told = [[" ".join(cell.split()) for cell in row] for row in table.rows]
    assert [row[0] for row in told] == [row[0] for row in ROWS]
    assert [row[2:] for row in told] == [row[2:] for row in ROWS]


def test_every_figure_and_table_of_a_notebook_has_its_disclosure_in_html(drawn):
    found = page(drawn, "drawings").xpath("//details[@class='passport']")

    assert [words(one.find("summary")) for one in found] == 2 * ["Data and code of this figure"]
    assert all(one.get("open") is None for one in found)
    assert all(one.getprevious().tag == "figure" for one in found)
    told = words(found[0].find("dl"))
    assert f"rain 1.0.0 sha256:{DIGEST}" in told
    assert "drawings.md, code cell 1" in told
    assert "Python 3." in told

    [of_table] = page(drawn, "rain").xpath("//details[@class='passport']")
    assert words(of_table.find("summary")) == "Data and code of this table"


def test_a_figure_without_a_notebook_has_none(drawn):
    [figure] = page(drawn, "rain").xpath("//figure")

    assert figure.getnext() is None or figure.getnext().tag != "details"


def test_books_without_scripts_have_no_disclosure(drawn):
    with zipfile.ZipFile(drawn / "_build" / "epub" / "a-tiny-book.epub") as epub:
        pages = [epub.read(name).decode() for name in epub.namelist() if name.endswith("xhtml")]

    assert any("More words follow" in text for text in pages)
    assert not any("Data and code of this" in text for text in pages)


def test_the_figures_are_files_with_their_passports(drawn):
    folder = drawn / "_build" / "figures"

    assert sorted(path.name for path in folder.iterdir()) == [
        "3.1.json",
        "3.1.svg",
        "3.2.json",
        "3.2.png",
    ]
    told = json.loads((folder / "3.1.json").read_text("utf-8"))
    assert told["label"] == "fig-svg"
    assert told["alt"] == "A bar for each year."
    assert told["caption"].startswith("Two years of rain “drawn” as svg")
    assert told["files"] == ["3.1.svg"]
    assert told["data"] == [{"name": "rain", "version": "1.0.0", "sha256": DIGEST}]


def test_the_svg_says_inside_where_it_comes_from(drawn):
    svg = etree.parse(drawn / "_build" / "figures" / "3.1.svg").getroot()

    told = [(one.tag.removeprefix(DC), one.text) for one in svg.iter(f"{DC}*")]
    assert ("identifier", "A tiny book, Figure 3.1 (fig-svg)") in told
    assert ("source", f"rain 1.0.0 sha256:{DIGEST}") in told
    assert ("source", "drawings.md, code cell 1") in told
    assert svg.find("{http://www.w3.org/2000/svg}rect").get("height") == "7.1"


def test_the_png_says_inside_where_it_comes_from(drawn):
    png = Image.open(drawn / "_build" / "figures" / "3.2.png")
    png.load()

    assert png.size == (1, 1)
    assert png.text["Identifier"] == "A tiny book, Figure 3.2 (fig-png)"
    assert png.text["Title"].startswith("Two years of rain “drawn” as png")


def test_what_a_drawing_program_said_of_an_svg_stays():
    made = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><metadata><rdf:RDF xmlns:rdf='
        b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<rdf:Description><dc:creator>A program</dc:creator></rdf:Description>"
        b"</rdf:RDF></metadata></svg>"
    )

    svg = etree.fromstring(in_svg(made, [("title", "Rain & sun")]))

    assert [one.text for one in svg.iter(f"{DC}*")] == ["A program", "Rain & sun"]
    assert len(svg.findall("{http://www.w3.org/2000/svg}metadata")) == 1


def test_a_broken_svg_is_left_as_it_is():
    assert in_svg(b"<svg>", [("title", "Rain")]) == b"<svg>"


def test_files_stand_in_the_build_folder_or_nowhere():
    assert folder_of(Path("book", "_build", ".work", "html")) == Path("book", "_build", "figures")
    assert folder_of(Path("book", "_build", "html")) == Path("book", "_build", "figures")
    assert folder_of(Path("book", "out")) is None


def test_bytes_that_are_no_png_are_left_as_they_are():
    assert in_png(b"GIF89a", [("title", "Rain")]) == b"GIF89a"


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def files(root):
    folder = root / "_build" / "figures"
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def test_an_edit_of_another_page_leaves_the_passports(changed, soilbook):
    before = files(changed)
    table = rows(page(changed, "appendix").find(".//table"))
    edit(changed / "index.md", "one thing", "something")

    assert soilbook("editions", changed).returncode == 0

    assert files(changed) == before
    assert rows(page(changed, "appendix").find(".//table")) == table
    assert len(page(changed, "drawings").xpath("//details[@class='passport']")) == 2


def test_a_figure_that_is_gone_takes_its_files_and_its_row_with_it(changed, soilbook):
    whole = (changed / "drawings.md").read_text(encoding="utf-8")
    start, end = whole.index("```{code-cell}"), whole.rindex("```{code-cell}")
    (changed / "drawings.md").write_text(whole[:start] + whole[end:], encoding="utf-8")

    assert soilbook("editions", changed).returncode == 0

    assert sorted(files(changed)) == ["3.1.json", "3.1.png"]
    told = rows(page(changed, "appendix").find(".//table"))
    assert [row[0] for row in told] == ["Number", "Fig. 3.1", "Table 1.1"]
