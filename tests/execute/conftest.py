"""A book whose notebooks read data in every way, and what the tests do with a book."""

import re
import subprocess
import sys

import pytest
from generated import make_book, page_of, write

READS_CSV = "from pathlib import Path\nprint('value', Path('data.csv').read_text().strip())"
READS_FOLDER = "from pathlib import Path\nprint('files', len(list(Path('many').glob('*.csv'))))"
PAGES = {
    "a/reads.md": page_of(READS_CSV),
    "b/reads.md": page_of(READS_CSV),
    "module.md": page_of("import model\nprint('factor', model.K)", title="Module"),
    "folder.md": page_of(READS_FOLDER),
}


@pytest.fixture
def reading_book(tmp_path):
    """Five pages, of which four are notebooks."""
    root = make_book(tmp_path / "book", PAGES)
    write(root, "a/data.csv", "1")
    write(root, "b/data.csv", "2")
    write(root, "model.py", "K = 3\n")
    write(root, "many/one.csv", "")
    return root


@pytest.fixture(scope="session")
def stale(soilbook):
    """Return a function that names the pages that would run, with the reason of each."""

    def ask(root):
        answer = soilbook("execute", root, "--explain")
        assert answer.returncode == 0, answer.stderr
        lines = [line.split(" → ") for line in answer.stdout.splitlines() if " → " in line]
        return {page: reason for reason, page in lines}

    return ask


@pytest.fixture(scope="session")
def execute(soilbook):
    """Return a function that runs what is stale, and expects an exit code."""

    def run(root, expected=0):
        answer = soilbook("execute", root)
        assert answer.returncode == expected, answer.stdout + answer.stderr
        return answer

    return run


@pytest.fixture(scope="session")
def build():
    """Return a function that runs ``jb build`` and returns what it says, without colours."""

    def run(root):
        code = "from jupyter_book.cli.main import main; main()"
        command = [sys.executable, "-c", code, "build", str(root)]
        answer = subprocess.run(command, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return re.sub(r"\x1b\[[0-9;]*m", "", answer.stdout)

    return run
