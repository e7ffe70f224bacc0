"""A number that a notebook glues stands in prose, captions and tables of all three editions."""

import html
import re
import shutil
import zipfile
from pathlib import Path

import pypdf
import pytest

PAGE = """---
file_format: mystnb
kernelspec:
  name: python3
---

# Stocks

The upper layer holds {glue:text}`stock:.1f` t C/ha, that is {glue:text}`share:.0f` % of the whole
{cite:p}`author2020`.

```{figure} images/gauge.svg
:name: fig-layer
:alt: A layer.

A layer that holds {glue:text}`stock:.2f` t C/ha.
```

```{code-cell}
---
mystnb:
  figure:
    caption: A line that ends at {glue:text}`stock:.3f` t C/ha.
    name: fig-line
  image:
    alt: A line.
---
import pandas
from IPython.display import SVG
from myst_nb import glue

import soilbook

glue("stock", 54.32149, display=False)
glue("share", 41.7, display=False)
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M0 90L90 0"/></svg>')
```

~~~{list-table} The layer, in t C/ha; the whole holds {glue:text}`share:.2f` of it.
:name: tab-layer
:header-rows: 1

* - Layer
  - Stock
* - upper
  - {glue:text}`stock:.4f`
~~~

```{code-cell}
cell = "{glue:text}`stock:08.3f`"
frame = pandas.DataFrame({"Layer": ["upper"], "Stock": [cell]})
soilbook.table(frame, name="tab-made", caption="As {glue:text}`share:.3f` says.")
```
"""
SHOWN = {
    "prose": "holds 54.3 t C/ha, that is 42 % of the whole",
    "caption of a picture": "that holds 54.32 t C/ha",
    "caption of a cell": "ends at 54.321 t C/ha",
    "caption of a table": "the whole holds 41.70 of it",
    "cell of a table": "upper 54.3215",
    "cell of a table that a notebook makes": "upper 0054.321",
    "caption of such a table": "As 41.700 says",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory, soilbook):
    """The tiny book with that page, built."""
    tiny = Path(__file__).parents[1] / "books" / "tiny"
    root = Path(shutil.copytree(tiny, tmp_path_factory.mktemp("glue") / "tiny"))
    (root / "rain.md").write_text(PAGE, encoding="utf-8")
    answer = soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return root


@pytest.fixture(scope="module")
def texts(root):
    """The text of each edition, spaces made one."""
    build = root / "_build"
    pdf = pypdf.PdfReader(next((build / "pdf").glob("*.pdf")))
    with zipfile.ZipFile(next((build / "epub").glob("*.epub"))) as epub:
        page = next(name for name in epub.namelist() if name.endswith("rain.xhtml"))
        in_epub = epub.read(page).decode()
    return {
        "html": plain((build / "html" / "rain.html").read_text(encoding="utf-8")),
        "epub": plain(in_epub),
        "pdf": " ".join(" ".join(page.extract_text() for page in pdf.pages).split()),
    }


def plain(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


@pytest.mark.parametrize("edition", ["html", "epub", "pdf"])
@pytest.mark.parametrize("place", SHOWN)
def test_the_same_number_in_each_edition(texts, edition, place):
    tight = re.sub(r"\s", "", texts[edition])

    assert re.sub(r"\s", "", SHOWN[place]) in tight


def test_a_number_typed_beside_the_glued_one_is_found(root, soilbook, tmp_path):
    copy = Path(shutil.copytree(root, tmp_path / "book"))
    page = copy / "rain.md"
    assert soilbook("check", copy).stdout == ""
    page.write_text(
        PAGE.replace("# Stocks\n", "# Stocks\n\nIt holds 54.32 t C/ha.\n"), encoding="utf-8"
    )

    answer = soilbook("check", copy)

    assert answer.stdout.startswith('rain.md:9:10 number-typed-by-hand "54.32" is the value')
