"""One page of MyST built into a PDF edition, without notebooks."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_books import BOOKS, CONFIG, TOC, Built, build


@pytest.fixture
def book_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a book of one page, with files beside it."""

    def write(page: str, config: str = CONFIG, toc: str = TOC, **files: str) -> Path:
        (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
        (tmp_path / "_toc.yml").write_text(toc, encoding="utf-8")
        (tmp_path / "index.md").write_text("# Welcome\n", encoding="utf-8")
        (tmp_path / "page.md").write_text(page, encoding="utf-8")
        shutil.copy(BOOKS / "every-markup" / "images" / "photo.png", tmp_path)
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def built(book_of: Callable[..., Path]) -> Callable[..., Built]:
    """Write a book of one page and build its PDF."""
    return lambda page, **more: build(book_of(page, **more))
