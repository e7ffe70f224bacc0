"""The outputs of notebooks, in jupyter-cache: what is stored, and whether it is still whole."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

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
        return record.hashkey, _sha256(self._file(record.hashkey))

    def sources(self, run: Run) -> list[str]:
        """The code cells of a stored notebook."""
        import json

        cells = json.loads(self._file(run.output).read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells]

    def _file(self, name: str) -> Path:
        # The layout of jupyter-cache; asking its database would import SQLAlchemy (half a second).
        return self.folder / "executed" / name / "base.ipynb"

    def _open(self) -> JupyterCacheAbstract:
        if self._cache is None:
            self._cache = _usable(self.folder)
        return self._cache


def _usable(folder: Path) -> JupyterCacheAbstract:
    """Open the cache; one whose database is broken is begun anew."""
    from jupyter_cache import get_cache
    from sqlalchemy.exc import DatabaseError

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


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
