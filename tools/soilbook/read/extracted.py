"""The pictures in the outputs of a notebook, taken out by nbconvert, and where its cells stand."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..project import CONFIG
from .passports import run_of, stored

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Picture:
    """One picture in an output; `key` is the name under which it was glued, or empty."""

    suffix: str
    content: bytes
    key: str = ""

    @property
    def sha256(self) -> str:
        """The digest of what the notebook gave."""
        return hashlib.sha256(self.content).hexdigest()


def executed(root: Path, page: str) -> NotebookNode | None:
    """The notebook with its outputs: from the cache of the last run, else what the page stores."""
    if (root / CONFIG).is_file() and (run := run_of(root, page)) and (store := stored(root, run)):
        return store.get(run)
    if not page.endswith(".ipynb"):
        return None
    import nbformat

    return nbformat.read(root / page, as_version=4)


def pictures_of(notebook: NotebookNode) -> dict[int, list[Picture]]:
    """The pictures by code cell, counted from 1, in the order of the outputs.

    nbconvert names each picture in the metadata of its output, and gives its bytes by that name.
    """
    # A third of a second to import, so only where pictures are wanted.
    from nbconvert.preprocessors import ExtractOutputPreprocessor

    taken = copy.deepcopy(notebook)
    taken.cells = [cell for cell in taken.cells if cell.cell_type == "code"]
    for cell in taken.cells:
        for output in cell.outputs:
            _unglue(output)
    taken, resources = ExtractOutputPreprocessor().preprocess(taken, {"outputs": {}})
    found = {}
    for number, cell in enumerate(taken.cells, 1):
        found[number] = [
            Picture(Path(name).suffix, resources["outputs"][name], _key(output))
            for output in cell.outputs
            for _, name in sorted(output.get("metadata", {}).get("filenames", {}).items())
        ]
    return found


def _unglue(output: NotebookNode) -> None:
    """Give a glued output its plain MIME types, and every output a name of nbconvert's choice."""
    if "metadata" not in output:
        return
    for name in ("filename", "filenames"):
        output.metadata.pop(name, None)
    prefix = output.metadata.get("scrapbook", {}).get("mime_prefix", "")
    if prefix:
        output.data = type(output.data)(
            {name.removeprefix(prefix): value for name, value in output.data.items()}
        )


def _key(output: NotebookNode) -> str:
    """The name of a glued output that is not shown in its cell."""
    glued: Mapping[str, str] = output.metadata.get("scrapbook", {})
    return glued.get("name", "") if glued.get("mime_prefix") else ""


def ordinals(written: Path) -> dict[int, int]:
    """The code cells of a notebook, from 1, by their place among all cells, from 0.

    `written` is the notebook that MyST-NB writes of each page that it reads.
    """
    try:
        cells = json.loads(written.read_text(encoding="utf-8"))["cells"]
    except FileNotFoundError:
        return {}
    code = [place for place, cell in enumerate(cells) if cell["cell_type"] == "code"]
    return {place: number for number, place in enumerate(code, 1)}
