"""The passport of what a notebook made: data, packages and commit, the same for every builder.

The passport of a page holds what its notebook read; `Passport.of_cell` narrows it to what one code
cell rests on, by the place of each reading and a slice of the code (`execute/slices.py`).
"""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

from ..execute.records import Run, read_runs
from ..execute.slices import Place, inputs_of_cells
from ..execute.store import Store
from ..project import CONFIG, Project
from ..records.calls import dataset_calls
from ..records.datasets import FOLDER
from ..records.descriptors import Resource, read_dataset
from ..records.digests import records_of
from ..records.pages import Page, read_page
from ..records.source import read_source

UNCOMMITTED = "not committed yet"
_SOILBOOK = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(r"\s*(?:from\s+(\w+)[\w.]*\s+import\b|import\s+(\w[\w., ]*))")


@dataclass(frozen=True, slots=True)
class Data:
    """One table that the notebook read, or (without version) another file of the repository."""

    name: str
    version: str
    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class Passport:
    """Where the figures and tables of one page come from, or those of one of its cells.

    `packages` are all that the notebook loaded, `named` those that its code imports by name. `run`
    and `code` name the run and the code that made the outputs; both are empty without a record.
    `inputs` are the names of what each code cell rests on; it is empty where that is not known.
    """

    page: str
    data: tuple[Data, ...]
    files: tuple[Data, ...]
    python: str
    packages: tuple[tuple[str, str], ...]
    named: frozenset[str]
    commit: str
    date: str
    run: str = ""
    code: str = ""
    inputs: tuple[frozenset[str], ...] = ()

    @property
    def is_traced(self) -> bool:
        """Whether it is known what each cell rests on."""
        return bool(self.inputs)

    def of_cell(self, cell: int) -> Passport:
        """The passport of what one code cell made; cells count from 1.

        Where cells cannot be told apart it has what the whole notebook read.
        """
        if not 0 < cell <= len(self.inputs):
            return self
        names = self.inputs[cell - 1]
        data = tuple(one for one in self.data if one.path in names)
        files = tuple(one for one in self.files if one.path in names)
        return replace(self, data=data, files=files)

    @property
    def software(self) -> list[tuple[str, str]]:
        """Python and the packages that the code names; of another language, all that were seen."""
        python = [("Python", self.python)] if self.python else []
        named = [one for one in self.packages if one[0] in self.named]
        return [*python, *(named or self.packages)]


@dataclass(frozen=True, slots=True)
class History:
    """The commits of a repository, newest first, and which of them changed a file last."""

    commits: tuple[tuple[str, str], ...] = ()
    last: Mapping[str, int] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, root: Path) -> History:
        """Read the history with git; it is empty outside a repository."""
        log = _git(root, "log", "--format=%x01%H %cs", "--name-only", "--relative")
        commits, last = [], {}
        for number, entry in enumerate(log.split("\x01")[1:]):
            head, *names = entry.splitlines()
            commits.append((head.split()[0], head.split()[1]))
            for name in filter(None, names):
                last.setdefault(name, number)
        differ = _git(root, "diff", "HEAD", "--name-only", "--relative") if commits else ""
        return cls(tuple(commits), last, frozenset(filter(None, differ.splitlines())))

    def of_files(self, page: str, others: Iterable[str]) -> tuple[str, str]:
        """The commit and date at which the page and all it read got their present content."""
        names = [page, *others]
        if not self.commits:
            return "", ""
        if page not in self.last or any(name in self.changed for name in names):
            return UNCOMMITTED, ""
        return self.commits[min(self.last[name] for name in names if name in self.last)]

    @property
    def head(self) -> tuple[str, str]:
        """The commit that is checked out, and its date; two empty texts without git."""
        return self.commits[0] if self.commits else ("", "")


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "core.quotePath=false", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError):
        # No git, or no repository, or one without a commit: the book is then without history.
        return ""
    return done.stdout


def passport_of(
    root: Path, page: str, history: History, before: Passport | None = None
) -> Passport:
    """Make the passport of a page.

    What the last run of the notebook recorded comes first. Where there is no record (outputs that
    are stored in the notebook, for instance), the code tells which datasets it asks for.

    Parameters
    ----------
    root : Path
        The top folder of the book.
    page : str
        Its path from there, such as ``book/stocks/index.md``.
    history : History
    before : Passport, optional
        The one of the last build; for the same run its slices are not made again.

    Returns
    -------
    Passport
        Data sorted by name; ``files`` are other files that were read, outside the datasets.
    """
    run = run_of(root, page)
    text = read_page(page, read_source(root / page))
    named = _packages_of_code(text)
    if run is None:
        data = _data_of_code(root, text)
        files: dict[str, str] = {}
        python, packages = platform.python_version(), named
        folders = tuple(f"{FOLDER}/{one.name.split('/')[0]}/" for one in data)
        read = [name for name in history.last if name.startswith(folders)]
    else:
        data = _data_of_run(root, run)
        files = other_files(root, run)
        python, packages = run.python, run.packages
        read = list(run.inputs)
    commit, date = history.of_files(page, read)
    data = sorted(data, key=lambda one: one.name)
    return Passport(
        page=page,
        data=tuple(data),
        files=tuple(Data(name, "", digest, name) for name, digest in sorted(files.items())),
        python=python,
        packages=tuple(sorted(packages.items(), key=lambda item: item[0].lower())),
        named=frozenset(named),
        commit=commit,
        date=date,
        run=run.key if run else "",
        code=run.code if run else "",
        inputs=_inputs_of_cells(root, run, data, before) if run and run.reads else (),
    )


