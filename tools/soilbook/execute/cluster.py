"""Runs notebooks on a Dask cluster that exists already; outputs are kept by this process alone.

The workers need what this computer has: the repository at the same path, on a shared file system,
and the same environment, with Python and all packages. Each worker is asked before it runs a
notebook, since the record of a run vouches for files and packages that are looked at here.
Dask is imported when notebooks run, and not before.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ..findings import SoilbookError
from .child import read_outcome, write_job
from .runner import Job, Outcome
from .worker import TOPIC, ProcessEnded, difference, run_notebook, surroundings

if TYPE_CHECKING:
    from distributed import Client, Future

Done = Callable[[Job, Outcome], None]

# Seconds: until a scheduler must have answered, and how long a cluster may be without a worker.
ANSWER = 5
WORKERLESS = 60
# How often a notebook is tried again whose process ended; Dask itself counts workers that die.
RETRIES = 3
_SAME = "The scheduler and every worker need the environment of this computer, with soilbook."


@dataclass(frozen=True)
class Cluster:
    """A `runner.Runner` that runs notebooks on the workers of a scheduler.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://host:8786``.
    limit : int, optional
        How many notebooks may run at once; as many as the workers take by default.
    """

    address: str
    limit: int | None = None

    def __call__(self, jobs: Sequence[Job], *, done: Done) -> None:
        """Run notebooks; one that costs several workers their life ends with a failure.

        Raises
        ------
        SoilbookError
            When the cluster cannot be reached, or a worker differs from this computer.
        """
        here = surroundings({str(job.root) for job in jobs})
        with _connected(self.address) as client:
            _demand_same(client, self.address, here)
            _Batch(client, self.address, here).run(jobs, self.limit or len(jobs), done)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
        from distributed.comm import CommClosedError
    except ImportError as error:
        raise SoilbookError(
            "Notebooks run on a cluster with Dask, which is not installed.",
            'Run `pip install "soilbook[cluster]"`.',
        ) from error
    try:
        client = Client(address, timeout=ANSWER, name="soilbook")
    except (OSError, ValueError) as error:
        raise SoilbookError(
            f"No Dask scheduler answers at {address}.",
            "Give the address that `dask scheduler` shows when it starts, such as tcp://host:8786.",
        ) from error
    # It logs tracebacks of its own when a scheduler goes away.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        with client:
            yield client
    except (CancelledError, CommClosedError) as error:
        raise SoilbookError(
            f"The Dask scheduler at {address} went away.",
            "Run the command again when it is back; notebooks that were done stay done.",
        ) from error


def _demand_same(client: Client, address: str, here: dict[str, Any]) -> None:
    answers = client.run(surroundings, list(here["folders"]), on_error="return")
    if not answers:
        raise _no_workers(address)
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, Exception):
            raise SoilbookError(f"The worker {worker} lacks soilbook ({answer}).", _SAME)
        if differs := difference(here, answer):
            raise _unlike(worker, differs)


class _Batch:
    """Notebooks on their way through one cluster."""

    def __init__(self, client: Client, address: str, here: dict[str, Any]) -> None:
        self.client = client
        self.address = address
        self.here = here
        self.running: dict[Future, Job] = {}
        self.tried: defaultdict[str, list[str]] = defaultdict(list)
        self.seen = monotonic()

    def run(self, jobs: Sequence[Job], limit: int, done: Done) -> None:
        self.client.subscribe_topic(TOPIC, self.note)
        waiting = list(reversed(jobs))
        try:
            while waiting or self.running:
                while waiting and len(self.running) < limit:
                    self.submit(waiting.pop())
                for future in self.ended():
                    job = self.running.pop(future)
                    done(job, self.outcome(job, future))
        finally:
            self.client.cancel(list(self.running))

    def note(self, event: tuple[float, dict[str, str]]) -> None:
        """A worker begins a task; that may be one of another client."""
        _, said = event
        self.tried[said["task"]].append(said["worker"])

    def submit(self, job: Job) -> None:
        future = self.client.submit(
            run_notebook,
            write_job(job),
            self.here,
            key=f"soilbook-{job.page}-{uuid4().hex}",
            pure=False,
            retries=RETRIES,
        )
        self.running[future] = job

    def ended(self) -> list[Future]:
        """The futures that are done, after a wait; none when the wait was in vain."""
        from distributed import wait

        try:
            ended, _ = wait(list(self.running), timeout=ANSWER, return_when="FIRST_COMPLETED")
        except TimeoutError:
            self.demand_workers()
            return []
        self.seen = monotonic()
        return list(ended)

    def demand_workers(self) -> None:
        if self.client.nthreads():
            self.seen = monotonic()
        elif monotonic() - self.seen > WORKERLESS:
            raise _no_workers(self.address)

    def outcome(self, job: Job, future: Future) -> Outcome:
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        try:
            answer = future.result()
        except KilledWorker:
            died = ", ".join(dict.fromkeys(self.tried[future.key]))
            return Outcome(job.notebook, failure=f"each worker that ran it died ({died})")
        except ProcessEnded as error:
            return Outcome(job.notebook, failure=f"{error}, {RETRIES + 1} times")
        except (CancelledError, CommClosedError):
            raise
        except Exception as error:
            # Of a scheduler or a worker that could not read what to do, or has a full disk.
            said = " ".join(str(error).split())
            raise SoilbookError(
                f"The cluster at {self.address} could not run {job.page} ({said}).", _SAME
            ) from error
        if "differs" in answer:
            raise _unlike(answer["worker"], answer["differs"])
        outcome, attempts = read_outcome(answer["outcome"]), len(self.tried[future.key])
        outcome.where = answer["worker"] + (f", attempt {attempts}" if attempts > 1 else "")
        return outcome


def _unlike(worker: str, differs: str) -> SoilbookError:
    return SoilbookError(f"The worker {worker} {differs}.", _SAME)


def _no_workers(address: str) -> SoilbookError:
    return SoilbookError(
        f"The Dask cluster at {address} has no worker.", f"Start one with `dask worker {address}`."
    )
