"""What decides whether a notebook runs again: code and kernel, not how a page shows the outputs."""

import re

import pytest
from generated import HEAD, STOCK, make_book, page_of, runs_of, shown, write

FIGURE = """---
mystnb:
  figure:
    caption: The old caption.
    name: fig-line
  image:
    alt: A line.
---
from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 9L9 0"/></svg>')"""


def test_a_new_caption_is_shown_without_a_run(tmp_path, build, stale):
    root = make_book(tmp_path, {"fig.md": page_of(FIGURE)})
    assert "ran fig.md" in build(root)
    finished = runs_of(root, "fig.md")[0]["finished"]
    page = root / "fig.md"
    text = page.read_text("utf-8").replace("The old caption", "The new caption")
    page.write_text(text + "\nMore prose.\n", "utf-8")
    assert stale(root) == {}

    said = build(root)

    assert "ran fig.md" not in said
    assert "Executing notebook" not in said
    html = (root / "_build" / "html" / "fig.html").read_text("utf-8")
    assert "The new caption." in html
    assert "The old caption." not in html
    assert "More prose." in html
    assert re.search(r'<img[^>]* alt="A line."[^>]* src="[^"]+\.svg"', html)
    # One run, whose outputs are stored once.
    (run,) = runs_of(root, "fig.md")
    assert run["finished"] == finished
    assert len(list((root / "_build" / ".jupyter_cache" / "executed").iterdir())) == 1


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("remove-input", {}),
        ("raises-exception", {"n.md": "its code changed"}),
        ("skip-execution", {"n.md": "its code changed"}),
    ],
)
def test_tags_count_when_they_decide_how_a_cell_runs(tmp_path, execute, stale, tag, reason):
    root = make_book(tmp_path, {"n.md": page_of("print('x')")})
    execute(root)

    write(root, "n.md", HEAD + page_of(f":tags: [{tag}]\n\nprint('x')"))

    assert stale(root) == reason


READER = """
import nbformat


def reads(text, sign):
    cells = [
        (nbformat.v4.new_code_cell if part.startswith(sign) else nbformat.v4.new_markdown_cell)(
            part.removeprefix(sign).strip()
        )
        for part in text.split("====")
    ]
    return nbformat.v4.new_notebook(cells=cells)


def setup(app):
    return {"parallel_read_safe": True}
"""
OWN_CONFIG = (
    STOCK
    + """
sphinx:
  extra_extensions: [soilbook]
  local_extensions: {own_reader: ./ext}
  config:
    nb_custom_formats: {.own: [own_reader.reads, {sign: "$"}]}
"""
)


def test_a_format_of_the_book_follows_its_data(tmp_path, build, stale, soilbook):
    root = make_book(tmp_path, {"plain.md": "# Plain\n"}, OWN_CONFIG)
    write(root, "_toc.yml", "format: jb-book\nroot: index\nchapters:\n  - file: page\n")
    write(root, "ext/own_reader.py", READER)
    code = "from pathlib import Path\nprint('value', Path('data.csv').read_text())"
    write(root, "page.own", f"# Own\n====$\n{code}\n====\nProse.\n")
    write(root, "data.csv", "4711")

    def build_and_read():
        said = build(root)
        assert "Executing notebook" not in said
        return (root / "_build" / "html" / "page.html").read_text("utf-8")

    assert "value 4711" in build_and_read()
    assert stale(root) == {}
    write(root, "data.csv", "1234")
    assert stale(root) == {"page.own": "data.csv changed"}
    html = build_and_read()
    assert "value 1234" in html
    assert "soilbook_inputs" not in html

    # What the reader makes of the same text counts.
    write(root, "ext/own_reader.py", READER.replace(".strip()", ".strip() + '\\n'"))
    assert stale(root) == {"page.own": "its code changed"}

    write(root, "ext/own_reader.py", "")
    answer = soilbook("execute", root)
    assert answer.returncode == 2
    assert answer.stderr.startswith(
        "Error: The reader own_reader.reads of nb_custom_formats does not work: AttributeError"
    )
    assert shown(root, "page.own") == "value 1234\n"
