"""The outputs of notebooks, in jupyter-cache: what is stored, and whether it is still whole."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ..records.digests import outputs_in
from .pages import code_cells
from .records import Run

if TYPE_CHECKING:
    from jupyter_cache.base import JupyterCacheAbstract
    from nbformat import NotebookNode

# jupyter-cache forgets the oldest beyond a limit; 200 notebooks with 20 states each fit.
LIMIT = 5000


class Store:
    """One cache folder. Only one process at a time writes to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cache: JupyterCacheAbstract | None = None
        self._put: set[str] = set()

    @property
    def is_changed(self) -> bool:
        """Whether something was stored in this process."""
        return bool(self._put)

    def holds(self, run: Run) -> bool:
        """Whether the outputs of a run are stored, and are those that were stored then."""
        if not run.output or not (self.folder / "global.db").is_file():
            return False
        try:
            return _sha256(self._file(run.output)) == run.output_sha256
        except OSError:
            return False

    def put(self, notebook: NotebookNode, page: Path, seconds: float) -> tuple[str, str]:
        """Store a notebook with its outputs; return its name here, and the digest of its file."""
        from jupyter_cache.base import CacheBundleIn

        bundle = CacheBundleIn(notebook, str(page), data={"execution_seconds": seconds})
        record = self._open().cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        self._put.add(record.hashkey)
        return record.hashkey, _sha256(self._file(record.hashkey))

    def get(self, run: Run) -> NotebookNode:
        """The stored notebook of a run, which is its code cells."""
        import nbformat

        return nbformat.reads(self._file(run.output).read_text(encoding="utf-8"), as_version=4)

    def prune(self, named: set[str]) -> None:
        """Remove what is neither `named` nor was stored in this process (a failed notebook)."""
        cache = self._open()
        for record in cache.list_cache_records():
            if record.hashkey not in named | self._put:
                path = self._file(record.hashkey)
                # jupyter-cache removes no record without a file, as a process that was killed
                # while it stored one leaves behind.
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
                cache.remove_cache(record.pk)

    def sources(self, run: Run) -> list[str]:
        """The code cells of a stored notebook."""
        import json

        cells = json.loads(self._file(run.output).read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells]

    def _file(self, name: str) -> Path:
        # Asking the database where it is would import SQLAlchemy (half a second).
        return outputs_in(self.folder, name)

    def _open(self) -> JupyterCacheAbstract:
        if self._cache is None:
            self._cache = _usable(self.folder)
        return self._cache


def _usable(folder: Path) -> JupyterCacheAbstract:
    """Open the cache; one whose database is broken is begun anew."""
    from jupyter_cache import get_cache
    from sqlalchemy.exc import DatabaseError

    for entry in folder.glob("executed/*"):
        # A process was killed while it stored or removed one; jupyter-cache stops at the folder.
        if not (entry / "base.ipynb").is_file():
            shutil.rmtree(entry)
    cache = get_cache(folder)
    try:
        cache.change_cache_limit(LIMIT)
    except (RuntimeError, DatabaseError):
        shutil.rmtree(folder / "executed", ignore_errors=True)
        for path in folder.glob("global.db*"):
            path.unlink()
        cache = get_cache(folder)
        cache.change_cache_limit(LIMIT)
    return cache


def fill(asked: NotebookNode, ran: NotebookNode) -> None:
    """Put the outputs of one notebook into another one that has the same code cells."""
    for key in ("language_info", "widgets"):
        if key in ran.metadata:
            asked.metadata[key] = ran.metadata[key]
    for cell, other in zip(code_cells(asked), code_cells(ran), strict=True):
        cell.outputs, cell.execution_count = other.outputs, other.execution_count


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
