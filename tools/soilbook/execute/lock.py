"""One process at a time: two that write into one folder would mix what they write."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..findings import SoilbookError

_POLL = 0.1  # seconds

if os.name == "nt":
    import msvcrt

    def _take(handle: int) -> None:
        # A byte behind the text: what is locked here cannot be read by another process.
        os.lseek(handle, 4096, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_one(folder: Path, wait: Callable[[str], None] | None = None) -> Iterator[bool]:
    """Hold the lock of `folder`; the system lets go of it when the process ends, however it ends.

    Parameters
    ----------
    folder : Path
        It is made when it is not there.
    wait : callable, optional
        When another process holds the lock, it is called once with the name of that process, and
        then this one waits. Without it, this one does not wait.

    Yields
    ------
    bool
        Whether the last one that held the lock broke off: it was killed, or raised something.

    Raises
    ------
    SoilbookError
        Another process holds the lock, and there is no `wait`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _takes(handle):
            if wait is None:
                raise SoilbookError(
                    f"This book is being built by {_holder(path)}.",
                    "Wait until it is done, and run this command again.",
                )
            wait(_holder(path))
            while not _takes(handle):
                time.sleep(_POLL)
        has_broken_off = os.fstat(handle).st_size > 0
        os.ftruncate(handle, 0)
        os.write(handle, _own_name().encode())
        yield has_broken_off
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _takes(handle: int) -> bool:
    try:
        _take(handle)
    except OSError:
        return False
    return True


def _own_name() -> str:
    program = Path(sys.argv[0])
    # `python -m soilbook` has the path of a module for its name.
    name = program.parent.name if program.stem == "__main__" else program.stem
    return f"process {os.getpid()} ({' '.join([name, *sys.argv[1:2]])})"


def _holder(path: Path) -> str:
    # Empty for the moment between taking the lock and writing the name.
    return path.read_text(encoding="utf-8", errors="replace").strip() or "another process"
