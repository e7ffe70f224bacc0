"""Every notebook of a book draws in the style of the book, wherever its page stands."""

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import InteractiveShell

import soilbook


@pytest.fixture
def book(tmp_path):
    (tmp_path / "book" / "stocks").mkdir(parents=True)
    (tmp_path / "syntheses" / "words").mkdir(parents=True)
    (tmp_path / "book" / "figures.mplstyle").write_text("lines.linewidth: 7\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("page", ["book/stocks", "syntheses/words"])
def test_chapters_and_notes_draw_alike(book, page, monkeypatch):
    InteractiveShell.instance()
    monkeypatch.chdir(book / page)
    with plt.rc_context():
        soilbook.figure_style()
        assert plt.rcParams["lines.linewidth"] == 7


def test_a_style_beside_the_notebook_comes_first(book, monkeypatch):
    InteractiveShell.instance()
    own = book / "book" / "stocks"
    (own / "figures.mplstyle").write_text("lines.linewidth: 3\n", "utf-8")
    monkeypatch.chdir(own)
    with plt.rc_context():
        soilbook.figure_style()
        assert plt.rcParams["lines.linewidth"] == 3
