r"""What TeX in a .bib file means as plain text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from latexcodec.codec import find_latex

from soilbook.records.tex import ACCENTS, plain

MEANINGS = {
    "Plain  text\n with rows": "Plain text with rows",
    r"K{\"o}gel-Knabner": "Kögel-Knabner",
    r"\'{\i}\'\i{} {\'E}tude \'etude {\'{e}} \^{\j}": "íí Étude étude é ĵ",
    r"\v{C}ern\'y, \c{C}elik, \k{a}, \H{o}, \u{g}, \r{a}, \d{h}": "Černý, Çelik, ą, ő, ğ, å, ḥ",
    r"Stra\ss e {\ss} \o{}re \AA ngstr\"om \L{}\'od\'z {\ae} \TH": "Straße ß øre Ångström Łódź æ Þ",
    r"50\% A \& B \#1 a\_b \$5 \{x\}": "50% A & B #1 a_b $5 {x}",
    r"1961--1990 --- so ``quoted'' `x'": "1961–1990 — so “quoted” `x'",
    r"a~b \, c\ d\-e\/f \\ g": "a b c def g",
    r"{The {W}orld {{B}}ank}": "The World Bank",
    r"\emph{Fagus \textbf{syl}vatica} \textsc{x} {\it y}": "Fagus sylvatica x y",
    r"CO$_2$, $CO_2$, \textsubscript{2}, \ce{CO2}, $\mathrm{CO_{2}}$": "CO2, CO2, 2, CO2, CO2",
    r"$\delta^{13}$C $p < 0.05$ \(x^2\) $\pm$ \textmu m \textdegree C": "δ13C p < 0.05 x2 ± µm °C",
    r"\url{https://example.org/~a_b%20c--d\_e}": "https://example.org/~a_b%20c--d_e",
    r"\href{https://example.org}{An address} \textcolor{red}{in red}": "An address in red",
    "US$ 5": "US$ 5",
    r"\textquoteright\textendash\textemdash\dots\S": "’–—…§",
    r"\~{} \^{} \~n": "~ ^ ñ",
    r"\unknown{kept} \alsounknown x": "kept x",
    "": "",
    "snake_case ^ % #": "snake_case ^ % #",
}


@pytest.mark.parametrize("value", MEANINGS)
def test_tex_becomes_text(value):
    assert plain(value) == MEANINGS[value]


@pytest.mark.parametrize("accent", sorted(set(ACCENTS) - set("tdbrkc")))
def test_accents_are_those_of_another_reader(accent):
    for letter in "aceinosuyzACEINOSUYZ":
        gap = " " if accent.isalpha() else ""
        for written in (f"\\{accent}{{{letter}}}", f"\\{accent}{gap}{letter}"):
            other = find_latex("ulatex").decode(written)[0]
            if len(other) == 1:
                assert plain(written) == other, written


@settings(derandomize=True, deadline=None, max_examples=500)
@given(st.text("\\{}$~-`'\"^_%ab \n[](é" + "\0", max_size=30))
def test_no_value_is_too_odd(value):
    text = plain(value)
    assert text == " ".join(text.split())


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text("abéß 019.,:;-()", max_size=30))
def test_text_without_tex_stays(value):
    expected = " ".join(value.replace("---", "—").replace("--", "–").split())
    assert plain(value) == expected


def test_depth_and_length_do_not_matter():
    assert plain("{" * 200_000 + "a" + "}" * 200_000) == "a"
    begun = time.process_time()
    plain("\\'" * 100_000 + "{$x" * 50_000 + "\\url{" * 50_000)
    assert time.process_time() - begun < 10
