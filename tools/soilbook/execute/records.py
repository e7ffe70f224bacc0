"""The record of one run of a notebook: what it read, in which environment, and how long it took."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from .observe import signature

KEPT = 20
ABSENT = "absent"
UNSETTLED = "changed while the notebook ran"


@dataclass(frozen=True)
class Run:
    """One run. `inputs` maps a name in the repository to the SHA-256 of its contents.

    A name that ends with ``/`` is a folder whose listing was read. `output` is the name of the
    stored notebook, and `output_sha256` the digest of its file.
    """

    page: str
    code: str
    inputs: dict[str, str] = field(default_factory=dict)
    datasets: list[str] = field(default_factory=list)
    packages: dict[str, str] = field(default_factory=dict)
    python: str = ""
    outside: list[dict[str, Any]] = field(default_factory=list)
    cells: list[float] = field(default_factory=list)
    seconds: float = 0.0
    finished: str = ""
    key: str = ""
    output: str = ""
    output_sha256: str = ""

    def with_key(self) -> Run:
        """The same run, named by all that decides its outputs."""
        decides = [self.page, self.code, sorted(self.inputs.items()), self.python]
        text = json.dumps([*decides, sorted(self.packages.items())])
        return Run(**asdict(self) | {"key": hashlib.sha256(text.encode()).hexdigest()})


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


def observed(
    root: Path, page: str, code: str, report: Mapping[str, Any], declared: Sequence[str], here: str
) -> Run:
    """Make a record of what the kernel reported; `here` is the prefix of this environment."""
    written = set(report.get("written", ()))
    digests = Digests(root)
    inputs = {name: digests.of(name) for name in declared}
    for path in report.get("modules", ()):
        inputs[_name(root, path)] = digests.of(_name(root, path))
    for path, before in report.get("reads", {}).items():
        if path in written or Path(path).is_dir():
            continue
        name = _name(root, path)
        inputs[name] = digests.of(name) if signature(path) == before else UNSETTLED
    for folder in report.get("listed", ()):
        if not any(str(Path(path).parent) == folder for path in written):
            name = _name(root, folder) + "/"
            inputs[name] = digests.of(name)
    is_of_here = report.get("prefix") == here
    return Run(
        page=page,
        code=code,
        inputs=dict(sorted(inputs.items())),
        datasets=report.get("datasets", []),
        packages=_packages(report.get("imports", ())) if is_of_here else {},
        python=report.get("python", "") if is_of_here else "",
        outside=[
            {"cell": cell, "line": line, "what": what}
            for cell, line, what in report.get("outside", ())
        ],
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _packages(imports: Sequence[str]) -> dict[str, str]:
    """The versions of the packages that hold these modules."""
    holders = _holders()
    found = {package for name in imports for package in holders.get(name, ())}
    return {name: importlib.metadata.version(name) for name in sorted(found)}


@cache
def _holders() -> Mapping[str, list[str]]:
    # Takes half a second, so it is asked for once a process and not in each kernel.
    return importlib.metadata.packages_distributions()


def _name(root: Path, path: str) -> str:
    return Path(path).relative_to(root).as_posix()


def file_of(folder: Path, page: str) -> Path:
    """Where the records of a page stand."""
    return folder / "runs" / f"{page.replace('/', '__')}.json"


def read_runs(path: Path) -> list[Run]:
    """The records of a page, newest first; none when the file is no record."""
    try:
        return [Run(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def remember(path: Path, run: Run) -> None:
    """Put a record in front of those of its page."""
    kept = [one for one in read_runs(path) if one.key != run.key]
    write_json(path, [asdict(one) for one in [run, *kept][:KEPT]])


def write_json(path: Path, content: Any) -> None:
    """Write in one step, so that a process that is killed leaves the file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)
