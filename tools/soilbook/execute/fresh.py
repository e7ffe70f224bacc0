"""Why a notebook must run again: pure functions of its records and of what is there now."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import PurePosixPath

from .records import Run

NEVER = "it has not run yet"
CODE = "its code changed"
LOST = "its stored outputs are missing"


def decide(
    code: str,
    runs: Sequence[Run],
    digest: Callable[[str], str],
    holds: Callable[[Run], bool],
) -> tuple[Run | None, str]:
    """Find the run whose outputs are those of today, or say why there is none.

    Parameters
    ----------
    code : str
        The digest of the code cells and the kernel.
    runs : sequence of Run
        Newest first.
    digest : callable
        Gives the digest of a file, or of the listing of a folder, as it is now.
    holds : callable
        Whether the outputs of a run are stored, whole.
    """
    reasons = [difference(run, code, digest, holds) for run in runs]
    fresh = next((run for run, reason in zip(runs, reasons, strict=True) if not reason), None)
    return fresh, "" if fresh else next(iter(reasons), NEVER)


def difference(
    run: Run, code: str, digest: Callable[[str], str], holds: Callable[[Run], bool]
) -> str:
    """Say what is not as it was in a run, or nothing."""
    if run.code != code:
        return CODE
    for name, before in run.inputs.items():
        if (now := digest(name)) != before:
            return _changed(name, now)
    if run.python and run.python != platform.python_version():
        return f"Python {run.python} is now {platform.python_version()}"
    for name, before in run.packages.items():
        if (now := version_of(name)) != before:
            return f"{name} {before} is now {now or 'not installed'}"
    return "" if holds(run) else LOST


def _changed(name: str, now: str) -> str:
    if name.endswith("/"):
        return f"files in {name} came or went"
    kind = "module " if PurePosixPath(name).suffix == ".py" else ""
    return f"{kind}{name} {'is gone' if now == 'absent' else 'changed'}"


@cache
def version_of(distribution: str) -> str:
    """The version that is installed here, or an empty string."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""
