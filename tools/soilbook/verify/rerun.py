"""Run the notebook of one figure or table again, in a copy of the book, and compare."""

from __future__ import annotations

import importlib.metadata
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..execute.failure import line_in_page
from ..execute.options import Options
from ..execute.pages import notebooks_of, read_notebook, read_text
from ..findings import Finding, SoilbookError, did_you_mean
from ..project import Project
from .html import read_html
from .passports import read_passports
from .pictures import difference
from .placed import id_of, placed_pictures
from .runs import Run, Untrusted, newest_run, pictures_of

if TYPE_CHECKING:
    from ..execute.runner import Outcome

DIFFERS = "verify-figure-differs"
_TABLE = "application/vnd.soilbook.table+json"
_NO_SOURCES = ("_build", ".git", ".venv", "venv", "node_modules", "__pycache__")


@dataclass
class Answer:
    """What came out: a sentence for the author, and a finding where something differs."""

    said: str = ""
    findings: list[Finding] = field(default_factory=list)


def compare_again(project: Project, label: str) -> Answer:
    """Run what made a figure or table once more, and compare it with what is published.

    The notebook runs in a copy of the book: neither the outputs that are kept nor the editions
    are touched.

    Parameters
    ----------
    project : Project
    label : str
        Of a figure or table, such as ``fig-quotient``.

    Raises
    ------
    SoilbookError
        No edition has been built, or the book has no figure or table of that name.
    """
    try:
        page = _page_of(project, label)
        if not page:
            return Answer(f"{label} is not made by a notebook: there is nothing to run again.")
        return _compare(project, page, label)
    except Untrusted as error:
        return Answer("", [error.fault])


def _compare(project: Project, page: str, label: str) -> Answer:
    run = newest_run(project, page)
    outcome = _run_apart(project, page)
    if outcome.failure:
        line = _line(project, page, outcome.notebook, outcome.cell)
        message = f"{label} cannot be made again: {outcome.failure.rstrip('.')}."
        return Answer("", [Finding(page, line, 0, DIFFERS, message)])
    cells = _code_cells(outcome.notebook)
    number = next((n for n, cell in enumerate(cells, start=1) if _makes(cell, label)), 0)
    told = _told(project, page, label, cells[number - 1] if number else {}, run)
    if not told:
        return Answer(f"{label}: same")
    line = _line(project, page, outcome.notebook, number)
    message = f"{label}, made again, is not what is published: {told}{_software(run)}."
    return Answer("", [Finding(page, line, 0, DIFFERS, f"{message} Run `jb editions .`.")])


def _page_of(project: Project, label: str) -> str:
    """The notebook that made it, or nothing for what an author wrote."""
    made = {one.label: one.page for one in read_passports(project)[0]}
    if label in made:
        return made[label]
    for page in notebooks_of(project):
        run = newest_run(project, page)
        made |= dict.fromkeys(_tables_of(run.cells) if run else (), page)
    if label in made:
        return made[label]
    others = _written(project)
    if id_of(label) not in others:
        raise SoilbookError(
            f'No figure or table is named "{label}".{did_you_mean(label, {*made, *others})}',
            "Give the name that stands in its source, such as fig-….",
        )
    return ""


def _written(project: Project) -> set[str]:
    """The ids of all figures and tables of the HTML edition."""
    if not (project.build / "html" / "index.html").is_file():
        raise SoilbookError(
            f"No edition of the book is in {project.build.name}.", "Run `jb editions .` first."
        )
    outline = read_html(project.build / "html", project.root)
    places = [one.place.spot for one in (*outline.figures, *outline.tables)]
    return {spot.removeprefix("#") for spot in places if spot}


def _code_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _makes(cell: Mapping[str, Any], label: str) -> bool:
    figure = (cell["metadata"].get("mystnb") or {}).get("figure") or {}
    return figure.get("name") == label or label in _tables_of([cell])


def _tables_of(cells: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The tables that cells gave, by their labels."""
    outputs = [output for cell in cells for output in cell["outputs"]]
    found = [output.get("data", {}).get(_TABLE) for output in outputs]
    return {one["name"]: one for one in found if one}


def _run_apart(project: Project, page: str) -> Outcome:
    """Run a page in a copy of the book, as `jb execute` would."""
    from ..execute.runner import Job, run_all

    options = Options.of(project)
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "book")
        shutil.copytree(project.root, root, symlinks=True, ignore=_ignored)
        job = Job(
            page=page,
            notebook=read_notebook(root / page, read_text(root / page), options),
            root=root,
            timeout=options.timeout,
            allow_errors=options.allow_errors,
            in_temp=options.in_temp,
            environment=options.environment,
        )
        run_all([job], 1, lambda _, outcome: outcomes.append(outcome))
    return outcomes[0]


def _ignored(folder: str, names: list[str]) -> list[str]:
    """What is no source; an environment is known by its settings file, whatever its name."""
    return [one for one in names if one in _NO_SOURCES or Path(folder, one, "pyvenv.cfg").is_file()]


def _line(project: Project, page: str, notebook: Mapping[str, Any], number: int) -> int:
    """The line of the page where a code cell, counted from 1, begins; 0 for none."""
    sources = [cell["source"] for cell in _code_cells(notebook)]
    return line_in_page(read_text(project.root / page), sources, number, 1) if number else 0


def _told(project: Project, page: str, label: str, cell: Mapping[str, Any], run: Run | None) -> str:
    """Say what differs, or nothing."""
    if not cell:
        return "the notebook makes it no more"
    if again := _tables_of([cell]).get(label):
        published = _tables_of(run.cells if run else ()).get(label)
        return _cells_differ(published, again) if published else "it is new"
    editions = placed_pictures(project, page)
    placed = editions[0].get(id_of(label), []) if editions else []
    pictures = [shown for _, shown in pictures_of(cell["outputs"])]
    for one in placed:
        # A cell can give one picture in several formats, of which an edition shows one.
        likely = [it for it in pictures if it[:4] == one.content[:4]]
        told = [difference(one.content, it) for it in likely]
        if "" not in told:
            return next(iter(told), "it is a picture of another kind")
    return "" if placed else "there is no picture of it in the HTML edition"


def _cells_differ(published: Mapping[str, Any], again: Mapping[str, Any]) -> str:
    mine, theirs = ([one["columns"], *one["rows"]] for one in (published, again))
    pairs = [
        pair
        for row, other in zip_longest(mine, theirs, fillvalue=[])
        for pair in zip_longest(row, other)
        if pair[0] != pair[1]
    ]
    if not pairs:
        return "" if published["caption"] == again["caption"] else "its caption differs"
    first = " is now ".join(f'"{one}"' if one is not None else "nothing" for one in pairs[0])
    counted = "1 cell differs" if len(pairs) == 1 else f"{len(pairs)} cells differ"
    return f"{counted}, the first: {first}"


def _software(run: Run | None) -> str:
    """Which packages have another version than when it was published."""
    now = {one.name: one.version for one in importlib.metadata.distributions()}
    changed = [
        f"{name} {version} is now {now.get(name, 'not installed')}"
        for name, version in (run.told.get("packages", {}) if run else {}).items()
        if now.get(name) != version
    ]
    return f" ({', '.join(changed)})" if changed else ""
