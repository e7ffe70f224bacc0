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
        r"references\.bib:\d+.* bibliography-brace-unbalanced ",
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
    "a kernel that is not installed": (
        "rain.md",
        "  name: python3\n",
        "  name: rain-9\n",
        1,
        r"rain\.md mystnb\.exec .*there is no kernel \"rain-9\" .*\. Name an installed one",
    ),
    "a notebook that ends its kernel": (
        "rain.md",
        "import soilbook\n",
        "import os\n\nos._exit(3)\n",
        1,
        r"rain\.md mystnb\.exec .*the kernel died, twice",
    ),
    "a notebook that takes too long": (
        "rain.md",
        "import soilbook\n",
        "import time\n\ntime.sleep(60)\n",
        1,
        r"rain\.md:\d+ mystnb\.exec .*a cell took longer than the 2 seconds that `exec",
    ),
    "a page that includes itself": (
        "rain.md",
        "# Rain\n",
        "# Rain\n\n```{include} rain.md\n```\n",
        1,
        r"rain\.md edition-failed This page never ends",
    ),
    "options where Jupyter Book expects a list of them": (
        "_config.yml",
        "execute:\n  execute_notebooks: cache",
        "html: yes",
        2,
        r"_config\.yml: html: must be a list of options\.",
    ),
    "an option that Jupyter Book itself stumbles over": (
        "_config.yml",
        "only_build_toc_files: true",
        "only_build_toc_files: true\nhtml: {comments: 3}",
        1,
        r"_config\.yml edition-failed The html edition stopped: .* See _build/\.work/html\.log",
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
    if "takes too long" in what:
        shorten_timeout(root / "_config.yml")
    (root / file).write_text(text.replace(good, bad, 1), encoding="utf-8")

    answer = soilbook("editions", root)

    said = answer.stdout + answer.stderr
    assert re.search(message, said), said
    assert answer.returncode == code, said
    assert "Traceback" not in said
    assert all(path.read_text(encoding="utf-8") == "the last good one" for path in editions)


def shorten_timeout(config: Path) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("execute:\n", "execute:\n  timeout: 2\n"), encoding="utf-8")


def test_included_bytes_that_are_not_utf8_are_traced_to_the_page(book, soilbook):
    root = book("tiny")
    (root / "rain.csv").write_bytes("Regen,Größe\n".encode("latin-1"))
    with (root / "rain.md").open("a", encoding="utf-8") as page:
        page.write("\n```{csv-table} Rain\n:file: rain.csv\n```\n")

    answer = soilbook("editions", root)

    assert answer.returncode == 1
    assert "rain.md edition-failed A file that this page takes in is not UTF-8" in answer.stdout


def test_links_that_go_round_do_not_stop_the_check(book, soilbook):
    root = book("tiny")
    (root / "a.md").symlink_to("b.md")
    (root / "b.md").symlink_to("a.md")
    (root / "round").symlink_to(".")

    answer = soilbook("check", root)

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_place_that_cannot_be_written(book, soilbook):
    root = book("tiny")
    (root / "_build").write_text("not a folder", encoding="utf-8")

    answer = soilbook("editions", root)

    assert answer.returncode == 2
    assert re.match(r"Error: .*_build.*right to write there\.\n\Z", answer.stderr), answer.stderr


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
