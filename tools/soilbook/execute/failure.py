"""A notebook that failed, as a finding: the line in the page, and the end of the traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from ..findings import Finding

FAILED = "mystnb.exec"

_STOPPED = "This notebook stopped here: "
_CELL = re.compile(
    r"(?:following cell|cell contents):\n-+\n(?P<code>.*?)\n(?:\.\.\.|-{10,})\n", re.DOTALL
)
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (?P<line>\d+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def explain(findings: list[Finding], root: Path, reports: Path) -> list[Finding]:
    """Replace what myst-nb says of a failed notebook by what its author wants to know.

    Only where myst-nb itself runs notebooks (the modes ``auto`` and ``force``); what the stage of
    execution says is told already.

    Parameters
    ----------
    findings : list of Finding
        Those of a build; the ones named ``mystnb.exec`` are looked at.
    root : Path
        Folder that the paths of the findings start from.
    reports : Path
        Folder where myst-nb left a traceback for each page.
    """
    failed, others = set(), []
    for finding in findings:
        if finding.check == FAILED and not finding.message.startswith(_STOPPED):
            failed.add(finding.path)
        else:
            others.append(finding)
    return sorted(others + [_explain_page(path, root, reports) for path in failed])


def stopped(page: str, line: int, error: str) -> Finding:
    """Tell that a notebook stopped at a line of its page."""
    return Finding(page, line, 0, FAILED, f"{_STOPPED}{error}. Mend the cell and build again.")


def _explain_page(path: str, root: Path, reports: Path) -> Finding:
    report = (reports / path).with_suffix(".err.log")
    if not report.is_file():
        return Finding(path, 0, 0, FAILED, "The notebook failed or took longer than the timeout.")
    text = _ANSI.sub("", report.read_text(encoding="utf-8"))
    told = (line for line in reversed(text.splitlines()) if line.strip(" -\t"))
    error = next(told, "unknown error")
    if "CellTimeoutError" in text:
        error = "a cell took longer than `execute: timeout:` of _config.yml allows"
    line = _line_of_failure(text, (root / path).read_text(encoding="utf-8"))
    return stopped(path, line, error.strip().removesuffix("."))


def _line_of_failure(report: str, page: str) -> int:
    """Find the line of the page where the cell failed, or 0."""
    cell = _CELL.search(report)
    if cell is None:
        return 0
    within = _CELL_LINE.search(report)
    return line_in_page(page, [cell["code"]], 1, int(within["line"]) if within else 1)


def line_in_page(page: str, sources: Sequence[str], cell: int, within: int) -> int:
    """Find the line of a page where a line of a code cell stands, or 0.

    Parameters
    ----------
    page : str
        Text of the page, MyST or JSON.
    sources : sequence of str
        The code cells in their order.
    cell, within : int
        Which cell, and which line of it, counted from 1.
    """
    start = 0
    for code in sources[: cell - 1]:
        # Two cells may be equal: each is looked for after the one before it.
        start = _after(page, code, start)
    code = sources[cell - 1]
    found = page.find(code, start)
    if found >= 0:
        return page.count("\n", 0, found) + max(within, 1)
    lines = [*code.splitlines(), ""]
    failing = lines[min(max(within, 1), len(lines)) - 1]
    found = page.find(_as_json(failing), start)
    return page.count("\n", 0, found) + 1 if found >= 0 and failing else 0


def _after(page: str, code: str, start: int) -> int:
    for piece in (code, _as_json(code.splitlines()[-1]) if code.strip() else ""):
        if piece and (found := page.find(piece, start)) >= 0:
            return found + len(piece)
    return start


def _as_json(line: str) -> str:
    return json.dumps(line, ensure_ascii=False)[1:-1]
