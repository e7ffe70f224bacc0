"""Where the PDFs of one book stand, as paths below ``_build/pdf``.

The website has copies of them, and of the EPUB, below ``_editions/``.
"""

from __future__ import annotations

from collections.abc import Iterable

ON_THE_WEBSITE = "_editions"
CHAPTERS = "chapters"
NOTES = "notes"
#: Where PDFs of earlier builds are kept, beside the folder that the edition is built in.
KEPT = "kept-pdf"


def slug(docname: str) -> str:
    """Return the file name of a page without ending: ``book/soil/index`` → ``book-soil``."""
    return docname.removesuffix("/index").replace("/", "-")


def chapter_pdf(docname: str) -> str:
    """Return where the PDF of a chapter stands; `docname` is the first page of the chapter."""
    return f"{CHAPTERS}/{slug(docname)}.pdf"


def note_pdf(docname: str) -> str:
    """Return where the PDF of a synthesis note stands."""
    return f"{NOTES}/{slug(docname)}.pdf"


def is_note(docname: str, folders: Iterable[str]) -> bool:
    """Tell whether a page is in one of the folders of notes (``soilbook: notes:``)."""
    return any(docname.startswith(f"{folder.strip('/')}/") for folder in folders)


def pdf_of(docname: str, folders: Iterable[str]) -> str:
    """Return where the PDF of a chapter or note stands; `docname` is its first page."""
    return note_pdf(docname) if is_note(docname, folders) else chapter_pdf(docname)
