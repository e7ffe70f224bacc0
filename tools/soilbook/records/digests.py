"""Digests of what notebooks read, and where the records of their runs stand."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ABSENT = "absent"


class Digests:
    """SHA-256 of files and of folder listings, each taken once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The digest of a file, or of the listing of a folder (a name that ends with ``/``)."""
        if name not in self._known:
            self._known[name] = self._take(name)
        return self._known[name]

    def _take(self, name: str) -> str:
        path = self.root / name
        try:
            data = _listing(path) if name.endswith("/") else path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            return ABSENT
        return hashlib.sha256(data).hexdigest()


def _listing(folder: Path) -> bytes:
    names = sorted(entry.name for entry in os.scandir(folder))
    return "\0".join(n for n in names if not n.startswith((".", "__pycache__"))).encode()


def records_of(cache: Path, page: str) -> Path:
    """The file with the records of a page, below the folder where outputs are kept."""
    return cache / "runs" / f"{page.replace('/', '__')}.json"


def outputs_in(cache: Path, name: str) -> Path:
    """The stored notebook of that name, where jupyter-cache puts it."""
    return cache / "executed" / name / "base.ipynb"
