"""A PDF for each chapter and each synthesis note, from the same read as the PDF of the book."""

import hashlib
import shutil
from pathlib import Path

import pytest
from pdf_books import CONFIG, Built, build
from pypdf import PdfReader

from soilbook.editions.pdf import press
from soilbook.project import Project
from soilbook.verify.extracts import different_extracts

TOC = """\
format: jb-book
root: index
parts:
- caption: Soils
  numbered: true
  chapters:
  - file: clay
  - file: sand
    sections:
    - file: dunes
- caption: Notes
  chapters:
  - file: syntheses/water/index
- chapters:
  - file: sources
"""
CLAY = """\
# Clay

Clay holds water {cite:p}`abel2001`.[^far]

```{figure} photo.png
:name: fig-clay
:alt: A photo of clay.

Clay, wet.
```

[^far]: And far more than sand does.
"""
SAND = """\
# Sand

(sec-grains)=
## Grains

Unlike clay ({numref}`fig-clay`), sand drains {cite:p}`baker2002`; see [its grains](#sec-grains).

```{math}
:label: eq-flow
q = K \\\\nabla h
```
"""
DUNES = "# Dunes\n\nThey move. {eq}`eq-flow` tells nothing of that.\n"
WATER = """\
# Who holds water?

**Question.** Which soil holds most?

## In short

Clay does.

```{admonition} Key messages
:class: important

- Sand does not.
```

## The evidence

It is thin {cite:p}`abel2001`.
"""
SOURCES = "# Sources\n\n```{bibliography}\n```\n"
BIB = """\
@book{abel2001, author = {Abel, Ada}, title = {Clay}, year = {2001}, publisher = {Press}}
@book{baker2002, author = {Baker, Bo}, title = {Sand}, year = {2002}, publisher = {Press}}
"""
WEBSITE = "https://soils.example.org/book/"


def write_book(root: Path) -> Path:
    pages = {"clay": CLAY, "sand": SAND, "dunes": DUNES, "sources": SOURCES}
    (root / "syntheses" / "water").mkdir(parents=True)
    (root / "syntheses" / "water" / "index.md").write_text(WATER)
    for name, text in pages.items():
        (root / f"{name}.md").write_text(text.replace("\\\\", "\\"))
    (root / "index.md").write_text("# Soils\n")
    (root / "_toc.yml").write_text(TOC)
    (root / "references.bib").write_text(BIB)
    config = CONFIG.replace("{numfig:", f"{{html_baseurl: {WEBSITE}, numfig:")
    config = config.replace("{stem: book}", "{stem: book, licence: CC BY 4.0}")
    (root / "_config.yml").write_text(f"{config}bibtex_bibfiles: [references.bib]\n")
    picture = Path(__file__).parents[2] / "books" / "every-markup" / "images" / "photo.png"
    shutil.copy(picture, root)
    return root


