"""The page of checked references, and the marks in every list, alike in all editions."""

import html
import re
import zipfile
from pathlib import Path

import pypdf
import pytest

from soilbook.records.answers import Answer, Person, Record, Update
from soilbook.records.lock import line_of, write_lock

CONFIG = """\
title: Soils
author: A. Author
bibtex_bibfiles: [references.bib]
soilbook: {ignore_checks: [record-retracted, record-doi-not-found, record-year-differs]}
sphinx:
  extra_extensions: [soilbook]
  config: {numfig: true, bibtex_reference_style: soilbook}
"""
PAGES = {
    "_config.yml": CONFIG,
    "_toc.yml": "format: jb-book\nroot: index\nchapters:\n- {file: one}\n- {file: last}\n",
    "index.md": "# Soils\n\n{cite:t}`lal2004` and {cite:t}`even2025`, {cite:t}`old1996`.\n",
    "one.md": """# One

{cite:t}`lal2004`, {cite:t}`slip2017` and {cite:t}`nodoi2001`.

```{bibliography}
:filter: docname in docnames
```
""",
    "last.md": """# Last

{numref}`tab-reference-checks` shows all.

```{reference-checks} Each *reference*.
```

```{bibliography}
:style: soilbook
```
""",
    "references.bib": "".join(
        f"@article{{{key}{year},\n  author = {{{key.capitalize()}, A.}},\n  title = {{On {key}}},\n"
        f"  journal = {{Soil}},\n  year = {{{year}}},\n{doi}}}\n\n"
        for key, year, doi in [
            ("lal", 2004, "  doi = {10.1000/LAL},\n"),
            ("even", 2025, "  doi = {10.1000/even},\n"),
            ("old", 1996, "  doi = {10.1000/old},\n"),
            ("slip", 2017, "  doi = {10.1000/slip},\n"),
            ("nodoi", 2001, ""),
        ]
    ),
}
ROWS = [
    "Even (2025) unchecked – Corrected: doi:10.1000/e (a list of 2020)",
    "Lal (2004) checked Crossref, 2026-01-31 Retracted: doi:10.1000/n (Retraction Watch)",
    "Nodoi (2001) no DOI – –",
    "Old (1996) differs: year Crossref, 2026-01-31 –",
    "Slip (2017) not found doi.org, 2026-01-30 –",
]
SENTENCES = (
    "The lists of references have 5 works: 1 found in a registry, in agreement with it; 1 found in "
    "a registry that differs from it; 1 unknown to the registries; 1 unchecked; 1 without a DOI, "
    "which no registry can look up. Notices are known for these: 1 retracted, 1 corrected. The "
    "registries were last asked on 2026-01-31."
)


def found(key, year, *updates):
    record = Record("article", f"On {key}", (Person(key.capitalize(), "A."),), year, year, "Soil")
    return Answer(f"10.1000/{key}", "found", "crossref", "2026-01-31", record, updates)


RETRACTION = Update("retraction", "10.1000/n", "2020-01-24", "retraction-watch")
ANSWERS = [
    found("lal", 2004, RETRACTION),
    found("old", 1990),
    Answer("10.1000/slip", "not found", "doi.org", "2026-01-30"),
    Answer("10.1000/even", updates=(Update("correction", "10.1000/e", "", "a list of 2020"),)),
]


def lock(root: Path, *answers: Answer) -> None:
    write_lock(root / "references.lock", {answer.doi: line_of(answer) for answer in answers})


@pytest.fixture(scope="module")
def root(tmp_path_factory, soilbook):
    """The book, built."""
    root = tmp_path_factory.mktemp("checked")
    for name, text in PAGES.items():
        (root / name).write_text(text, encoding="utf-8")
    lock(root, *ANSWERS)
    build(root, soilbook)
    return root


def build(root, soilbook):
    answer = soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def in_html(root, page):
    text = (root / "_build" / "html" / f"{page}.html").read_text(encoding="utf-8")
    return text[text.index("<article") : text.index("</article>")]


def in_epub(root, page):
    with zipfile.ZipFile(next((root / "_build" / "epub").glob("*.epub"))) as epub:
        return epub.read(next(n for n in epub.namelist() if n.endswith(f"{page}.xhtml"))).decode()


def in_pdf(root):
    pdf = pypdf.PdfReader(next((root / "_build" / "pdf").glob("*.pdf")))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def plain(text):
    # Between cells stands nothing but their tags.
    text = re.sub(r"</(?:p|td|th)>", " ", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def squeezed(text):
    """A text without what a narrow column puts into it."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


@pytest.mark.parametrize("read", [in_html, in_epub])
def test_every_cited_reference_has_a_row(root, read):
    text = plain(read(root, "last"))

    assert SENTENCES in text
    assert " ".join(["Reference Record Asked Notices", *ROWS]) in text
    assert re.search(r"Table 1\s?Each reference\.", text)


def test_the_pdf_says_the_same(root):
    text = in_pdf(root)

    assert SENTENCES in text
    for row in ROWS:
        assert squeezed(row) in squeezed(text)


def test_the_table_is_numbered_and_its_references_are_links(root):
    text = in_html(root, "last")

    assert '<a class="reference internal" href="#tab-reference-checks"' in text
    table = text[text.index("<table") : text.index("</table>")]
    assert len(re.findall(r'href="#(?!tab-)', table)) == len(ROWS)
    assert 'href="https://doi.org/10.1000/n"' in table


@pytest.mark.parametrize("read", [in_html, in_epub])
@pytest.mark.parametrize("page", ["one", "last"])
def test_a_retracted_work_is_marked_in_every_list(root, read, page):
    text = read(root, page)

    assert "doi:10.1000/LAL. [Retracted: doi:10.1000/n]" in plain(text).replace("LAL [", "LAL. [")
    assert "[Corrected:" in plain(text) if page == "last" else "[Corrected:" not in plain(text)


def test_the_marks_are_in_the_pdf(root):
    assert in_pdf(root).count("[Retracted: doi:10.1000/n]") == 2
    assert in_pdf(root).count("[Corrected: doi:10.1000/e]") == 1


def test_a_new_answer_changes_what_shows_it(root, soilbook):
    """The pages that show it are written again, those that only cite as well as the lists."""
    lock(root, *ANSWERS[1:])
    build(root, soilbook)

    assert "[Retracted" not in plain(in_html(root, "one")) + plain(in_html(root, "last"))
    assert "Lal (2004) unchecked – –" in plain(in_html(root, "last"))
    assert "[Retracted" not in in_pdf(root)


def test_an_edited_entry_changes_its_row(root, soilbook):
    path = root / "references.bib"
    path.write_text(path.read_text().replace("{2001}", "{2002}"), encoding="utf-8")
    build(root, soilbook)

    assert "Nodoi (2002) no DOI – –" in plain(in_html(root, "last"))


def test_nothing_asked_is_said_plainly(root, soilbook):
    (root / "references.lock").unlink()
    build(root, soilbook)

    text = plain(in_html(root, "last"))
    assert "have 5 works: 4 unchecked; 1 without a DOI, which no registry can look up. No" in text
    assert "No registry has been asked yet." in text
