"""The blocks of MyST text, with places: directives, code, comments, and the text between them.

A light reader for checks, not a renderer: it knows where text is text. It follows MyST where the
two could differ for a citation or an image: fences inside fences, options of directives, comments,
indented code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from .inline import Locate, Marks, scan_citations, scan_inline
from .places import Malformed, Place
from .yaml_places import read_yaml

#: Where the character at a row and an offset (both from 0) stands in the file.
RowPlace = Callable[[int, int], Place]

#: Directives whose body is not MyST text.
VERBATIM = frozenset(
    """code code-block code-cell digraph eval-rst graph graphviz highlight literalinclude math
    mermaid parsed-literal plantuml raw raw-cell sourcecode tableofcontents toctree""".split()
)
#: Of these, the ones that can cite: captions in a cell, and reStructuredText.
CITING = frozenset({"code-cell", "eval-rst"})
_FENCE = re.compile(
    r"(?P<lead>(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^[^\]]+\]:[ \t]|:[ \t]+(?=[`~:]))*)"
    r"(?P<mark>`{3,}|~{3,}|:{3,})[ \t]*(?:\{(?P<name>[^}\s]+)\})?[ \t]*(?P<rest>.*)\Z"
)
_CLOSING = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,}|:{3,})[ \t]*\Z")
_OPTION = re.compile(r"[ \t>]*:(?P<name>[\w-]+):(?P<gap>[ \t]+|\Z)(?P<value>.*)\Z")
_QUOTE = re.compile(r"\A[ \t]*>[ \t>]*")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]+\]:|:)(?:[ \t]|\Z)")
_OWN_RUN = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|\||\+\+\+|\([^()\s]+\)=\s*\Z)")


@dataclass(frozen=True, slots=True)
class Option:
    """One ``:name: value`` of a directive."""

    value: str
    line: int
    column: int


@dataclass(slots=True)
class Directive:
    """One directive, and the rows (from 0, end excluded) of its options and its body."""

    name: str
    argument: str
    line: int
    column: int
    row: int
    options: dict[str, Option] = field(default_factory=dict)
    option_rows: tuple[int, int] = (0, 0)
    body: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Comment:
    """One row that begins with ``%``, without that sign; `row` counts from 0."""

    text: str
    line: int
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run of MyST text: a paragraph, an item of a list, a heading, or a row of a table."""

    text: str
    locate: Locate


@dataclass(slots=True)
class _Fence:
    char: str
    length: int
    verbatim: bool
    directive: Directive | None

    def closed_by(self, mark: str) -> bool:
        return mark[0] == self.char and len(mark) >= self.length


@dataclass(slots=True)
class MarkdownText:
    """What one text holds."""

    directives: list[Directive] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    comments: list[Comment] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def scan_markdown(lines: Sequence[str], place: RowPlace, first_row: int = 0) -> MarkdownText:
    """Read MyST text from a row on (after the front matter)."""
    return _Reader(lines, place).read(first_row)


