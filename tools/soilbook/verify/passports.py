"""The passports in ``_build/figures``, read with the line of every value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..findings import Finding
from ..project import Project
from ..records.json_places import read_json
from ..records.places import Malformed, Value
from .published import AGAIN

RECORD = "verify-figure-record"
_TEXTS = ("number", "label", "page", "code", "run", "python")
_LISTS = ("data", "notebook_data")
_MAPS = ("other_files", "notebook_files")


class Digest(NamedTuple):
    """A SHA-256 that a passport tells, and the line where it stands."""

    sha256: str
    line: int


@dataclass(frozen=True)
class Passport:
    """What one file says of one figure."""

    path: str
    told: Value
    values: Mapping[str, Any] = field(repr=False)

    @property
    def number(self) -> str:
        """As printed, such as ``1.2``; the label where the book numbers nothing."""
        return self.told.text("number")

    @property
    def label(self) -> str:
        """The name that the author gave."""
        return self.told.text("label")

    @property
    def page(self) -> str:
        """The notebook, from the top folder of the book."""
        return self.told.text("page")

    @property
    def run(self) -> str:
        """The name of the run that drew it; empty where there is no record."""
        return self.told.text("run")

    @property
    def name(self) -> str:
        """What messages call the figure."""
        return f"Figure {self.number} ({self.label})"

    def line_of(self, key: str) -> int:
        """The line where a value stands."""
        return self.told.place_of(key).line

    def inputs(self, *, of_figure: bool) -> dict[str, Digest]:
        """The files that the figure, or else its notebook, was made from."""
        chosen = 0 if of_figure else 1
        data = self.told.get(_LISTS[chosen])
        files = self.told.get(_MAPS[chosen])
        found = {one.text("path"): one.get("sha256") for one in (data.items() if data else ())}
        found |= dict(files.content) if files else {}
        return {
            name: Digest(str(one.content), one.line) for name, one in found.items() if name and one
        }

    def files(self) -> dict[str, tuple[str, str]]:
        """Each picture beside the passport: its digest, and that of what the notebook gave."""
        files = self.told.get("files")
        return {
            name: (one.text("sha256"), one.text("output"))
            for name, one in (files.content.items() if files else ())
        }

    @property
    def outputs(self) -> set[str]:
        """The digests of the pictures as the notebook gave them."""
        return {output for _, output in self.files().values()}


def read_passports(project: Project) -> tuple[list[Passport], list[Finding]]:
    """Read all passports; one that is none is a finding."""
    found: list[Passport] = []
    faults: list[Finding] = []
    for path in sorted((project.build / "figures").glob("*.json")):
        shown = path.relative_to(project.root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            told = read_json(text)
            if reason := next(_odd(told), ""):
                raise Malformed(1, 0, reason)
            found.append(Passport(shown, told, json.loads(text)))
        except UnicodeDecodeError:
            faults.append(Finding(shown, 0, 0, RECORD, f"This passport is no text. {AGAIN}"))
        except Malformed as error:
            fault = error.fault
            message = f"This passport cannot be read. {fault.message} {AGAIN}"
            faults.append(Finding(shown, fault.line, fault.column, RECORD, message))
    return found, faults


def _odd(told: Value) -> Iterator[str]:
    """Say which part is lacking or of another kind."""
    if not told.is_mapping:
        yield "It is no list of names and values."
        return
    for name in _TEXTS:
        if not isinstance((told.get(name) or Value(0, 0, 0)).content, str):
            yield f'It does not tell "{name}".'
    for name in ("files", *_MAPS):
        if not (part := told.get(name)) or not part.is_mapping:
            yield f'It does not tell "{name}".'
    for name in _LISTS:
        if not isinstance((told.get(name) or Value(0, 0, 0)).content, list):
            yield f'It does not tell "{name}".'
