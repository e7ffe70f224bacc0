"""Every node that docutils, Sphinx and the extensions of Jupyter Book make has a renderer.

A class that never comes to the writer is named here, with the reason.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from docutils import nodes

from soilbook.editions.pdf import RENDERING
from soilbook.editions.pdf.unprinted import UNPRINTED
from soilbook.editions.pdf.writer import RENDERERS

# What Jupyter Book 1 loads, what its authors add most, and the parts of Sphinx that have nodes.
PACKAGES = """
docutils.nodes sphinx.addnodes sphinx.domains sphinx.ext jupyter_book myst_nb myst_parser
sphinx_book_theme sphinx_comments sphinx_copybutton sphinx_design sphinx_exercise
sphinx_external_toc sphinx_jupyterbook_latex sphinx_multitoc_numbering sphinx_proof sphinx_thebe
sphinx_togglebutton sphinxcontrib.bibtex soilbook.read soilbook.editions
""".split()
# Programs, and what is not there to be imported.
NOT_IMPORTED = {"__main__", "cli", "tests", "testing"}

BY_SPHINX = "Sphinx replaces it before pages are written"
BY_PACKAGE = "the extension replaces it before pages are written"
HTML_ONLY = "made for the HTML builder alone"
LATEX_ONLY = "made for the LaTeX builder alone"
NEVER_WRITTEN = {
    "Text": "set by the writer itself",
    "AliasNode": BY_SPHINX,
    "ExecutionStatsNode": BY_PACKAGE,
    "PendingGlueReference": BY_PACKAGE,
    "HideCodeCellNode": HTML_ONLY,
    "SideNoteNode": HTML_ONLY,
    "sd_tab_input": HTML_ONLY,
    "sd_tab_label": HTML_ONLY,
    "dropdown_main": HTML_ONLY,
    "dropdown_title": HTML_ONLY,
    "RootHeader": LATEX_ONLY,
    "CellInput": LATEX_ONLY,
    "CellOutput": LATEX_ONLY,
    "TableOfContentsNode": BY_PACKAGE,
    "bibliography": BY_PACKAGE,
    "raw_latex": LATEX_ONLY,
    "figure_files": HTML_ONLY,
    "chart": "the PDF takes the picture beside it",
    "made_from": "soilbook.editions.disclosures replaces it",
    "passport_table": "soilbook.editions.disclosures replaces it",
    "tgroup": "set by the table",
    "thead": "set by the table",
    "tbody": "set by the table",
    "row": "set by the table",
    "entry": "set by the table",
}
# Not nodes of a page, but what other classes are made of.
MADE_OF = {"Element", "TextElement", "FixedTextElement", "Node"}
MADE_OF |= {"translatable", "_desc_classes_injector"}


def modules() -> Iterator[object]:
    for name in PACKAGES:
        module = importlib.import_module(name)
        yield module
        for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
            if not NOT_IMPORTED & set(found.name.split(".")):
                yield importlib.import_module(found.name)


@pytest.fixture(scope="module")
def classes() -> dict[str, type]:
    """Every class of nodes that these packages define, by name."""
    found = {
        name: one
        for module in modules()
        for name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, nodes.Node) and one.__module__ == getattr(module, "__name__", "")
    }
    return {name: one for name, one in found.items() if name not in MADE_OF}


def has_renderer(one: type) -> bool:
    return any(base.__name__ in RENDERERS for base in one.__mro__)


def test_every_node_has_a_renderer_or_a_reason(classes: dict[str, type]):
    assert RENDERING
    unknown = [name for name, one in classes.items() if not has_renderer(one)]
    assert sorted(set(unknown) - NEVER_WRITTEN.keys()) == []


def test_no_reason_is_out_of_date(classes: dict[str, type]):
    written = [name for name in NEVER_WRITTEN if name in classes and has_renderer(classes[name])]
    assert written == []
    assert [name for name in NEVER_WRITTEN if name not in classes] == []


def test_what_prints_nothing_says_why():
    assert all(UNPRINTED.values())
    assert UNPRINTED.keys() <= RENDERERS.keys()
