"""``jb execute``: what changed runs again, nothing else, and pages show the outputs of today."""

import json
import os
import py_compile
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import HEAD, make_book, write


def stale(soilbook, root):
    """The pages that would run, with the reason of each."""
    answer = soilbook("execute", root, "--explain")
    assert answer.returncode == 0, answer.stderr
    lines = [line.split(" → ") for line in answer.stdout.splitlines() if " → " in line]
    return {page: reason for reason, page in lines}


def execute(soilbook, root, expected=0):
    answer = soilbook("execute", root)
    assert answer.returncode == expected, answer.stdout + answer.stderr
    return answer


def shown(root, page):
    """The text that the stored outputs of the newest run of a page hold."""
    cache = root / "_build" / ".jupyter_cache"
    runs = json.loads((cache / "runs" / f"{page.replace('/', '__')}.json").read_text("utf-8"))
    stored = json.loads((cache / "executed" / runs[0]["output"] / "base.ipynb").read_text("utf-8"))
    outputs = [out for cell in stored["cells"] for out in cell["outputs"]]
    return "".join("".join(out.get("text", "")) for out in outputs)


def test_what_a_notebook_read_decides_whether_it_runs(reading_book, soilbook):
    root = reading_book
    assert set(stale(soilbook, root)) == {"a/reads.md", "b/reads.md", "module.md", "folder.md"}
    execute(soilbook, root)
    assert stale(soilbook, root) == {}
    # Equal code, other data.
    assert (shown(root, "a/reads.md"), shown(root, "b/reads.md")) == ("value 1\n", "value 2\n")

    # New content under an old date.
    old = (root / "a" / "data.csv").stat()
    write(root, "a/data.csv", "7")
    os.utime(root / "a" / "data.csv", ns=(old.st_atime_ns, old.st_mtime_ns))
    assert stale(soilbook, root) == {"a/reads.md": "a/data.csv changed"}

    # The data of before: its outputs are still there.
    execute(soilbook, root)
    assert shown(root, "a/reads.md") == "value 7\n"
    write(root, "a/data.csv", "1")
    assert stale(soilbook, root) == {}
    assert shown(root, "a/reads.md") == "value 1\n"

    write(root, "model.py", "K = 4\n")
    write(root, "many/two.csv", "")
    (root / "b" / "data.csv").unlink()
    assert stale(soilbook, root) == {
        "module.md": "module model.py changed",
        "folder.md": "files in many/ came or went",
        "b/reads.md": "b/data.csv is gone",
    }
    write(root, "b/data.csv", "2")
    execute(soilbook, root)
    assert shown(root, "module.md") == "factor 4\n"
    assert shown(root, "folder.md") == "files 2\n"


def test_a_module_runs_as_it_is_written_now(reading_book, soilbook):
    """Python itself would run the compiled form: date and size of the text are as before."""
    module = reading_book / "model.py"
    py_compile.compile(str(module), doraise=True)
    old = module.stat()
    write(reading_book, "model.py", "K = 5\n")
    os.utime(module, ns=(old.st_atime_ns, old.st_mtime_ns))

    execute(soilbook, reading_book)

    assert shown(reading_book, "module.md") == "factor 5\n"


def test_prose_does_not_run_a_notebook_and_code_does(reading_book, soilbook):
    page = reading_book / "module.md"
    execute(soilbook, reading_book)
    text = page.read_text("utf-8")

    page.write_text(text.replace("# Module", "# The module\n\nMore prose."), "utf-8")
    assert stale(soilbook, reading_book) == {}

    page.write_text(text.replace("'factor'", "'times'"), "utf-8")
    assert stale(soilbook, reading_book) == {"module.md": "its code changed"}


def test_lost_or_damaged_outputs_are_made_again(reading_book, soilbook, runs_of):
    execute(soilbook, reading_book)
    cache = reading_book / "_build" / ".jupyter_cache"
    one, other = (runs_of(reading_book, page)[0]["output"] for page in ("a/reads.md", "module.md"))

    shutil.rmtree(cache / "executed" / one)
    (cache / "executed" / other / "base.ipynb").write_text("{", encoding="utf-8")

    lost = "its stored outputs are missing"
    assert stale(soilbook, reading_book) == {"a/reads.md": lost, "module.md": lost}
    execute(soilbook, reading_book)
    assert stale(soilbook, reading_book) == {}


def test_a_broken_database_is_begun_anew(reading_book, soilbook):
    execute(soilbook, reading_book)
    database = reading_book / "_build" / ".jupyter_cache" / "global.db"
    database.write_bytes(b"no database" * 100)
    write(reading_book, "a/data.csv", "9")

    execute(soilbook, reading_book)
    execute(soilbook, reading_book)

    assert stale(soilbook, reading_book) == {}


