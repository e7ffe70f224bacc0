"""What a Dask worker does: say where it works, and run a notebook in a process of its own."""

from __future__ import annotations

import importlib.metadata
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from .child import JOB, OUTCOME

if TYPE_CHECKING:
    from distributed import Worker

#: Workers tell under this topic which task they begin.
TOPIC = "soilbook"
_COMMAND = (sys.executable, "-P", "-m", f"{__package__}.child")


class ProcessEnded(Exception):
    """The process of a notebook ended without an outcome, as when it is killed with its worker."""


def surroundings(folders: Iterable[str]) -> dict[str, Any]:
    """What must be equal here and on a worker for the outputs to be the same."""
    installed = importlib.metadata.distributions()
    return {
        "python": platform.python_version(),
        "prefix": sys.prefix,
        "packages": {found.name: found.version for found in installed},
        "folders": {folder: _inode(folder) for folder in folders},
    }


def _inode(folder: str) -> int:
    # A copy of the repository at the same path has the same names, but not the same files.
    path = Path(folder)
    return path.stat().st_ino if path.is_dir() else 0


def difference(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    """Say what differs on a worker, to follow its name; nothing when all is equal."""
    if there["python"] != here["python"]:
        return f"runs Python {there['python']}, here it is {here['python']}"
    if there["prefix"] != here["prefix"]:
        return f"uses the environment {there['prefix']}, here it is {here['prefix']}"
    if differs := _other_package(here["packages"], there["packages"]):
        return differs
    for folder, inode in here["folders"].items():
        if not there["folders"].get(folder):
            return f"does not have the folder {folder}"
        if there["folders"][folder] != inode:
            return f"has another folder at {folder} than this computer"
    return ""


def _other_package(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    for name in sorted({*ours, *theirs}):
        if name not in theirs:
            return f"does not have {name} {ours[name]}"
        if name not in ours:
            return f"has {name}, which is not installed here"
        if ours[name] != theirs[name]:
            return f"has {name} {theirs[name]}, here it is {ours[name]}"
    return ""


def run_notebook(job: str, here: Mapping[str, Any]) -> dict[str, str]:
    """Run a notebook on this worker, if it works in the same surroundings.

    Parameters
    ----------
    job : str
        As `child.write_job` writes it.
    here : mapping
        The `surroundings` that the outputs are for.

    Returns
    -------
    dict
        ``worker``, its address, and either ``outcome`` or ``differs``.

    Raises
    ------
    ProcessEnded
        When there is no outcome; the notebook may be tried again.
    """
    from distributed import get_worker

    worker = get_worker()
    task = worker.get_current_task()
    worker.log_event(TOPIC, {"task": task, "worker": worker.address})
    if differs := difference(here, surroundings(here["folders"])):
        return {"worker": worker.address, "differs": differs}
    with TemporaryDirectory(dir=worker.local_directory) as folder:
        outcome = _run_child(Path(folder), job, lambda: _is_wanted(worker, task))
    return {"worker": worker.address, "outcome": outcome}


def _is_wanted(worker: Worker, task: Any) -> bool:
    # Dask does not stop what runs in a thread when its client cancels it or goes away, and waits
    # for it when the worker is told to end.
    from distributed import Status

    found = worker.state.tasks.get(task)
    is_asked = found is not None and found.state == "executing"
    return is_asked and worker.status != Status.closing


def _run_child(folder: Path, job: str, is_wanted: Callable[[], bool]) -> str:
    (folder / JOB).write_text(job, encoding="utf-8")
    with (
        (folder / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(
            [*_COMMAND, str(folder)],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        _wait(process, is_wanted)
        if not (folder / OUTCOME).is_file():
            log.seek(0)
            last = log.read().strip().rpartition("\n")[2]
            raise ProcessEnded(f"its process ended with {process.returncode} {last}".rstrip())
    return (folder / OUTCOME).read_text(encoding="utf-8")


def _wait(process: subprocess.Popen[bytes], is_wanted: Callable[[], bool]) -> None:
    while process.poll() is None and is_wanted():
        time.sleep(0.1)
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
