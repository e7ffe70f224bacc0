"""The page of a dataset is made from its descriptor, and follows the notebooks that use it."""

import html
import json
import re
import shutil
import zipfile
from pathlib import Path

import pypdf
import pytest

TINY = Path(__file__).parents[1] / "books" / "tiny"
TOC = """      - file: data
        sections:
          - glob: datasets/*/index
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory, soilbook):
    """The tiny book with a page for its dataset, built."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("data") / "tiny"))
    (root / "data.md").write_text("# Data\n\nSee {ref}`dataset-rain`.\n", encoding="utf-8")
    page = root / "datasets" / "rain" / "index.md"
    page.write_text("```{dataset} rain\n```\n", encoding="utf-8")
    with (root / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write(TOC)
    build(root, soilbook)
    return root


def build(root, soilbook, *options):
    answer = soilbook("editions", root, *options)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def in_html(root, name="datasets/rain/index"):
    page = (root / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")
    return plain(page[page.index("<article") : page.index("</article>")])


def in_epub(root):
    with zipfile.ZipFile(next((root / "_build" / "epub").glob("*.epub"))) as epub:
        name = next(name for name in epub.namelist() if name.endswith("datasets/rain/index.xhtml"))
        return plain(epub.read(name).decode())


def in_pdf(root):
    pdf = pypdf.PdfReader(next((root / "_build" / "pdf").glob("*.pdf")))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def plain(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


READERS = {"html": in_html, "epub": in_epub, "pdf": in_pdf}


@pytest.mark.parametrize("edition", READERS)
def test_each_edition_says_what_the_descriptor_says(book, edition):
    described = json.loads((book / "datasets/rain/datapackage.json").read_text(encoding="utf-8"))
    # Print may break a path after a slash or a dot, where a space without width stands.
    text = re.sub(r"[\s\u200b]", "", READERS[edition](book))
    table = described["resources"][0]
    fields = [
        (one["name"], one["type"], one.get("unit", ""), one.get("description") or one["title"])
        for one in table["schema"]["fields"]
    ]

    facts = [
        described["title"],
        described["description"],
        described["status"],
        *(licence["title"] for licence in described["licenses"]),
        table["hash"].removeprefix("sha256:"),
        "datasets/rain/rain.csv",
        "Field Type Unit Meaning",
        *(" ".join(field) for field in fields),
    ]
    for fact in facts:
        assert re.sub(r"\s", "", fact) in text


def test_the_website_hands_out_the_table(book):
    page = (book / "_build/html/datasets/rain/index.html").read_text(encoding="utf-8")

    [target] = re.findall(r'href="([^"]*_downloads/[^"]*rain\.csv)"', page)

    handed_out = (book / "_build/html/datasets/rain" / target).read_bytes()
    assert handed_out == (book / "datasets/rain/rain.csv").read_bytes()


def test_the_label_of_the_page_is_known(book):
    assert "See Rain in a bucket" in in_html(book, "data")


def test_a_page_that_begins_to_use_the_data_is_listed(book, soilbook, tmp_path):
    root = Path(shutil.copytree(book, tmp_path / "book"))
    assert "Used in : Rain : Table 1.1 Table" in in_html(root)
    rain = (root / "rain.md").read_text(encoding="utf-8")
    second = rain.replace("# Rain", "# More rain").replace("fig-gauge", "fig-two")
    (root / "second.md").write_text(second.replace("tab-rain", "tab-two"), encoding="utf-8")
    toc = (root / "_toc.yml").read_text(encoding="utf-8")
    toc = toc.replace("- file: notes\n", "- file: notes\n      - file: second\n")
    (root / "_toc.yml").write_text(toc, encoding="utf-8")

    build(root, soilbook, "--edition", "html")

    assert re.search(r"Used in : Rain : Table 1\.1 More rain : Table \d\.1 ", in_html(root))


def test_a_changed_description_reaches_the_page(book, soilbook, tmp_path):
    root = Path(shutil.copytree(book, tmp_path / "book"))
    path = root / "datasets/rain/datapackage.json"
    path.write_text(re.sub(r'("title": )"[^"]*"', r'\1"Showers"', path.read_text(), count=1))

    build(root, soilbook, "--edition", "html")

    assert in_html(root).startswith("3.1. Showers")


def test_a_name_that_does_not_exist_stops_the_build(book, soilbook, tmp_path):
    root = Path(shutil.copytree(book, tmp_path / "book"))
    (root / "datasets/rain/index.md").write_text("```{dataset} rian\n```\n", encoding="utf-8")

    answer = soilbook("editions", root)

    assert answer.returncode == 1
    assert 'datasets/rain/index.md:1:1 dataset-unknown There is no dataset "rian"' in answer.stdout
    assert 'Did you mean "rain"?' in answer.stdout