class _Reader:
    """Goes through the rows once; `open` holds the fences around the row."""

    def __init__(self, lines: Sequence[str], place: RowPlace) -> None:
        self.lines = lines
        self.place = place
        self.found = MarkdownText()
        self.open: list[_Fence] = []
        self.run_start: int | None = None
        self.in_list = False
        self.after_blank = True

    def read(self, row: int) -> MarkdownText:
        while row < len(self.lines):
            row = self.row(row)
        self.end_run(row)
        while self.open:
            self.close(0, row)
        return self.found

    def row(self, row: int) -> int:
        """Read one row, or one comment or opening with its options; return the next row."""
        line = self.lines[row]
        closing = _CLOSING.match(line) if self.open else None
        if closing and self.closes(closing["mark"], row):
            return row + 1
        if self.open and self.open[-1].verbatim:
            return row + 1
        if not line.strip(" \t>"):
            self.end_run(row)
            self.after_blank = True
            return row + 1
        return self.filled_row(row, line)

    def filled_row(self, row: int, line: str) -> int:
        if self.is_indented_code(line):
            return row + 1
        self.after_blank = False
        stripped = line.lstrip(" \t>")
        if stripped.startswith("%"):
            self.end_run(row)
            place = self.place(row, len(line) - len(stripped))
            self.found.comments.append(Comment(stripped.strip("% \t"), *place, row))
            return row + 1
        if stripped.startswith("<!--"):
            self.end_run(row)
            return self.after_comment(row)
        opening = _FENCE.match(line)
        if opening and not (opening["mark"][0] == "`" and "`" in opening["rest"]):
            self.end_run(row)
            return self.opening(row, opening)
        self.text_row(row, line)
        return row + 1

    def is_indented_code(self, line: str) -> bool:
        """Four blanks after an empty row are code, unless a list may go on there."""
        indented = line.startswith(("    ", "\t"))
        if not indented:
            self.in_list = bool(_ITEM.match(line)) or (self.in_list and not self.after_blank)
            self.in_list = self.in_list or line.startswith(" ")
        return indented and self.after_blank and not self.in_list and self.run_start is None

    def text_row(self, row: int, line: str) -> None:
        if _ITEM.match(line) or _OWN_RUN.match(line):
            self.end_run(row)
        if self.run_start is None:
            self.run_start = row

    def end_run(self, row: int) -> None:
        """Scan the run of text that ends before this row."""
        if self.run_start is not None:
            self.scan(self.run_start, row)
            self.run_start = None

    def scan(self, start: int, end: int, citations_only: bool = False) -> None:
        # The marks of a quotation are no part of its text; as blanks they keep the columns.
        text = "\n".join(
            _QUOTE.sub(lambda match: " " * len(match[0]), line) for line in self.lines[start:end]
        )
        scanner = scan_citations if citations_only else scan_inline

        def locate(offset: int) -> Place:
            before = text[:offset]
            return self.place(start + before.count("\n"), offset - before.rfind("\n") - 1)

        scanner(text, locate, self.found.marks)
        if not citations_only:
            self.found.runs.append(Run(text, locate))

    def after_comment(self, row: int) -> int:
        for end in range(row, len(self.lines)):
            if "-->" in self.lines[end]:
                return end + 1
        return len(self.lines)

    def closes(self, mark: str, row: int) -> bool:
        """Close the outermost fence that these marks end, with everything inside it."""
        for depth, fence in enumerate(self.open):
            if fence.closed_by(mark):
                self.end_run(row)
                self.close(depth, row)
                self.after_blank = False
                return True
        return False

    def close(self, depth: int, row: int) -> None:
        for fence in self.open[depth:]:
            if fence.directive is not None:
                fence.directive.body = (fence.directive.body[0], row)
                if fence.directive.name in CITING:
                    self.scan(*fence.directive.body, citations_only=True)
        del self.open[depth:]

    def opening(self, row: int, match: re.Match[str]) -> int:
        """Open a fence; its options are read at once."""
        mark, name = match["mark"], match["name"]
        directive = None
        next_row = row + 1
        if name:
            place = self.place(row, match.start("mark"))
            directive = Directive(name, match["rest"].strip(), *place, row)
            self.found.directives.append(directive)
            next_row = self.options(directive)
            if match["rest"]:
                self.scan(row, row + 1, citations_only=True)
        verbatim = name in VERBATIM if name else mark[0] != ":"
        self.open.append(_Fence(mark[0], len(mark), verbatim, directive))
        self.after_blank = True
        return next_row

    def options(self, directive: Directive) -> int:
        """Read ``:name: value`` rows, or a block between two rows of dashes."""
        start = row = directive.row + 1
        if row < len(self.lines) and self.lines[row].strip(" \t>").startswith("---"):
            end = next((r for r in range(row + 1, len(self.lines)) if self.is_rule(r)), row)
            directive.option_rows = (row + 1, end)
            self.yaml_options(directive)
            row = end + 1
        else:
            while row < len(self.lines) and (match := _OPTION.match(self.lines[row])):
                place = self.place(row, match.start("name") - 1)
                directive.options[match["name"]] = Option(_unquoted(match["value"]), *place)
                row += 1
            directive.option_rows = (start, row)
        self.scan(*directive.option_rows, citations_only=True)
        directive.body = (row, row)
        return row

    def yaml_options(self, directive: Directive) -> None:
        """Options that are YAML; where they are not, the reader of cells says so."""
        start, end = directive.option_rows
        text = "\n".join(self.lines[start:end])
        with suppress(Malformed):
            found = read_yaml(text, *self.place(start, 0))
            for name, value in (found.content if found and found.is_mapping else {}).items():
                content = "" if value.content is None else str(value.content)
                directive.options[name] = Option(content, *value.place)

    def is_rule(self, row: int) -> bool:
        return self.lines[row].strip(" \t>").startswith("---")


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
