"""The parity book with its editions, and the means to alter one edition behind the others' back."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import typst

from soilbook.project import Project
from soilbook.verify import compare_editions

BOOKS = Path(__file__).parent.parent / "books"


def replaced(text, old, new):
    """Replace what `old`, a regular expression, finds: exactly one place."""
    altered, count = re.subn(old, new, text, flags=re.DOTALL)
    assert count == 1, f"{old} is there {count} times"
    return altered


@dataclass
class Editions:
    """A copy of the built parity book."""

    root: Path
    source: Path

    @property
    def pdf(self):
        return self.root / "_build" / "pdf" / "parity.pdf"

    @property
    def epub(self):
        return self.root / "_build" / "epub" / "parity.epub"

    def alter(self, edition, page, old, new):
        """Replace one place of a page (``stocks``) of one edition, or of the whole PDF."""
        if edition == "html":
            self._alter_file(self.root / "_build" / "html" / f"{page}.html", old, new)
        elif edition == "epub":
            self._alter_member(f"EPUB/{page}.xhtml", old, new)
        else:
            self._alter_pdf(old, new)

    def faults(self):
        """What `compare_editions` reports: names of faults with the edition each is found in."""
        findings = compare_editions(Project.at(self.root))
        return {(finding.check, finding.path.split("/")[1]) for finding in findings}

    def _alter_file(self, path, old, new):
        path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")

    def _alter_member(self, name, old, new):
        with zipfile.ZipFile(self.epub) as archive:
            members = {one: archive.read(one) for one in archive.namelist()}
        members[name] = replaced(members[name].decode(), old, new).encode()
        with zipfile.ZipFile(self.epub, "w") as archive:
            for one, content in members.items():
                archive.writestr(one, content)

    def _alter_pdf(self, old, new):
        folder = self.root / "typst"
        shutil.copytree(self.source, folder)
        self._alter_file(folder / "parity.typ", old, new)
        compile_typst(folder / "parity.typ", self.pdf)


def compile_typst(source, target, *, tagged=True):
    """Compile Typst the way the PDF edition is."""
    options = {"pdf_standards": ["ua-1"]} if tagged else {"pdf_tags": False}
    root = str(source.parent)
    typst.compile(str(source), str(target), root=root, ignore_system_fonts=True, **options)
    return target


@pytest.fixture
def compile_pdf():
    """Return `compile_typst`."""
    return compile_typst


@pytest.fixture(scope="session")
def built_parity(tmp_path_factory):
    """The parity book with its three editions, built once."""
    root = Path(shutil.copytree(BOOKS / "parity", tmp_path_factory.mktemp("books") / "parity"))
    command = [sys.executable, "-m", "soilbook", "editions", str(root)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    answer = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return root


@pytest.fixture
def editions(built_parity, tmp_path):
    """A copy that a test may alter."""
    root = tmp_path / "parity"
    root.mkdir()
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(built_parity / name, root)
    for name in ("html", "pdf", "epub"):
        shutil.copytree(built_parity / "_build" / name, root / "_build" / name)
    shutil.copy(built_parity / "_build" / "SHA256SUMS", root / "_build")
    return Editions(root, built_parity / "_build" / ".work" / "pdf")
