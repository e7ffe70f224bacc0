"""``jb editions``: three editions from one read, published only when whole."""

import shutil
from pathlib import Path

import pytest

from soilbook.check import CHECKS
from soilbook.editions.run import BLOCKING

STEM = "a-tiny-book"


@pytest.fixture(scope="module")
def built(tmp_path_factory, built_tiny):
    """A copy of the tiny book with its three editions, free to be changed by these tests."""
    return Path(shutil.copytree(built_tiny, tmp_path_factory.mktemp("built") / "tiny"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def page(root, name="rain"):
    return (root / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


def test_three_editions_stand_where_readers_look(built_tiny):
    build = built_tiny / "_build"

    assert (build / "html" / "index.html").is_file()
    assert (build / "pdf" / f"{STEM}.pdf").read_bytes().startswith(b"%PDF-")
    assert (build / "epub" / f"{STEM}.epub").read_bytes().startswith(b"PK")


def test_the_website_has_the_other_editions_beside_it(built_tiny):
    build = built_tiny / "_build"
    copies = build / "html" / "_editions"
    pdfs = [path.relative_to(build / "pdf") for path in (build / "pdf").rglob("*.pdf")]

    assert sorted(map(str, pdfs)) == [f"{STEM}.pdf", "chapters/notes.pdf", "chapters/rain.pdf"]
    assert all((copies / pdf).read_bytes() == (build / "pdf" / pdf).read_bytes() for pdf in pdfs)
    assert (copies / f"{STEM}.epub").is_file()
    sums = (build / "SHA256SUMS").read_text(encoding="utf-8")
    assert "  pdf/chapters/rain.pdf" in sums
    assert "  html/_editions/chapters/rain.pdf" in sums


def test_a_new_website_keeps_the_editions_that_were_made_before(built, soilbook):
    assert soilbook("editions", built, "--edition", "html").returncode == 0

    assert (built / "_build" / "html" / "_editions" / f"{STEM}.pdf").is_file()
    assert f"_editions/{STEM}.pdf" in page(built, "index")


def test_one_chapter_alone(built, soilbook):
    pdfs = built / "_build" / "pdf"
    before = {path.name: path.read_bytes() for path in pdfs.rglob("*.pdf")}
    edit(built / "rain.md", "# Rain\n", "# Rain\n\nIt pours.\n")

    answer = soilbook("editions", built, "--chapter", "rain.md")

    assert answer.returncode == 0, answer.stdout
    assert "_build/pdf/chapters/rain.pdf  1 page," in answer.stderr
    now = {path.name: path.read_bytes() for path in pdfs.rglob("*.pdf")}
    assert [name for name in now if now[name] != before[name]] == ["rain.pdf"]
    copy = built / "_build" / "html" / "_editions" / "chapters" / "rain.pdf"
    assert copy.read_bytes() == now["rain.pdf"]
    edit(built / "rain.md", "\n\nIt pours.\n", "\n")


def test_a_chapter_that_the_book_does_not_have(built, soilbook):
    answer = soilbook("editions", built, "--chapter", "rian.md")

    assert answer.returncode == 1
    assert 'the book has no chapter "rian". Did you mean "rain"?' in answer.stdout


def test_nothing_changed_nothing_reported(built, soilbook):
    # The copy lies in another folder, so its first build reads everything.
    assert soilbook("editions", built).returncode == 0
    before = (built / "_build" / "pdf" / f"{STEM}.pdf").read_bytes()

    answer = soilbook("editions", built)

    assert answer.returncode == 0, answer.stdout
    assert answer.stdout == ""
    log = (built / "_build" / ".work" / "html.log").read_text(encoding="utf-8")
    assert "0 added, 0 changed, 0 removed" in log
    assert (built / "_build" / "pdf" / f"{STEM}.pdf").read_bytes() == before


def test_a_changed_datum_reaches_the_page(built, soilbook):
    table = built / "datasets" / "rain" / "rain.csv"
    descriptor = built / "datasets" / "rain" / "datapackage.json"
    edit(table, "712", "713")
    edit(descriptor, hash_of_old(descriptor), sha256(table))

    answer = soilbook("editions", built)

    assert answer.returncode == 0, answer.stdout
    assert "713" in page(built)
    assert "712" not in page(built)


def hash_of_old(descriptor):
    return descriptor.read_text(encoding="utf-8").split("sha256:")[1][:64]


def sha256(path):
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_finding_is_reported_again_until_it_is_mended(built, soilbook):
    edit(built / "rain.md", "{numref}`fig-gauge`", "{numref}`fig-gauche`")

    first = soilbook("editions", built)
    second = soilbook("editions", built)

    assert first.returncode == second.returncode == 1
    assert "rain.md:14 ref.numref" in first.stdout
    assert first.stdout == second.stdout

    edit(built / "rain.md", "{numref}`fig-gauche`", "{numref}`fig-gauge`")
    assert soilbook("editions", built).returncode == 0


def test_what_blocks_an_edition_is_a_check_or_a_known_warning():
    warnings = {"edition-failed", "image.not_readable", "mystnb.exec"}

    assert BLOCKING - warnings <= set(CHECKS)


def test_one_edition_alone(book, soilbook):
    root = book("tiny")

    answer = soilbook("editions", root, "--edition", "epub")

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert (root / "_build" / "epub" / f"{STEM}.epub").is_file()
    assert not (root / "_build" / "html").exists()


def test_what_changed_on_one_page_shows_on_all_others(book, soilbook):
    root = book("tiny")
    assert soilbook("editions", root).returncode == 0

    edit(root / "rain.md", "# Rain\n", "# Downpour\n")
    edit(root / "references.bib", "2020}", "1999}")
    (root / "images" / "gauge.svg").rename(root / "images" / "maß.svg")
    edit(root / "rain.md", "{figure} images/gauge.svg", "{figure} images/maß.svg")
    answer = soilbook("editions", root)

    assert answer.returncode == 0, answer.stdout
    assert "Downpour" in page(root, "notes")
    assert "1999" in page(root)
    assert "[2020]" not in page(root)
    html = root / "_build" / "html"
    assert [path.name for path in (html / "_images").glob("*.svg")] == ["maß.svg"]

    edit(root / "_toc.yml", "      - file: notes\n", "")
    soilbook("editions", root)
    assert not (html / "notes.html").exists()
