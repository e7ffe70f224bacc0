"""What counts as a request to another host, and what does not."""

import pytest

from soilbook.editions.remote import remote_requests

CASES = {
    '<script src="https://cdn.example.org/a.js"></script>': ["https://cdn.example.org/a.js"],
    '<img src="//example.org/a.png">': ["//example.org/a.png"],
    '<link rel="stylesheet" href="https://example.org/a.css">': ["https://example.org/a.css"],
    '<object data="https://example.org/a.svg"></object>': ["https://example.org/a.svg"],
    "<script>require(['https://cdn.example.org/plotly-2.js'])</script>": [
        "https://cdn.example.org/plotly-2.js"
    ],
    # The same twice is one finding.
    '<img src="http://a.org/a.png"><img src="http://a.org/a.png">': ["http://a.org/a.png"],
    '<a href="https://example.org">a link</a>': [],
    '<link rel="canonical" href="https://example.org">': [],
    '<img src="_images/a.png"><img src="data:image/png;base64,AA==">': [],
    "<p>'https://example.org/a.js' in a sentence</p>": [],
    "<script>// see https://example.org/licence</script>": [],
}


@pytest.mark.parametrize("markup", CASES)
def test_remote_requests(markup):
    assert remote_requests(markup) == CASES[markup]
