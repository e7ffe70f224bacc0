"""Runs notebooks side by side, each in a kernel of its own that is watched by `observe`.

The stage knows a `Runner` only: `run_all` runs on this computer, `cluster.Cluster` on others.
"""

from __future__ import annotations

import ast
import asyncio
import copy
import json
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbformat import NotebookNode

_OBSERVER = Path(__file__).with_name("observe.py")
_ORPHAN = Path(__file__).with_name("orphan.py")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")


@dataclass(frozen=True)
class Job:
    """One notebook to run, and how; `environment` is added to that of the process."""

    page: str
    notebook: NotebookNode
    root: Path
    timeout: int | None
    allow_errors: bool
    in_temp: bool
    environment: dict[str, str]


@dataclass
class Outcome:
    """A notebook after its run; `failure` is one line, empty when it went through.

    `cell` counts the code cells from 1; `line` is the line in that cell. `where` names the worker
    of a cluster.
    """

    notebook: NotebookNode
    seconds: float = 0.0
    cells: list[float] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)
    failure: str = ""
    traceback: str = ""
    cell: int = 0
    line: int = 0
    where: str = ""


class Runner(Protocol):
    """Runs notebooks, in any order, and calls `done` with each as it ends."""

    def __call__(self, jobs: Sequence[Job], *, done: Callable[[Job, Outcome], None]) -> None: ...


def run_all(jobs: Sequence[Job], limit: int, done: Callable[[Job, Outcome], None]) -> None:
    """Run notebooks, at most `limit` at once; `done` is called with each as it ends."""

    async def run() -> None:
        places = asyncio.Semaphore(limit)

        async def one(job: Job) -> None:
            async with places:
                done(job, await run_one(job))

        await asyncio.gather(*map(one, jobs))

    asyncio.run(run())


async def run_one(job: Job) -> Outcome:
    """Run a notebook, and once more when its kernel dies."""
    from nbclient.exceptions import DeadKernelError

    outcome = Outcome(job.notebook)
    for _ in range(2):
        outcome = Outcome(copy.deepcopy(job.notebook))
        start = time.perf_counter()
        try:
            await _run(job, outcome)
        except (DeadKernelError, RuntimeError) as error:
            if (task := asyncio.current_task()) and task.cancelling():
                # nbclient takes a cancelled task for a dead kernel.
                raise asyncio.CancelledError from error
            outcome.failure = f"the kernel died, twice ({str(error) or type(error).__name__})"
            continue
        finally:
            outcome.seconds = round(time.perf_counter() - start, 3)
        break
    return outcome


async def _run(job: Job, outcome: Outcome) -> None:
    from jupyter_client.kernelspec import NoSuchKernel

    with TemporaryDirectory() as temporary:
        folder = temporary if job.in_temp else str((job.root / job.page).parent)
        client = _client(job, outcome.notebook, Path(temporary, ".kernel"))
        environment = {**os.environ, **job.environment}
        try:
            client.km = client.create_kernel_manager()
            client.extra_arguments = _watched_from_start(client.km.kernel_spec.argv)
            async with client.async_setup_kernel(cwd=folder, env=environment):
                await _run_cells(client, job, outcome)
        except NoSuchKernel as error:
            outcome.failure = (
                f'there is no kernel "{error.name}" on this computer. Name an installed one in '
                "`kernelspec:` of the page, or install it"
            )
        except RuntimeError:
            # nbclient cleans up at exit whatever happened, and then wants a manager to ask.
            client.km = client.km or client.create_kernel_manager()
            raise


def _client(job: Job, notebook: NotebookNode, socket: Path) -> NotebookClient:
    from nbclient import NotebookClient
    from traitlets.config import Config

    settings = Config()
    # Sockets in files cannot clash; their paths must be short, and Windows has none.
    if os.name == "posix" and len(str(socket)) < 90:
        settings.KernelManager.transport = "ipc"
        settings.KernelManager.ip = str(socket)
    asked = notebook.metadata.get("execution", {})
    return NotebookClient(
        notebook,
        config=settings,
        timeout=asked.get("timeout", job.timeout),
        allow_errors=asked.get("allow_errors", job.allow_errors),
        # A kernel that was watched has nothing left to say; do not wait for it.
        shutdown_kernel="immediate",
        kernel_name=notebook.metadata.get("kernelspec", {}).get("name", "python3"),
    )


