"""The last report of ``jb check``, valid as long as nothing changed that it rests on.

Contents are not read to find that out: size, times and inode of each file are compared, as in git.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from ..findings import Finding, Report
from ..project import Project
from .writing import replace_file

FILE = ".check.json"
_NOT_READ = frozenset({"_build", "__pycache__", "node_modules"})
# A file that changed this short a time ago could change again and keep its times.
_TOO_NEW_NS = 2 * 10**9


class Remembered:
    """What is remembered of one book for one choice of checks."""

    def __init__(self, project: Project, chosen: Iterable[str]) -> None:
        self.project = project
        self.path = project.build / FILE
        self.newest = 0
        self.begun = time.time_ns()
        state = hashlib.sha256(repr((sys.version, project.today, sorted(chosen))).encode())
        soilbook = Path(__file__).parents[1]
        for folder in (soilbook, project.root, project.cache / "runs", project.cache / "executed"):
            for entry in _files(folder):
                state.update(self._look(entry))
        self.state = state.hexdigest()

    def _look(self, path: str) -> bytes:
        """Return what is compared of a file, and keep in mind when it changed last."""
        try:
            found = Path(path).stat()
        except OSError:
            return f"{path} is not there\n".encode()
        self.newest = max(self.newest, found.st_mtime_ns, found.st_ctime_ns)
        times = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        return f"{path} {times}\n".encode()

    def _outside(self, paths: Iterable[str]) -> str:
        return hashlib.sha256(b"".join(map(self._look, paths))).hexdigest()

    def report(self) -> Report | None:
        """Return the report that was kept, if it still holds."""
        try:
            kept = json.loads(self.path.read_bytes())
            if kept["state"] != self.state or kept["outside"] != self._outside(kept["others"]):
                return None
            return Report([Finding(**one) for one in kept["findings"]], kept["checks"])
        except (OSError, ValueError, KeyError, TypeError):
            # No file, or one from elsewhere: then there is nothing to remember.
            return None

    def keep(self, report: Report, others: Iterable[Path]) -> None:
        """Keep a report.

        Parameters
        ----------
        report : Report
            What the checks found.
        others : iterable of Path
            Files outside the repository that the checks looked at, or looked for.
        """
        paths = sorted({str(path) for path in others})
        kept = {
            "state": self.state,
            "outside": self._outside(paths),
            "others": paths,
            "findings": [asdict(one) for one in report.findings],
            "checks": dict(report.checks),
        }
        is_settled = self.begun - self.newest > _TOO_NEW_NS
        # A book that was never built stays as it is: checking makes no folder.
        if is_settled and self.project.build.is_dir():
            # Where nothing can be written, the next check asks everything again.
            with contextlib.suppress(OSError):
                replace_file(self.path, json.dumps(kept, ensure_ascii=False).encode())


def _files(folder: Path) -> Iterator[str]:
    """Every file below a folder, sorted, but for hidden folders, environments and what is made."""
    seen: set[tuple[int, int]] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        found = Path(place).stat()
        # A linked folder can lead back to one above it; an environment has thousands of files.
        is_over = (found.st_dev, found.st_ino) in seen or "pyvenv.cfg" in files
        seen.add((found.st_dev, found.st_ino))
        visible = (name for name in folders if name not in _NOT_READ and not name.startswith("."))
        folders[:] = [] if is_over else sorted(visible)
        yield from () if is_over else (f"{place}/{name}" for name in sorted(files))
