"""nbconvert takes the pictures out of a notebook: all of a cell, and those that were glued."""

import base64
import json

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from soilbook.read.extracted import executed, ordinals, pictures_of

SVG = "<svg/>"
DOTS = base64.b64encode(b"dots").decode()


def display(metadata=None, **data):
    named = {name.replace("_", "/").replace("svg", "svg+xml"): one for name, one in data.items()}
    return new_output("display_data", named, metadata=metadata or {})


def glued(name, prefix="application/papermill.record/"):
    data = {f"{prefix}image/png": DOTS}
    metadata = {"scrapbook": {"name": name, "mime_prefix": prefix}}
    return new_output("display_data", data, metadata=metadata)


def notebook(*outputs):
    cells = [
        new_markdown_cell("Words."),
        new_code_cell("1"),
        new_code_cell("2", outputs=list(outputs)),
    ]
    return new_notebook(cells=cells)


def told(found):
    return {
        cell: [(one.suffix, one.content, one.key) for one in pictures]
        for cell, pictures in found.items()
    }


def test_every_picture_of_a_cell_comes_out():
    both = display(image_svg=SVG, image_png=DOTS, text_plain="a drawing")

    assert told(pictures_of(notebook(both, display(image_svg=SVG)))) == {
        1: [],
        2: [(".png", b"dots", ""), (".svg", b"<svg/>", ""), (".svg", b"<svg/>", "")],
    }


def test_a_glued_picture_has_its_name():
    assert told(pictures_of(notebook(glued("bar"))))[2] == [(".png", b"dots", "bar")]


def test_one_that_is_also_shown_belongs_to_its_cell():
    assert told(pictures_of(notebook(glued("bar", prefix=""))))[2] == [(".png", b"dots", "")]


def test_names_that_an_author_gave_twice_do_no_harm():
    named = display({"filename": "one.png"}, image_png=DOTS)

    assert len(pictures_of(notebook(named, named))[2]) == 2


def test_cells_are_counted_as_the_author_wrote_them(tmp_path):
    written = tmp_path / "page.ipynb"
    written.write_text(json.dumps(notebook()), encoding="utf-8")

    assert ordinals(written) == {1: 1, 2: 2}
    assert ordinals(tmp_path / "none.ipynb") == {}


def test_outputs_that_are_stored_in_the_page_itself(tmp_path):
    path = tmp_path / "page.ipynb"
    path.write_text(json.dumps(notebook(display(image_svg=SVG))), encoding="utf-8")

    assert len(pictures_of(executed(tmp_path, "page.ipynb"))[2]) == 1
    assert executed(tmp_path, "page.md") is None
