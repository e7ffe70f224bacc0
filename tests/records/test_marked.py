"""The TeX of a value becomes text with marks, which pybtex prints as it is."""

import random

import pytest
from pybtex.richtext import Text

from soilbook.records.marked import END, MARK, MARKS, SAYS, address, marked, shown, unhidden

# What is written, what readers see, and the same with its marks and braces shown.
VALUES = {
    "Plain text": ("Plain text", "Plain text"),
    r"A 50% cut, a 50\% cut": ("A 50% cut, a 50% cut", "A 50% cut, a 50% cut"),
    "CO$_2$": ("CO2", "{CO}{<sub>2</>}"),
    r"{CO$_{2}$} & \& # _ ~": ("CO2 & & # _", "{{CO}{<sub>2</>}} & & # _"),
    r"$\delta^{13}$C": ("δ13C", "{δ<sup>13</>}{C}"),
    r"10 ha$^{-1}$": ("10 ha−1", "10 ha{<sup>−1</>}"),
    r"$R^2$ at 5$^\circ$C": ("R2 at 5°C", "{<em>R</><sup>2</>} at 5{°}C"),
    r"$\mathrm{NO_3^-}$": ("NO3−", "{{NO}<sub>3</><sup>−</>}"),
    r"$\frac{a}{b}$": (r"\frac{a}{b}".replace("{", "{"), r"{<math>\frac{a}{b}</>}"),
    r"\emph{Pinus} sp.": ("Pinus sp.", "<em>{P}inus</> sp."),
    r"Is it \emph{Vigna?}": ("Is it Vigna?", "Is it <em>Vigna</>?"),
    r"{\it Zea} {\bf mays}": ("Zea mays", "<em>{Z}ea</> <strong>mays</>"),
    r"{\'E}t\'e, na\"{\i}ve, \c{c}": ("Été, naïve, ç", "{É}té, naïve, ç"),
    "<i>Zea</i> CO<sub>2</sub> &amp; &lt;sup&gt;x&lt;/sup&gt;": (
        "Zea CO2 & x",
        "<em>{Z}ea</> {CO}<sub>2</> & <sup>x</>",
    ),
    r"p &lt; 0.05 \&amp; 1 < 2": ("p < 0.05 & 1 < 2", "p < 0.05 & 1 < 2"),
    "``A'' -- b --- c": ("“A” – b — c", "“A” – b — c"),
    r"\url{http://x.y/a%20b\_c}": ("http://x.y/a%20b_c", "<link>{http://x.y/a%20b_c}|http://x.y/a%20b_c</>"),
    r"\href{http://x.y}{Here \emph{it}}": ("Here it", "<link>{http://x.y}|Here <em>it</></>"),
    "A $5 price": ("A $5 price", "A $5 price"),
    "unbalanced } {": ("unbalanced", "unbalanced"),
    r"\textsc{Small} \strange{one}": ("Small one", "{Small} {one}"),
}  # fmt: skip


def with_signs(text: str) -> str:
    """Marks as readable signs."""
    for kind, mark in MARKS.items():
        text = text.replace(mark, f"<{kind}>")
    return unhidden(text.replace(END, "</>").replace(SAYS, "|"))


@pytest.mark.parametrize("value", VALUES)
def test_golden_text(value):
    text, signs = VALUES[value]

    assert shown(marked(value)) == text
    assert with_signs(marked(value)) == signs


def test_pybtex_changes_nothing_but_takes_the_braces_off():
    chance = random.Random(7)
    pieces = [
        *VALUES,
        "\\",
        "{",
        "}",
        "$",
        "%",
        "^{",
        "_",
        "&#",
        "&lt;",
        "\\'",
        "--",
        "``",
        "~",
        " ",
        "é",
    ]
    for _ in range(1000):
        value = "".join(chance.choices(pieces, k=chance.randrange(1, 6)))
        text = marked(value)
        # `Text.from_latex` raises for braces that do not pair, and drops what TeX would.
        assert str(Text.from_latex(text)) == text.replace("{", "").replace("}", ""), value


def test_a_value_of_any_length_and_depth_is_read_in_time():
    assert shown(marked("{" * 5000 + "deep" + "}" * 5000)) == "deep"
    assert len(shown(marked("CO$_2$ " * 5000))) == 4 * 5000 - 1
    assert not MARK.search(shown(marked("<i>" * 2000 + "$" * 2001)))


@pytest.mark.parametrize(
    ("written", "bare"),
    {
        r"\url{http://x.y/a\_b}": "http://x.y/a_b",
        r"http://x.y/\~{}me/\%20\#top": "http://x.y/~me/%20#top",
        "http://x.y/a\n    b": "http://x.y/ab",
        "www.x.y": "https://www.x.y",
        "http://x.y/?a=1&amp;b=2": "http://x.y/?a=1&b=2",
    }.items(),
)
def test_addresses_lose_what_tex_needs_around_them(written, bare):
    assert address(written) == bare
