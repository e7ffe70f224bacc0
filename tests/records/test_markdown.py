"""The light reader of MyST: what is text, what is not, and where it stands."""

from collections import Counter
from pathlib import Path

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from soilbook.records.markdown import VERBATIM
from soilbook.records.pages import read_page
from soilbook.records.source import Source

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for top in ("book", "syntheses", "tests/books", "tests/check/clean")
    for path in (ROOT / top).rglob("*.md")
)
EXTENSIONS = {"amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution"}
PARSER = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)


def page(text, name="page.md"):
    return read_page(name, Source(text))


def keys(text):
    return [citation.key for citation in page(text).citations]


def myst_roles_and_images(text):
    """What MyST's own parser finds, directive by directive."""
    citations, images = Counter(), Counter()
    for token in PARSER.parse(text):
        for child in token.children or []:
            if child.type == "myst_role" and child.meta["name"].startswith(("cite", "footcite")):
                citations[child.meta["name"], " ".join(child.content.split())] += 1
            elif child.type == "image":
                images[child.attrs["src"]] += 1
        name = token.info.strip().removeprefix("{").partition("}")[0]
        if token.type in ("fence", "colon_fence") and token.info.startswith("{"):
            if name in ("figure", "image"):
                images[token.info.partition("}")[2].strip()] += 1
            if name not in VERBATIM:
                rows = token.content.split("\n")
                while rows and rows[0].lstrip().startswith(":") and ":::" not in rows[0]:
                    rows.pop(0)
                inner = myst_roles_and_images("\n".join(rows))
                citations += inner[0]
                images += inner[1]
    return citations, images


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_finds_what_myst_finds(path):
    text = path.read_text(encoding="utf-8")
    citations, images = myst_roles_and_images(text)
    found = page(text)
    in_cells = {
        row + 1
        for cell in found.directives
        if cell.name == "code-cell"
        for row in range(cell.row, cell.body[1])
    }
    outside = [c for c in found.citations if c.line not in in_cells]
    assert Counter(i.target for i in found.images if i.kind not in ("html", "card")) == images
    roles = Counter(c.role for c in outside)
    expected = Counter()
    for (role, content), count in citations.items():
        expected[role] += count * (content.count(",") + 1 - content.count("{see, e.g.,}") * 2)
    assert roles == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{cite}`a`", ["a"]),
        ("{cite:p}`{see}a{p. 3}, b`", ["a", "b"]),
        ("{cite:p}`a,\nb`", ["a", "b"]),
        ("{footcite:t}`a`", ["a"]),
        ("{citation}`a` {ref}`a`", []),
        ("`{cite}`a", []),
        ("`` {cite}`a` ``", []),
        ("an open ` and\n\n{cite}`a`", ["a"]),
        ("- an open `\n- {cite}`a`", ["a"]),
        (r"\{cite}`a`", []),
        ("text <!-- {cite}`a` --> {cite}`b`", ["b"]),
        ("<!--\n\n{cite}`a`\n\n--> \n\n{cite}`b`", ["b"]),
        ("% {cite}`a`\n{cite}`b`", ["b"]),
        ("    {cite}`a`", []),
        ("- item\n\n    {cite}`a`", ["a"]),
        ("text\n    {cite}`a`", ["a"]),
        ("[^1]: note\n\n    {cite}`a`", ["a"]),
        ("```\n{cite}`a`\n```\n{cite}`b`", ["b"]),
        ("~~~python\n{cite}`a`\n~~~\n{cite}`b`", ["b"]),
        ("````{note}\n```{tip}\n{cite}`a`\n```\n{cite}`b`\n````\n{cite}`c`", ["a", "b", "c"]),
        ("````{note}\n```{code} x\n{cite}`a`\n````\n{cite}`b`", ["b"]),
        (":::{note}\n```\n{cite}`a`\n```\n:::\n{cite}`b`", ["b"]),
        ("> ```{note}\n> {cite}`a`\n> ```\n> {cite}`b`", ["a", "b"]),
        ("1. ```{code-block} x\n   {cite}`a`\n   ```\n\n   {cite}`b`", ["b"]),
        ("```{math}\n{cite}`a`\n```", []),
        ("# {cite}`a`\n| {cite}`b` |", ["a", "b"]),
        ("```{note}\n{cite}`a`", ["a"]),
    ],
)
def test_where_citations_count(text, found):
    assert keys(text) == found


def test_places_are_those_of_the_file():
    found = page("---\ntitle: T\n---\n\n> - Ä {cite:p}`one,\n>   two`\n").citations
    assert [(c.key, c.line, c.column) for c in found] == [("one", 5, 16), ("two", 6, 5)]


def test_options_of_a_directive_in_both_forms():
    colons = page(':::{figure} a.png\n:alt: "A: b"\n:name: n\n\nCaption\n:::\n').directives[0]
    dashes = page("```{figure} a.png\n---\nalt: A and b\nname: n\n---\nCaption\n```\n").directives[
        0
    ]
    assert {name: o.value for name, o in colons.options.items()} == {"alt": "A: b", "name": "n"}
    assert {name: o.value for name, o in dashes.options.items()} == {"alt": "A and b", "name": "n"}
    assert (colons.options["alt"].line, colons.options["alt"].column) == (2, 1)
    assert (dashes.options["alt"].line, dashes.options["alt"].column) == (3, 6)
    assert colons.body == (3, 5)


@pytest.mark.parametrize(
    ("text", "target", "alt", "classes"),
    [
        ("![A b](c.png)", "c.png", "A b", ()),
        ('![A](<c d.png> "T"){width=3em .x .decorative}', "c d.png", "A", ("x", "decorative")),
        ("![A [b] `c`](c_(d).png)", "c_(d).png", "A [b] `c`", ()),
        ('![](c.png){alt="A"}', "c.png", "A", ()),
        ("![](c.png)", "c.png", None, ()),
        ('<img alt="" class="x y" src=c.png />', "c.png", "", ("x", "y")),
        ("```{image} c.png\n:class: x\n```", "c.png", None, ("x",)),
    ],
)
def test_images(text, target, alt, classes):
    image = page(text).images[0]
    assert (image.target, image.alt, image.classes) == (target, alt, classes)


def test_cell_of_a_text_notebook():
    found = page("```{code-cell} python\n:tags: [hide-input]\nx = 1\n\ny = 2\n```\n").cells[0]
    assert found.source == ["x = 1", "", "y = 2"]
    assert [tag.content for tag in found.options.get("tags").items()] == ["hide-input"]
    assert found.place(2, 0) == (5, 1)


def test_places_in_a_notebook_are_those_of_its_json():
    text = '{"cells": [{"cell_type": "markdown", "source": "a\\n\\"{cite}`k`"},\n'
    text += ' {"cell_type": "markdown", "source": ["x\\n",\n  "{cite}`l`"]}]}'
    found = page(text, "page.ipynb").citations
    rows = text.split("\n")
    for citation in found:
        assert rows[citation.line - 1][citation.column - 1 :].startswith(citation.key)
    assert [c.key for c in found] == ["k", "l"]
