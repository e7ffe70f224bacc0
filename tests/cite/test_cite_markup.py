"""Titles as registries send them, as plain text and as TeX."""

import pytest

from soilbook.cite.markup import plain_title, protected, tex_text
from soilbook.records.tex import plain

MATHML = (
    '<mml:math id="M1"><mml:mrow class="chem"><mml:msub><mml:mi mathvariant="normal">N</mml:mi>'
    "<mml:mn>2</mml:mn></mml:msub><mml:mi>O</mml:mi></mml:mrow></mml:math>"
)
TITLES = [
    ("Soil carbon", "Soil carbon", "Soil carbon"),
    ("Roots of <i>Zea mays</i>", "Roots of Zea mays", r"Roots of \emph{Zea mays}"),
    ("CO<sub>2</sub> from soils", "CO₂ from soils", "{CO₂} from soils"),
    ("kg m<sup>−2</sup>", "kg m⁻²", "kg m⁻²"),
    ("x<sub>max</sub> of soils", "xmax of soils", r"x\textsubscript{max} of soils"),
    ("Soils &amp; water", "Soils & water", r"Soils \& water"),
    ("Soils &amp;amp; water", "Soils & water", r"Soils \& water"),
    ("&lt;i&gt;Zea mays&lt;/i&gt;", "Zea mays", r"\emph{Zea mays}"),
    ("<jats:italic>Lumbricus</jats:italic>", "Lumbricus", r"\emph{Lumbricus}"),
    (f"Fluxes of {MATHML} in soils", "Fluxes of N₂O in soils", "Fluxes of {N₂O} in soils"),
    ("A 50% cut, p < 0.05", "A 50% cut, p < 0.05", r"A 50\% cut, p < 0.05"),
    ("SOC and pH, by McBratney", "SOC and pH, by McBratney", "{SOC} and {pH}, by {McBratney}"),
    ("Left <i>open", "Left open", r"Left \emph{open}"),
    ("Two\n   lines", "Two lines", "Two lines"),
    ("A {brace", "A {brace", r"A \textbraceleft{}brace"),
]


@pytest.mark.parametrize(("sent", "text", "tex"), TITLES)
def test_a_title(sent, text, tex):
    assert plain_title(sent) == text
    assert protected(tex_text(sent)) == tex


@pytest.mark.parametrize(("sent", "text", "tex"), TITLES)
def test_the_tex_means_the_text(sent, text, tex):
    assert plain(tex) == text
    assert tex.count("{") == tex.count("}")
