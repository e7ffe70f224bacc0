"""What a notebook used from outside the repository, as findings; some of it may be allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from ..findings import Finding
from .failure import line_in_page
from .records import Run

READS = "notebook-reads-outside"
CONNECTS = "notebook-opens-network"


def findings_of(
    run: Run, text: str, sources: Sequence[str], allow: Sequence[Mapping[str, str]]
) -> list[Finding]:
    """Name the cell of each use that the front matter of the page does not allow.

    Parameters
    ----------
    run : Run
    text : str
        The page.
    sources : sequence of str
        Its code cells.
    allow : sequence of mapping
        Entries ``{path: …, reason: …}`` of ``soilbook: allow:``; ``host:`` stands for a network
        address. Patterns with ``*`` are possible; an entry without a reason allows nothing.
    """
    found = []
    for use in run.outside:
        how, _, target = use["what"].partition(" ")
        if any(_allows(entry, target) for entry in allow):
            continue
        cell, within = int(use["cell"]), int(use["line"])
        line = line_in_page(text, sources, cell, within) if 0 < cell <= len(sources) else 0
        found.append(Finding(run.page, line, 0, *_tell(how, target, cell)))
    return sorted(set(found))


def _tell(how: str, target: str, cell: int) -> tuple[str, str]:
    place = f"Code cell {cell}" if cell else "This notebook"
    if how == "connect":
        remedy = "Keep what it fetches under datasets/, or allow the host with a reason"
        return CONNECTS, f"{place} asks {target}: the figure cannot be made offline. {remedy}."
    verb = "imports" if how == "import" else "reads"
    remedy = "Put the file into the repository, or allow it with a reason"
    return READS, f"{place} {verb} {target}, which is not in the repository. {remedy}."


def _allows(entry: Mapping[str, str], target: str) -> bool:
    pattern = entry.get("path") or entry.get("host")
    if not pattern or not entry.get("reason", "").strip():
        return False
    host = target.rpartition(":")[0]
    below = target.startswith(pattern.rstrip("/") + "/")
    return below or fnmatchcase(target, pattern) or bool(host and fnmatchcase(host, pattern))
