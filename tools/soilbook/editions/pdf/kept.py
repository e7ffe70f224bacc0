"""PDFs of earlier builds: what did not change is not set again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import typst

from ...records.writing import replace_file
from .metadata import Metadata

_NAMED = re.compile(r'"(?:\.\./)?((?:images|passports)/[^"\\]+|cover\.\w+)"')


class Kept:
    """A folder of PDFs, each under the digest of all that is in it.

    Parameters
    ----------
    folder : pathlib.Path
        Made when the first PDF is kept.
    always : iterable of pathlib.Path
        Folders that every PDF depends on: the look and the fonts.
    """

    def __init__(self, folder: Path, always: Iterable[Path]) -> None:
        self.folder = folder
        files = (path for top in always for path in sorted(top.rglob("*")))
        self.look = [_digest(path) for path in files]
        self.used: set[str] = set()

    def key(self, source: Path, metadata: Metadata) -> str:
        """Return the digest of a source, of the files it names, and of what sets it."""
        text = source.read_text(encoding="utf-8")
        named = [_digest(source.parent / name) for name in sorted(set(_NAMED.findall(text)))]
        parts = [typst.__version__, repr(metadata), text, *self.look, *named]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def take(self, key: str, files: Sequence[Path]) -> bool:
        """Copy the files of a key to where they are wanted, if all are kept; say whether."""
        self.used.add(key)
        kept = [self.folder / key / file.name for file in files]
        if not all(file.is_file() for file in kept):
            return False
        for file, wanted in zip(kept, files, strict=True):
            replace_file(wanted, file.read_bytes())
        return True

    def keep(self, key: str, files: Iterable[Path]) -> None:
        """Keep files that were just made: a PDF, and what is told beside it."""
        self.used.add(key)
        beside = self.folder / f".{key}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, beside / file.name)
        # Only now: what a killed build leaves is never taken for whole.
        shutil.rmtree(self.folder / key, ignore_errors=True)
        beside.rename(self.folder / key)

    def tidy(self) -> None:
        """Remove what this build did not use."""
        for folder in self.folder.glob("*/"):
            if folder.name not in self.used:
                shutil.rmtree(folder)

    def remember(self, file: Path) -> None:
        """Keep a file of JSON under its own name, for builds of single chapters."""
        if file.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, self.folder / file.name)

    def remembered(self, name: str) -> dict[str, int]:
        """Return what such a file says; nothing before the book was built once."""
        try:
            found = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
