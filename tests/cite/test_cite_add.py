"""``jb cite add``: a clean entry from a registry, never over another one."""

import os
import subprocess
import sys

import pytest
from replay import Status, update, work

from soilbook.check import run
from soilbook.cite.add import add
from soilbook.findings import SoilbookError

BIB = """% Kept as it is.
@article{lal2020soil, author = {Lal, R.}, title = {Soil}, year = {2020}, doi = {10.1000/old}}
"""


def added(book, registries, doi="10.1000/a", key=""):
    opened = book(BIB)
    text = add(opened, registries, doi, key).text
    assert (opened.root / "references.bib").read_text() == f"{BIB}\n{text}"
    return text


def test_an_article(registry, registries, book):
    title = "Soils of <i>Zea mays</i> &amp; CO<sub>2</sub>"
    more = {"issue": "2", "container-title": ["Agriculture, Ecosystems &amp; Environment"]}
    registry.crossref("10.1000/a", work(title, "Kögel-Knabner", "van Groenigen", **more))

    assert added(book, registries, "https://doi.org/10.1000/A") == (
        r"""@article{kogelknabner2020soils,
  author = {Kögel-Knabner, A. B. and van Groenigen, A. B.},
  title = {Soils of \emph{Zea mays} \& {CO₂}},
  year = {2020},
  journal = {Agriculture, Ecosystems \& Environment},
  volume = {320},
  number = {2},
  pages = {146--148},
  doi = {10.1000/a},
}
"""
    )


@pytest.mark.parametrize(
    ("kind", "more", "rows"),
    [
        (
            "posted-content",
            {"institution": [{"name": "bioRxiv"}]},
            "howpublished = {Preprint, ",
        ),
        ("monograph", {}, "publisher = {Elsevier BV}"),
        ("dataset", {}, "publisher = {Elsevier BV}"),
        ("report", {}, "institution = {Elsevier BV}"),
        ("dissertation", {}, "school = {Elsevier BV}"),
        ("book-chapter", {"container-title": ["Soils"]}, "booktitle = {Soils}"),
        ("proceedings-article", {"container-title": ["Talks"]}, "booktitle = {Talks}"),
        ("peer-review", {}, "howpublished = {Elsevier BV}"),
    ],
)
def test_every_type_gets_its_own(registry, registries, book, kind, more, rows):
    types = "misc book dataset techreport phdthesis incollection inproceedings misc".split()
    kinds = (
        "posted-content monograph dataset report dissertation book-chapter "
        "proceedings-article peer-review"
    )
    message = work("Title", "Lal", type=kind, **{"container-title": [], **more})
    registry.crossref("10.1000/a", message)

    text = added(book, registries)

    assert text.startswith(f"@{types[kinds.split().index(kind)]}{{lal2020title,")
    assert rows in text


def test_what_is_added_passes_the_checks(registry, registries, book):
    registry.crossref("10.1000/a", work("Soil carbon in pH units", "Lal", "Smith"))
    opened = book("")

    add(opened, registries, "10.1000/a")

    found = {finding.check for finding in run(book().project)}
    assert found <= {"reference-unused", "toc-malformed"}


def test_the_answer_is_in_the_lock(registry, registries, book):
    registry.crossref("10.1000/a", work("Soil carbon", "Lal"))

    added(book, registries)

    assert book().lock.get("10.1000/a").record.title == "Soil carbon"
    assert book().lock.changed == []


def test_a_key_that_is_taken_gets_a_letter(registry, registries, book):
    registry.crossref("10.1000/a", work("The soil", "Lal"))

    assert added(book, registries).startswith("@article{lal2020soilb,")


def test_a_key_of_choice(registry, registries, book):
    registry.crossref("10.1000/a", work("Soil", "Lal"))

    assert added(book, registries, key="mine").startswith("@article{mine,")


@pytest.mark.parametrize(
    ("doi", "key", "words"),
    [
        ("10.1000/OLD", "", 'references.bib:2: "lal2020soil" has this DOI already'),
        ("10.1000/a", "LAL2020soil", 'The key "LAL2020soil" is taken'),
        ("10.1000/a", "a b", "cannot be a key"),
        ("soil", "", '"soil" is no DOI'),
        ("10.1000/nothing", "", "No registry knows 10.1000/nothing"),
        ("10.1000/down", "", "Crossref: it answered 403. Nothing was changed"),
        ("10.1000/elsewhere", "", "have no title for it"),
    ],
)
def test_what_cannot_be_added_changes_nothing(registry, registries, book, doi, key, words):
    registry.crossref("10.1000/down", Status(403))
    registry.handle("10.1000/elsewhere")
    registry.crossref("10.1000/a", work("Soil", "Lal"))
    opened = book(BIB)

    with pytest.raises(SoilbookError) as error:
        add(opened, registries, doi, key)

    assert words in str(error.value)
    assert (opened.root / "references.bib").read_text() == BIB
    assert not opened.lock_path.exists()


@pytest.mark.parametrize(
    ("before", "gap"),
    [(b"", b""), (b"@misc{a}", b"\n\n"), (b"@misc{a}\r\n", b"\r\n")],
    ids=["empty", "no line end", "CRLF"],
)
def test_line_ends_stay(registry, registries, book, before, gap):
    registry.crossref("10.1000/a", work("Soil", "Lal"))
    opened = book(before)

    add(opened, registries, "10.1000/a")

    after = (opened.root / "references.bib").read_bytes()
    assert after.startswith(before + gap + b"@article{lal2020soil,")
    assert (b"\r\n" in after) == (b"\r" in before)
    assert after.count(b"\r\n") in (0, after.count(b"\n"))


def test_the_command_prints_the_entry_and_warns(registry, book):
    named = {"updated-by": [update("retraction", "10.1000/n", 2020)]}
    registry.crossref("10.1000/a", work("Soil", "Smith", **named))
    opened = book(BIB, {"endpoints": registry.endpoints, "mailto": "editor@example.org"})
    command = [sys.executable, "-m", "soilbook", "cite", "add", "10.1000/a", str(opened.root)]

    answer = subprocess.run(command, capture_output=True, text=True, env={**os.environ})

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("@article{smith2020soil,\n")
    assert answer.stderr == "Beware: the registry lists a retraction 10.1000/n\n"
