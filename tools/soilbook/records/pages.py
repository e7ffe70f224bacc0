"""The pages of the book: MyST text and notebooks, with what checks need to know of them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .inline import Citation, Image, Marks, scan_citations
from .json_places import read_json
from .markdown import Directive, MarkdownText, RowPlace, Run, scan_markdown
from .places import Fault, Malformed, Place, Value
from .source import Source
from .suppressions import Suppression, in_text
from .yaml_places import read_yaml


@dataclass(slots=True)
class Cell:
    """One code cell: its source, where each row of it stands, and its options."""

    source: list[str]
    place: RowPlace
    line: int
    column: int
    options: Value | None = None


@dataclass(slots=True)
class Page:
    """One page; `name` is its path from the top folder, with forward slashes."""

    name: str
    front_matter: Value | None = None
    directives: list[Directive] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    malformed_citations: list[Fault] = field(default_factory=list)
    front_matter_fault: Fault | None = None
    notebook_faults: list[Fault] = field(default_factory=list)
    utf8_fault: Fault | None = None

    @property
    def is_notebook(self) -> bool:
        """Whether its code cells are run: text says so in its front matter, as MyST-NB asks."""
        if self.name.endswith(".ipynb") or self.front_matter is None:
            return self.name.endswith(".ipynb")
        jupytext = self.front_matter.text("jupytext", "text_representation", "format_name")
        return self.front_matter.text("file_format") == "mystnb" or jupytext == "myst"

    def add(self, text: MarkdownText) -> None:
        """Take over what one text of the page holds."""
        self.directives += text.directives
        self.runs += text.runs
        self.images += text.marks.images
        self.images += [image for directive in text.directives for image in _images_of(directive)]
        self.add_citations(text.marks)

    def add_citations(self, marks: Marks) -> None:
        """Take over the citations of one text of the page."""
        self.citations += marks.citations
        self.malformed_citations += marks.malformed_citations


def read_page(name: str, source: Source) -> Page:
    """Read a page in the way that the ending of its name asks for."""
    page = Page(name, utf8_fault=source.fault)
    if name.endswith(".ipynb"):
        _read_notebook(page, source.text)
    elif name.endswith((".md", ".myst")):
        _read_markdown(page, source.text)
    else:
        _read_citations(page, source.text)
    return page


def _in_file(row: int, column: int) -> Place:
    return Place(row + 1, column + 1)


def _read_citations(page: Page, text: str) -> None:
    """reStructuredText, front matter and others: only what they cite."""
    if "cite" not in text:
        return
    for row, line in enumerate(text.split("\n")):
        marks = Marks()
        scan_citations(line, lambda offset, row=row: _in_file(row, offset), marks)
        page.add_citations(marks)


def _read_markdown(page: Page, text: str) -> None:
    lines = text.split("\n")
    first_row = _read_front_matter(page, lines)
    found = scan_markdown(lines, _in_file, first_row)
    page.add(found)
    page.suppressions += in_text(found, lines, _in_file)
    for directive in found.directives:
        if directive.name == "code-cell":
            page.cells.append(_text_cell(page, directive, lines))


def _read_front_matter(page: Page, lines: Sequence[str]) -> int:
    """Read the YAML between two rows of dashes at the top; return the row after it."""
    if not re.fullmatch(r"---[ \t]*", lines[0]):
        return 0
    ends = (r for r in range(1, len(lines)) if re.fullmatch(r"(?:---|\.\.\.)[ \t]*", lines[r]))
    end = next(ends, None)
    if end is None:
        return 0
    # Substitutions can cite.
    _read_citations(page, "\n".join(lines[:end]))
    try:
        page.front_matter = read_yaml("\n".join(lines[1:end]), 2)
    except Malformed as error:
        page.front_matter_fault = error.fault
    if page.front_matter is not None and not page.front_matter.is_mapping:
        page.front_matter_fault = Fault(2, 1, "The front matter must be lines of `name: value`.")
        page.front_matter = None
    return end + 1


def _text_cell(page: Page, directive: Directive, lines: Sequence[str]) -> Cell:
    start, end = directive.body
    cell = Cell(
        list(lines[start:end]),
        lambda row, column: _in_file(start + row, column),
        directive.line,
        directive.column,
    )
    first, last = directive.option_rows
    dashes = first > 0 and lines[first - 1].strip(" \t>").startswith("---")
    rows = lines[first:last] if dashes else [row.lstrip(" \t>")[1:] for row in lines[first:last]]
    try:
        cell.options = read_yaml("\n".join(rows), first + 1, 1 if dashes else 2)
    except Malformed as error:
        message = f"The options of this code cell cannot be read. {error.fault.message}"
        page.notebook_faults.append(Fault(error.fault.line, error.fault.column, message))
    return cell


def _read_notebook(page: Page, text: str) -> None:
    try:
        top = read_json(text)
    except Malformed as error:
        page.notebook_faults.append(error.fault)
        return
    cells = top.get("cells")
    if cells is None or not isinstance(cells.content, list):
        message = "This notebook has no list of cells (nbformat 4); open and save it in Jupyter."
        page.notebook_faults.append(Fault(*top.place, message))
        return
    page.front_matter = top.get("metadata")
    for value in cells.items():
        _read_notebook_cell(page, value)


def _read_notebook_cell(page: Page, value: Value) -> None:
    kind, source = value.text("cell_type"), value.get("source")
    if kind not in ("markdown", "code", "raw") or source is None:
        message = "A cell needs a cell_type (markdown, code or raw) and a source."
        page.notebook_faults.append(Fault(*value.place, message))
        return
    lines, place = _notebook_rows(source)
    if kind == "markdown":
        found = scan_markdown(lines, place)
        page.add(found)
        page.suppressions += in_text(found, lines, place)
    elif kind == "code":
        page.cells.append(Cell(lines, place, *value.place, value.get("metadata")))
        _read_code_citations(page, source)
        caption = value.get("metadata", "mystnb", "figure", "caption")
        if caption is not None:
            _read_code_citations(page, caption)


def _read_code_citations(page: Page, text: Value) -> None:
    lines, place = _notebook_rows(text)
    marks = Marks()
    for row, line in enumerate(lines):
        scan_citations(line, lambda offset, row=row: place(row, offset), marks)
    page.add_citations(marks)


def _notebook_rows(source: Value) -> tuple[list[str], RowPlace]:
    """The rows of a cell, and where a character of a row stands in the JSON text."""
    pieces = source.items() or [source]
    rows: list[str] = []
    origins: list[tuple[Value, int]] = []
    for piece in pieces:
        offset = 0
        for row in str(piece.content).removesuffix("\n").split("\n"):
            rows.append(row)
            origins.append((piece, offset))
            offset += len(row) + 1

    def place(row: int, column: int) -> Place:
        piece, offset = origins[row]
        before = str(piece.content)[: offset + column]
        return Place(piece.line, piece.column + len(json.dumps(before, ensure_ascii=False)) - 1)

    return rows, place


def line_in_notebook(text: str, cell: int, row: int) -> int:
    """Return the line of the JSON text where a row of a cell stands; 0 if there is none.

    Parameters
    ----------
    text : str
        The notebook.
    cell : int
        Counted from 0.
    row : int
        Of the cell's source, counted from 1; the last one is meant where there are fewer.
    """
    try:
        cells = read_json(text).get("cells")
    except Malformed:
        return 0
    values = cells.items() if cells is not None else []
    source = values[cell].get("source") if cell < len(values) else None
    if source is None:
        return 0
    lines, place = _notebook_rows(source)
    return place(max(0, min(row, len(lines)) - 1), 0).line


def _images_of(directive: Directive) -> list[Image]:
    """The image of a ``figure`` or ``image`` directive, or of a card."""
    options = directive.options
    place = (directive.line, directive.column)
    if directive.name in ("figure", "image"):
        alt = options["alt"].value if "alt" in options else None
        classes = tuple(options["class"].value.split()) if "class" in options else ()
        return [Image(directive.name, directive.argument or None, alt, classes, *place)]
    if directive.name in ("card", "grid-item-card"):
        alt = options["img-alt"].value if "img-alt" in options else None
        targets = [options[n].value for n in ("img-top", "img-bottom") if n in options]
        return [Image("card", target, alt, (), *place) for target in targets]
    return []
