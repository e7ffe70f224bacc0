"""What an EPUB says of its accessibility is so: DAISY Ace agrees, and the pages are as it says."""

import re
import zipfile

import pytest
from PIL import Image

from soilbook.editions.epub.accessibility import Facts, statements
from soilbook.editions.epub.metadata import Book
from soilbook.editions.epub.page import document, parse


def test_ace_finds_nothing(every_markup, run_ace):
    assert run_ace(every_markup[0]) == []


def test_ace_does_find_a_fault(every_markup, run_ace, contents_of, tmp_path):
    """The judge is awake: the same book without the descriptions of its pictures."""
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as archive:
        for name, content in contents_of(every_markup[0]).items():
            if name.endswith((".xhtml", ".opf", ".xml", "mimetype", ".css")):
                archive.writestr(name, re.sub(rb' alt="[^"]*"', b"", content))
    assert any(fault.startswith("image-alt: ") for fault in run_ace(broken))


def book(**told):
    """Metadata of a book, all empty but what is told."""
    names = Book.__dataclass_fields__
    return Book(**{name: 0 if name == "epoch" else "" for name in names} | told)


def said(markup, files=None, **told):
    """What a book of one page says, as a list of "property value"."""
    pages = {"page.xhtml": document(parse(markup), "T", "en", "")}
    facts = Facts.of(pages, files or {})
    return [f"{name.partition(':')[2]} {text}" for name, text in statements(facts, book(**told))]


MATHS = '<math xmlns="http://www.w3.org/1998/Math/MathML"{}><mi>x</mi></math>'
SPOKEN = MATHS.format(' alttext="x"')
FEATURE = "accessibilityFeature "

CASES = {
    "text_alone": (
        "<h1>A</h1><p>a</p>",
        ["accessMode textual", "accessModeSufficient textual", FEATURE + "structuralNavigation"],
        ["accessMode visual", FEATURE + "alternativeText", FEATURE + "MathML"],
    ),
    "a_described_picture": (
        '<img src="a.png" alt="A profile">',
        ["accessMode visual", "accessModeSufficient textual", FEATURE + "alternativeText"],
        [],
    ),
    "a_picture_without_words": (
        '<img src="a.png" alt="A profile"><img src="b.png" alt="">',
        ["accessMode visual", "accessModeSufficient textual,visual"],
        ["accessModeSufficient textual", FEATURE + "alternativeText"],
    ),
    "an_ornament": (
        '<img src="a.png" alt="" role="presentation">',
        [FEATURE + "alternativeText"],
        [],
    ),
    "a_caption_is_no_description": (
        '<figure><img src="a.png" alt="Fig. 1 A profile">'
        "<figcaption>Fig. 1 A profile</figcaption></figure>",
        [],
        ["accessModeSufficient textual", FEATURE + "alternativeText"],
    ),
    "spoken_maths": (SPOKEN, [FEATURE + "MathML", FEATURE + "describedMath"], []),
    "silent_maths": (
        MATHS.format(""),
        [FEATURE + "MathML"],
        [FEATURE + "describedMath", "accessModeSufficient textual"],
    ),
    "headings_out_of_order": ("<h1>A</h1><h3>B</h3>", [], [FEATURE + "structuralNavigation"]),
    "an_index": ('<section role="doc-index">a</section>', [FEATURE + "index"], []),
    "no_index": ("<p>a</p>", [], [FEATURE + "index", FEATURE + "pageNavigation"]),
}


@pytest.mark.parametrize("case", CASES)
def test_only_what_is_there_is_said(case):
    markup, true, untrue = CASES[case]
    told = said(markup)
    assert [line for line in true if line not in told] == []
    assert [line for line in untrue if line in told] == []


def test_the_summary_says_it_in_the_language_of_the_book():
    summary = said('<img src="a.png" alt="">', language="fr")[-1]
    assert "Certaines images n’ont pas de description." in summary
    assert "MathML" not in summary


def test_what_moves_is_no_certain_safety(tmp_path):
    frames = [Image.new("L", (2, 2), level) for level in (0, 255)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    moving, still = (tmp_path / "a.gif").read_bytes(), (tmp_path / "b.gif")
    frames[0].save(still)
    assert "accessibilityHazard unknown" in said("", {"a.gif": moving})
    assert "accessibilityHazard none" in said("", {"a.gif": still.read_bytes()})


def test_a_conformance_needs_a_name_and_good_pages():
    claim = "conformsTo EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    assert claim not in said("<h1>A</h1>")
    assert claim in said("<h1>A</h1>", certified_by="A Press")
    assert "certifiedBy A Press" in said("<h1>A</h1>", certified_by="A Press")
    assert claim not in said('<img src="a.png" alt="">', certified_by="A Press")
