"""Every link of the EPUB arrives, or is ordinary text and reported."""

import pytest

from soilbook.editions.epub.links import mend
from soilbook.editions.epub.names import elements
from soilbook.editions.epub.page import document, parse

OTHERS = {
    "b/other.xhtml": '<p id="there">there</p>',
    "third.xhtml": '<p id="moved">moved</p>',
}

CASES = [
    # (written, what it becomes, what is said)
    ("#here", "#here", ""),
    ("#nowhere", None, "no place"),
    ("../b/other.xhtml", "../b/other.xhtml", ""),
    ("../b/other.xhtml#there", "../b/other.xhtml#there", ""),
    ("../b/other.xhtml#nowhere", "../b/other.xhtml", "goes to its beginning"),
    # There is one such place in the book: the link is mended without a word.
    ("../b/other.xhtml#moved", "../third.xhtml#moved", ""),
    ("../b/gone.xhtml", None, "not in this edition"),
    ("../_downloads/data.csv", None, "not in this edition"),
    ("javascript:alert(1)", None, "does not work here"),
    ("https://example.org/a b[1]|c", "https://example.org/a%20b%5B1%5D%7Cc", ""),
    ("https://[broken", None, "is no address"),
    ("mailto:a@example.org", "mailto:a@example.org", ""),
]


@pytest.mark.parametrize(("written", "becomes", "said"), CASES, ids=[case[0] for case in CASES])
def test_mend(written, becomes, said):
    page = f'<p id="here"><a href="{written}">words</a></p>'
    pages = {
        name: document(parse(text), "T", "en", "")
        for name, text in (OTHERS | {"a/page.xhtml": page}).items()
    }
    notices = list(mend(pages))
    links = elements(pages["a/page.xhtml"], "a")
    assert [link.get("href") for link in links] == ([becomes] if becomes else [])
    assert "words" in "".join(pages["a/page.xhtml"].itertext())
    assert [(where, notice.check) for where, notice in notices] == (
        [("a/page.xhtml", "epub-dead-link")] if said else []
    )
    assert all(said in notice.message for _, notice in notices)
