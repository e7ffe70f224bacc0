"""``jb execute``: what changed runs again, nothing else, and pages show the outputs of today."""

import os
import py_compile
import shutil

from generated import HEAD, make_book, page_of, runs_of, shown, stored, write


def test_what_a_notebook_read_decides_whether_it_runs(reading_book, stale, execute):
    root = reading_book
    assert set(stale(root)) == {"a/reads.md", "b/reads.md", "module.md", "folder.md"}
    execute(root)
    assert stale(root) == {}
    # Equal code, other data.
    assert (shown(root, "a/reads.md"), shown(root, "b/reads.md")) == ("value 1\n", "value 2\n")

    # New content under an old date.
    old = (root / "a" / "data.csv").stat()
    write(root, "a/data.csv", "7")
    os.utime(root / "a" / "data.csv", ns=(old.st_atime_ns, old.st_mtime_ns))
    assert stale(root) == {"a/reads.md": "a/data.csv changed"}

    # The data of before: its outputs are still there.
    execute(root)
    assert shown(root, "a/reads.md") == "value 7\n"
    write(root, "a/data.csv", "1")
    assert stale(root) == {}
    execute(root)
    assert shown(root, "a/reads.md") == "value 1\n"

    write(root, "model.py", "K = 4\n")
    write(root, "many/two.csv", "")
    (root / "b" / "data.csv").unlink()
    assert stale(root) == {
        "module.md": "module model.py changed",
        "folder.md": "files in many/ came or went",
        "b/reads.md": "b/data.csv is gone",
    }
    write(root, "b/data.csv", "2")
    execute(root)
    assert shown(root, "module.md") == "factor 4\n"
    assert shown(root, "folder.md") == "files 2\n"


def test_a_module_runs_as_it_is_written_now(reading_book, execute):
    """Python itself would run the compiled form: date and size of the text are as before."""
    module = reading_book / "model.py"
    py_compile.compile(str(module), doraise=True)
    old = module.stat()
    write(reading_book, "model.py", "K = 5\n")
    os.utime(module, ns=(old.st_atime_ns, old.st_mtime_ns))

    execute(reading_book)

    assert shown(reading_book, "module.md") == "factor 5\n"


def test_prose_does_not_run_a_notebook_and_code_does(reading_book, stale, execute):
    page = reading_book / "module.md"
    execute(reading_book)
    text = page.read_text("utf-8")

    page.write_text(text.replace("# Module", "# The module\n\nMore prose."), "utf-8")
    assert stale(reading_book) == {}

    page.write_text(text.replace("'factor'", "'times'"), "utf-8")
    assert stale(reading_book) == {"module.md": "its code changed"}


def test_lost_or_damaged_outputs_are_made_again(reading_book, stale, execute):
    execute(reading_book)
    one, other = (runs_of(reading_book, page)[0]["output"] for page in ("a/reads.md", "module.md"))

    shutil.rmtree(stored(reading_book, one).parent)
    stored(reading_book, other).write_text("{", encoding="utf-8")

    lost = "its stored outputs are missing"
    assert stale(reading_book) == {"a/reads.md": lost, "module.md": lost}
    execute(reading_book)
    assert stale(reading_book) == {}


def test_a_broken_database_is_begun_anew(reading_book, stale, execute):
    execute(reading_book)
    database = reading_book / "_build" / ".jupyter_cache" / "global.db"
    database.write_bytes(b"no database" * 100)
    write(reading_book, "a/data.csv", "9")

    execute(reading_book)
    execute(reading_book)

    assert stale(reading_book) == {}


def test_a_failing_notebook_stops_nothing_else(tmp_path, stale, execute):
    fails = "# F\n\n```{code-cell} python\na = 1\n```\n\n```{code-cell} python\na\na / 0\n```\n"
    works = "# W\n\n```{code-cell} python\nprint('well')\n```\n"
    root = make_book(tmp_path, {"index.md": "# B\n", "fails.md": fails, "works.md": works})

    answer = execute(root, expected=1)

    assert answer.stdout == (
        "fails.md:14 mystnb.exec This notebook stopped here: ZeroDivisionError: division by zero."
        " Mend the cell and build again.\n"
    )
    assert shown(root, "works.md") == "well\n"
    assert set(stale(root)) == {"fails.md"}


def test_a_page_that_is_no_notebook_is_named(tmp_path, soilbook):
    cell = "---\nmystnb: [\n---\nprint(1)"
    root = make_book(tmp_path, {"bad.md": page_of(cell)})

    answer = soilbook("execute", root)

    assert answer.returncode == 2
    start = "Error: bad.md cannot be read as a notebook: Code cell 1 at line 8 could not be read"
    assert answer.stderr.startswith(start)


def test_a_kernel_that_dies_costs_a_retry(tmp_path, execute):
    dies = (
        "# D\n\n```{code-cell} python\nimport os, signal\nfrom pathlib import Path\n"
        "first = not Path('died').exists()\nPath('died').write_text('')\n"
        "if first:\n    os.kill(os.getpid(), signal.SIGKILL)\nprint('alive')\n```\n"
    )
    root = make_book(tmp_path, {"index.md": "# B\n", "dies.md": dies})

    execute(root)

    assert shown(root, "dies.md") == "alive\n"
    assert (root / "died").exists()


def test_what_is_not_in_the_repository_is_a_finding(tmp_path, execute):
    cell = (
        "```{code-cell} python\nimport socket\nopen('/etc/passwd').close()\n"
        "try:\n    socket.getaddrinfo('data.invalid', 443)\nexcept OSError:\n    pass\n```\n"
    )
    root = make_book(tmp_path / "b", {"index.md": "# B\n", "out.md": f"# O\n\n{cell}"})

    first = execute(root, expected=1)
    again = execute(root, expected=1)

    assert first.stdout == again.stdout
    assert "out.md:10 notebook-reads-outside Code cell 1 reads /etc/passwd" in first.stdout
    assert "out.md:12 notebook-opens-network Code cell 1 asks data.invalid:443" in first.stdout

    allow = (
        "soilbook:\n  allow:\n    - {path: /etc/passwd, reason: a test}\n"
        "    - {host: data.invalid, reason: a test}\n"
    )
    write(root, "out.md", HEAD.replace("---\n\n", f"{allow}---\n\n") + f"# O\n\n{cell}")
    execute(root)


def test_declared_files_count_like_observed_ones(tmp_path, stale, execute):
    page = "# D\n\n```{code-cell} python\nprint('x')\n```\n"
    root = make_book(tmp_path, {"index.md": "# B\n", "d.md": page})
    write(root, "d.md", HEAD.replace("---\n\n", "inputs: [by_hand.csv]\n---\n\n") + page)
    write(root, "by_hand.csv", "1")
    execute(root)

    write(root, "by_hand.csv", "2")

    assert stale(root) == {"d.md": "by_hand.csv changed"}


def test_jupyter_book_shows_the_outputs_of_today(reading_book, build):
    html = reading_book / "_build" / "html" / "a" / "reads.html"
    said = build(reading_book)
    assert "value 1" in html.read_text("utf-8")
    assert "Executing notebook" not in said

    write(reading_book, "a/data.csv", "1234")
    said = build(reading_book)

    assert "value 1234" in html.read_text("utf-8")
    assert "ran a/reads.md" in said
    assert "ran b/reads.md" not in said
    assert "[100%] a/reads" in said
