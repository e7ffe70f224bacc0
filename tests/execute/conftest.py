"""A book whose notebooks read data in every way: a file, a module, a folder, a dataset."""

import json
from pathlib import Path

import pytest

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n\n"
CONFIG = """
title: Runs
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 60}
sphinx: {extra_extensions: [soilbook]}
"""
READS_CSV = "from pathlib import Path\nprint('value', Path('data.csv').read_text().strip())\n"
PAGES = {
    "index.md": "# A book\n",
    "a/reads.md": f"# A\n\n```{{code-cell}} python\n{READS_CSV}```\n",
    "b/reads.md": f"# B\n\n```{{code-cell}} python\n{READS_CSV}```\n",
    "module.md": "# Module\n\n```{code-cell} python\nimport model\nprint('factor', model.K)\n```\n",
    "folder.md": (
        "# Folder\n\n```{code-cell} python\nfrom pathlib import Path\n"
        "print('files', len(list(Path('many').glob('*.csv'))))\n```\n"
    ),
}


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def make_book(root: Path, pages: dict[str, str]) -> Path:
    """Write a book of these pages; those with a code cell are notebooks."""
    write(root, "_config.yml", CONFIG)
    chapters = "".join(f"  - file: {n.removesuffix('.md')}\n" for n in pages if n != "index.md")
    start = "format: jb-book\nroot: index\n"
    write(root, "_toc.yml", start + (f"chapters:\n{chapters}" if chapters else ""))
    for name, text in pages.items():
        write(root, name, HEAD + text if "{code-cell}" in text else text)
    return root


@pytest.fixture
def reading_book(tmp_path):
    """Five pages, of which four are notebooks."""
    root = make_book(tmp_path / "book", PAGES)
    write(root, "a/data.csv", "1")
    write(root, "b/data.csv", "2")
    write(root, "model.py", "K = 3\n")
    write(root, "many/one.csv", "")
    return root


@pytest.fixture
def runs_of():
    """Return a function that reads the records of a page."""

    def read(root: Path, page: str) -> list[dict]:
        name = page.replace("/", "__")
        path = root / "_build" / ".jupyter_cache" / "runs" / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8"))

    return read
