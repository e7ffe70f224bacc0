"""`jb verify` says what a PDF breaks of PDF/UA-1, and what its metadata leave out."""

import pikepdf
import pytest

from soilbook.editions.pdf.metadata import Metadata, finished
from soilbook.project import Project
from soilbook.verify.conformance import unfit_pdfs

CONFIG = """\
title: On soil
author: Ana García and Bo Li
soilbook:
  licence: CC BY 4.0
  publisher: A press
  identifier: 10.1000/soil
  keywords: [soil, carbon]
"""
SOURCE = """\
#set document(title: "On soil")
#set text(lang: "en")
= One
See #link("https://example.org")[this place].
#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"), alt: "A square")
#table(columns: 2, table.header[Depth][Carbon], [10], [2])
#pagebreak()
= Two
"""


@pytest.fixture
def project(tmp_path, compile_pdf):
    """A book whose only edition is a PDF of two pages, which is as it should be."""
    (tmp_path / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "small.typ").write_text(SOURCE, encoding="utf-8")
    folder = tmp_path / "_build" / "pdf" / "chapters"
    folder.mkdir(parents=True)
    made = Project.at(tmp_path)
    typeset = compile_pdf(tmp_path / "small.typ", tmp_path / "small.pdf").read_bytes()
    (folder / "one.pdf").write_bytes(finished(typeset, Metadata.of(made, 1700000000)))
    return made


def elements(pdf, kind):
    """The structure elements of a kind, such as /Figure."""
    return [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == kind
    ]


def without_alternative(pdf):
    del elements(pdf, "/Figure")[0].Alt


def without_scope(pdf):
    for cell in (*elements(pdf, "/TH"), *elements(pdf, "/TD")):
        if "/A" in cell:
            del cell.A


def without_tags(pdf):
    del pdf.Root.StructTreeRoot


def without_language(pdf):
    del pdf.Root.Lang


def without_words_for_a_link(pdf):
    del pdf.pages[0].Annots[0].Contents


def without_title_bar(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def without_bookmarks(pdf):
    del pdf.Root.Outlines


def without_metadata(pdf):
    del pdf.Root.Metadata


def with_other_rights(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:rights"] = "All rights reserved"


def without_claim(pdf):
    packet = pdf.Root.Metadata.read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in packet
    pdf.Root.Metadata.write(packet.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


def test_a_pdf_as_it_should_be(project):
    assert list(unfit_pdfs(project)) == []


@pytest.mark.parametrize(
    ("break_it", "check", "words"),
    [
        (without_alternative, "verify-pdf-accessibility", "Figure"),
        (without_scope, "verify-pdf-accessibility", "header"),
        (without_tags, "verify-pdf-accessibility", "structure"),
        (without_language, "verify-pdf-accessibility", "no local, inherited, or catalog /Lang"),
        (without_words_for_a_link, "verify-pdf-accessibility", "Contents"),
        (without_title_bar, "verify-pdf-metadata", "file name in place of the title"),
        (without_bookmarks, "verify-pdf-metadata", "no bookmarks"),
        (without_metadata, "verify-pdf-metadata", "no dc:title"),
        (with_other_rights, "verify-pdf-metadata", '"All rights reserved" for dc:rights'),
        (without_claim, "verify-pdf-metadata", "no pdfuaid:part"),
    ],
)
def test_what_is_broken_is_found(project, break_it, check, words):
    path = project.build / "pdf" / "chapters" / "one.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        break_it(pdf)
        pdf.save(path)

    found = list(unfit_pdfs(project))

    assert {finding.path for finding in found} == {"_build/pdf/chapters/one.pdf"}
    assert any(one.check == check and words in one.message for one in found), found


def test_a_damaged_file_is_named_once(project):
    path = project.build / "pdf" / "chapters" / "one.pdf"
    path.write_bytes(b"%PDF-1.7 and nothing more")

    assert [one.check for one in unfit_pdfs(project)] == ["verify-pdf-accessibility"]
