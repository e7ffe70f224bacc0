"""Sphinx warnings as findings: what a build had to say, with place and a stable name."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.util.logging import WarningStreamHandler, is_suppressed_warning

from ..findings import Finding

_open_list: list[Finding] | None = None


@contextmanager
def collecting() -> Iterator[list[Finding]]:
    """Collect the warnings of every Sphinx application that loads soilbook meanwhile."""
    global _open_list
    found: list[Finding] = []
    _open_list = found
    try:
        yield found
    finally:
        _open_list = None


def attach(app: Sphinx) -> None:
    """Send the warnings of `app` to the list that is open, if one is."""
    if _open_list is not None:
        logging.getLogger("sphinx").addHandler(_Collector(app, _open_list))


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
        finding = Finding(path, line, 0, _name(kind, fault), message)
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