def run_of(root: Path, page: str) -> Run | None:
    """The record of the run whose outputs are shown; without one, or with a damaged file, none."""
    if not (root / CONFIG).is_file():
        return None
    return next(iter(read_runs(records_of(Project.at(root).cache, page))), None)


def stored(root: Path, run: Run) -> Store | None:
    """The store that has the outputs of a run; none when they are gone."""
    store = Store(Project.at(root).cache)
    return store if store.holds(run) else None


def _inputs_of_cells(
    root: Path, run: Run, data: Sequence[Data], before: Passport | None
) -> tuple[frozenset[str], ...]:
    if before and before.run == run.key and before.inputs:
        return before.inputs
    if (store := stored(root, run)) is None:
        return ()
    return tuple(inputs_of_cells(store.sources(run), places(run, data), run.writes))


def places(run: Run, data: Sequence[Data]) -> list[Place]:
    """Where each file was read; one that was not seen being read may be behind every cell.

    Of a table that was read by other means, the call that asked for its dataset is the place.
    """
    found: list[Place] = [(cell, line, name) for cell, line, name in run.reads]
    seen = {name for _, _, name in found}
    for path in {*run.inputs, *(one.path for one in data)} - seen:
        folder = "/".join(path.split("/")[:2]) + "/"
        asked = [(cell, line, path) for cell, line, name in found if name == folder]
        found += asked or [(0, 0, path)]
    return found


def _data_of_run(root: Path, run: Run) -> list[Data]:
    """The tables that were read; of a dataset whose files were not seen, all of them."""
    made = []
    for name in dict.fromkeys(run.datasets):
        found = read_dataset(root / FOLDER / name)
        tables = [(one, one.path.relative_to(root).as_posix()) for one in found.resources]
        seen = [(one, path) for one, path in tables if path in run.inputs]
        for one, path in seen or tables:
            label = _name_of(name, one, len(tables))
            known = run.inputs.get(path)
            digest = known if known and _is_digest(known) else _digest(one)
            made.append(Data(label, found.version, digest, path))
    return made


def other_files(root: Path, run: Run) -> dict[str, str]:
    """What else was read; a listing, or a missing file, has no digest, and soilbook is no data."""
    folders = tuple(f"{FOLDER}/{name}/" for name in run.datasets)
    if _SOILBOOK.is_relative_to(root.resolve()):
        folders += (f"{_SOILBOOK.relative_to(root.resolve()).as_posix()}/",)
    files = {n: sha for n, sha in run.inputs.items() if _is_digest(sha) and n[-1:] != "/"}
    return {n: sha for n, sha in files.items() if n != run.page and not n.startswith(folders)}


def _is_digest(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def _data_of_code(root: Path, page: Page) -> list[Data]:
    made: dict[str, Data] = {}
    for call in dataset_calls(page):
        found = read_dataset(root / FOLDER / call.name)
        chosen = [one for one in found.resources if call.resource in (None, one.name)][:1]
        for one in chosen:
            name = _name_of(call.name, one, len(found.resources))
            path = one.path.relative_to(root).as_posix()
            made[name] = Data(name, found.version, _digest(one), path)
    return list(made.values())


def _name_of(dataset: str, resource: Resource, count: int) -> str:
    return dataset if count == 1 else f"{dataset}/{resource.name}"


def _digest(resource: Resource) -> str:
    return hashlib.sha256(resource.path.read_bytes()).hexdigest()


def _packages_of_code(page: Page) -> dict[str, str]:
    """Versions of the packages that the cells import by name."""
    rows = (row for cell in page.cells for row in cell.source)
    found = (match for row in rows if (match := _IMPORT.match(row)))
    words = (word for match in found for word in (match[1] or match[2]).split(","))
    modules = {word.strip().split(".")[0].split(" ")[0] for word in words}
    owners = _owners()
    names = {owners[module][0] for module in modules if module in owners}
    return {name: version(name) for name in names}


@cache
def _owners() -> Mapping[str, list[str]]:
    """Which package each module belongs to; slow, so asked once."""
    return packages_distributions()
