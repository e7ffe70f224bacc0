"""What the stages have to say: findings an author can mend, and errors of the set-up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from urllib.parse import quote


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One fault in a source file, at a place an editor can jump to.

    Parameters
    ----------
    path : str
        File, relative to the root of the repository, with forward slashes.
    line, column : int
        Counted from 1; 0 means that the fault belongs to the whole file.
    check : str
        The stable name of the fault, such as ``citation-unknown-key``.
    message : str
        What is wrong and what to do, in one or two sentences.
    """

    path: str
    line: int
    column: int
    check: str
    message: str

    @property
    def place(self) -> str:
        """``path:line:col`` without the numbers that are not known."""
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])

    def __str__(self) -> str:
        return f"{self.place} {self.check} {self.message}"


class SoilbookError(Exception):
    """The set-up is wrong, so a stage cannot start (exit code 2).

    Parameters
    ----------
    message : str
        What is wrong, one sentence, with ``path:line`` where there is one.
    remedy : str
        What to do about it, one sentence.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean "…"?`` for the nearest known word, or nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f' Did you mean "{close[0]}"?' if close else ""


def as_text(findings: Sequence[Finding]) -> str:
    """One finding a line, as compilers print them."""
    return "\n".join(str(finding) for finding in findings)


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON list of objects with the five fields of `Finding`."""
    return json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False)


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    return "\n".join(_github_line(finding) for finding in findings)


def _github_line(finding: Finding) -> str:
    path = finding.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    place = f"file={path}"
    if finding.line:
        place += f",line={finding.line}" + (f",col={finding.column}" if finding.column else "")
    message = finding.message.replace("%", "%25").replace("\n", "%0A")
    return f"::error {place},title={finding.check}::{message}"


def as_sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, which code hosts and editors read."""
    rules = sorted({finding.check for finding in findings})
    driver = {"name": "soilbook", "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "results": [_sarif_result(f) for f in findings]}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _sarif_result(finding: Finding) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(finding.path)}}
    if finding.line:
        region = {"startLine": finding.line}
        place["region"] = region | ({"startColumn": finding.column} if finding.column else {})
    return {
        "ruleId": finding.check,
        "level": "error",
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
    }


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
