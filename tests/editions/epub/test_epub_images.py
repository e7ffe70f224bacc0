"""Pictures in the package: the right ones, clean, and a word about those that cannot come."""

from io import BytesIO

import pytest
from PIL import Image

from soilbook.editions.epub.images import clean_svg, collect
from soilbook.editions.epub.names import elements
from soilbook.editions.epub.page import document, parse
from soilbook.editions.epub.sizes import fitted

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = b"<?xml version='1.0' encoding='utf-8'?>\n"

DRAWINGS = {
    "document_type_date_and_script_go": (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/'
        f'svg11.dtd"><svg {SVG}><metadata>2026-11-22</metadata><script>x()</script>'
        '<rect onclick="x()"/><!-- made by a program --></svg>',
        f"<svg {SVG}><rect/></svg>",
    ),
    "references_outside_go": (
        f'<svg {SVG}><image xlink:href="https://example.org/a.png"/><use xlink:href="#a"/></svg>',
        f'<svg {SVG}><image/><use xlink:href="#a"/></svg>',
    ),
    "styles_load_nothing": (
        f"<svg {SVG}><style>@import 'https://x.org/a.css';*{{fill:url(#a)}}"
        "b{src:url(https://x.org/f.woff)}</style></svg>",
        f"<svg {SVG}><style>*{{fill:url(#a)}}b{{src:}}</style></svg>",
    ),
}


@pytest.mark.parametrize("case", DRAWINGS)
def test_clean_svg(case):
    before, after = DRAWINGS[case]
    assert clean_svg(before.encode()) == HEAD + after.encode() + b"\n"


@pytest.mark.parametrize("broken", [b"", b"   ", b"no drawing", b"<html/>"])
def test_nothing_is_left_of_what_is_no_drawing(broken):
    assert clean_svg(broken) == b""


FAULTS = {
    "https://example.org/a.png": "lies elsewhere",
    "gone.png": "was not found",
    "a.tiff": "EPUB does not know",
    "../../etc/a.png": "was not found",
    "broken.svg": "is empty or damaged",
    "broken.png": "is empty or damaged",
}


@pytest.mark.parametrize("source", FAULTS)
def test_what_cannot_come_is_said_in_words(source, tmp_path):
    (tmp_path / "a.tiff").write_bytes(b"II")
    (tmp_path / "broken.svg").write_bytes(b"")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG")
    page = document(parse(f'<p><img src="{source}" alt="A field"></p>'), "T", "en", "")
    files = {}
    notices = list(collect({"page.xhtml": page}, tmp_path, files))
    assert [(name, notice.check) for name, notice in notices] == [("page.xhtml", "epub-image")]
    assert FAULTS[source] in notices[0][1].message
    assert elements(page, "img") == []
    assert "A field" in "".join(page.itertext())
    assert files == {}


def test_a_large_photo_is_made_smaller(tmp_path):
    Image.radial_gradient("L").resize((4000, 3000)).save(tmp_path / "a.jpg", quality=100)
    with Image.open(BytesIO(fitted(tmp_path / "a.jpg"))) as small:
        assert (small.format, small.size) == ("JPEG", (1600, 1200))


@pytest.mark.parametrize("name", ["small.png", "moving.gif", f"{'0a' * 32}.png"])
def test_what_stays_as_it_is(name, tmp_path):
    """Small pictures, moving ones, and those of notebooks, which `jb verify` compares."""
    size = (40, 30) if name == "small.png" else (2000, 10)
    frames = [Image.new("L", size, level) for level in (0, 255)]
    more = {"save_all": True, "append_images": frames[1:]} if name.endswith("gif") else {}
    frames[0].save(tmp_path / name, **more)
    assert fitted(tmp_path / name) == (tmp_path / name).read_bytes()


def test_one_picture_comes_once_under_a_plain_name(tmp_path):
    (tmp_path / "_images").mkdir()
    Image.new("L", (4, 2)).save(tmp_path / "_images" / "été.png")
    markup = '<p><img src="../_images/%C3%A9t%C3%A9.png" alt="x"></p>' * 2
    page = document(parse(markup), "T", "en", "../")
    files = {}
    assert list(collect({"book/page.xhtml": page}, tmp_path, files)) == []
    assert list(files) == ["images/ete-1b16eb27.png"]
    assert {image.get("src") for image in elements(page, "img")} == {"../images/ete-1b16eb27.png"}
