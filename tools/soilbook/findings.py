"""What the stages have to say: findings an author can mend, and errors of the set-up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from urllib.parse import quote

# With one of these the edition would say something wrong or have a hole: it is not published.
# The names are those of checks, and of warnings that Sphinx and myst-nb give while building.
BLOCKING = frozenset(
    """
    bibliography-brace-unbalanced bibliography-comma-missing bibliography-comment-inside
    bibliography-comment-read bibliography-entry-inside bibliography-entry-unclosed
    bibliography-equals-missing bibliography-field-repeated bibliography-key-malformed
    bibliography-key-missing bibliography-missing bibliography-quote-unbalanced
    bibliography-stray-at bibliography-string-unknown bibliography-text-stray
    bibliography-type-missing bibliography-value-bare bibliography-value-missing
    citation-malformed citation-unknown-key dataset-hash-mismatch dataset-malformed
    dataset-table-invalid dataset-unknown edition-failed file-not-utf8 front-matter-malformed
    image-missing image-unreadable image.not_readable mystnb.exec notebook-header-missing
    notebook-malformed reference-duplicate-key
    toc-file-missing toc-file-repeated toc-malformed
    """.split()
)


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


@dataclass(frozen=True)
class Report:
    """What a stage found, and which checks it ran.

    Parameters
    ----------
    findings : sequence of Finding
        In the order in which they are shown.
    checks : mapping of str to str, optional
        The names of the checks that were run, each with its explanation: one sentence, then
        perhaps an empty line and more.
    """

    findings: Sequence[Finding]
    checks: Mapping[str, str] = field(default_factory=dict)


def as_text(report: Report) -> str:
    """One finding a line, as compilers print them."""
    return "\n".join(str(finding) for finding in report.findings)


def as_json(report: Report) -> str:
    """A JSON list of objects with the five fields of `Finding`."""
    found = [asdict(finding) for finding in report.findings]
    return json.dumps(found, indent=2, ensure_ascii=False)


def as_github(report: Report) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    return "\n".join(_github_line(finding) for finding in report.findings)


def _github_line(finding: Finding) -> str:
    path = finding.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    place = f"file={path}"
    if finding.line:
        place += f",line={finding.line}" + (f",col={finding.column}" if finding.column else "")
    message = finding.message.replace("%", "%25").replace("\n", "%0A")
    return f"::error {place},title={finding.check}::{message}"


def as_sarif(report: Report) -> str:
    """SARIF 2.1.0, which code hosts and editors read; each check that was run is a rule."""
    rules = sorted({finding.check for finding in report.findings} | report.checks.keys())
    driver = {"name": "soilbook", "rules": [_sarif_rule(rule, report) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(f, rules.index(f.check)) for f in report.findings],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _sarif_rule(name: str, report: Report) -> dict[str, object]:
    explanation = report.checks.get(name)
    if not explanation:
        return {"id": name}
    sentence = explanation.partition("\n\n")[0]
    return {
        "id": name,
        "shortDescription": {"text": sentence},
        "help": {"text": explanation},
    }


def _sarif_result(finding: Finding, rule: int) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(finding.path)}}
    if finding.line:
        region = {"startLine": finding.line}
        place["region"] = region | ({"startColumn": finding.column} if finding.column else {})
    return {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
    }


def as_junit(report: Report) -> str:
    """JUnit XML for systems of continuous integration.

    Each finding is a failed case, and each check without findings is a case that passed.
    """
    cases = [_failed_case(finding) for finding in report.findings]
    failed = {finding.check for finding in report.findings}
    cases += [_passed_case(name) for name in sorted(report.checks.keys() - failed)]
    counts = (
        f'name="soilbook" tests="{len(cases)}" failures="{len(report.findings)}" '
        'errors="0" skipped="0" time="0"'
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites {counts}>",
            f"  <testsuite {counts}>",
            *cases,
            "  </testsuite>",
            "</testsuites>",
        ]
    )


def _passed_case(name: str) -> str:
    return f'    <testcase classname="{_xml(name)}" name="{_xml(name)}" time="0"/>'


def _failed_case(finding: Finding) -> str:
    # Two faults of one kind may stand at one place; the message keeps their names apart.
    name = _xml(f"{finding.place} {finding.message}")
    kind, path, message = map(_xml, (finding.check, finding.path, finding.message))
    line = f' line="{finding.line}"' if finding.line else ""
    return (
        f'    <testcase classname="{kind}" name="{name}" file="{path}"{line} time="0">\n'
        f'      <failure type="{kind}" message="{message}">{_xml(str(finding))}</failure>\n'
        "    </testcase>"
    )


# Characters that no XML document may hold.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    """A text as it may stand in XML, also between quotation marks."""
    text = _NOT_XML.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


FORMATS = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
}
#: These are whole documents, also where nothing was found.
DOCUMENTS = frozenset({"json", "sarif", "junit"})
