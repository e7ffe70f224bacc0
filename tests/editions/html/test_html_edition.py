"""The HTML edition: nothing from elsewhere, the same bytes twice, an address that opens."""

import filecmp
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

BOOKS = Path(__file__).parents[2] / "books"
JB = "from jupyter_book.cli.main import main; main()"

CONFIG = """\
title: Soils & people
author: A. Author
copyright: "2020"
only_build_toc_files: true
execute: {execute_notebooks: "off"}
parse: {myst_enable_extensions: [amsmath, dollarmath, colon_fence]}
sphinx:
  extra_extensions: [soilbook]
"""

PAGE = """# Soils

$a^2$, a footnote[^1] and tabs:

::::{tab-set}
:::{tab-item} Field
a
:::
:::{tab-item} Laboratory
b
:::
::::

:::{note}
:class: dropdown
Folded.
:::

\\begin{align}
a &= b
\\end{align}

```{figure} soil.svg
:name: fig-soil

A soil without a description.
```

See {numref}`fig-soil`.

[^1]: The note.
"""

FILM = '\n<iframe src="https://example.org/film"></iframe>\n'

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'


def build_html(root: Path) -> tuple[Path, str]:
    """Build the HTML edition the way Jupyter Book does it."""
    answer = subprocess.run(
        [sys.executable, "-c", JB, "build", str(root)],
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
    )
    said = answer.stdout + answer.stderr
    assert answer.returncode == 0, said
    return root / "_build" / "html", said


def write(root: Path, name: str, page: str, config: str = CONFIG) -> Path:
    """Write a book of one page called `name`."""
    files = {
        "_config.yml": config,
        "_toc.yml": f"format: jb-book\nroot: {name}\n",
        f"{name}.md": page,
        f"{Path(name).parent}/soil.svg": SVG,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


class Requests(HTMLParser):
    """What a browser would fetch for a page without being asked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and values.get("rel") not in ("canonical", "next", "prev"):
            self.found.append(values.get("href") or "")
        elif tag != "a":
            self.found += [values[key] or "" for key in ("src", "srcset", "data") if key in values]


def remote_requests(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the file and the address of every request to another host."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".html":
            found = Requests(path.read_text(encoding="utf-8")).found
        elif path.suffix == ".css":
            style = path.read_text(encoding="utf-8")
            found = re.findall(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", style)
            found = ["".join(pair) for pair in found]
        else:
            continue
        for address in found:
            if re.match(r"(https?:)?//", address):
                yield path.name, address


@pytest.fixture(scope="module")
def every_markup(tmp_path_factory):
    """The HTML edition with every kind of markup."""
    folder = tmp_path_factory.mktemp("books") / "every-markup"
    return build_html(Path(shutil.copytree(BOOKS / "every-markup", folder)))[0]


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """A book of one page in a folder, and what the build said."""
    return build_html(write(tmp_path_factory.mktemp("one"), "book/index", PAGE))


def test_no_page_asks_another_host(every_markup):
    assert list(remote_requests(every_markup)) == []


def test_the_scan_sees_what_stock_asks(tmp_path):
    """The scan is awake: Jupyter Book alone fetches MathJax."""
    stock = CONFIG.replace("[soilbook]", "[]")
    folder, _ = build_html(write(tmp_path, "index", PAGE, stock))
    assert "mathjax" in dict(remote_requests(folder))["index.html"]


def test_the_browser_is_told_to_refuse_the_rest(every_markup):
    for page in every_markup.rglob("*.html"):
        if "_static" not in page.parts:
            policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\''
            assert policy in page.read_text(encoding="utf-8"), page


def test_no_address_of_another_host_in_the_scripts_of_a_page(every_markup):
    for page in every_markup.glob("*.html"):
        scripts = re.findall("<script.*?</script>", page.read_text(encoding="utf-8"), re.S)
        assert not [script for script in scripts if re.search("https?://", script)]


def test_what_an_author_wanted_from_elsewhere_is_reported(tmp_path):
    wanted = CONFIG + "html: {comments: {hypothesis: true}}\n"
    page = PAGE + "\n![A badge](https://example.org/badge.svg)\n" + FILM
    folder, said = build_html(write(tmp_path, "index", page, wanted))
    assert "this was left out: https://hypothes.is/embed.js" in said
    assert "https://example.org/badge.svg lies on another host" in said
    assert "This page wants to load https://example.org/film, and the browser" in said
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert '<a class="reference external" href="https://example.org/badge.svg">A badge</a>' in html


def test_mathjax_from_elsewhere_gives_way_to_mathml(tmp_path):
    wanted = CONFIG + "  config: {html_math_renderer: mathjax}\n"
    folder, _ = build_html(write(tmp_path, "index", PAGE, wanted))
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert "<math" in html
    assert "mathjax@" not in html


def test_two_builds_are_the_same_bytes(one, tmp_path):
    other, _ = build_html(write(tmp_path, "book/index", PAGE))
    names = sorted(p.relative_to(other).as_posix() for p in other.rglob("*") if p.is_file())
    here = sorted(p.relative_to(one[0]).as_posix() for p in one[0].rglob("*") if p.is_file())
    assert names == here
    assert filecmp.cmpfiles(one[0], other, names, shallow=False)[1:] == ([], [])


def test_index_leads_to_the_first_page(one):
    assert (
        (one[0] / "index.html").read_text(encoding="utf-8")
        == """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="refresh" content="0; url=book/index.html">
    <link rel="canonical" href="book/index.html">
    <title>Soils &amp; people</title>
  </head>
  <body>
    <main>
      <h1>Soils &amp; people</h1>
      <p><a href="book/index.html">Soils &amp; people</a></p>
    </main>
  </body>
</html>
"""
    )


def test_what_jupyter_book_leaves_unsaid(one):
    html = (one[0] / "book" / "index.html").read_text(encoding="utf-8")
    assert "Project name not set" not in html
    # The author's year, not that of SOURCE_DATE_EPOCH.
    assert "Copyright 2020" in html


def test_a_figure_without_description_is_not_called_by_its_file(one):
    html = (one[0] / "book" / "index.html").read_text(encoding="utf-8")
    assert 'alt="A soil without a description." src="' in html
    assert '<span class="caption-number">Fig. 1 </span>' in html


def test_description_of_a_notebook_figure(every_markup):
    html = (every_markup / "markup" / "outputs.html").read_text(encoding="utf-8")
    assert re.search(
        r'<img\b[^>]* alt="Two straight lines that cross in the middle" src="[^"]+\.svg"', html
    )
