"""Stage 5: read the finished editions back, with none of the code that wrote them, and compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..findings import Finding, SoilbookError
from ..project import Project
from .chain import broken_links
from .compare import compare, dead_links
from .conformance import unfit_pdfs
from .epub import read_epub
from .extracts import different_extracts
from .html import read_html
from .outline import Outline, Unreadable, counts
from .pdf import read_pdf
from .published import changed_files

__all__ = ["Outline", "compare_editions", "outlines", "summary", "unfit_pdfs", "verify"]


@dataclass(frozen=True, slots=True)
class _Edition:
    name: str
    path: Path
    proof: Path
    read: Callable[[Path, Path], Outline]


def verify(project: Project) -> list[Finding]:
    """Compare the editions of a book with each other, and with what they were made from.

    Returns
    -------
    list of Finding
        Those of `compare_editions`, `different_extracts`, `changed_files`, `broken_links` and
        `unfit_pdfs`.

    Raises
    ------
    SoilbookError
        No edition has been built.
    """
    stages = (compare_editions, different_extracts, changed_files, broken_links, unfit_pdfs)
    return sorted({finding for stage in stages for finding in stage(project)})


def compare_editions(project: Project) -> list[Finding]:
    """Compare the three published editions of a book.

    Parameters
    ----------
    project : Project
        The book; its editions are in ``_build/html``, ``_build/pdf`` and ``_build/epub``.

    Returns
    -------
    list of Finding
        Sorted; `Finding.path` is the file of an edition, and the message begins with the place
        in it: ``#id`` in HTML, ``document#id`` in EPUB, ``page N`` in PDF.

    Raises
    ------
    SoilbookError
        No edition has been built.
    """
    found, faults = outlines(project)
    if len(found) > 1:
        faults += compare(found)
    else:
        faults += [fault for outline in found for fault in dead_links(outline)]
    return sorted(set(faults))


def outlines(project: Project) -> tuple[list[Outline], list[Finding]]:
    """Read the editions, HTML first; an edition that cannot be read is a finding."""
    editions = _editions(project)
    if not any(edition.proof.is_file() for edition in editions):
        raise SoilbookError(
            f"No edition of the book is in {project.build.name}.", "Run `jb editions .` first."
        )
    found: list[Outline] = []
    faults: list[Finding] = []
    for edition in editions:
        shown = edition.proof.relative_to(project.root).as_posix()
        try:
            found += [edition.read(edition.path, project.root)] if edition.proof.is_file() else []
        except Unreadable as error:
            message = f"The {edition.name} edition cannot be read: {error}. Build it again."
            faults.append(Finding(shown, 0, 0, "verify-edition-unreadable", message))
        if not edition.proof.is_file():
            message = f"There is no {edition.name} edition. Build it with `jb editions .`."
            faults.append(Finding(shown, 0, 0, "verify-edition-missing", message))
    return found, faults


def summary(found: Sequence[Outline]) -> dict[str, dict[str, int]]:
    """Count what each edition has: headings, figures, tables, equations, citations, entries."""
    return counts(found)


def _editions(project: Project) -> list[_Edition]:
    html = project.build / "html"
    pdf = project.build / "pdf" / f"{project.stem}.pdf"
    epub = project.build / "epub" / f"{project.stem}.epub"
    return [
        _Edition("HTML", html, html / "index.html", read_html),
        _Edition("PDF", pdf, pdf, read_pdf),
        _Edition("EPUB", epub, epub, read_epub),
    ]
