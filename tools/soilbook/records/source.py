"""Source files as text: what is read, and which files a pattern of Sphinx means."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..findings import SoilbookError
from .places import Fault

#: Folders that never hold pages: hidden ones, and those that tools fill.
_TOOL_FOLDERS = frozenset({"_build", "node_modules", "__pycache__", "site-packages"})


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, with the fault that stands where it is not UTF-8."""

    text: str
    fault: Fault | None = None


def read_source(path: Path) -> Source:
    """Read a file as UTF-8; bytes that are not are read as Latin-1, so that checks go on."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SoilbookError(
            f"{path} cannot be read: {error.strerror}.", "Give yourself the right to read it."
        ) from error
    try:
        return Source(_plain(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", errors="replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = (
            f"The byte 0x{data[error.start]:02x} is not UTF-8 (perhaps the file is Latin-1 or "
            "Windows-1252). Save the file as UTF-8."
        )
        return Source(_plain(data.decode("latin-1")), Fault(line, column, message))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def excluded_by(patterns: Iterable[str]) -> Callable[[str], bool]:
    """A test for ``exclude_patterns``, read as Sphinx reads them, a folder counting for its files.

    The paths are relative to the top folder, with forward slashes.
    """
    wanted = list(patterns)
    wanted += [pattern[3:] for pattern in wanted if pattern.startswith("**/")]
    expressions = [re.compile(as_expression(pattern)) for pattern in wanted]

    def excluded(name: str) -> bool:
        parts = name.split("/")
        prefixes = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        return any(expression.match(prefix) for expression in expressions for prefix in prefixes)

    return excluded


@cache
def as_expression(pattern: str) -> str:
    """A shell pattern as a regular expression: ``*`` stays in a folder, ``**`` does not."""
    parts = re.findall(r"\*\*|\*|\?|\[!?\]?[^\]]*\]|.", pattern, re.DOTALL)
    return "".join(_part_as_expression(part) for part in parts) + r"\Z"


def _part_as_expression(part: str) -> str:
    simple = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    if part in simple:
        return simple[part]
    if len(part) > 1:
        inner = part[1:-1].replace("\\", r"\\")
        return f"[^/{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return re.escape(part)


def files_below(
    folder: Path, suffixes: tuple[str, ...], excluded: Callable[[str], bool], above: str = ""
) -> Iterator[str]:
    """Names of the files in a folder, in order, without what is excluded or belongs to tools."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = above + entry.name
        if entry.name.startswith(".") or excluded(name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _TOOL_FOLDERS and not Path(entry.path, "pyvenv.cfg").exists():
                yield from files_below(Path(entry.path), suffixes, excluded, f"{name}/")
        elif entry.name.endswith(suffixes) and Path(entry.path).is_file():
            # Not entry.is_file(): it raises for a link that leads to itself.
            yield name
