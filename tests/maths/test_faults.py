r"""What is wrong with an equation is said in a sentence; nothing is lost silently."""

import pytest

from soilbook.maths import MathsError, Translator
from soilbook.maths.tree import element
from soilbook.maths.typst import typst

FAULTS = {
    r"\alhpa + 1": 'The command \\alhpa is not known. Did you mean "alpha"?',
    r"\frac{a}": r"Something is missing at the end, after \frac.",
    r"{a + b": "After { a } is missing.",
    r"a + b}": "There is a } that does not belong to anything.",
    r"\left( a": r"\right is missing.",
    r"a \right)": r"There is a \right that does not belong to anything.",
    r"\begin{gahter} a \end{gahter}": (
        'The environment gahter is not known. Did you mean "gather"?'
    ),
    r"\begin{cases} a \end{aligned}": r"\begin{cases} is closed by \end{aligned}.",
    r"\begin{cases} a": r"\begin{cases} has no \end{cases}.",
    r"x^a^b": "There are two superscripts (^) on one letter; use braces.",
    r"x_a_b": "There are two subscripts (_) on one letter; use braces.",
    r"\SI{3}{\kilogramm}": 'There is no unit \\kilogramm. Did you mean "kilogram"?',
    r"\hspace{wide} a": "wide is not a length; write a number with em, ex, mu or pt.",
    r"\begin{array}{lX} a \end{array}": ("The columns lX of an array may be l, c, r and | only."),
    r"\textcolor{no way}{x}": "The colour no way is not a name or #rrggbb.",
    r"\text{see \ref{x}}": r"The command \ref is not known inside \text.",
    r"a # b": r"# has no meaning inside an equation; write \#.",
    r"\loop": r"The macro \loop stands for itself and never ends.",
    r"\pair{a}": "Something is missing at the end, after \\pair.",
}
MACROS = {"loop": r"\loop", "pair": ["#1 + #2", 2]}


@pytest.mark.parametrize(("latex", "message"), FAULTS.items())
def test_fault_is_named(latex, message):
    translator = Translator(MACROS, "en")
    for convert in (translator.speech, lambda t: translator.mathml(t, True)):
        with pytest.raises(MathsError) as caught:
            convert(latex)
        assert str(caught.value) == message


def test_deep_nesting_is_a_fault_and_no_crash():
    with pytest.raises(MathsError, match="nested too deeply"):
        Translator({}, "en").speech("{" * 5000 + "}" * 5000)


@pytest.mark.parametrize(
    "unknown",
    [
        element("maction"),
        element("mi", text="x", dir="rtl"),
        element("mstyle", mathcolor="papayawhip"),
        element("mtext", text="x", style="font-variant: small-caps"),
        element("mrow", element("mi", text="x"), style="opacity: 0"),
    ],
    ids=lambda part: part.tag,
)
def test_what_typst_cannot_set_is_refused(unknown):
    with pytest.raises(MathsError):
        typst([unknown], display=True)


def test_macros_come_from_the_mathjax_configuration():
    config = {"tex": {"macros": {"SOC": r"\mathrm{SOC}", "E": [r"\mathbb{E}\left[#1\right]", 1]}}}
    translator = Translator.from_mathjax(config, "en")
    assert (
        translator.speech(r"\E{\SOC_i}")
        == "the expected value of open bracket SOC sub i close bracket"
    )
    assert Translator.from_mathjax(None, "fr").speech("a + b") == "a plus b"


def test_a_macro_of_the_book_wins_over_a_command():
    plain, own = Translator({}, "en"), Translator({"unit": [r"\,\mathrm{#1}", 1]}, "en")
    assert plain.typst(r"\unit{\hectare}", False) == '"ha"'
    assert own.typst(r"5\unit{ha}", False) == '5 thin"ha"'


def test_a_wrong_macro_is_named():
    with pytest.raises(MathsError, match="macro E must be LaTeX"):
        Translator({"E": 3}, "en")


def test_a_language_without_words_is_spoken_in_english():
    assert Translator({}, "pt-BR").speech("a = b") == "a equals b"
    assert Translator({}, "fr-CA").speech("a = b") == "a égale b"
