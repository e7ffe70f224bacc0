"""Small pages and the Typst source they become, side by side in ``cases``."""

import os
import re
import shutil
from pathlib import Path

import pytest
from pdf_books import BOOKS, CONFIG, build

CASES = Path(__file__).with_name("cases")
NAMES = sorted(path.stem for path in CASES.glob("*.md"))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Build all cases as chapters of one book; return the Typst source of each."""
    root = tmp_path_factory.mktemp("cases")
    for name in NAMES:
        shutil.copy(CASES / f"{name}.md", root)
    shutil.copy(BOOKS / "every-markup" / "images" / "photo.png", root)
    chapters = "".join(f"- file: {name}\n" for name in NAMES)
    config = CONFIG.replace("[sphinx_design,", "[sphinx_design, sphinx_exercise, sphinx_proof,")
    (root / "_config.yml").write_text(config, encoding="utf-8")
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}")
    (root / "index.md").write_text("# Welcome\n", encoding="utf-8")
    made = build(root)
    assert made.warnings == []
    text = made.source.read_text(encoding="utf-8")
    parts = [part for part in text.split("\n#opening(") if "/*@ " in part]
    return {part.split("/*@ ")[1].split(".md")[0]: _readable(part) for part in parts}


def _readable(part: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", f"#opening({part.strip()}\n")


@pytest.mark.parametrize("name", NAMES)
def test_source(name: str, sources: dict[str, str]):
    """Run with SOILBOOK_ACCEPT=1 to accept a change that was looked at."""
    golden = CASES / f"{name}.typ"
    if os.environ.get("SOILBOOK_ACCEPT"):
        golden.write_text(sources[name], encoding="utf-8")
    assert sources[name] == golden.read_text(encoding="utf-8")
