"""Books of notebooks, made for a test or a benchmark, and what their stored outputs show."""

from __future__ import annotations

import json
from pathlib import Path

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n\n"
STOCK = """
title: Generated
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 120}
"""
CONFIG = STOCK + "sphinx: {extra_extensions: [soilbook]}\n"


def write(root: Path, name: str, text: str) -> Path:
    """Write a file below `root`, with its folders."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def page_of(*cells: str, title: str = "Page") -> str:
    """A page with these code cells."""
    return f"# {title}\n" + "".join(f"\n```{{code-cell}} python\n{code}\n```\n" for code in cells)


def make_book(root: Path, pages: dict[str, str], config: str = CONFIG) -> Path:
    """Write a book of these pages; those with a code cell are notebooks."""
    write(root, "_config.yml", config)
    chapters = "".join(f"  - file: {n.removesuffix('.md')}\n" for n in pages if n != "index.md")
    start = "format: jb-book\nroot: index\n"
    write(root, "_toc.yml", start + (f"chapters:\n{chapters}" if chapters else ""))
    for name, text in {"index.md": "# A book\n", **pages}.items():
        write(root, name, HEAD + text if "{code-cell}" in text else text)
    return root


def runs_of(root: Path, page: str) -> list[dict]:
    """The records of a page, newest first."""
    name = f"{page.replace('/', '__')}.json"
    return json.loads((root / "_build" / ".jupyter_cache" / "runs" / name).read_text("utf-8"))


def stored(root: Path, name: str) -> Path:
    """The stored notebook of that name."""
    return root / "_build" / ".jupyter_cache" / "executed" / name / "base.ipynb"


def shown(root: Path, page: str) -> str:
    """The text that the stored outputs of the newest run of a page hold."""
    cells = json.loads(stored(root, runs_of(root, page)[0]["output"]).read_text("utf-8"))["cells"]
    return "".join("".join(out.get("text", "")) for cell in cells for out in cell["outputs"])
