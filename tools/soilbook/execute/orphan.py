"""Ends a Python kernel when the process that runs the notebooks was killed.

ipykernel itself does so only where orphans are given to process 1, which a desktop changes. The
runner sends the text of this file with the command that starts the kernel, so that no moment is
without a watch; only the standard library is used.
"""

from __future__ import annotations

import os
import signal
import threading
import time

_PAUSE = 0.5  # seconds


def watch(parent: int) -> None:
    """Watch from now on whether the process `parent` is still the parent of this one."""
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PAUSE)
    if os.getpgrp() == os.getpid():
        # What the notebook started belongs to the group that the kernel leads.
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
