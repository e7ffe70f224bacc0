"""Every equation of the corpus still looks as it did when somebody looked at it."""

from importlib.metadata import version

import pytest
from corpus import REPORTED, named, of_the_book, translator
from PIL import Image, ImageChops

from pictures import FOLDER, REVIEW, drawn
from soilbook.maths import MathsError

# Greys apart that are another shape, and how many such points an equation may have.
_STEP, _POINTS = 96, 6


@pytest.fixture(scope="module")
def pictures() -> dict[str, Image.Image]:
    return drawn(named())


def test_pictures_were_reviewed_with_the_installed_typst():
    assert REVIEW["typst"] == version("typst"), "draw the pictures anew and look at them"


def test_every_equation_was_judged():
    assert set(REVIEW["verdicts"]) == set(named())
    right = [name for name, judged in REVIEW["verdicts"].items() if judged["verdict"] == "right"]
    assert len(right) >= 0.95 * len(named())
    assert {path.stem for path in FOLDER.glob("*.png")} == set(named())


def test_no_picture_differs_from_the_reviewed_one(pictures):
    assert [name for name, picture in pictures.items() if differs(name, picture)] == []


def differs(name: str, picture: Image.Image) -> bool:
    """Tell another size or another shape; smoothing may differ between machines."""
    with Image.open(FOLDER / f"{name}.png") as opened:
        reviewed = opened.convert("L")
    if any(abs(a - b) > 1 for a, b in zip(reviewed.size, picture.size, strict=True)):
        return True
    apart = ImageChops.difference(reviewed, picture.crop((0, 0, *reviewed.size))).histogram()
    return sum(apart[_STEP:]) > _POINTS


def test_a_changed_equation_is_seen(pictures):
    changed = drawn({"soil-05": r"\frac{dC}{dt} = I + kC", "soil-06": named()["soil-06"]})
    assert differs("soil-05", changed["soil-05"])
    assert not differs("soil-06", changed["soil-06"])


@pytest.mark.parametrize("latex", REPORTED)
def test_what_is_not_known_is_reported(latex):
    with pytest.raises(MathsError, match="is not known"):
        translator().typst(latex, True)


def test_every_equation_of_the_book_is_drawn():
    equations = {latex: latex for latex in of_the_book()}
    assert len(equations) > 50
    assert len(drawn(equations)) == len(equations)
