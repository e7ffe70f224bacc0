"""The numbers that a notebook glued when it last ran, read from the cache of its outputs."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .pages import Page

CACHE = ".jupyter_cache"


def glued(build: Path, pages: list[Page]) -> dict[str, dict[str, float | str]]:
    """The values by name for each page whose last run is in the cache; no others are known.

    Parameters
    ----------
    build : Path
        The folder ``_build``.
    pages : list of Page
        The pages to look for; a run belongs to the page that has the same code.
    """
    wanted = {_code(cell.source for cell in page.cells): page.name for page in pages}
    found: dict[str, dict[str, float | str]] = {}
    files = [(path.stat().st_mtime_ns, path) for path in build.glob(f"{CACHE}/**/base.ipynb")]
    # The newest run of a page comes last, and wins.
    for _, path in sorted(files):
        cells = _code_cells(path)
        if page := wanted.get(_code(_rows(cell) for cell in cells)):
            found[page] = dict(_values(cells))
    return found


def _code_cells(path: Path) -> list[dict[str, Any]]:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        # A run that was killed while it was stored; the next run mends it.
        return []
    return [cell for cell in notebook.get("cells", []) if cell.get("cell_type") == "code"]


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