def _watched_from_start(command: Sequence[str]) -> list[str]:
    """Arguments that make a kernel end with this process; only a plain ipykernel knows them.

    Windows tells no process that its parent ended; there ipykernel has a handle to wait for.
    """
    if os.name != "posix" or list(command[1:3]) != ["-m", "ipykernel_launcher"]:
        return []
    # In a name space of its own: the notebook sees no new names.
    code = f"{_ORPHAN.read_text(encoding='utf-8')}\nwatch({os.getpid()})\n"
    return [f"--IPKernelApp.code_to_run=exec({code!r}, {{}})"]


async def _run_cells(client: NotebookClient, job: Job, outcome: Outcome) -> None:
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    assert client.kc is not None
    info = await client.async_wait_for_reply(client.kc.kernel_info())
    language = (info or {})["content"]["language_info"]
    outcome.notebook.metadata["language_info"] = language
    is_python = language["name"] == "python"
    if is_python:
        await _ask(client, _prelude(job.root))
    number, ran = 0, []
    try:
        for index, cell in enumerate(outcome.notebook.cells):
            number += cell.cell_type == "code"
            start = time.perf_counter()
            before = client.code_cells_executed
            await client.async_execute_cell(cell, index, execution_count=before + 1)
            ran += [number] if client.code_cells_executed > before else []
            if cell.cell_type == "code":
                outcome.cells.append(round(time.perf_counter() - start, 3))
    except CellExecutionError as error:
        outcome.failure = _one_line(f"{error.ename}: {error.evalue}")
        outcome.traceback = _ANSI.sub("", error.traceback)
        lines = _CELL_LINE.findall(outcome.traceback)
        outcome.cell, outcome.line = number, int(lines[0]) if lines else 1
    except CellTimeoutError:
        outcome.failure = (
            f"a cell took longer than the {client.timeout} seconds that `execute: timeout:` of "
            "_config.yml allows"
        )
        outcome.cell, outcome.line = number, 1
        return
    client.set_widgets_metadata()
    if is_python:
        outcome.report = await _report(client)
        report = outcome.report
        for seen in [*report["outside"], *report["read_at"], *report["written_at"]]:
            # The kernel counts the cells that it ran; authors count those that they wrote.
            seen[0] = ran[seen[0] - 1] if 0 < seen[0] <= len(ran) else 0


async def _report(client: NotebookClient) -> dict[str, Any]:
    """Ask the kernel what it saw; the answer goes past the outputs of the notebook."""
    reply = await _ask(client, "", report="__import__('soilbook_observe').report()")
    answer = reply["content"]["user_expressions"]["report"]
    if answer["status"] != "ok":
        raise RuntimeError(f"the kernel could not say what it read: {answer['evalue']}")
    return dict(json.loads(ast.literal_eval(answer["data"]["text/plain"])))


async def _ask(client: NotebookClient, code: str, **expressions: str) -> dict[str, Any]:
    assert client.kc is not None
    message = client.kc.execute(
        code, silent=True, store_history=False, user_expressions=expressions
    )
    reply = await client.async_wait_for_reply(message)
    if reply is None or reply["content"]["status"] != "ok":
        raise RuntimeError(f"the kernel cannot be watched: {reply and reply['content']}")
    return reply


def _prelude(root: Path) -> str:
    """Code that makes `observe` a module of the kernel, and leaves no name in the notebook."""
    source = _OBSERVER.read_text(encoding="utf-8")
    module = "__import__('sys').modules['soilbook_observe']"
    return (
        f"{module} = __import__('types').ModuleType('soilbook_observe')\n"
        f"exec(compile({source!r}, 'soilbook_observe', 'exec'), vars({module}))\n"
        f"{module}.start({str(root)!r})\n"
    )


def _one_line(text: str) -> str:
    return " ".join(_ANSI.sub("", text).split())
