"""EPUBs built for real."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

BOOKS = Path(__file__).parents[2] / "books"
JB = "from jupyter_book.cli.main import main; main()"


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


def contents_of(path: Path) -> dict[str, bytes]:
    """Return every file of an EPUB by its name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(name="build_epub", scope="session")
def _build_epub() -> Callable[[Path], tuple[Path, str]]:
    """Return `build_epub`."""
    return build_epub


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
