"""Runs one notebook in a process that ends, kernel and all, with the one that started it.

``python -m soilbook.execute.child FOLDER`` reads the job from FOLDER and writes the outcome there.
Standard input is its lifeline: when it closes, since whoever holds the other end died or wants the
notebook no more, the run is cancelled. A kernel alone would not do: that of another language asks
for nobody, and ipykernel only notices when process 1 becomes its parent.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from pathlib import Path

from .runner import Job, Outcome, run_one

JOB = "job.json"
OUTCOME = "outcome.json"


def write_job(job: Job) -> str:
    """The text of a job; plain JSON, so that it means the same in every process."""
    return json.dumps({**vars(job), "root": str(job.root)})


def read_job(text: str) -> Job:
    """The job that `write_job` wrote."""
    import nbformat

    found = json.loads(text)
    notebook = nbformat.from_dict(found["notebook"])
    return Job(**found | {"root": Path(found["root"]), "notebook": notebook})


def read_outcome(text: str) -> Outcome:
    """The outcome that `main` wrote."""
    import nbformat

    found = json.loads(text)
    return Outcome(**found | {"notebook": nbformat.from_dict(found["notebook"])})


async def run_while_wanted(job: Job) -> Outcome:
    """Run a notebook until it ends or the lifeline closes; then its kernel is shut down."""
    loop = asyncio.get_running_loop()
    running = asyncio.ensure_future(run_one(job))

    def watch() -> None:
        # Not by way of `sys.stdin`, whose lock a thread must not hold when Python ends.
        os.read(0, 1)
        loop.call_soon_threadsafe(running.cancel)

    threading.Thread(target=watch, daemon=True).start()
    return await running


def main(folder: Path) -> None:
    """Run the job in a folder."""
    job = read_job((folder / JOB).read_text(encoding="utf-8"))
    try:
        outcome = asyncio.run(run_while_wanted(job))
    except asyncio.CancelledError:
        sys.exit(1)
    (folder / OUTCOME).write_text(json.dumps(vars(outcome)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
