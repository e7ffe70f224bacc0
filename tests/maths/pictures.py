"""Pictures of the corpus as Typst draws it, each looked at beside the same equation set by LaTeX.

``reviewed/`` holds them; ``review.json`` says with which Typst they were made and what was seen.
Run this module to draw them anew; then look at each one that changed.
"""

import io
import json
from collections.abc import Mapping
from importlib.metadata import version

import typst
from corpus import HERE, named, translator_of
from PIL import Image

FOLDER = HERE / "reviewed"
REVIEW = json.loads((HERE / "review.json").read_text(encoding="utf-8"))
_HEAD = """#set page(width: auto, height: auto, margin: 4pt)
#set text(size: 11pt, font: "Libertinus Serif")
#show math.equation: set text(font: "New Computer Modern Math")
"""
_GREYS = 16


def drawn(equations: Mapping[str, str]) -> dict[str, Image.Image]:
    """Draw each equation on a page of its own, in a few greys."""
    pages = [
        f"#page[#math.equation(block: true, $ {translator_of(latex).typst(latex, True)} $)]"
        for latex in equations.values()
    ]
    source = (_HEAD + "\n".join(pages)).encode()
    made = typst.compile(source, format="png", ppi=100, ignore_system_fonts=True)
    pictures = (Image.open(io.BytesIO(page)).convert("L") for page in made)
    return {
        name: picture.point(lambda grey: grey // _GREYS * _GREYS)
        for name, picture in zip(equations, pictures, strict=True)
    }


def draw_all() -> None:
    """Write the pictures and the version of Typst."""
    for name, picture in drawn(named()).items():
        picture.quantize(_GREYS).save(FOLDER / f"{name}.png", optimize=True)
    REVIEW["typst"] = version("typst")
    text = json.dumps(REVIEW, ensure_ascii=False, indent=1)
    (HERE / "review.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    draw_all()
