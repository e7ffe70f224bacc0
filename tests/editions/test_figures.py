"""Passports in three editions, and the figures as files of their own, for reuse."""

import base64
import io
import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from lxml import etree
from lxml import html as markup
from PIL import Image

from soilbook.editions.figures import folder_of
from soilbook.editions.stamps import in_jpeg, in_pdf, in_png, in_svg
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
        RAIN,
        "drawings.md, code cell 1",
    ],
    [
        "Fig. 3.2",
        "Two years of rain “drawn” as png, in mm after Author [2020]",
        f"images/dot.png, {sha256(DOT).hexdigest()[:12]}",
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
    # Between the two stand the files of the figure.
    assert all(one.getprevious().getprevious().tag == "figure" for one in found)
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
        "3.1.png",
        "3.1.svg",
        "3.2.json",
        "3.2.png",
    ]
    told = json.loads((folder / "3.1.json").read_text("utf-8"))
    assert told["label"] == "fig-svg"
    assert told["alt"] == "A bar for each year."
    assert told["caption"].startswith("Two years of rain “drawn” as svg")
    rain = {"name": "rain", "version": "1.0.0", "sha256": DIGEST, "path": "datasets/rain/rain.csv"}
    assert (told["data"], told["other_files"]) == ([rain], {})
    assert told["notebook_data"] == [rain]
    assert told["notebook_files"] == {"images/dot.png": sha256(DOT).hexdigest()}


def test_the_digests_of_the_pictures_are_told(drawn):
    folder = drawn / "_build" / "figures"
    told = [json.loads((folder / name).read_text("utf-8")) for name in ("3.1.json", "3.2.json")]

    for one in told:
        for name, digests in one["files"].items():
            assert digests["sha256"] == sha256((folder / name).read_bytes()).hexdigest()
    svg, png = told[0]["files"]["3.1.svg"], told[0]["files"]["3.1.png"]
    assert svg["output"] == png["output"]
    assert told[1]["files"]["3.2.png"]["output"] == sha256(DOT).hexdigest()


def test_what_nbconvert_takes_out_is_what_stands_in_the_edition(drawn):
    shown = drawn / "_build" / "html" / "_images"
    for name in ("3.1.json", "3.2.json"):
        told = json.loads((drawn / "_build" / "figures" / name).read_text("utf-8"))
        for digests in told["files"].values():
            assert any(path.stem == digests["output"] for path in shown.iterdir())


def test_a_drawing_comes_as_dots_too(drawn):
    png = Image.open(drawn / "_build" / "figures" / "3.1.png")
    png.load()

    # Nine pixels of 1/96 inch at 300 dots to the inch.
    assert png.size == (28, 28)
    assert png.text["Identifier"] == "A tiny book, Figure 3.1 (fig-svg)"


def test_the_pdf_holds_the_passports_as_files(drawn):
    with pikepdf.open(drawn / "_build" / "pdf" / "a-tiny-book.pdf") as pdf:
        told = {
            name: json.loads(one.get_file().read_bytes()) for name, one in pdf.attachments.items()
        }

    assert sorted(told) == [
        "passports/figure-3.1.json",
        "passports/figure-3.2.json",
        "passports/table-1.1.json",
    ]
    alone = json.loads((drawn / "_build" / "figures" / "3.1.json").read_text("utf-8"))
    assert told["passports/figure-3.1.json"] == {n: v for n, v in alone.items() if n != "files"}


def test_a_pdf_with_passports_is_for_screen_readers(drawn):
    path = drawn / "_build" / "pdf" / "a-tiny-book.pdf"

    report = page_validation.validate_pdf(
        str(path), profile=page_validation.ValidationProfile.PDF_UA_1
    )
    assert "Checks: 0 failed" in str(report)


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


def test_a_jpeg_says_it_in_xmp_and_keeps_its_dots():
    file = io.BytesIO()
    Image.new("L", (3, 2), 200).save(file, "JPEG")

    made = in_jpeg(file.getvalue(), [("title", "Rain “& sun”"), ("source", "a"), ("source", "b")])

    picture = Image.open(io.BytesIO(made))
    picture.load()
    told = etree.fromstring(picture.info["xmp"])
    assert {one.tag.removeprefix(DC): one.text for one in told.iter(f"{DC}*")} == {
        "title": "Rain “& sun”",
        "source": "a; b",
    }
    assert picture.tobytes() == Image.open(file).tobytes()


def test_a_pdf_of_a_notebook_says_it_in_xmp():
    file = io.BytesIO()
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(file)

    made = in_pdf(file.getvalue(), [("title", "Rain"), ("source", "a"), ("date", "2020-01-02")])

    assert made == in_pdf(
        file.getvalue(), [("title", "Rain"), ("source", "a"), ("date", "2020-01-02")]
    )
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as told:
        assert (told["dc:title"], told["dc:source"]) == ("Rain", "a")
    assert in_pdf(b"no PDF", [("title", "Rain")]) == b"no PDF"


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
    assert files(changed)["3.1.json"][1].count(b"fig-png") == 1
    told = rows(page(changed, "appendix").find(".//table"))
    assert [row[0] for row in told] == ["Number", "Fig. 3.1", "Table 1.1"]


GLUED = """```{code-cell} python3
from IPython.display import SVG
from myst_nb import glue

import soilbook

rain = soilbook.dataset("rain").rain
bar = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
glue("bar", SVG(bar), display=False)
```

```{glue:figure} bar
:name: fig-bar
:alt: A bar.

A bar that a cell glued.
```

"""


def test_a_figure_that_was_glued_names_the_cell_that_drew_it(changed, soilbook):
    with (changed / "drawings.md").open("a", encoding="utf-8") as drawings:
        drawings.write(GLUED)

    answer = soilbook("editions", changed)

    assert answer.returncode == 0, answer.stdout + answer.stderr
    told = json.loads((changed / "_build" / "figures" / "3.3.json").read_text("utf-8"))
    assert (told["label"], told["page"], told["cell"]) == ("fig-bar", "drawings.md", 3)
    assert [one["name"] for one in told["data"]] == ["rain"]
    assert sorted(told["files"]) == ["3.3.png", "3.3.svg"]
    disclosed = page(changed, "drawings").xpath("//details[@class='passport']")[-1]
    assert "drawings.md, code cell 3" in words(disclosed)
    listed = rows(page(changed, "appendix").find(".//table"))
    assert ["Fig. 3.3", "A bar that a cell glued", RAIN, "drawings.md, code cell 3"] in listed
