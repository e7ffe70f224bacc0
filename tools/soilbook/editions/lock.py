"""One build at a time in one folder: two would mix what they write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..findings import SoilbookError

if os.name == "nt":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`; the system lets go of it when the process ends, however it ends.

    Raises
    ------
    SoilbookError
        Another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
        except OSError as error:
            raise SoilbookError(
                "The editions of this book are being built by another command.",
                "Wait until it is done, and run this one again.",
            ) from error
        yield
    finally:
        os.close(handle)