@pytest.fixture(scope="module")
def soils(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(write_book(tmp_path_factory.mktemp("soils")))


@pytest.fixture
def own_soils(soils: Built, tmp_path: Path) -> Path:
    """A copy of the built book, free to be changed; its folder has another name."""
    return Path(shutil.copytree(soils.root, tmp_path / "own"))


def text_of(path: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def links_of(path: Path) -> set[str]:
    """The addresses of the world that a PDF leads to."""
    found = set()
    for page in PdfReader(path).pages:
        for one in page.get("/Annots", []):
            action = one.get_object().get("/A", {})
            found |= {action["/URI"]} if "/URI" in action else set()
    return found


def test_each_chapter_and_each_note_has_a_pdf(soils: Built):
    folder = soils.pdf.parent
    assert soils.warnings == []
    assert sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.pdf")) == [
        "chapters/clay.pdf",
        "chapters/sand.pdf",
        "chapters/sources.pdf",
        "notes/syntheses-water.pdf",
    ]
    assert PdfReader(folder / "chapters" / "clay.pdf").metadata.title == "Clay"


def test_a_chapter_says_which_book_it_is_from_and_cites_its_own_sources(soils: Built):
    clay = text_of(soils.pdf.parent / "chapters" / "clay.pdf")
    origin = "From the book A title. Edition of 1980-01-01. CC BY 4.0"
    assert clay.startswith(f"{origin}. {WEBSITE}clay.html")
    assert "Sources" in clay
    assert "Abel" in clay
    assert "Baker" not in clay
    assert "far more than sand does" in clay


def test_numbers_and_pages_are_those_of_the_book(soils: Built):
    book = PdfReader(soils.pdf)
    sand = PdfReader(soils.pdf.parent / "chapters" / "sand.pdf")
    text = " ".join(page.extract_text() for page in sand.pages)
    assert "2.1 Grains" in " ".join(text.split())
    assert "(2.1)" in text
    assert "Dunes" in text
    labels = dict(zip((page.extract_text() for page in book.pages), book.page_labels, strict=True))
    there = next(label for page, label in labels.items() if "drains" in page)
    assert sand.page_labels[0] == there


def test_what_stands_in_another_chapter_is_told_and_linked_on_the_website(soils: Built):
    path = soils.pdf.parent / "chapters" / "sand.pdf"
    assert "Unlike clay (Fig. 1.1)" in text_of(path)
    assert f"{WEBSITE}clay.html#fig-clay" in links_of(path)


def test_a_note_is_a_brief_with_its_summary_in_a_box(soils: Built):
    source = (soils.pdf.parent / "notes-syntheses-water.typ").read_text()
    head = source[source.index("head: [") : source.index("summary: [")]
    box, rest = source[source.index("summary: [") :].split("The evidence")
    assert source.startswith('#import "template/note.typ"')
    assert "Which soil holds most" in head
    assert "In short" in box
    assert "Sand does not" in box
    assert "It is thin" in rest


def test_a_chapter_that_does_not_say_what_the_book_says_is_found(own_soils: Path):
    project = Project.at(own_soils)
    assert different_extracts(project) == []
    older = Path(shutil.copytree(own_soils, own_soils.with_name("older")))
    edit(older / "clay.md", "Clay, wet.", "Clay, dry.")
    edit(older / "sand.md", "## Grains", "## Corns")
    edit(older / "_toc.yml", "- caption: Notes", "- chapters: [{file: before}]\n- caption: Notes")
    (older / "before.md").write_text("# Before\n")
    build(older)
    chapters = Path("_build/pdf/chapters")
    for path in (older / "_build" / "pdf").glob("*/*.pdf"):
        shutil.copy(path, own_soils / path.relative_to(older))
    told = [(finding.path, finding.message) for finding in different_extracts(project)]
    again = "Run `jb editions .`."
    assert told == [
        (f"{chapters}/before.pdf", f"It begins with no heading of the book. {again}"),
        (f"{chapters}/clay.pdf", f"The figure on page 1 is not in the book like this. {again}"),
        (
            f"{chapters}/sand.pdf",
            f'Its headings are not those of the book, from "2.1 Grains" on. {again}',
        ),
        (f"{chapters}/sources.pdf", f'Its first page is called "8", in the book "7". {again}'),
        (
            "_build/pdf/notes/syntheses-water.pdf",
            f'Its first page is called "7", in the book "6". {again}',
        ),
    ]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_only_what_changed_is_set_again(own_soils: Path, monkeypatch: pytest.MonkeyPatch):
    (own_soils / "sand.md").write_text(SAND.replace("\\\\", "\\").replace("drains", "dries out"))
    made: list[str] = []
    compile_pdf = press.compile_pdf

    def watched(source: Path, *rest: object) -> object:
        made.append(source.stem)
        return compile_pdf(source, *rest)

    monkeypatch.setattr(press, "compile_pdf", watched)
    built = build(own_soils)
    assert sorted(made) == ["book", "chapters-sand"]
    assert "dries out" in text_of(built.pdf.parent / "chapters" / "sand.pdf")


def test_two_builds_give_the_same_bytes(soils: Built, tmp_path: Path):
    again = build(write_book(tmp_path))
    assert digests(again.pdf.parent) == digests(soils.pdf.parent)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*.pdf")
    }
