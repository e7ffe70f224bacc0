"""A reader of .bib files that never loses an entry after a defect.

Entries that are written as most are go a quick way (`bib_scan`). The others are read with care
(`bib_careful`, `bib_values`): what is broken is a fault with a name and a place, and costs no more
than itself.

Where BibTeX and other readers differ, this one does what BibTeX and pybtex do, so that what is
checked is what is printed: of a comment only the word ``@comment`` is skipped, not the braces
behind it, and a ``%`` comments nothing out.
"""

from __future__ import annotations

from .bib_entries import BibEntry, Bibliography, Comment, Field
from .bib_faults import FAULTS
from .bib_inherit import resolve
from .bib_scan import Scanner

__all__ = [
    "FAULTS",
    "BibEntry",
    "Bibliography",
    "Comment",
    "Field",
    "read_bibliography",
    "resolve",
]


def read_bibliography(text: str) -> Bibliography:
    """Read a .bib file; what is wrong with it stands in its ``faults``, in their order.

    Parameters
    ----------
    text : str
        The whole file, with any ends of rows. Anything is accepted.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Scanner(text.removeprefix("\ufeff")).read()
