"""The numbers that a notebook glued in the run whose outputs are those of today."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..project import Project
from .digests import Digests, outputs_in, records_of
from .pages import Page


def glued(project: Project, pages: list[Page]) -> dict[str, dict[str, float | str]]:
    """The values by name for each page that has run with the code and data of today; no others.

    Only the records of these pages and the outputs that they name are read, however many are kept.

    Parameters
    ----------
    project : Project
    pages : list of Page
        The pages to look for.
    """
    digests = Digests(project.root)
    found = {}
    for page in pages:
        code = _code(cell.source for cell in page.cells)
        for run in _runs(project.cache, page.name, digests):
            cells = _code_cells(project.cache, run)
            if _code(_rows(cell) for cell in cells) == code:
                found[page.name] = dict(_values(cells))
                break
    return found


def _runs(cache: Path, page: str, digests: Digests) -> Iterator[dict[str, Any]]:
    """The runs of a page that read what is there now, newest first."""
    try:
        runs = json.loads(records_of(cache, page).read_text(encoding="utf-8"))
        for run in runs:
            if all(digests.of(name) == before for name, before in run["inputs"].items()):
                yield run
    except (OSError, ValueError, TypeError, KeyError):
        # Not run yet, or no record that soilbook wrote: nothing is known.
        return


def _code_cells(cache: Path, run: dict[str, Any]) -> list[dict[str, Any]]:
    """The code cells with their outputs; none when they are not those that the run stored."""
    try:
        data = outputs_in(cache, str(run.get("output"))).read_bytes()
    except OSError:
        return []
    if hashlib.sha256(data).hexdigest() != run.get("output_sha256"):
        return []
    return [cell for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]


def _rows(cell: dict[str, Any]) -> list[str]:
    return _text(cell["source"]).split("\n")


def _code(cells: Any) -> tuple[str, ...]:
    return tuple("\n".join(rows).strip() for rows in cells)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def _values(cells: list[dict[str, Any]]) -> Iterator[tuple[str, float | str]]:
    for cell in cells:
        for output in cell.get("outputs", []):
            scrap = output.get("metadata", {}).get("scrapbook")
            shown = scrap and output["data"].get(f"{scrap.get('mime_prefix', '')}text/plain")
            value = _value(_text(shown)) if shown else None
            if value is not None:
                yield scrap["name"], value


def _value(shown: str) -> float | str | None:
    """A number or a text as Python prints it, also ``np.float64(1.5)``; nothing for an object."""
    try:
        node = ast.parse(shown.strip(), mode="eval").body
        if isinstance(node, ast.Call) and len(node.args) == 1:
            node = node.args[0]
        value = ast.literal_eval(node)
    except (SyntaxError, ValueError):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return value
