"""One process at a time runs the notebooks of a book; a second one says so, and waits."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from generated import make_book, page_of, shown, write

from soilbook.execute.lock import only_one

# Runs until there is a file "go", and counts its runs.
WAITS = """import time
from pathlib import Path
with open('runs.log', 'a') as log:
    log.write('x')
while not Path('go').exists():
    time.sleep(0.05)
print('done')"""
HOLDS = (
    "import sys, time; from pathlib import Path; from soilbook.execute.lock import only_one\n"
    "with only_one(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
)


@pytest.fixture
def book(tmp_path):
    return make_book(tmp_path / "book", {"waits.md": page_of(WAITS)})


@pytest.fixture
def start():
    """Return a function that starts a command of soilbook; what still runs at the end is ended."""
    begun = []

    def begin(command, root, *options):
        line = [sys.executable, "-m", "soilbook", command, str(root), *options]
        process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("second", [("execute",), ("editions", "--edition", "html")])
def test_a_second_command_waits_for_the_first(book, start, second):
    first = start("execute", book)
    wait_for((book / "runs.log").is_file)
    command, *options = second
    other = start(command, book, *options)
    if command == "execute":
        line = other.stderr.readline()
        assert line == (
            f"Waiting for process {first.pid} (soilbook execute), "
            "which runs notebooks of this book.\n"
        )
    else:
        log = book / "_build" / ".work" / "html.log"
        holder = f"waiting for process {first.pid} (soilbook execute)"
        wait_for(lambda: log.is_file() and holder in log.read_text("utf-8"))
    assert other.poll() is None

    write(book, "go", "")

    said = [process.communicate(timeout=60) for process in (first, other)]
    assert (first.returncode, other.returncode) == (0, 0), said
    # The second one took what the first one made.
    assert (book / "runs.log").read_text("utf-8") == "x"
    assert shown(book, "waits.md") == "done\n"


def test_to_explain_does_not_wait(book, start, stale):
    start("execute", book)
    wait_for((book / "runs.log").is_file)

    assert stale(book) == {"waits.md": "it has not run yet"}

    write(book, "go", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill that cannot be caught")
def test_the_lock_of_a_process_that_was_killed_holds_nobody_up(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    threading.Timer(0.5, holder.send_signal, [signal.SIGKILL]).start()
    told = []

    with only_one(tmp_path, told.append):
        assert told == [f"process {holder.pid} (-c {tmp_path})"]

    with only_one(tmp_path, told.append):
        assert len(told) == 1
    holder.communicate()
