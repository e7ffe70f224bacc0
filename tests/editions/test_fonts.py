"""The fonts that editions carry: cut to what a book uses, with the sizes of stretchy signs."""

from io import BytesIO

from fontTools.ttLib import TTFont

from soilbook.editions.fonts import FOLDER, MATHS, characters_of_maths, subset
from soilbook.maths import Translator

EQUATIONS = (
    r"\sqrt{x} \left( \frac{a}{b} \right) f'(x) \mathscr{H} \mathcal{H} \xrightarrow{k} \bar X"
)


def cut() -> bytes:
    return subset(MATHS, characters_of_maths(Translator({}, "en").mathml(EQUATIONS, True)))


def test_characters_are_those_a_browser_draws():
    used = characters_of_maths(Translator({}, "en").mathml(EQUATIONS, True))
    assert {"√", "𝑥", "𝑓", "′", "→", "ˉ", "\ufe01"} <= used
    assert "y" not in used
    assert characters_of_maths("<p>no equation here</p>") == set()


def test_sizes_of_stretchy_signs_and_forms_below_accents_are_kept():
    font = TTFont(BytesIO(cut()))
    names = font.getBestCmap()
    sizes = font["MATH"].table.MathVariants
    upright = dict(zip(sizes.VertGlyphCoverage.glyphs, sizes.VertGlyphConstruction, strict=True))
    lying = dict(zip(sizes.HorizGlyphCoverage.glyphs, sizes.HorizGlyphConstruction, strict=True))
    for sign in "()√":
        assert len(upright[names[ord(sign)]].MathGlyphVariantRecord) > 3
    assert lying[names[ord("→")]].GlyphAssembly is not None
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "ssty" not in features
    assert any(table.format == 14 for table in font["cmap"].tables)


def test_a_cut_font_is_small_and_the_same_every_time():
    first = cut()
    assert len(first) < 40_000
    assert subset(MATHS, reversed([*"abc"])) == subset(MATHS, [97, 98, 99])
    assert subset(MATHS, "a", "") != subset(MATHS, "a", "woff")


def test_every_font_has_its_licence_beside_it():
    licences = [path.name for path in FOLDER.glob("*.txt")]
    for font in FOLDER.glob("*.woff2"):
        family = font.name.partition("-")[0]
        assert [name for name in licences if name.startswith(family)], font
