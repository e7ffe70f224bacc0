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

from ..records.digests import Digests
from .observe import signature

KEPT = 20
UNSETTLED = "changed while the notebook ran"


@dataclass(frozen=True)
class Run:
    """One run. `inputs` maps a name in the repository to the SHA-256 of its contents.

    A name that ends with ``/`` is a folder whose listing was read. `output` is the name of the
    stored notebook, `output_sha256` the digest of its file, and `shape` that of the page, as
    `Summary` has it, for which it was stored. `reads` and `writes` say where files were used: the
    code cell and its line, each from 1 (0 where that is not known), and the name of the file.
    """

    page: str
    code: str
    inputs: dict[str, str] = field(default_factory=dict)
    datasets: list[str] = field(default_factory=list)
    packages: dict[str, str] = field(default_factory=dict)
    python: str = ""
    outside: list[dict[str, Any]] = field(default_factory=list)
    reads: list[tuple[int, int, str]] = field(default_factory=list)
    writes: list[tuple[int, int, str]] = field(default_factory=list)
    cells: list[float] = field(default_factory=list)
    seconds: float = 0.0
    finished: str = ""
    key: str = ""
    output: str = ""
    output_sha256: str = ""
    shape: str = ""

    def with_key(self) -> Run:
        """The same run, named by all that decides its outputs."""
        decides = [self.page, self.code, sorted(self.inputs.items()), self.python]
        text = json.dumps([*decides, sorted(self.packages.items())])
        return Run(**asdict(self) | {"key": hashlib.sha256(text.encode()).hexdigest()})


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
        **_places(root, report),
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


def _places(root: Path, report: Mapping[str, Any]) -> dict[str, list[tuple[int, int, str]]]:
    """Where files were read, and where those of them were written that the notebook made itself."""
    prefix = f"{root}{os.sep}"
    reads, writes = (
        [(cell, line, path.removeprefix(prefix).replace(os.sep, "/")) for cell, line, path in seen]
        for seen in (report.get("read_at", ()), report.get("written_at", ()))
    )
    known = {name for _, _, name in reads}
    return {"reads": sorted(reads), "writes": sorted(one for one in writes if one[2] in known)}


def _name(root: Path, path: str) -> str:
    return Path(path).relative_to(root).as_posix()


def read_runs(path: Path) -> list[Run]:
    """The records of a page, newest first, without those that were changed by hand."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return [Run(**_values(one)) for one in found if one.get("seal") == _seal(_values(one))]
    except (OSError, ValueError, TypeError, AttributeError):
        return []


def _values(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "seal"}


def _seal(values: Mapping[str, Any]) -> str:
    """The digest of all that a record says, so that a slip of the hand is seen."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_all(folder: Path) -> list[Run]:
    """The records of all pages, in the folder where outputs are kept."""
    return [run for path in sorted(folder.glob("runs/*.json")) for run in read_runs(path)]


def remember(path: Path, run: Run) -> None:
    """Put a record in front of those of its page."""
    kept = [one for one in read_runs(path) if one.key != run.key]
    told = map(asdict, [run, *kept][:KEPT])
    write_json(path, [one | {"seal": _seal(one)} for one in told])


def write_json(path: Path, content: Any) -> None:
    """Write in one step, so that a process that is killed leaves the file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)
