"""Each way a book can be broken: one clear message with place and remedy, nothing lost."""

import re
from pathlib import Path

import pytest

# What is broken; the file; what is replaced by what; the exit code; what the message must hold.
BROKEN = {
    "contents that are not YAML": (
        "_toc.yml",
        "root: index",
        "root: [index",
        1,
        r"_toc\.yml:\d+.* toc-malformed ",
    ),
    "contents that name a page twice": (
        "_toc.yml",
        "- file: notes",
        "- file: rain",
        1,
        r"_toc\.yml:8.* toc-file-repeated .*rain",
    ),
    "contents that come round to the first page": (
        "_toc.yml",
        "- file: notes",
        "- file: index",
        1,
        r"_toc\.yml:8.* toc-file-repeated .*index",
    ),
    "a configuration that is not YAML": (
        "_config.yml",
        "title: A tiny book",
        "title: 'A tiny book",
        2,
        r"_config\.yml:\d+",
    ),
    "an option that does not exist": (
        "_config.yml",
        "execute:",
        "soilbook:\n  subtitel: Rain\nexecute:",
        2,
        r'_config\.yml: soilbook has no option "subtitel"\. Did you mean "subtitle"\?',
    ),
    "a bibliography with a brace too few": (
        "references.bib",
        "title = {Rain in a bucket}",
        "title = {Rain in a bucket",
        1,
        r"references\.bib:\d+.* bibliography-malformed ",
    ),
    "front matter that is not YAML": (
        "rain.md",
        "  name: python3\n",
        "  name: 'python3\n",
        1,
        r"rain\.md:\d+.* front-matter-malformed ",
    ),
    "a notebook that is not JSON": (
        "notes.ipynb",
        '"nbformat": 4,',
        '"nbformat" 4,',
        1,
        r"notes\.ipynb:\d+.* notebook-malformed ",
    ),
    "a descriptor that is not JSON": (
        "datasets/rain/datapackage.json",
        '"version": "1.0.0",',
        '"version": "1.0.0"',
        1,
        r"datasets/rain/datapackage\.json:\d+.* dataset-malformed ",
    ),
    "data that are not the described ones": (
        "datasets/rain/rain.csv",
        "640",
        "641",
        1,
        r"datasets/rain/.* dataset-hash-mismatch ",
    ),
    "an image that is not there": (
        "rain.md",
        "images/gauge.svg",
        "images/gauche.svg",
        1,
        r"rain\.md:17.* image-missing .*images/gauche\.svg",
    ),
    "a citation of an unknown key": (
        "rain.md",
        "{cite:t}`author2020`",
        "{cite:t}`autor2020`",
        1,
        r'rain\.md:14.* citation-unknown-key .*Did you mean "author2020"\?',
    ),
    "a notebook that raises": (
        "rain.md",
        'soilbook.dataset("rain")\n',
        'soilbook.dataset("rain")\nrain.no_such_thing()\n',
        1,
        r"rain\.md:30 mystnb\.exec .*AttributeError",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_one_clear_message_and_the_last_editions_stay(what, book, soilbook):
    file, good, bad, code, message = BROKEN[what]
    root = book("tiny")
    editions = put_editions(root)
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(good) >= 1
    (root / file).write_text(text.replace(good, bad, 1), encoding="utf-8")

    answer = soilbook("editions", root)

    said = answer.stdout + answer.stderr
    assert re.search(message, said), said
    assert answer.returncode == code, said
    assert "Traceback" not in said
    assert all(path.read_text(encoding="utf-8") == "the last good one" for path in editions)


def put_editions(root: Path) -> list[Path]:
    """Put files where finished editions stand, to see whether they are touched."""
    editions = [
        root / "_build" / path
        for path in ("html/index.html", "pdf/a-tiny-book.pdf", "epub/a-tiny-book.epub")
    ]
    for path in editions:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("the last good one", encoding="utf-8")
    return editions


def test_a_folder_without_a_book(tmp_path, soilbook):
    answer = soilbook("editions", tmp_path)

    assert answer.returncode == 2
    assert "There is no _config.yml" in answer.stderr
    assert "Traceback" not in answer.stderr
