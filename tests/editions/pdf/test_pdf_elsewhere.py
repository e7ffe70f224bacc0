"""What paper cannot show says so where it stands, and is reported with its place."""

import json
import re
from pathlib import Path

import pytest
from pdf_books import CONFIG, TOC, Built, build
from pypdfium2 import PdfDocument

CASES = {
    "pdf-video": ('<iframe title="A film" src="https://youtu.be/x1"></iframe>', "Video: A film"),
    "pdf-video 2": ('<video src="https://example.org/a.mp4"></video>', "https://example.org/a.mp4"),
    "pdf-video 3": ("```{youtube} x3\n```", "https://youtu.be/x3"),
    "pdf-video 4": ("```{video} films/soil.mp4\n```", "films/soil.mp4"),
    "pdf-audio": ('<audio src="https://example.org/a.ogg"></audio>', "Sound"),
    "pdf-frame": ('<iframe src="https://example.org/map"></iframe>', "https://example.org/map"),
    "pdf-interactive": ('<iframe srcdoc="x" title="A map"></iframe>', "Interactive content: A map"),
    "pdf-form": ("<form><label>Depth <input></label></form>", "Depth"),
    "pdf-mathml": ("<math><mi>q</mi><mo>=</mo><mn>7</mn></math>", "q=7"),
    "pdf-script": ("<script>draw()</script>", ""),
    "pdf-raw-latex": ("```{raw} latex\n\\textbf{x} words\n```", "\\textbf{x} words"),
    "pdf-diagram": ("```{graphviz}\ndigraph { soil -> carbon }\n```", "digraph { soil -> carbon }"),
}


# The nodes of sphinxcontrib-youtube and sphinxcontrib-video, as these make them.
FILMS = """
from docutils import nodes
from docutils.parsers.rst import Directive

class youtube(nodes.General, nodes.Element): pass
class video_node(nodes.General, nodes.Element): pass

class YouTube(Directive):
    required_arguments = 1
    def run(self):
        node = youtube(id=self.arguments[0], aspect=None, width=None, height=None)
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]

class Video(Directive):
    required_arguments = 1
    def run(self):
        node = video_node(sources=[(self.arguments[0], "video/mp4", False)], alt="", caption="")
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]

def setup(app):
    app.add_directive("youtube", YouTube)
    app.add_directive("video", Video)
"""


def output(data: dict[str, object], number: int) -> dict[str, object]:
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    return {
        "cell_type": "code",
        "id": f"cell-{number}",
        "execution_count": number,
        "metadata": {"tags": ["remove-input"]},
        "outputs": [shown],
        "source": "x",
    }


OUTPUTS = [
    {
        "application/vnd.plotly.v1+json": {"layout": {"title": {"text": "A chart of carbon"}}},
        "text/html": "<div id='a'></div><script>draw()</script>",
    },
    {"text/html": '<div></div><script>var spec = {"title": "Drawn by a script"}</script>'},
    {
        "application/vnd.jupyter.widget-view+json": {"model_id": "a"},
        "text/plain": "IntSlider(value=7)",
    },
]
STILL = [
    {"application/json": {"carbon": [1, 2]}, "text/plain": "<IPython.core.display.JSON object>"},
    {"application/vnd.dataresource+json": {}, "text/html": "<table><tr><td>cell</td></tr></table>"},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One book with all cases: a page of Markdown, and a notebook with its outputs."""
    root = tmp_path_factory.mktemp("elsewhere")
    page = "# Page\n\n" + "\n\n".join(f"Before.\n\n{markup}" for markup, _ in CASES.values())
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Notebook"}]
    cells += [output(data, number) for number, data in enumerate([*OUTPUTS, *STILL], start=1)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    config = CONFIG.replace("[sphinx_design,", "[sphinx.ext.graphviz, sphinx_design,")
    config = config.replace("config: {", "config: {graphviz_dot: not-installed, ")
    config += "  local_extensions: {films: .}\n"
    (root / "films.py").write_text(FILMS, encoding="utf-8")
    (root / "_config.yml").write_text(config, encoding="utf-8")
    (root / "_toc.yml").write_text(TOC + "- file: notebook\n", encoding="utf-8")
    (root / "index.md").write_text("# Welcome\n", encoding="utf-8")
    (root / "page.md").write_text(page, encoding="utf-8")
    (root / "notebook.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return build(root)


@pytest.fixture(scope="module")
def printed(made: Built) -> str:
    with PdfDocument(made.pdf) as pdf:
        text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    return re.sub(r"[\s\u200b]+", " ", text)


def lines_of(made: Built, name: str) -> list[str]:
    return [line for line in made.warnings if line.startswith(str(made.root / name))]


def test_each_is_reported_at_its_place(made: Built):
    source = Path(made.root / "page.md").read_text(encoding="utf-8")
    found = {int(line.split("page.md:")[1].split(":")[0]) for line in lines_of(made, "page.md")}
    wanted = {source[: source.index(markup)].count("\n") + 1 for markup, _ in CASES.values()}
    assert found == wanted
    assert len(lines_of(made, "notebook.ipynb")) == len(OUTPUTS)
    assert len(made.warnings) == len(CASES) + len(OUTPUTS), made.warnings


@pytest.mark.parametrize("case", CASES)
def test_it_leaves_a_trace_on_the_page(case: str, printed: str):
    assert CASES[case][1] in printed


@pytest.mark.parametrize(
    "text",
    [
        "Interactive content: A chart of carbon",
        "Interactive content: Drawn by a script",
        "Interactive content: IntSlider(value=7)",
        "page “Notebook” of the online edition",
        '"carbon": [',
        "cell",
    ],
)
def test_outputs_have_a_title_or_a_still_form(text: str, printed: str):
    assert text in printed


def test_a_program_draws_a_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9'/></svg>"
    program = tmp_path / "dot"
    program.write_text(f'#!/bin/sh\ncat >/dev/null\necho "{drawing}"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    root = tmp_path / "book"
    root.mkdir()
    config = CONFIG.replace("[sphinx_design,", "[sphinx.ext.graphviz, sphinx_design,")
    (root / "_config.yml").write_text(config, encoding="utf-8")
    (root / "_toc.yml").write_text(TOC, encoding="utf-8")
    (root / "index.md").write_text("# Welcome\n", encoding="utf-8")
    page = "# Page\n\n```{graphviz}\n:alt: Soil leads to carbon\ndigraph { a -> b }\n```\n"
    (root / "page.md").write_text(page, encoding="utf-8")
    made = build(root)
    assert made.warnings == []
    assert 'alt: "Soil leads to carbon"' in made.page()
