"""Sentences for screen readers, as a colleague would read the equation aloud."""

import pytest
from corpus import translator

SENTENCES = {
    r"\mathrm{Mg\,C\,ha^{-1}\,yr^{-1}}": (
        "megagrams C per hectare per year",
        "mégagrammes C par hectare par an",
        "megagramos C por hectárea por año",
    ),
    r"25\ \mathrm{kg\,m^{-3}}": (
        "25 kilograms per metre cubed",
        "25 kilogrammes par mètre cube",
        "25 kilogramos por metro cúbico",
    ),
    r"P(A \mid B)": ("P of A given B", "P de A sachant B", "P de A dado B"),
    r"|x_i|^2": (
        "the absolute value of x sub i end absolute value squared",
        "la valeur absolue de x indice i fin de la valeur absolue au carré",
        "el valor absoluto de x subíndice i fin del valor absoluto al cuadrado",
    ),
    r"\max_i |x_i|": (
        "the maximum over i of the absolute value of x sub i end absolute value",
        "le maximum sur i de la valeur absolue de x indice i fin de la valeur absolue",
        "el máximo sobre i del valor absoluto de x subíndice i fin del valor absoluto",
    ),
    r"S_{\max}": ("S sub max", "S indice max", "S subíndice max"),
    r"\ce{NO3-}": ("NO 3 minus", "NO 3 moins", "NO 3 menos"),
    r"\text{(t C ha$^{-1}$)}": (
        "(t C per hectare)",
        "(t C par hectare)",
        "(t C por hectárea)",
    ),
    r"\frac{\mathrm{d}^2 y}{\mathrm{d}x^2}": (
        "d squared y over d x squared",
        "d au carré y sur d x au carré",
        "d al cuadrado y sobre d x al cuadrado",
    ),
}


@pytest.mark.parametrize(("latex", "sentences"), SENTENCES.items())
def test_sentence(latex, sentences):
    said = tuple(translator(language).speech(latex) for language in ("en", "fr", "es"))
    assert said == sentences
