"""The reader of the EPUB edition, on packages written by hand."""

import zipfile

import pytest

from soilbook.verify.epub import read_epub
from soilbook.verify.outline import Unreadable

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/book.opf"/></rootfiles></container>"""
PAGE = """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"
xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>{body}</html>"""

CONTENTS = """<body><nav epub:type="toc"><h1>Contents</h1><ol><li><span>Part one</span><ol>
<li><a href="text/one.xhtml">One</a></li></ol></li></ol></nav></body>"""


@pytest.fixture
def book(tmp_path):
    """Pack pages, in the order of the spine, and read the package."""

    def write(**pages):
        items = "".join(f'<item id="{one}" href="text/{one}.xhtml"/>' for one in sorted(pages))
        spine = "".join(f'<itemref idref="{one}"/>' for one in pages)
        path = tmp_path / "_build" / "epub" / "b.epub"
        path.parent.mkdir(parents=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("META-INF/container.xml", CONTAINER)
            archive.writestr(
                "OPS/book.opf",
                '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
                f'<item id="nav" href="nav.xhtml" properties="nav"/>{items}</manifest>'
                f'<spine><itemref idref="nav"/>{spine}</spine></package>',
            )
            archive.writestr("OPS/nav.xhtml", PAGE.format(body=CONTENTS))
            for name, body in pages.items():
                archive.writestr(f"OPS/text/{name}.xhtml", PAGE.format(body=body))
        return read_epub(path, tmp_path)

    return write


def test_documents_come_in_the_order_of_the_spine(book):
    found = book(
        zebra='<body><section id="s"><h1>First</h1></section></body>',
        ant="<body><h1>Second</h1></body>",
    )

    assert [head.text for head in found.headings] == ["First", "Second"]
    assert found.parts == ["Part one"]
    assert found.headings[0].place.file == "_build/epub/b.epub"
    assert found.headings[0].place.spot == "OPS/text/zebra.xhtml#s"


def test_cover_and_title_page_are_of_this_edition_only(book):
    found = book(
        cover='<body epub:type="cover"><img alt="Cover" src="c.png"/></body>',
        title='<body><section epub:type="titlepage"><h1>Title</h1></section></body>',
        one='<body epub:type="bodymatter"><h1>One</h1></body>',
    )

    assert [head.text for head in found.headings] == ["One"]
    assert found.figures == []


def test_what_a_page_holds_is_read_as_in_html(book):
    found = book(
        one="""<body><figure id="f"><img src="a.png" alt="A pit"/><figcaption><span
        class="caption-number">Figure 1 </span><span class="caption-text">Pit</span></figcaption>
        </figure><div class="math"><span class="eqno">(1)</span><math
        xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math></div>
        <a href="two.xhtml#e">Lal, 2004</a><a href="two.xhtml#f">lost</a></body>""",
        two='<body><div class="citation" role="listitem" id="e"><p>Lal. Soil.</p></div></body>',
    )

    assert [(one.number, one.caption, one.alts) for one in found.figures] == [
        ("Figure 1", "Pit", ("A pit",))
    ]
    assert [(one.number, one.spoken) for one in found.equations] == [("1", "x")]
    assert [(one.text, one.entry) for one in found.citations] == [("Lal, 2004", "Lal. Soil.")]
    assert [link.target for link in found.dead_links] == ["OPS/text/two.xhtml#f", "OPS/text/a.png"]


def test_a_document_that_is_no_xml_is_unreadable(book):
    with pytest.raises(Unreadable, match=r"one\.xhtml is not XML"):
        book(one="<body><p>not closed</body>")


def test_a_file_that_is_no_package_is_unreadable(tmp_path):
    path = tmp_path / "b.epub"
    path.write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(Unreadable, match="it is damaged"):
        read_epub(path, tmp_path)
