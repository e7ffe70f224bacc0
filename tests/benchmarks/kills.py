"""What is left when a run of notebooks is killed: ``python tests/benchmarks/kills.py``.

30 times: data of a small book change, ``jb execute`` starts, and at a random moment (of a seed)
``kill -9`` ends all of its processes, or only the command, or only one of its kernels. Then every
process must end by itself, and the next run must leave right outputs in a sound cache.
``--kills 6 --seed 2`` is a short form with other moments. POSIX only.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from generated import make_book, page_of, runs_of, shown, stored, write
from jupyter_cache import get_cache

WAYS = ("all", "command", "kernel")
PAGES = 6
DATA = 3
# A kernel ends within a second of its parent; a busy computer is given more.
PATIENCE = 10.0
MARK = "KILLED_BY_BENCHMARK"
CELL = """from pathlib import Path
total = sum(int(Path(name).read_text()) for name in {names})
end = __import__('time').process_time() + 0.2
while __import__('time').process_time() < end:
    pass
print(total)"""


@dataclass
class Trial:
    """One kill: how, when, and what was wrong after it."""

    way: str
    moment: float
    kernels: int
    orphans: int = 0
    seconds_of_orphans: float = 0.0
    wrong: list[str] = field(default_factory=list)


def adopt_orphans() -> None:
    """Have orphans given to this process, as a desktop does, and not to process 1 (Linux only).

    A kernel that watches for process 1 would then stay for ever.
    """
    if sys.platform == "linux":
        be_child_subreaper = 36
        ctypes.CDLL(None).prctl(be_child_subreaper, 1, 0, 0, 0)


class Killed:
    """A book whose runs are killed."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.values = {f"d{n}.csv": 0 for n in range(DATA)}
        self.uses = {
            f"n{n}.md": [f"d{n % DATA}.csv", f"d{(n + 1) % DATA}.csv"] for n in range(PAGES)
        }
        make_book(
            root, {page: page_of(CELL.format(names=used)) for page, used in self.uses.items()}
        )
        self.change()
        start = time.perf_counter()
        _command(root).wait()
        self.duration = time.perf_counter() - start

    def change(self) -> None:
        """Give some of the data files new values."""
        for name in self.random.sample(sorted(self.values), 2):
            self.values[name] += self.random.randrange(1, 10**6)
        for name, value in self.values.items():
            write(self.root, name, str(value))

    def trial(self, way: str) -> Trial:
        """Kill one run, then run again and say what is wrong."""
        self.change()
        moment = self.random.uniform(0, self.duration)
        process = _command(self.root)
        start = time.perf_counter()
        time.sleep(moment)
        kernels = _kill(process, way)
        trial = Trial(way, time.perf_counter() - start, kernels)
        code = process.wait()
        if way == "kernel" and code:
            trial.wrong.append(f"the run whose kernel was killed ended with {code}")
        trial.seconds_of_orphans, trial.orphans = _wait_for_orphans(self.root)
        if code := _command(self.root).wait():
            trial.wrong.append(f"the next run ended with {code}")
        trial.wrong += [*self.wrong_outputs(), *faults_of(self.root)]
        return trial

    def wrong_outputs(self) -> list[str]:
        """The pages that show something else than a full execution would."""
        right = {page: sum(map(self.values.get, used)) for page, used in self.uses.items()}
        return [
            f"{page} is wrong" for page in right if shown(self.root, page) != f"{right[page]}\n"
        ]


def faults_of(root: Path) -> list[str]:
    """What is unsound in the cache of a book."""
    cache = root / "_build" / ".jupyter_cache"
    faults = []
    pages = [path.name.removesuffix(".json") for path in cache.glob("runs/*.json")]
    for run in (run for page in pages for run in runs_of(root, page)):
        path = stored(root, run["output"])
        if not path.is_file():
            faults.append(f"outputs of {run['page']} are missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != run["output_sha256"]:
            faults.append(f"outputs of {run['page']} are not those that were stored")
    with sqlite3.connect(cache / "global.db") as database:
        faults += [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    listed = {record.hashkey for record in get_cache(cache).list_cache_records()}
    if listed != {path.name for path in cache.glob("executed/*")}:
        faults.append("the database and the stored outputs disagree")
    left = [*cache.rglob(".*"), *cache.glob("*-journal")]
    return faults + [f"{path.name} was left behind" for path in left]


def _command(root: Path) -> subprocess.Popen[bytes]:
    # Kernels inherit the mark, so that those are found which lost their parent.
    return subprocess.Popen(
        [sys.executable, "-m", "soilbook", "execute", str(root), "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, MARK: str(root)},
    )


def _kill(process: subprocess.Popen[bytes], way: str) -> int:
    """Kill some of the processes of a run; return how many kernels there were."""
    command = psutil.Process(process.pid)
    if way == "kernel":
        while process.poll() is None and not _kernels(command):
            time.sleep(0.01)
    kernels = _kernels(command)
    victims = {"all": [command, *kernels], "command": [command], "kernel": kernels[:1]}
    for victim in victims[way]:
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            # A kernel leads a group of its own.
            os.killpg(victim.pid, signal.SIGKILL)
    return len(kernels)


def _kernels(command: psutil.Process) -> list[psutil.Process]:
    try:
        children = command.children()
        return [child for child in children if os.getpgid(child.pid) == child.pid]
    except (psutil.NoSuchProcess, ProcessLookupError):
        return []


def _wait_for_orphans(root: Path) -> tuple[float, int]:
    """Wait until no process of a run is left; return how long, and how many did not end."""
    start = time.perf_counter()
    while (left := _marked(root)) and time.perf_counter() - start < PATIENCE:
        time.sleep(0.05)
    for process in left:
        process.kill()
    return time.perf_counter() - start, len(left)


def _marked(root: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == str(root):
                found.append(process)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    adopt_orphans()
    with TemporaryDirectory() as folder:
        book = Killed(Path(folder), chosen.seed)
        print(f"{PAGES} notebooks; the first run took {book.duration:.1f} s")
        trials = []
        for number in range(chosen.kills):
            trial = book.trial(WAYS[number % len(WAYS)])
            trials.append(trial)
            print(
                f"{number + 1:2} kill -9 of {trial.way:7} after {trial.moment:.2f} s, with "
                f"{trial.kernels} kernels: all gone in {trial.seconds_of_orphans:.1f} s, "
                f"{trial.orphans} orphans; {'; '.join(trial.wrong) or 'then all is right'}"
            )
    wrong = sum(bool(trial.wrong) for trial in trials)
    orphans = sum(trial.orphans for trial in trials)
    print(f"{len(trials)} kills: {wrong} with something wrong, {orphans} orphans")
    sys.exit(1 if wrong or orphans else 0)


if __name__ == "__main__":
    main()
