"""What the search knows of a book: places of pages with their words, in one script."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from soilbook.editions.html.defaults import STATIC
from soilbook.editions.html.search_places import KINDS, places_in
from soilbook.editions.html.search_words import search_words

BOOK = Path(__file__).parents[2] / "books" / "tiny"
JB = "from jupyter_book.cli.main import main; main()"

PAGE = """<html><body><nav>Not read</nav><article>
<section id="soils"><h1><span class="section-number">1. </span>Soils<a class="headerlink">#</a></h1>
<p>All of it.<a class="footnote-reference">[1]</a></p>
<section id="depth"><span id="index-0"></span><h2>Depth</h2><p>A stock needs one.</p>
<figure id="fig-a"><img alt="A dark layer."><figcaption>
<p><span class="caption-number">Fig. 1.1 </span>A profile.</p></figcaption></figure>
<p>After the figure, CO<sub>2</sub>.</p>
<table id="tab-a"><caption><span class="caption-number">Table 1.1 </span>Layers.</caption>
<tr><td>Topsoil</td><td>20</td></tr></table>
<div class="cell_input"><pre>import pandas</pre></div>
<dl class="glossary"><dt id="term-a">humus</dt><dt id="term-b">mould</dt><dd>What is left.</dd></dl>
<div class="citation" id="doe"><p>Doe (2020). Carbon.</p></div>
</section></section></article></body></html>"""


def told(page: str, entries=None) -> list[tuple[str, str, str, str]]:
    return [(p.kind, p.anchor, p.title, p.text) for p in places_in(page, entries or {})]


def test_what_has_a_name_or_a_number_is_a_place_of_its_own():
    assert told(PAGE) == [
        ("page", "", "1. Soils", "All of it."),
        ("section", "depth", "Depth", "A stock needs one. After the figure, CO2."),
        ("figure", "fig-a", "Fig. 1.1", "A profile. A dark layer."),
        ("table", "tab-a", "Table 1.1", "Layers. Topsoil 20"),
        ("term", "term-a", "humus, mould", "What is left."),
        ("reference", "doe", "", "Doe (2020). Carbon."),
    ]


def test_words_of_the_index_belong_to_where_they_lead():
    places = places_in(PAGE, {"index-0": ["sampling; depth of"]})
    assert {place.title: place.keys for place in places if place.keys} == {
        "Depth": ["sampling; depth of"]
    }


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>No article.</p></body></html>",
        "<html><body><article></article></body></html>",
        "<html><article><section></section><dl class='glossary'></dl></article></html>",
        "<html><body><article><figure><figcaption></figcaption></figure></article></body></html>",
    ],
)
def test_odd_pages_have_no_odd_places(page):
    assert [place for place in places_in(page, {}) if place.title or place.text] == []


def test_the_script_knows_all_kinds():
    script = (STATIC / "search.js").read_text(encoding="utf-8")
    assert f"const KINDS = {json.dumps(KINDS)};" in script


@pytest.mark.parametrize(
    ("language", "many"), [("fr", "%s résultats"), ("es-MX", "%s resultados"), ("de", "%s results")]
)
def test_it_speaks_the_language_of_the_book(language, many):
    words = search_words(language)
    assert words["many"] == many
    assert set(words) == {*KINDS, "none", "one", "many", "idle"}


@pytest.fixture(scope="module")
def site(built_reading):
    return built_reading / "_build" / "html"


def index_of(site: Path) -> dict:
    text = (site / "_static" / "search-index.js").read_text(encoding="utf-8")
    assert text.startswith("soilbookSearch({")
    return json.loads(text.removeprefix("soilbookSearch(").removesuffix(");\n"))


def test_the_index_has_the_places_of_all_pages_in_the_order_of_reading(site):
    index = index_of(site)
    assert index["pages"] == [
        ["index.html", "Soils & people"],
        ["soil/index.html", "1. Soil"],
        ["soil/depth.html", "1.2. Deeper"],
        ["glossary.html", "2. Glossary"],
        ["references.html", "3. References"],
    ]
    names = [
        (index["pages"][page][0], KINDS[kind], title)
        for page, kind, _, title, *_ in index["places"]
    ]
    assert ("soil/index.html", "figure", "Fig. 1.1") in names
    assert ("soil/index.html", "section", "1.1. Depth") in names
    assert ("glossary.html", "term", "carbon") in names


def test_nothing_of_the_head_of_a_page_is_found(site):
    assert not any("BibTeX" in place[-1] for place in index_of(site)["places"])


def test_the_search_of_sphinx_is_not_there(site):
    names = {path.name for path in site.rglob("*.js")}
    assert names.isdisjoint({"searchindex.js", "searchtools.js", "language_data.js"})
    assert {"search.js", "minisearch.js", "search-index.js"} <= names


def test_no_page_loads_the_index_before_it_is_asked_for(site):
    for page in site.rglob("*.html"):
        assert "search-index.js" not in page.read_text(encoding="utf-8"), page


def test_without_a_script_the_page_says_what_to_do(site):
    page = (site / "search.html").read_text(encoding="utf-8")
    told = page.partition("<noscript>\n      <p>")[2].partition("</noscript>")[0]
    assert "The search needs JavaScript." in told
    assert '<a href="index.html">Soils &amp; people</a>' in told


def test_a_search_page_of_the_book_keeps_the_search_of_sphinx(tmp_path):
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    (book / "_templates").mkdir()
    (book / "_templates" / "search.html").write_text('{% extends "!search.html" %}', "utf-8")
    config = (book / "_config.yml").read_text(encoding="utf-8")
    config = config.replace("  config:\n", "  config:\n    templates_path: [_templates]\n")
    (book / "_config.yml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-c", JB, "build", str(book)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr

    site = book / "_build" / "html"
    page = (site / "search.html").read_text(encoding="utf-8")
    assert "_static/searchtools.js" in page
    assert (site / "_static" / "language_data.js").is_file()
    assert not (site / "_static" / "search-index.js").exists()
    assert "data-search=" not in page
