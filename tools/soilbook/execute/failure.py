"""A notebook that failed, as a finding: the line in the page, and the end of the traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..findings import Finding

FAILED = "mystnb.exec"

_CELL = re.compile(
    r"(?:following cell|cell contents):\n-+\n(?P<code>.*?)\n(?:\.\.\.|-{10,})\n", re.DOTALL
)
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (?P<line>\d+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def explain(findings: list[Finding], root: Path, reports: Path) -> list[Finding]:
    """Replace what myst-nb says of a failed notebook by what its author wants to know.

    Parameters
    ----------
    findings : list of Finding
        Those of a build; the ones named ``mystnb.exec`` are looked at.
    root : Path
        Folder that the paths of the findings start from.
    reports : Path
        Folder where myst-nb left a traceback for each page.
    """
    failed = {finding.path for finding in findings if finding.check == FAILED}
    others = [finding for finding in findings if finding.check != FAILED]
    return sorted(others + [_explain_page(path, root, reports) for path in failed])


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
    error = error.strip().removesuffix(".")
    message = f"This notebook stopped here: {error}. Mend the cell and build again."
    return Finding(path, line, 0, FAILED, message)


def _line_of_failure(report: str, page: str) -> int:
    """Find the line of the page where the cell failed, or 0."""
    cell = _CELL.search(report)
    if cell is None:
        return 0
    within = _CELL_LINE.search(report)
    number = int(within["line"]) if within else 1
    code = cell["code"]
    start = page.find(code)
    if start >= 0:
        return page.count("\n", 0, start) + number
    failing = [*code.splitlines(), ""][min(number, code.count("\n") + 1) - 1]
    as_json = json.dumps(failing, ensure_ascii=False)[1:-1]
    start = page.find(as_json)
    return page.count("\n", 0, start) + 1 if start >= 0 and failing else 0
