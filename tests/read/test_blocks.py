"""Which parts of a page are blocks: what stands in the running text, in its order."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from soilbook.read.blocks import BLOCK, NumberBlocks

CASES = {
    "headings_and_paragraphs": (
        "A\n=\n\na\n\nB\n-\n\nb\n\nC\n-\n\nc",
        ["title", "paragraph", "title", "paragraph", "title", "paragraph"],
    ),
    "what_stands_in_a_list": (
        "A\n=\n\n- a\n\n  b\n\n- ::\n\n    c",
        ["title", "paragraph", "paragraph", "literal_block"],
    ),
    "a_table_is_one": ("A\n=\n\n=  =\na  b\n=  =", ["title", "table"]),
    "a_figure_is_one": (
        "A\n=\n\n.. figure:: a.png\n\n   Caption\n\n   Legend",
        ["title", "figure"],
    ),
    "a_note_is_none": ("A\n=\n\n.. note:: a\n\nb [1]_\n\n.. [1] c", ["title", "paragraph"]),
    "equations_and_code": (
        "A\n=\n\n.. math:: a\n\n::\n\n  b",
        ["title", "math_block", "literal_block"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_blocks(case):
    source, kinds = CASES[case]
    page = publish_doctree(source, settings_overrides={"doctitle_xform": False})
    NumberBlocks(page).apply()
    found = [node for node in page.findall(nodes.Element) if node.get(BLOCK)]
    assert [type(node).__name__ for node in found] == kinds
    assert [node[BLOCK] for node in found] == list(range(1, len(kinds) + 1))
