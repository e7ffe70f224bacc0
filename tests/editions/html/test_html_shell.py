"""The shell of the pages: our templates on the theme, one sheet, one script, nothing else."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pydata_sphinx_theme
import pytest
import sphinx_book_theme

from soilbook.editions.html.shell import TEMPLATES, is_bundled

BOOK = Path(__file__).parents[2] / "books" / "tiny"
JB = "from jupyter_book.cli.main import main; main()"
PYDATA = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme"
THEME = Path(sphinx_book_theme.__file__).parent / "theme" / "sphinx_book_theme"


def assets(page: str) -> list[str]:
    """The scripts and sheets of a page, without what marks their version."""
    found = re.findall(r'<(?:script|link rel="stylesheet")[^>]*?(?:src|href)="([^"?]+)', page)
    return [address.removeprefix("../") for address in found]


@pytest.fixture(scope="module")
def page(built_tiny):
    return (built_tiny / "_build" / "html" / "rain.html").read_text(encoding="utf-8")


def test_a_page_loads_one_sheet_and_our_scripts(page):
    assert set(assets(page)) == {
        "_static/soilbook-book.css",
        "_static/soilbook-noscript.css",
        "_static/soilbook.js",
        "_static/reading.js",
    }


def test_the_sheet_has_what_pages_use_and_its_icons_inside(built_tiny):
    static = built_tiny / "_build" / "html" / "_static"
    sheet = (static / "soilbook-book.css").read_text(encoding="utf-8")
    assert len(sheet) < 100_000
    assert "@font-face{" in sheet
    files = re.findall(r'url\("(?!data:)([^"]+)', sheet)
    assert [name for name in files if not (static / name).is_file()] == []
    assert not any("fontawesome" in name for name in files)
    assert "/*! sphinx-book-theme CSS" in sheet
    assert ".carousel" not in sheet


def test_navigation_needs_no_script(page):
    assert '<header id="pst-primary-sidebar"' in page
    assert re.search(r'<header id="pst-primary-sidebar"[^>]* popover>', page)
    assert 'popovertarget="pst-primary-sidebar"' in page
    assert re.search(r'<a class="[^"]*search-button__button[^"]*" href="search.html"', page)
    assert '<details class="soil-menu dropdown-download-buttons">' in page


def test_the_first_thing_to_reach_is_the_skip_link(page):
    body = page[page.index("<body") :]
    first = re.search(r"<(?:a|button|input|summary)\b[^>]*>", body)[0]
    assert first == '<a href="#main-content">'
    assert page.count('id="main-content"') == 1


def test_a_layout_of_the_book_is_left_alone(tmp_path):
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    (book / "_templates").mkdir()
    layout = '{% extends "!layout.html" %}{% block footer %}<p>Ours.</p>{% endblock %}'
    (book / "_templates" / "layout.html").write_text(layout, encoding="utf-8")
    config = (book / "_config.yml").read_text(encoding="utf-8")
    config = config.replace("  config:\n", "  config:\n    templates_path: [_templates]\n")
    (book / "_config.yml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-c", JB, "build", str(book)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    page = (book / "_build" / "html" / "rain.html").read_text(encoding="utf-8")
    assert "<p>Ours.</p>" in page
    assert "_static/scripts/pydata-sphinx-theme.js" in assets(page)
    assert "_static/soilbook.css" in assets(page)


def test_the_blocks_and_components_that_we_replace_are_still_there():
    """Fails when the themes change what our templates stand in for."""
    layout = (PYDATA / "layout.html").read_text(encoding="utf-8")
    ours = (TEMPLATES / "layout.html").read_text(encoding="utf-8")
    blocks = re.compile(r"{%-? *block (\w+)")
    theirs = set(blocks.findall(layout)) | {"body", "scripts"}
    assert set(blocks.findall(ours)) <= theirs
    # A block that is new there would be missing here.
    basic = {"header", "relbar1", "relbar2", "sidebarsourcelink"}
    assert theirs - set(blocks.findall(ours)) == basic | {"scripts"}
    for name in {path.name for path in TEMPLATES.iterdir()} - {"layout.html"}:
        homes = [PYDATA / name, PYDATA / "components" / name, THEME / "components" / name]
        assert any(home.is_file() for home in homes), name


def test_sheets_of_the_theme_are_known():
    """Fails when a sheet is renamed, which would then be loaded whole."""
    names = ["styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css", "basic.css"]
    assert all(map(is_bundled, [*names, *(f"_static/{name}" for name in names)]))
    assert (PYDATA / "static" / "styles" / "pydata-sphinx-theme.css").is_file()
    assert (THEME / "static" / "styles" / "sphinx-book-theme.css").is_file()
    assert not is_bundled("_static/custom.css")
