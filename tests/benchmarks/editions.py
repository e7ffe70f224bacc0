"""Print what the stages cost on the book of this repository, or on any other.

How to run: ``python tests/benchmarks/editions.py [BOOK]``. Every command runs in a process of its
own, in a copy of the book; seconds are user + system time of the process and its children, and the
memory is that of the largest process. Compare figures of one run only: machines drift.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
JB = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
SOILBOOK = [sys.executable, "-m", "soilbook"]


def copy_of(book: Path, folder: Path) -> Path:
    """Copy the sources of a book without what was built from them."""
    leave = shutil.ignore_patterns(".venv", "_build", ".git", "tests", "__pycache__")
    return Path(shutil.copytree(book, folder / "book", ignore=leave))


def measure(name: str, command: list[str], book: Path) -> None:
    """Run a command in the book and print a row."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=book, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    cpu = used.ru_utime + used.ru_stime
    print(f"{name:44} {cpu:8.2f} {wall:8.2f} {used.ru_maxrss / 1024:8.0f} {code:5}")


def main() -> None:
    """Print a table of the stages."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    with tempfile.TemporaryDirectory() as folder:
        book = copy_of(source, Path(folder))
        print(f"{'':44} {'CPU s':>8} {'wall s':>8} {'MB':>8} {'exit':>5}")
        measure("check", [*SOILBOOK, "check", "."], book)
        measure("editions, first time", [*SOILBOOK, "editions", "."], book)
        measure("editions, nothing changed", [*SOILBOOK, "editions", "."], book)
        measure("verify", [*SOILBOOK, "verify", "."], book)
        measure("jb build (HTML alone), first time", [*JB, "build", "."], book)
        measure("jb build (HTML alone), nothing changed", [*JB, "build", "."], book)


if __name__ == "__main__":
    main()
