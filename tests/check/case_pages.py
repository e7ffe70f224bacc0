"""Reads a case page: prose, the files that make a fault, and the faults that must be found.

A page is named after its check and has one part per heading. Every part begins with a copy of the
clean book beside it and changes that:

``~~~~ file: PATH``
    the whole new file; `` latin-1`` or `` crlf`` after the path says how it is written;
``~~~~ edit: PATH``
    the old text, a row ``=>``, the new text; the old text must be there once;
``~~~~ remove: PATH``
    the file is deleted.

A line ``finds: PATH:LINE:COLUMN words of the message`` names one finding; ``finds: nothing`` says
that there must be none.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CASES = Path(__file__).parent / "cases"
CLEAN = Path(__file__).parent / "clean"

_FENCE = re.compile(r"^~~~~ (file|edit|remove): (\S+)(?: (\S+))?\n(.*?)^~~~~$", re.M | re.S)
_FINDS = re.compile(r"^finds: (\S+)(?: (.*))?$", re.M)


@dataclass
class Case:
    """One part of a case page."""

    check: str
    title: str
    changes: list[tuple[str, ...]]
    finds: list[tuple[str, ...]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.check}: {self.title}"

    def make(self, folder: Path) -> Path:
        """Write the clean book with the changes of this case."""
        shutil.copytree(CLEAN, folder)
        for action, name, manner, text in self.changes:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if action == "remove":
                path.rmdir() if path.is_dir() else path.unlink()
            elif action == "file":
                text = text.replace("\n", "\r\n") if manner == "crlf" else text
                encoding = "latin-1" if manner == "latin-1" else "utf-8"
                path.write_bytes(text.encode(encoding))
            else:
                old, new = (part.removesuffix("\n") for part in text.split("=>\n"))
                before = path.read_text(encoding="utf-8")
                assert before.count(old) == 1, f"{name}: {old!r} must stand there once"
                path.write_text(before.replace(old, new), encoding="utf-8")
        return folder


def read_cases() -> Iterator[Case]:
    """The parts of all case pages."""
    for page in sorted(CASES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for part in re.split(r"^## (?=Case)", text, flags=re.M)[1:]:
            title = part.split("\n", 1)[0].removeprefix("Case: ")
            changes = [match.groups(default="") for match in _FENCE.finditer(part)]
            finds = [match.groups(default="") for match in _FINDS.finditer(_FENCE.sub("", part))]
            yield Case(page.stem, title, changes, finds)
