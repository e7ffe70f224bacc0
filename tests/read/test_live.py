"""Forms of outputs that MyST-NB does not know: which are drawn by a script, and what they show."""

import pytest

from soilbook.read.live import is_live, title_of


@pytest.mark.parametrize(
    "mime_type",
    [
        "application/vnd.plotly.v1+json",
        "application/vnd.vegalite.v5+json",
        "application/vnd.bokehjs_exec.v0+json",
        "application/vnd.jupyter.widget-view+json",
        "application/geo+json",
    ],
)
def test_a_script_draws_it(mime_type: str):
    assert is_live(mime_type)


@pytest.mark.parametrize(
    "mime_type", ["text/html", "application/json", "application/vnd.dataresource+json"]
)
def test_it_needs_no_script(mime_type: str):
    assert not is_live(mime_type)


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ({"layout": {"title": {"text": "A chart of Plotly"}}}, "A chart of Plotly"),
        ({"layout": {"title": "An old chart of Plotly"}}, "An old chart of Plotly"),
        ({"title": ["A chart of Vega", "in two lines"]}, "A chart of Vega in two lines"),
        ({"title": {"text": "Vega"}}, "Vega"),
        ({"description": "What it shows"}, "What it shows"),
        ({"layout": {}}, ""),
        ("no mapping", ""),
    ],
)
def test_its_title(content: object, title: str):
    assert title_of(content) == title
