"""``_build/SHA256SUMS``: the digest of every file that was published, as sha256sum writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..project import Project
from ..records.writing import replace_file

NAME = "SHA256SUMS"


def write_sums(project: Project, published: Iterable[Path]) -> None:
    """Note the files of editions that were published just now, and the pictures beside them.

    Parameters
    ----------
    project : Project
    published : iterable of Path
        Files and folders, which may be gone; what is known of others stays as it is.
    """
    tops = [*published, project.build / "figures"]
    names = [top.relative_to(project.build) for top in tops]
    kept = {
        name: told
        for name, told in _read(project).items()
        if not any(Path(name).is_relative_to(top) for top in names)
    }
    now = {
        path.relative_to(project.build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for top in tops
        for path in _files(top)
    }
    lines = [f"{digest}  {name}\n" for name, digest in sorted((kept | now).items())]
    replace_file(project.build / NAME, "".join(lines).encode())


def _files(top: Path) -> Iterator[Path]:
    yield from (path for path in ([top] if top.is_file() else top.rglob("*")) if path.is_file())


def _read(project: Project) -> dict[str, str]:
    """What the list says; the first build has none."""
    try:
        lines = (project.build / NAME).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
