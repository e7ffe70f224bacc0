"""`jb verify` follows the chain of a figure: data, notebook, run, picture, editions, records."""

import base64
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from soilbook.project import Project
from soilbook.verify import verify
from soilbook.verify.pictures import difference, show_the_same

BOOKS = Path(__file__).parent.parent / "books"
# A white picture of one pixel.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
PAGE = """---
file_format: mystnb
kernelspec:
  display_name: Python 3
  name: python3
---

# Drawings

Two pictures and their story.

```{code-cell} python3
---
mystnb:
  figure:
    caption: Two years of rain, in mm.
    name: fig-bars
  image:
    alt: A bar for each year.
---
from IPython.display import SVG

import soilbook

rain = soilbook.dataset("rain").rain
SVG(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    f'<rect width="9" height="{rain.max() / 100:.1f}"/></svg>'
)
```

```{code-cell} python3
---
mystnb:
  figure:
    caption: A dot.
    name: fig-dot
  image:
    alt: A white dot.
---
from IPython.display import Image

Image("images/dot.png")
```
"""
DATA = "datasets/rain/rain.csv"
FIGURES = "_build/figures"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory, soilbook):
    """The tiny book with a page of two figures, built whole: nothing is found in it."""
    root = Path(shutil.copytree(BOOKS / "tiny", tmp_path_factory.mktemp("drawn") / "tiny"))
    (root / "images" / "dot.png").write_bytes(DOT)
    (root / "drawings.md").write_text(PAGE, encoding="utf-8")
    with (root / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("      - file: drawings\n")
    answer = soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert soilbook("verify", root).stdout == ""
    return root


@pytest.fixture
def root(drawn, tmp_path):
    """A copy of the built book, free to be tampered with."""
    return Path(shutil.copytree(drawn, tmp_path / "tiny"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(root):
    """What `jb verify` finds: each fault with the file it names."""
    return {(one.check, one.path) for one in verify(Project.at(root))}


def the_finding(root):
    [finding] = verify(Project.at(root))
    return finding


def runs_of(root, page="drawings.md"):
    return root / "_build" / ".jupyter_cache" / "runs" / f"{page}.json"


def html_picture(root, suffix):
    """The picture of a notebook; its name is the digest of its content."""
    images = (root / "_build" / "html" / "_images").glob(f"*{suffix}")
    return next(one for one in images if len(one.stem) == 64).relative_to(root).as_posix()


# Data


def test_a_dataset_that_changed_is_named_with_the_figures_drawn_from_it(root):
    edit(root / DATA, "7", "8")

    finding = the_finding(root)

    assert (finding.check, finding.path) == ("verify-figure-data", DATA)
    assert finding.message.startswith("This file changed since Figure 3.1 was made from it: ")
    assert finding.message.endswith("Run `jb editions .`.")


@pytest.mark.parametrize("name", [DATA, "datasets/rain/datapackage.json", "images/dot.png"])
def test_data_that_is_gone_is_found(root, name):
    (root / name).unlink()

    assert ("verify-figure-data", name) in found(root)


def test_a_descriptor_that_changed_is_found(root):
    edit(root / "datasets" / "rain" / "datapackage.json", "1.0.0", "1.0.1")

    assert found(root) == {("verify-figure-data", "datasets/rain/datapackage.json")}


def test_building_again_mends_the_chain(root, soilbook):
    edit(root / "datasets" / "rain" / "datapackage.json", "1.0.0", "1.0.1")

    assert soilbook("editions", root).returncode == 0

    assert found(root) == set()


# Notebooks


@pytest.mark.parametrize(
    ("old", "new", "cell"),
    [
        ("rain.max() / 100", "rain.max() / 90", 1),
        ('Image("images/dot.png")', 'Image("images/dot.png", width=9)', 2),
        ("alt: A white dot.", "alt: A black dot.", 2),
        ("```{code-cell} python3\n", "```{code-cell} python3\n1 + 1\n```\n\n```{code-cell}\n", 1),
    ],
)
def test_code_that_changed_is_named_by_its_cell(root, old, new, cell):
    edit(root / "drawings.md", old, new)

    finding = the_finding(root)

    assert (finding.check, finding.path) == ("verify-figure-notebook", "drawings.md")
    assert finding.message.startswith(f"Code cell {cell} changed")
    rows = (root / "drawings.md").read_text("utf-8").splitlines()
    assert rows[finding.line - 1].startswith("```{code-cell}")


def test_a_cell_that_is_gone_is_found(root):
    text = (root / "drawings.md").read_text("utf-8")
    (root / "drawings.md").write_text(text[: text.rindex("```{code-cell}")], encoding="utf-8")

    assert found(root) == {("verify-figure-notebook", "drawings.md")}


def test_another_kernel_is_found(root):
    edit(root / "drawings.md", "  name: python3", "  name: ir")

    assert ("verify-figure-notebook", "drawings.md") in found(root)


def test_a_notebook_that_is_gone_is_found(root):
    (root / "drawings.md").unlink()

    assert found(root) == {("verify-figure-notebook", "drawings.md")}


def test_words_between_the_cells_are_no_code(root):
    edit(root / "drawings.md", "and their story", "and what they tell")

    assert found(root) == set()


# Pictures


def test_a_picture_beside_its_passport_that_changed_is_found(root):
    edit(root / FIGURES / "3.1.svg", 'width="9"', 'width="8"')

    name = f"{FIGURES}/3.1.svg"
    assert found(root) == {("verify-figure-picture", name), ("verify-file-changed", name)}


def test_a_picture_in_the_html_edition_that_changed_is_found(root):
    name = html_picture(root, ".svg")
    edit(root / name, 'width="9"', 'width="8"')

    assert ("verify-figure-picture", name) in found(root)


def test_another_picture_under_the_old_name_is_found(root):
    name = html_picture(root, ".png")
    written = io.BytesIO()
    Image.new("L", (1, 1), 0).save(written, "PNG")
    (root / name).write_bytes(written.getvalue())

    assert ("verify-figure-picture", name) in found(root)


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_a_picture_in_the_epub_edition_that_changed_is_found(root, suffix):
    epub = root / "_build" / "epub" / "a-tiny-book.epub"
    with zipfile.ZipFile(epub) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    picture = next(one for one in members if one.endswith(suffix) and len(Path(one).stem) == 64)
    members[picture] = (
        members[picture].replace(b'width="9"', b'width="8"').replace(b"IDAT", b"IDAX")
    )
    with zipfile.ZipFile(epub, "w") as archive:
        for one, content in members.items():
            archive.writestr(one, content)

    faults = found(root)

    shown = epub.relative_to(root).as_posix()
    assert faults == {("verify-figure-picture", shown), ("verify-file-changed", shown)}


def test_a_pdf_that_changed_is_found(root):
    path = root / "_build" / "pdf" / "a-tiny-book.pdf"
    path.write_bytes(path.read_bytes() + b"\n% a remark\n")

    finding = the_finding(root)

    assert (finding.check, finding.path) == ("verify-file-changed", "_build/pdf/a-tiny-book.pdf")
    assert finding.message == "This file was changed after it was published. Run `jb editions .`."


# Records


def test_any_value_of_a_passport_that_changed_is_found(root):
    path = root / FIGURES / "3.1.json"
    whole = path.read_text("utf-8")
    for number, line in enumerate(whole.splitlines()):
        if '": ' not in line or line.endswith(("{", "[")):
            continue
        key, _, value = line.partition(": ")
        lines = whole.splitlines()
        lines[number] = f'{key}: "x"{"," * value.endswith(",")}'
        path.write_text("\n".join(lines), encoding="utf-8")

        assert ("verify-file-changed", f"{FIGURES}/3.1.json") in found(root), line


def test_a_passport_that_tells_of_another_run_is_found_without_the_list(root):
    """Who mends the list of digests as well still has the record of the run against him."""
    told = json.loads((root / FIGURES / "3.1.json").read_text("utf-8"))
    name, version = next(iter(told["packages"].items()))
    edit(root / FIGURES / "3.1.json", f'"{name}": "{version}"', f'"{name}": "0.0.1"')

    finding = next(one for one in verify(Project.at(root)) if one.check == "verify-figure-record")

    assert finding.path == f"{FIGURES}/3.1.json"
    assert '"packages" of Figure 3.1 (fig-bars) is not that of its run' in finding.message


def test_a_passport_that_is_no_json_is_found(root):
    (root / FIGURES / "3.1.json").write_text("{", encoding="utf-8")

    assert ("verify-figure-record", f"{FIGURES}/3.1.json") in found(root)


def test_any_value_of_the_record_of_a_run_that_changed_is_found(root):
    path = runs_of(root)
    [record] = json.loads(path.read_text("utf-8"))
    assert {"page", "code", "inputs", "packages", "seconds", "finished", "seal"} <= set(record)
    for key in record:
        path.write_text(json.dumps([record | {key: "x"}]), encoding="utf-8")

        faults = found(root)

        assert faults == {("verify-figure-record", path.relative_to(root).as_posix())}, key


def test_a_record_that_was_changed_is_not_trusted_when_building(root, soilbook):
    edit(runs_of(root), '"seconds": ', '"seconds": 1')

    answer = soilbook("execute", root, "--explain")

    assert "it has not run yet → drawings.md" in answer.stdout + answer.stderr


def test_outputs_that_changed_are_found(root):
    [record] = json.loads(runs_of(root).read_text("utf-8"))
    path = root / "_build" / ".jupyter_cache" / "executed" / record["output"] / "base.ipynb"
    edit(path, "height", "Height")

    assert found(root) == {("verify-figure-record", path.relative_to(root).as_posix())}


@pytest.mark.parametrize("name", ["3.1.json", "3.1.svg", "3.2.png"])
def test_a_file_of_the_figures_that_is_gone_is_found(root, name):
    (root / FIGURES / name).unlink()

    assert ("verify-file-changed", f"{FIGURES}/{name}") in found(root)


def test_records_and_outputs_that_are_gone_are_found(root):
    shutil.rmtree(root / "_build" / ".jupyter_cache" / "executed")
    assert {check for check, _ in found(root)} == {"verify-figure-record"}

    shutil.rmtree(root / "_build" / ".jupyter_cache")
    assert found(root) == {("verify-figure-record", "_build/.jupyter_cache/runs/drawings.md.json")}


# What was published


def test_the_list_of_digests_is_that_of_sha256sum(root):
    lines = (root / "_build" / "SHA256SUMS").read_text("utf-8").splitlines()

    assert all(len(line.split("  ")[0]) == 64 for line in lines)
    names = {line.split("  ")[1] for line in lines}
    assert {"html/index.html", "pdf/a-tiny-book.pdf", "figures/3.1.svg"} <= names


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("  html/index.html", "  html/other.html", "_build/html/index.html"),
        ("  pdf/a-tiny", " pdf/a-tiny", "_build/SHA256SUMS"),
    ],
)
def test_a_list_of_digests_that_changed_is_found(root, old, new, path):
    edit(root / "_build" / "SHA256SUMS", old, new)

    assert ("verify-file-changed", path) in found(root)


def test_a_list_of_digests_that_is_gone_is_found(root):
    (root / "_build" / "SHA256SUMS").unlink()

    assert found(root) == {("verify-file-changed", "_build/SHA256SUMS")}


def test_a_file_that_was_added_is_found(root):
    (root / "_build" / "html" / "extra.html").write_text("<p>Hello</p>", encoding="utf-8")

    assert found(root) == {("verify-file-changed", "_build/html/extra.html")}


def test_an_edition_of_other_files_is_one_finding(root):
    """Jupyter Book's own `jb build` writes into the same folder."""
    for path in (root / "_build" / "html").glob("*.html"):
        path.write_bytes(path.read_bytes() + b"<!-- later -->")

    finding = the_finding(root)

    assert finding.path == "_build/html"
    assert "files are not as they were published; html/" in finding.message


# Running again


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("label", ["fig-bars", "fig-dot", "tab-rain"])
def test_what_is_made_again_is_the_same_and_nothing_is_touched(root, soilbook, label):
    before = contents(root)

    answer = soilbook("verify", root, "--figure", label)

    assert (answer.returncode, answer.stdout) == (0, "")
    assert answer.stderr.strip() == f"{label}: same"
    assert contents(root) == before


def test_a_figure_that_differs_is_told_with_how_much(root, soilbook):
    edit(root / "drawings.md", "rain.max() / 100", "rain.max() / 89")

    answer = soilbook("verify", root, "--figure", "fig-bars", "--format", "json")

    [finding] = json.loads(answer.stdout)
    assert answer.returncode == 1
    assert (finding["check"], finding["path"]) == ("verify-figure-differs", "drawings.md")
    assert finding["message"] == (
        "fig-bars, made again, is not what is published: 1 number in the drawing differs, by 0.9 "
        "at most. Run `jb editions .`."
    )
    rows = (root / "drawings.md").read_text("utf-8").splitlines()
    assert rows[finding["line"] - 1] == "from IPython.display import SVG"


def test_a_table_that_differs_is_told_with_its_first_cell(root, soilbook):
    edit(root / "rain.md", "soilbook.table(rain,", "soilbook.table(rain + 1,")

    answer = soilbook("verify", root, "--figure", "tab-rain")

    assert answer.returncode == 1
    assert '4 cells differ, the first: "2001" is now "2002"' in answer.stdout


def test_a_notebook_that_stops_is_a_finding_with_its_line(root, soilbook):
    edit(root / "drawings.md", "import soilbook\n", "import soilbook\n1 / 0\n")

    answer = soilbook("verify", root, "--figure", "fig-bars")

    assert answer.returncode == 1
    assert "fig-bars cannot be made again: ZeroDivisionError" in answer.stdout


def test_a_figure_without_a_notebook_is_said_to_be_one(root, soilbook):
    answer = soilbook("verify", root, "--figure", "fig-gauge")

    assert (answer.returncode, answer.stdout) == (0, "")
    assert answer.stderr.strip() == (
        "fig-gauge is not made by a notebook: there is nothing to run again."
    )


def test_an_unknown_figure_is_a_fault_of_the_set_up(root, soilbook):
    answer = soilbook("verify", root, "--figure", "fig-bar")

    assert answer.returncode == 2
    assert 'No figure or table is named "fig-bar". Did you mean "fig-bars"?' in answer.stderr


# How pictures are compared


def svg(inside, *, key="a"):
    text = f'<svg xmlns="http://www.w3.org/2000/svg"><g id="{key}"/>{inside}</svg>'
    return text.replace("KEY", key).encode()


LINE = '<path d="M 1 {0} L 2 3" clip-path="url(#KEY)"/><text>7</text>'


def test_ids_that_a_program_chose_at_random_are_no_difference():
    assert difference(svg(LINE.format(2), key="u"), svg(LINE.format(2), key="r")) == ""


def test_numbers_words_and_shapes_of_a_drawing_are_told_apart():
    drawing = svg(LINE.format(2))

    assert difference(drawing, svg(LINE.format(2.001))) == ""
    assert difference(drawing, svg(LINE.format(2.5))) == (
        "1 number in the drawing differs, by 0.5 at most"
    )
    assert difference(drawing, svg(LINE.format(2).replace(">7<", ">8<"))) == (
        'its words differ: "7" is now "8"'
    )
    assert difference(drawing, svg("<rect/>")) == "it is built of other lines and shapes"


def png(level, size=(10, 10), **about):
    written = io.BytesIO()
    Image.new("RGB", size, (level, 0, 0)).save(written, "PNG", **about)
    return written.getvalue()


def test_pixels_are_told_by_their_share():
    assert difference(png(100), png(101)) == ""
    assert difference(png(100), png(120)) == "100 pixels (100 %) differ, at most by 20 of 255"
    assert difference(png(100), png(100, (9, 10))) == "its size of 10 × 10 pixels is now 9 × 10"
    assert difference(png(100), svg("")) == "the files differ"


def test_metadata_is_no_part_of_a_picture():
    about = '<metadata>a program</metadata><script href="https://example.org/x.js"/>'
    dated = png(100)[:33] + b"\x00\x00\x00\x03tEXta\x00b\x00\x00\x00\x00" + png(100)[33:]

    assert show_the_same(svg(LINE), svg(about + LINE))
    assert show_the_same(png(100), dated)
    assert not show_the_same(png(100), png(101))
    assert not show_the_same(svg(LINE), svg(LINE.replace("7", "8")))
