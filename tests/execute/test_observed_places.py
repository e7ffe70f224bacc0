"""A record says in which cell, and on which line of it, each file was used."""

from generated import make_book, page_of, write

from soilbook.execute.records import read_runs
from soilbook.records.digests import records_of

FIRST = """from pathlib import Path


def text_of(name):
    return Path(name).read_text()


Path("kept.txt").write_text(text_of("rain.csv"))"""
SECOND = """import model

text_of("soil.csv")
text_of("kept.txt")"""


def test_the_line_is_that_of_the_call_in_the_cell(tmp_path, execute):
    root = make_book(tmp_path / "book", {"page.md": page_of(FIRST, SECOND)})
    write(root, "rain.csv", "1")
    write(root, "soil.csv", "2")
    write(root, "model.py", "K = 3\n")

    execute(root)

    [run] = read_runs(records_of(root / "_build" / ".jupyter_cache", "page.md"))
    assert [tuple(one) for one in run.reads] == [
        (1, 8, "rain.csv"),
        (2, 1, "model.py"),
        (2, 3, "soil.csv"),
        (2, 4, "kept.txt"),
    ]
    assert [tuple(one) for one in run.writes] == [(1, 8, "kept.txt")]
