"""Any text stands in the PDF as it was written, whatever it means to Typst."""

import json
import random

import pytest
import typst

from soilbook.editions.pdf.markup import array, call, escape, string

PUNCTUATION = [*list("*_#$@<>`~[]/\\-+=.'\"(){}|&%^:;,!?1a é"), "//", "/*", "*/", "--", "---"]
PUNCTUATION += [
    "...",
    "-?",
    "1.",
    "12. ",
    "- ",
    "+ ",
    "= ",
    "/ a: ",
    "https://a.b/c?d=e#f",
    "\\u{41}",
]


def printed(markups: list[str]) -> list[str]:
    """Let Typst read each as a heading, and return what it would print as plain text."""
    source = "\n".join(f"#heading[{markup}]" for markup in markups)
    found = json.loads(typst.query(source.encode(), "heading", field="body"))
    return [plain(body) for body in found]


def plain(body: dict) -> str:
    if "children" in body:
        return "".join(plain(child) for child in body["children"])
    if body["func"] == "space":
        return " "
    assert body["func"] in ("text", "symbol", "sequence"), f"not plain text: {body}"
    return body.get("text", "")


def test_random_punctuation_is_printed_as_it_is():
    chance = random.Random(3)
    texts = ["".join(chance.choices(PUNCTUATION, k=chance.randint(1, 9))) for _ in range(600)]
    wanted = [" ".join(f"a {text} b".split(" ")) for text in texts]
    for text, answer in zip(wanted, printed([escape(text) for text in wanted]), strict=True):
        assert answer.split() == text.split()


@pytest.mark.parametrize(
    "text",
    ["- item", "+ item", "= title", "== title", "/ term: x", "1. item", "23. item", "#x", "// x"],
)
def test_the_start_of_a_line_is_no_markup(text: str):
    assert printed([escape(text)]) == [text]


def test_texts_after_a_call_do_not_join_it():
    markups = [call("emph", "[a]") + escape(after) for after in ("; b", "(b)", "[b]", ".b", "{b}")]
    source = "\n".join(f"#heading[{markup}]" for markup in markups)
    bodies = json.loads(typst.query(source.encode(), "heading", field="body"))
    after = ["".join(plain(one) for one in body["children"][1:]) for body in bodies]
    assert after == ["; b", "(b)", "[b]", ".b", "{b}"]


def test_string_literals_hold_any_text():
    text = 'a "quote", a \\ backslash,\na line, a\ttab, #x [y] $z$ \\u{41}'
    value = typst.query(f"#metadata({string(text)}) <x>".encode(), "<x>", field="value", one=True)
    assert json.loads(value) == text


def test_white_space_and_control_characters():
    assert escape("a\n  b\x00\x07c") == "a bc"


def test_an_array_of_one_is_an_array():
    value = typst.query(f"#metadata({array(['1'])}) <x>".encode(), "<x>", field="value", one=True)
    assert json.loads(value) == [1]
