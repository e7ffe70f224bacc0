"""The passport of what a notebook made: data, packages and commit, the same for every builder."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

from ..records.calls import dataset_calls
from ..records.datasets import FOLDER
from ..records.descriptors import Resource, read_dataset
from ..records.pages import Page, read_page
from ..records.source import read_source

#: Where each run of a notebook leaves its record.
RUNS = Path("_build", ".jupyter_cache", "runs")
UNCOMMITTED = "not committed yet"
_SOILBOOK = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(r"\s*(?:from\s+(\w+)[\w.]*\s+import\b|import\s+(\w[\w., ]*))")


@dataclass(frozen=True, slots=True)
class Data:
    """One table that the notebook read, or (without version) another file of the repository."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Passport:
    """Where the figures and tables of one page come from.

    `packages` are all that the notebook loaded, `named` those that its code imports by name.
    """

    page: str
    data: tuple[Data, ...]
    files: tuple[Data, ...]
    python: str
    packages: tuple[tuple[str, str], ...]
    named: frozenset[str]
    commit: str
    date: str

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


def passport_of(root: Path, page: str, history: History) -> Passport:
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

    Returns
    -------
    Passport
        Data sorted by name; ``files`` are other files that were read, outside the datasets.
    """
    record = _record(root, page)
    text = read_page(page, read_source(root / page))
    named = _packages_of_code(text)
    if record is None:
        data = _data_of_code(root, text)
        files: dict[str, str] = {}
        python, packages = platform.python_version(), named
        folders = tuple(f"{FOLDER}/{one.name.split('/')[0]}/" for one in data)
        read = [name for name in history.last if name.startswith(folders)]
    else:
        data = _data_of_record(root, record)
        files = other_files(root, record, page)
        python, packages = record["python"], record["packages"]
        read = list(record["inputs"])
    commit, date = history.of_files(page, read)
    return Passport(
        page,
        tuple(sorted(data, key=lambda one: one.name)),
        tuple(Data(name, "", digest) for name, digest in sorted(files.items())),
        python,
        tuple(sorted(packages.items(), key=lambda item: item[0].lower())),
        frozenset(named),
        commit,
        date,
    )


def _record(root: Path, page: str) -> dict[str, Any] | None:
    """The newest record of a run; a damaged file counts as none."""
    path = root / RUNS / f"{page.replace('/', '__')}.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    newest = found[0] if isinstance(found, list) and found else None
    parts = {"datasets": list, "inputs": dict, "packages": dict, "python": str}
    if not isinstance(newest, dict):
        return None
    return newest if all(isinstance(newest.get(n), kind) for n, kind in parts.items()) else None


def _data_of_record(root: Path, record: Mapping[str, Any]) -> list[Data]:
    """The tables that were read; of a dataset whose files were not seen, all of them."""
    made = []
    for name in dict.fromkeys(record["datasets"]):
        found = read_dataset(root / FOLDER / name)
        tables = [(one, one.path.relative_to(root).as_posix()) for one in found.resources]
        seen = [(one, path) for one, path in tables if path in record["inputs"]]
        for one, path in seen or tables:
            label = _name_of(name, one, len(tables))
            known = record["inputs"].get(path)
            made.append(Data(label, found.version, known if _is_digest(known) else _digest(one)))
    return made


def other_files(root: Path, record: Mapping[str, Any], page: str) -> dict[str, str]:
    """What else was read; a listing, or a missing file, has no digest, and soilbook is no data."""
    folders = tuple(f"{FOLDER}/{name}/" for name in record["datasets"])
    if _SOILBOOK.is_relative_to(root.resolve()):
        folders += (f"{_SOILBOOK.relative_to(root.resolve()).as_posix()}/",)
    files = {n: sha for n, sha in record["inputs"].items() if _is_digest(sha) and n[-1:] != "/"}
    return {n: sha for n, sha in files.items() if n != page and not n.startswith(folders)}


def _is_digest(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"[0-9a-f]{64}", text) is not None


def _data_of_code(root: Path, page: Page) -> list[Data]:
    made: dict[str, Data] = {}
    for call in dataset_calls(page):
        found = read_dataset(root / FOLDER / call.name)
        chosen = [one for one in found.resources if call.resource in (None, one.name)][:1]
        for one in chosen:
            name = _name_of(call.name, one, len(found.resources))
            made[name] = Data(name, found.version, _digest(one))
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
