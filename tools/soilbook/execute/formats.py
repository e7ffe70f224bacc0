"""Notebooks in formats that the book adds (``nb_custom_formats``), each read by a function.

What such a text looks like is known to its reader only. So the name of the run to show goes before
the text, and `read_marked`, which MyST-NB is given in place of the reader, puts it into the kernel
metadata.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..findings import SoilbookError
from ..project import Project

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: The name of the run in the kernel metadata, which is part of the key of jupyter-cache.
MARK = "soilbook_inputs"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_PREFIX = f"{MARK}: "
READER = f"{__name__}.read_marked"


@dataclass(frozen=True)
class Format:
    """The ending of a name, and the function that reads such texts, with its keywords."""

    suffix: str
    reader: str
    keywords: Mapping[str, Any]
    is_commonmark: bool = False

    @property
    def as_configured(self) -> tuple[str, dict[str, Any], bool]:
        """What MyST-NB is told: to read with `read_marked`."""
        return READER, {"reader": self.reader, "keywords": dict(self.keywords)}, self.is_commonmark


def formats_of(project: Project) -> tuple[Format, ...]:
    """The formats that the configuration adds, longest ending first, as MyST-NB tries them."""
    found = project.sphinx_options.get("nb_custom_formats")
    formats = []
    for suffix, said in found.items() if isinstance(found, Mapping) else ():
        parts: Sequence[Any] = [said, {}, False] if isinstance(said, str) else [*said, {}, False]
        formats.append(Format(str(suffix), str(parts[0]), parts[1] or {}, parts[2] is True))
    return tuple(sorted(formats, key=lambda one: len(one.suffix), reverse=True))


def add_folders(project: Project) -> None:
    """Let readers be found in the folders of ``local_extensions``, as Jupyter Book does."""
    sphinx = project.config.get("sphinx") or {}
    for folder in (sphinx.get("local_extensions") or {}).values():
        path = str((project.root / str(folder)).resolve())
        if path not in sys.path:
            sys.path.append(path)


def with_mark(text: str, key: str) -> str:
    """The text with the name of its run before it, for `read_marked`."""
    return f"{_PREFIX}{key}\n{text}"


def read_marked(text: str, reader: str, keywords: Mapping[str, Any]) -> NotebookNode:
    """Read a text that may have the name of its run before it.

    Parameters
    ----------
    text : str
    reader : str
        The function to read it with, such as ``jupytext.reads``.
    keywords : mapping
        What the function gets besides the text.

    Raises
    ------
    SoilbookError
        There is no such function, or it raises something.
    """
    key = ""
    if text.startswith(_PREFIX):
        line, _, text = text.partition("\n")
        key = line.removeprefix(_PREFIX)
    try:
        notebook: NotebookNode = pkgutil.resolve_name(reader)(text, **keywords)
    # The function is the author's choice; whatever it raises is about the book.
    except Exception as error:
        raise SoilbookError(
            f"The reader {reader} of nb_custom_formats does not work: "
            f"{type(error).__name__}: {error}.",
            "Install it, or mend the page that it reads.",
        ) from error
    if key:
        kernel = notebook.metadata.get("kernelspec") or KERNEL
        notebook.metadata["kernelspec"] = {**kernel, MARK: key}
    return notebook
