"""Sphinx warnings as findings: what a build had to say, with place and a stable name."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.util.logging import WarningStreamHandler, is_suppressed_warning

from ..findings import Finding
from ..records.pages import line_in_notebook

LINES_OF_A_CELL = 10_000

_open_list: list[Finding] | None = None
_page_in_work: str = ""
# MyST puts the name of a warning that goes through docutils at the end of its text.
_NAMED = re.compile(r"(?P<message>.*?) \[(?P<name>[a-z_]+\.[a-z_]+)\]\Z", re.DOTALL)


@contextmanager
def collecting() -> Iterator[list[Finding]]:
    """Collect the warnings of every Sphinx application that loads soilbook meanwhile."""
    global _open_list, _page_in_work
    found: list[Finding] = []
    _open_list, _page_in_work = found, ""
    try:
        yield found
    finally:
        _open_list = None


def attach(app: Sphinx) -> None:
    """Send the warnings of `app` to the list that is open, if one is."""
    if _open_list is not None:
        logging.getLogger("sphinx").addHandler(_Collector(app, _open_list))
        app.connect("source-read", lambda app, docname, _: _note(app, docname), priority=1)
        app.connect("env-updated", lambda app, _: _note(app, ""), priority=1)


def page_in_work() -> str:
    """Return the file of the page that is being read, or nothing when none is.

    An exception of another library seldom says which page it comes from.
    """
    return _page_in_work


def _note(app: Sphinx, docname: str) -> None:
    global _page_in_work
    if docname:
        path = Path(app.env.doc2path(docname))
        docname = path.relative_to(app.srcdir).as_posix()
    _page_in_work = docname


class _Collector(WarningStreamHandler):
    """Beside Sphinx's own handler; a subclass of it, so that postponed warnings come once."""

    def __init__(self, app: Sphinx, found: list[Finding]) -> None:
        super().__init__()
        self.app = app
        self.found = found
        self.setLevel(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        kind = getattr(record, "type", "") or ""
        fault = getattr(record, "subtype", "") or ""
        if is_suppressed_warning(kind, fault, self.app.config.suppress_warnings):
            return
        path, line = self._place(getattr(record, "location", None))
        # Sphinx's own `getMessage` puts the place in front; the finding holds that by itself.
        message = " ".join(logging.LogRecord.getMessage(record).split())
        name = _name(kind, fault)
        if named := _NAMED.match(message):
            message = named["message"]
            name = named["name"] if name == "docutils" else name
        # The same text on every machine: files by their place in the book.
        message = message.replace(f"{self.app.srcdir}{os.sep}", "")
        finding = Finding(path, self._line(path, line), 0, name, message)
        if finding not in self.found:
            self.found.append(finding)

    def _place(self, location: object) -> tuple[str, int]:
        if isinstance(location, nodes.Node):
            source, number = get_source_line(location)
        elif isinstance(location, tuple):
            docname, number = location
            source = str(self.app.env.doc2path(docname)) if docname else None
        else:
            source, number = self._split(str(location or ""))
        return self._relative(source), int(number or 0)

    def _line(self, path: str, line: int) -> int:
        """Find the line of the file where myst-nb counts cells: 10,000 for each, and its line."""
        if not path.endswith(".ipynb") or line < LINES_OF_A_CELL:
            return line
        cell, row = divmod(line, LINES_OF_A_CELL)
        text = (Path(self.app.srcdir) / path).read_text(encoding="utf-8-sig")
        return line_in_notebook(text, cell - 1, row)

    def _split(self, location: str) -> tuple[str, int]:
        match = re.fullmatch(r"(?P<path>.*?)(?::(?P<line>\d+))?:?", location)
        path = match["path"] if match else location
        if path and not Path(path).suffix and path in self.app.env.found_docs:
            path = str(self.app.env.doc2path(path))
        return path, int(match["line"] or 0) if match else 0

    def _relative(self, source: str | None) -> str:
        if not source:
            return "_config.yml"
        # docutils names the text of a docstring or an included part `file:docstring of …`.
        path = Path(source.split(":docstring of ", 1)[0])
        root = Path(self.app.srcdir)
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _name(kind: str, fault: str) -> str:
    if kind == "soilbook":
        return fault
    return ".".join(part for part in (kind, fault) if part) or "sphinx"
