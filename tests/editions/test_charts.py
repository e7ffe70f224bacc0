"""A chart of a notebook: a picture in every edition, explored and read as a table on pages."""

import os
import re
import shutil
import zipfile
from pathlib import Path

import pypdf
import pytest
from lxml import html

import soilbook as package
from soilbook.findings import SoilbookError

BOOKS = Path(__file__).parents[1] / "books"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
A = {"x": {"field": "a", "type": "quantitative"}}
DATA = [["April", "40.5"], ["May", "65"], ["June", "0"]]


@pytest.fixture(scope="module")
def book(tmp_path_factory, soilbook):
    root = Path(shutil.copytree(BOOKS / "charts", tmp_path_factory.mktemp("charts") / "charts"))
    answer = soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return root / "_build"


def table_of(page: html.HtmlElement) -> list[list[str]]:
    (table,) = page.find_class("chart-table")
    return [[cell.text for cell in row.iter("td")] for row in table.iter("tr")][1:]


def test_on_a_website_it_has_a_picture_a_table_and_itself(book):
    page = html.parse(book / "html" / "index.html")
    (figure,) = page.getroot().iter("figure")
    heads = [(head.text, head.get("scope")) for head in figure.iter("th")]
    (picture,) = figure.iter("img")

    assert picture.get("alt").startswith("Rain fell in April")
    assert heads == [("Month", "col"), ("Rain (mm a month)", "col")]
    assert table_of(figure) == DATA
    assert len(figure.find_class("chart-spec")) == 1


def test_its_scripts_come_from_the_website(book):
    library = (book / "html" / "_static" / "vega.js").read_text(encoding="utf-8")
    scripts = html.parse(book / "html" / "index.html").getroot().xpath("//script/@src")

    assert "window.vegaEmbed" in library
    assert any("charts.js" in script for script in scripts)
    assert not any("vega" in script for script in scripts), "only when a reader asks for it"


def test_in_an_epub_it_is_a_picture_and_a_table(book):
    with zipfile.ZipFile(next((book / "epub").glob("*.epub"))) as epub:
        (name,) = [name for name in epub.namelist() if name.endswith("index.xhtml")]
        page = html.fromstring(epub.read(name))

    assert table_of(page) == DATA
    assert not page.find_class("chart-spec")
    assert not page.find_class("chart-explore")


def test_in_print_it_is_a_drawing_with_a_caption(book):
    text = " ".join(
        p.extract_text() for p in pypdf.PdfReader(next((book / "pdf").glob("*.pdf"))).pages
    )

    assert "Rain in three months of an invented year" in text
    assert list((book / "figures").rglob("*.svg"))


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_a_reader_can_explore_it_from_a_folder(book):
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        errors: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((book / "html" / "index.html").as_uri())
        page.get_by_role("button", name="Explore this chart").press("Enter")
        page.locator(".chart-live svg .mark-rect path").first.hover()
        page.locator("#vg-tooltip-element.visible").wait_for()
        shown = page.locator("#vg-tooltip-element").inner_text()
        is_picture_seen = page.locator("figure img").is_visible()
        browser.close()

    assert re.sub(r"\s+", " ", shown) == "month April rain 40.5"
    assert (errors, is_picture_seen) == ([], False)
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)


def test_its_letters_are_shapes_and_its_bytes_the_same_twice():
    spec = {
        "mark": "bar",
        "data": {"values": [{"a": 1, "b": "x"}]},
        "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b"}},
    }
    first, second = package.chart(spec), package.chart(spec)

    assert "<text" not in first.svg
    assert "<use" in first.svg
    assert first.svg == second.svg
    assert (first.columns, first.rows) == (["a", "b"], [["1", "x"]])


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({}, "A chart cannot be made of dict"),
        (3, "A chart cannot be made of int"),
        ({"mark": "bar", "data": {"url": "https://example.org/a.csv"}}, "has no data inside"),
        (
            {
                "mark": "bar",
                "data": {"values": [{"a": 1}]},
                "encoding": {"x": {"bin": {"maxbins": "?"}, "field": "a", "type": "quantitative"}},
                "params": 5,
            },
            "cannot be drawn",
        ),
    ],
)
def test_what_is_no_chart_is_refused_with_a_remedy(spec, said):
    with pytest.raises(SoilbookError, match=said) as refused:
        package.chart(spec)
    assert refused.value.remedy
