"""What a filter of a list of references surely holds back."""

import pytest

from soilbook.check.filters import passes

KNOWN = {
    "cited": True,
    "docname": "book/one",
    "docnames": frozenset({"book/one", "book/two"}),
    "key": "smith2020",
    "type": "article",
}


@pytest.mark.parametrize(
    ("expression", "can_pass"),
    [
        ("docname in docnames", True),
        ("docname not in docnames", False),
        ("cited and type == 'article'", True),
        ("not cited or type != 'article'", False),
        ("{'book/three'} & docnames", True),
        ("'book/three' in docnames", False),
        ("type in {'book', 'misc'}", False),
        ("author % 'Smith' and type == 'book'", False),
        ("author % 'Smith' and type == 'article'", True),
        ("year > '2000' or False", True),
        ("False", False),
        ("this is not Python", True),
    ],
)
def test_only_what_is_sure_is_held_back(expression, can_pass):
    assert passes(expression, KNOWN) is can_pass