def test_a_failing_notebook_stops_nothing_else(tmp_path, soilbook):
    fails = "# F\n\n```{code-cell} python\na = 1\n```\n\n```{code-cell} python\na\na / 0\n```\n"
    works = "# W\n\n```{code-cell} python\nprint('well')\n```\n"
    root = make_book(tmp_path, {"index.md": "# B\n", "fails.md": fails, "works.md": works})

    answer = execute(soilbook, root, expected=1)

    assert answer.stdout == (
        "fails.md:14 mystnb.exec This notebook stopped here: ZeroDivisionError: division by zero."
        " Mend the cell and build again.\n"
    )
    assert shown(root, "works.md") == "well\n"
    assert set(stale(soilbook, root)) == {"fails.md"}


def test_a_kernel_that_dies_costs_a_retry(tmp_path, soilbook):
    dies = (
        "# D\n\n```{code-cell} python\nimport os, signal\nfrom pathlib import Path\n"
        "first = not Path('died').exists()\nPath('died').write_text('')\n"
        "if first:\n    os.kill(os.getpid(), signal.SIGKILL)\nprint('alive')\n```\n"
    )
    root = make_book(tmp_path, {"index.md": "# B\n", "dies.md": dies})

    execute(soilbook, root)

    assert shown(root, "dies.md") == "alive\n"
    assert (root / "died").exists()


def test_what_is_not_in_the_repository_is_a_finding(tmp_path, soilbook):
    cell = (
        "```{code-cell} python\nimport socket\nopen('/etc/passwd').close()\n"
        "try:\n    socket.getaddrinfo('data.invalid', 443)\nexcept OSError:\n    pass\n```\n"
    )
    root = make_book(tmp_path / "b", {"index.md": "# B\n", "out.md": f"# O\n\n{cell}"})

    first = execute(soilbook, root, expected=1)
    again = execute(soilbook, root, expected=1)

    assert first.stdout == again.stdout
    assert "out.md:10 notebook-reads-outside Code cell 1 reads /etc/passwd" in first.stdout
    assert "out.md:12 notebook-opens-network Code cell 1 asks data.invalid:443" in first.stdout

    allow = (
        "soilbook:\n  allow:\n    - {path: /etc/passwd, reason: a test}\n"
        "    - {host: data.invalid, reason: a test}\n"
    )
    write(root, "out.md", HEAD.replace("---\n\n", f"{allow}---\n\n") + f"# O\n\n{cell}")
    execute(soilbook, root)


def test_declared_files_count_like_observed_ones(tmp_path, soilbook):
    page = "# D\n\n```{code-cell} python\nprint('x')\n```\n"
    root = make_book(tmp_path, {"index.md": "# B\n", "d.md": page})
    write(root, "d.md", HEAD.replace("---\n\n", "inputs: [by_hand.csv]\n---\n\n") + page)
    write(root, "by_hand.csv", "1")
    execute(soilbook, root)

    write(root, "by_hand.csv", "2")

    assert stale(soilbook, root) == {"d.md": "by_hand.csv changed"}


def test_jupyter_book_shows_the_outputs_of_today(reading_book):
    def build():
        code = "from jupyter_book.cli.main import main; main()"
        command = [sys.executable, "-c", code, "build", str(reading_book)]
        answer = subprocess.run(command, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        html = reading_book / "_build" / "html"
        return answer.stdout, (html / "a" / "reads.html").read_text(encoding="utf-8")

    first, page = build()
    assert "value 1" in page
    assert "Executing notebook" not in first

    write(reading_book, "a/data.csv", "1234")
    second, page = build()
    assert "value 1234" in page
    assert "ran a/reads.md" in second
    assert "ran b/reads.md" not in second
    assert "[100%] a/reads" in second.replace("\x1b[35m", "").replace("\x1b[39;49;00m", "")


@pytest.mark.parametrize("wait", [0.5, 1.2, 1.9])
def test_a_process_killed_midway_leaves_a_cache_that_mends(reading_book, soilbook, wait):
    command = [sys.executable, "-m", "soilbook", "execute", str(reading_book), "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    execute(soilbook, reading_book)

    assert stale(soilbook, reading_book) == {}
    assert shown(reading_book, "a/reads.md") == "value 1\n"
    assert shown(reading_book, "b/reads.md") == "value 2\n"
    assert not list(Path(reading_book).rglob("*-journal"))
