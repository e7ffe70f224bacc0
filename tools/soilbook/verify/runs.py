"""The record of a run and the outputs that it vouches for, read back from the cache."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..findings import Finding
from ..project import Project
from ..records.digests import outputs_in, records_of
from .passports import RECORD

_DRAWING = "image/svg+xml"
_PIXELS = ("image/png", "image/jpeg", "image/gif", "image/webp")
# What is glued to be shown elsewhere bears its kind behind this.
_GLUED = "application/papermill.record/"
_AGAIN = "Run `jb editions .`; the notebook then runs anew."


class Untrusted(Exception):
    """A record or stored outputs are not as they were written; holds the finding."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.fault = Finding(path, 0, 0, RECORD, f"{message} {_AGAIN}")


@dataclass(frozen=True)
class Run:
    """One run of a notebook, and the notebook as it was stored with its outputs."""

    path: str
    told: Mapping[str, Any]
    notebook: Mapping[str, Any] = field(repr=False)

    @property
    def inputs(self) -> dict[str, str]:
        """The digest of every file and listing that the notebook read."""
        return dict(self.told["inputs"])

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The code cells with their outputs."""
        return [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code"]

    def pictures(self) -> dict[str, bytes]:
        """Every picture of its outputs as editions hold it, by the digests of both forms."""
        both = [pair for cell in self.cells for pair in pictures_of(cell["outputs"])]
        return {
            hashlib.sha256(form).hexdigest(): shown
            for given, shown in both
            for form in (given, shown)
        }


def read_run(project: Project, page: str, key: str) -> Run:
    """Read the run of a page that is named `key`, and its outputs, from the cache.

    Raises
    ------
    Untrusted
        The record or the outputs are gone, or not as they were written.
    """
    path = records_of(project.cache, page)
    shown = _shown(project, path)
    records = _records(path, shown, page)
    if not all(map(is_sealed, records)):
        raise Untrusted(shown, f"A record of a run of {page} was changed after it was written.")
    told = next((record for record in records if record.get("key") == key), None)
    if told is None:
        raise Untrusted(shown, f"There is no record of the run of {page} that its figures tell of.")
    stored = outputs_in(project.cache, str(told.get("output")))
    try:
        content = stored.read_bytes()
    except OSError:
        message = f"The stored outputs of {page} are gone."
        raise Untrusted(_shown(project, stored), message) from None
    if hashlib.sha256(content).hexdigest() != told.get("output_sha256"):
        message = f"The stored outputs of {page} are not those of its run."
        raise Untrusted(_shown(project, stored), message)
    return Run(shown, told, json.loads(content))


def newest_run(project: Project, page: str) -> Run | None:
    """Read the run of a page that is shown; nothing for a page without a record.

    Raises
    ------
    Untrusted
        The record or the outputs are not as they were written.
    """
    path = records_of(project.cache, page)
    if not path.is_file():
        return None
    records = _records(path, _shown(project, path), page)
    return read_run(project, page, str(records[0].get("key"))) if records else None


def is_sealed(record: Mapping[str, Any]) -> bool:
    """Whether the record has the digest of all its values that it was written with."""
    values = {name: value for name, value in record.items() if name != "seal"}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return record.get("seal") == hashlib.sha256(text.encode()).hexdigest()


def pictures_of(outputs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[bytes, bytes]]:
    """The pictures of one cell: as it gave them, and as MyST-NB writes them into a file."""
    for output in outputs:
        for kind, content in output.get("data", {}).items():
            if kind.removeprefix(_GLUED) == _DRAWING:
                text = "".join(content)
                yield text.encode(), "\n".join(text.splitlines()).encode()
            elif kind.removeprefix(_GLUED) in _PIXELS:
                pixels = base64.b64decode("".join(content))
                yield pixels, pixels


def _shown(project: Project, path: Path) -> str:
    """How messages call a file; a cache may stand outside of the book."""
    inside = path.is_relative_to(project.root)
    return path.relative_to(project.root).as_posix() if inside else path.as_posix()


def _records(path: Path, shown: str, page: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise Untrusted(shown, f"The record of the runs of {page} is gone.") from None
    except ValueError:
        raise Untrusted(shown, f"The record of the runs of {page} is damaged.") from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Untrusted(shown, f"The record of the runs of {page} is damaged.")
    return found
