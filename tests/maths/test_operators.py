"""Signs told from operations, limits, alignment: what a browser cannot know by itself."""

from xml.etree import ElementTree

import pytest

from soilbook.maths import Translator

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


def operators(latex: str) -> list[tuple[str, str | None]]:
    root = ElementTree.fromstring(Translator({}, "en").mathml(latex, True))
    return [(mo.text or "", mo.get("form")) for mo in root.iter(f"{NAMESPACE}mo")]


@pytest.mark.parametrize(
    ("latex", "form"),
    [
        ("a - b", None),
        ("-b", "prefix"),
        ("a = -b", "prefix"),
        ("(-b)", "prefix"),
    ],
)
def test_minus_is_a_sign_or_an_operation(latex, form):
    found = [at for char, at in operators(latex) if char == "−"]
    assert found == [form]


def test_a_line_that_goes_on_with_minus_keeps_the_gap():
    assert ("−", "infix") in operators(r"\begin{aligned} a &= b \\ &- c \end{aligned}")


@pytest.mark.parametrize(
    ("latex", "tag"),
    [
        (r"\sum_i x", "munder"),
        (r"\sum\nolimits_i x", "msub"),
        (r"\int_0^1 x", "msubsup"),
        (r"\int\limits_0^1 x", "munderover"),
        (r"\max_i x", "munder"),
        (r"\log_2 x", "msub"),
        (r"\operatorname*{arg\,min}_x f", "munder"),
        (r"\operatorname{Var}_x f", "msub"),
    ],
)
def test_limits_stand_where_latex_puts_them(latex, tag):
    root = ElementTree.fromstring(Translator({}, "en").mathml(latex, True))
    assert root[0].tag == NAMESPACE + tag


def test_blank_rows_and_row_gaps_leave_nothing_behind():
    translator = Translator({}, "en")
    rows = translator.typst("\\begin{aligned} a &= b \\\\[2ex] c &= d \\\\ \\end{aligned}", True)
    assert rows == "a & \\= b \\\n  c & \\= d"


def test_an_equation_in_lines_without_environment():
    translator = Translator({}, "en")
    assert translator.typst(r"a = b \\ c = d", True) == "a \\= b \\\n  c \\= d"
    assert translator.speech(r"a &= b \\ c &= d") == "a equals b; c equals d"
