"""Every odd .bib file prints what it says, in all three editions, or is named with its line.

The files of ``tests/books/odd-references`` have one oddity each and say what is expected of it:
``Prints`` the text of an entry, ``Cited`` that of a citation, ``Markup`` and ``Link`` what the HTML
has, ``Holds`` the beginning of an entry, ``Stops`` the finding that stops the editions, with line.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from soilbook.check import run as run_checks
from soilbook.editions.run import BLOCKING, build
from soilbook.project import Project
from soilbook.records.source import read_source
from soilbook.verify import outlines
from soilbook.verify.outline import plain

FOLDER = Path(__file__).parents[1] / "books" / "odd-references"
CONFIG = """\
title: Odd references
author: A. Author
bibtex_bibfiles: [{files}]
execute: {{execute_notebooks: "off"}}
soilbook: {{stem: odd}}
sphinx:
  extra_extensions: [soilbook]
  config: {{bibtex_reference_style: soilbook, bibtex_default_style: soilbook}}
"""


@dataclass(frozen=True)
class Case:
    """One .bib file, with what its first rows ask for."""

    path: Path
    text: str

    def asks(self, what: str) -> list[str]:
        return re.findall(rf"^% {what}: (.+)$", self.text, re.MULTILINE)

    @property
    def keys(self) -> list[str]:
        found = re.findall(
            r"^@(?!string|comment|preamble)\w+[{(]([^,={}\s]+)[,\s]", self.text, re.M
        )
        return list(dict.fromkeys(found))


def cases(folder: str) -> Iterator[Case]:
    for path in sorted((FOLDER / folder).glob("*.bib")):
        yield Case(path, read_source(path).text)


PRINTED, STOPPED = list(cases("print")), list(cases("stop"))


def write_book(root: Path, wanted: list[Case]) -> Project:
    for case in wanted:
        (root / case.path.name).write_bytes(case.path.read_bytes())
    files = ", ".join(case.path.name for case in wanted)
    (root / "_config.yml").write_text(CONFIG.format(files=files), encoding="utf-8")
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    rows = [f"- {{cite:t}}`{key}`." for case in wanted for key in case.keys]
    page = ["# Odd references", "", *rows, "", "```{bibliography}", "```", ""]
    (root / "index.md").write_text("\n".join(page), encoding="utf-8")
    return Project.at(root)


@pytest.fixture(scope="module")
def odd_book(tmp_path_factory, soilbook):
    """The three editions of a book that cites every file of ``print``, built as authors do."""
    project = write_book(tmp_path_factory.mktemp("odd"), PRINTED)
    answer = soilbook("editions", project.root, "--format", "json")
    assert answer.returncode in (0, 1), answer.stderr
    found, faults = outlines(project)
    assert len(found) == 3, answer.stdout + answer.stderr
    assert not faults
    return project, found, json.loads(answer.stdout)


@pytest.mark.parametrize("case", PRINTED, ids=lambda case: case.path.stem)
def test_it_prints_what_it_says_in_all_editions(case, odd_book):
    project, found, _ = odd_book
    page = (project.build / "html" / "index.html").read_text(encoding="utf-8")
    for outline in found:
        printed = [reference.text for reference in outline.references]
        cited = [citation.whole or citation.around for citation in outline.citations]
        assert set(map(plain, case.asks("Prints"))) <= set(printed), outline.edition
        assert all(plain(text) in " ".join(cited) for text in case.asks("Cited")), outline.edition
        for beginning in case.asks("Holds"):
            assert any(text.startswith(beginning) for text in printed), outline.edition
    for markup in case.asks("Markup"):
        assert markup in page
    for address in case.asks("Link"):
        assert f'href="{address}"' in page


def test_no_entry_is_lost_and_the_editions_agree(odd_book):
    _, found, findings = odd_book
    keys = [key for case in PRINTED for key in case.keys]
    assert [len(outline.references) for outline in found] == [len(keys)] * 3
    assert not [f for f in findings if f["check"].startswith(("verify-", "bibtex", "sphinx"))]


@pytest.fixture(scope="module")
def stopped_book(tmp_path_factory):
    """A book of damaged files, as far as it comes when nobody checks first."""
    project = write_book(tmp_path_factory.mktemp("stopped"), STOPPED)
    (built,) = build(project, ["html"], fresh=True, watch=lambda line: None)
    page = (built.path / "index.html").read_text(encoding="utf-8")
    return run_checks(project), built, plain(html.unescape(re.sub("<[^>]+>", "", page)))


@pytest.mark.parametrize("case", STOPPED, ids=lambda case: case.path.stem)
def test_it_stops_at_its_line(case, stopped_book):
    findings, built, text = stopped_book
    for stop in case.asks("Stops"):
        name, line = stop.split()
        assert name in BLOCKING
        for found in (findings, built.findings):
            places = {(f.path, f.line) for f in found if f.check == name}
            assert (case.path.name, int(line)) in places
    # What is sound in the file is not lost.
    for expected in case.asks("Prints"):
        assert expected in text
