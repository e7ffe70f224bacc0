"""Whether the published files are still those of the build: `jb editions` lists their digests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..findings import Finding
from ..project import Project

SUMS = "SHA256SUMS"
CHECK = "verify-file-changed"
AGAIN = "Run `jb editions .`."
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_SHOWN = 3


def changed_files(project: Project) -> list[Finding]:
    """Compare the editions, and the figures beside them, with the list of their digests.

    Returns
    -------
    list of Finding
        One for each file that was changed, is gone or was added; one for the whole HTML edition
        when it is many. An edition that is missing altogether is not told here.
    """
    shown = f"{project.build.name}/{SUMS}"
    try:
        lines = (project.build / SUMS).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        message = f"The list of what was published is missing or no text. {AGAIN}"
        return [Finding(shown, 0, 0, CHECK, message)]
    listed: dict[str, str] = {}
    faults: list[Finding] = []
    for number, line in enumerate(lines, start=1):
        if match := _LINE.fullmatch(line):
            listed[match[2]] = match[1]
        else:
            message = f"This line is no digest with the name of a file. {AGAIN}"
            faults.append(Finding(shown, number, 0, CHECK, message))
    return faults + [fault for top in _tops(project) for fault in _changed(project, top, listed)]


def _tops(project: Project) -> list[Path]:
    """The editions that are there, and the folders of chapters, notes and figures."""
    editions = [project.build / kind / f"{project.stem}.{kind}" for kind in ("pdf", "epub")]
    html = project.build / "html"
    html_parts = [html] if (html / "index.html").is_file() else []
    extracts = [project.build / "pdf" / name for name in ("chapters", "notes")]
    there = [path for path in editions if path.is_file()]
    return [*html_parts, *there, *extracts, project.build / "figures"]


def _changed(project: Project, top: Path, listed: Mapping[str, str]) -> Iterator[Finding]:
    name = top.relative_to(project.build).as_posix()
    paths = [top] if top.is_file() else [path for path in top.rglob("*") if path.is_file()]
    there = {path.relative_to(project.build).as_posix(): path for path in paths}
    known = {one for one in listed if one == name or one.startswith(f"{name}/")}
    words = {one: _difference(there.get(one), listed.get(one)) for one in sorted(known | {*there})}
    faults = {one: said for one, said in words.items() if said}
    if top.name == "html" and len(faults) > _SHOWN:
        first, said = next(iter(faults.items()))
        message = f"{len(faults)} files are not as they were published; {first} {said}. {AGAIN}"
        yield Finding(f"{project.build.name}/{name}", 0, 0, CHECK, message)
        return
    for one, said in faults.items():
        message = f"This file {said}. {AGAIN}"
        yield Finding(f"{project.build.name}/{one}", 0, 0, CHECK, message)


def _difference(path: Path | None, digest: str | None) -> str:
    if path is None:
        return "is gone since it was published"
    if digest is None:
        return "was added after the edition was published"
    is_same = hashlib.sha256(path.read_bytes()).hexdigest() == digest
    return "" if is_same else "was changed after it was published"
