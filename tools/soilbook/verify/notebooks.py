"""Whether the code of a notebook is still that of the run whose outputs are published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from ..execute.options import Options
from ..execute.pages import read_notebook, read_text
from ..findings import Finding
from ..project import Project
from ..records.pages import line_in_notebook
from .published import AGAIN
from .runs import Run

NOTEBOOK = "verify-figure-notebook"


def changed_code(project: Project, options: Options, page: str, run: Run) -> Iterator[Finding]:
    """Compare the code cells of a page with those that were run, and yield the first difference."""
    path = project.root / page
    if not path.is_file():
        yield Finding(page, 0, 0, NOTEBOOK, f"This notebook is gone. Put it back, or {_again()}")
        return
    text = read_text(path)
    try:
        now = read_notebook(path, text, options)
    # MyST-NB raises errors of many kinds for a page that it cannot read; `jb check` has their line.
    except Exception as error:
        yield Finding(page, 0, 0, NOTEBOOK, f"This notebook cannot be read: {error}.")
        return
    if _kernel(now["metadata"]) != _kernel(run.notebook["metadata"]):
        message = f"The kernel of this notebook changed after its figures were made. {AGAIN}"
        yield Finding(page, 1, 0, NOTEBOOK, message)
    places = [number for number, cell in enumerate(now["cells"]) if _is_code(cell)]
    cells = [now["cells"][place] for place in places]
    pairs = enumerate(zip_longest(cells, run.cells))
    number = next((n for n, pair in pairs if _differ(*pair)), None)
    if number is not None:
        place = places[number] if number < len(places) else places[-1] if places else 0
        line = _line(page, text, now["metadata"], place)
        message = f"Code cell {number + 1} changed after the figures of this page were made."
        yield Finding(page, line, 0, NOTEBOOK, f"{message} {AGAIN}")


def _again() -> str:
    return AGAIN[:1].lower() + AGAIN[1:]


def _is_code(cell: Mapping[str, Any]) -> bool:
    return cell["cell_type"] == "code"


def _kernel(metadata: Mapping[str, Any]) -> str:
    return str((metadata.get("kernelspec") or {}).get("name", "python3"))


def _differ(now: Mapping[str, Any] | None, then: Mapping[str, Any] | None) -> bool:
    if now is None or then is None:
        return True
    source = then["source"] if isinstance(then["source"], str) else "".join(then["source"])
    return now["source"] != source or dict(now["metadata"]) != then["metadata"]


def _line(page: str, text: str, metadata: Mapping[str, Any], place: int) -> int:
    """The line where a cell of the page begins; 0 where its reader does not tell."""
    if page.endswith(".ipynb"):
        return line_in_notebook(text, place, 1)
    starts = metadata.get("source_map") or []
    return starts[place] if place < len(starts) else 0
