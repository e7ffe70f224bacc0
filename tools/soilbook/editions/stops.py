"""Why an edition stopped, as a finding: the page that was at work, the reason, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool

from ..findings import Finding, SoilbookError
from ..project import CONFIG

NAME = "edition-failed"

# What the exceptions of other libraries mean for an author: a part of the text, the reason.
_REASONS = {
    "No such kernel named": (
        "{error}. Name an installed kernel under `kernelspec:` at the top of the page, or install "
        "this one."
    ),
    "Kernel died": (
        "The kernel of this notebook died while a cell ran; perhaps it needed too much memory."
    ),
    "maximum recursion depth exceeded": (
        "This page never ends: it includes itself, perhaps by way of another file, or its parts "
        "are nested too deeply."
    ),
    "codec can't decode": (
        "A file that this page takes in is not UTF-8 text ({error}). Save that file as UTF-8."
    ),
    "XML compatible": (
        "This page holds a control character, which no XML can hold. Delete it, or write its name."
    ),
}

# Sphinx only warns of a file that it could not write, and goes on without it.
_UNWRITTEN = re.compile(r"error writing file |Failed to copy |cannot copy ")


def explain_unwritten(edition: str, findings: Sequence[Finding], log: str) -> list[Finding]:
    """Return the findings with one that blocks the edition in place of all files not written."""
    lost = [finding for finding in findings if _UNWRITTEN.match(finding.message)]
    if not lost:
        return list(findings)
    count = f"{len(lost)} files" if len(lost) > 1 else "A file"
    message = (
        f"{count} of the {edition} edition could not be written. The first: {lost[0].message}. "
        f"Make room on the disk, or mend that file. See {log}."
    )
    others = [finding for finding in findings if finding not in lost]
    return [*others, Finding(lost[0].path, lost[0].line, 0, NAME, message)]


def explain_stop(edition: str, error: BaseException, page: str, log: str) -> Finding:
    """Say why the build of an edition ended early.

    Parameters
    ----------
    edition : str
        Such as ``html``.
    error : BaseException
        What ended it.
    page : str
        File of the page that was at work; nothing if it was none.
    log : str
        File that holds all that the build said.
    """
    while not isinstance(error, SoilbookError) and error.__cause__ is not None:
        error = error.__cause__
    path = page or CONFIG
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, SoilbookError):
        return Finding(path, 0, 0, NAME, text)
    if isinstance(error, BrokenProcessPool):
        text = "its process was ended from outside, perhaps because memory ran out."
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.strerror}: {error.filename}." if error.filename else f"{error.strerror}."
    reason = next((reason for sign, reason in _REASONS.items() if sign in text), "")
    if page and reason:
        return Finding(path, 0, 0, NAME, reason.format(error=text))
    end = "" if text.endswith((".", "!", "?")) else "."
    return Finding(path, 0, 0, NAME, f"The {edition} edition stopped: {text}{end} See {log}.")
