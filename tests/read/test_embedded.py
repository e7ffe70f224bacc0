"""Pictures that an author embeds with HTML, in pages that Sphinx really writes."""

import io

import pytest
from sphinx.application import Sphinx

RAW = ".. raw:: html\n\n   "


@pytest.fixture
def written(tmp_path):
    """Write the website of one page in a folder beside a picture; return it with the folder."""

    def write(markup):
        (tmp_path / "part/images").mkdir(parents=True)
        (tmp_path / "part/images/a pit.png").write_bytes(b"PNG")
        (tmp_path / "part/page.rst").write_text(f"Page\n====\n\n{RAW}{markup}\n")
        out = tmp_path / "out"
        settings = {"extensions": ["soilbook.read.embedded"], "root_doc": "part/page"}
        trees = tmp_path / "trees"
        Sphinx(tmp_path, None, out, trees, "html", settings, status=io.StringIO()).build()
        return (out / "part/page.html").read_text(encoding="utf-8"), out

    return write


def test_the_file_is_copied_and_the_page_leads_there(written):
    page, out = written('<figure><img class="x" src="images/a%20pit.png"></figure>')

    assert '<img class="x" src="../_images/a%20pit.png">' in page
    assert (out / "_images/a pit.png").read_bytes() == b"PNG"


def test_a_picture_in_an_object_becomes_an_image(written):
    page, _ = written('<object type="image/png" data="images/a%20pit.png">A “pit”</object>')

    assert '<img src="../_images/a%20pit.png" alt="A “pit”">' in page


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://example.org/a.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="images/gone.png">',
        '<object data="film.swf">A film</object>',
    ],
)
def test_anything_else_stays_as_it_is(written, markup):
    assert markup in written(markup)[0]
