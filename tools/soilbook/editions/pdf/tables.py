"""Tables: real header cells, spans, widths and alignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes

from .figures import caption_of
from .listed import listed
from .markup import array, call, content
from .table_grid import columns_of
from .table_widths import Widths, widths_of
from .writer import Writer, renders

# Drawn by the table itself, since a cell over several rows of the head has no rule of its own.
_RULE = "table.hline(stroke: 0.5pt)"


@renders("table")
def table(writer: Writer, node: nodes.Element) -> str:
    """A table, numbered when it has a title."""
    title = next((one for one in node.children if isinstance(one, nodes.title)), None)
    groups = [one for one in node.children if isinstance(one, nodes.tgroup)]
    body = "".join(_group(writer, group, node) for group in groups)
    caption = caption_of(writer, node, title)
    if caption is None:
        return f"{writer.place(node)}{writer.anchors(node)}{call('plain-table', content(body))}\n\n"
    label = writer.label(node)
    made = call(
        "book-figure", content(body), kind='"table"', caption=caption, **listed(writer, node, title)
    )
    return f"{writer.place(node)}{made.removesuffix(';') if label else made}{label}\n\n"


def _group(writer: Writer, group: nodes.Element, node: nodes.Element) -> str:
    columns = [one for one in group.children if isinstance(one, nodes.colspec)]
    stubs = sum(bool(column.get("stub")) for column in columns)
    widths = widths_of(columns, node)
    parts = []
    for section in group.children:
        rows = [row for row in section.children if isinstance(row, nodes.row)]
        if isinstance(section, nodes.thead):
            cells = ", ".join(_cells(writer, rows, len(columns), widths))
            parts.append(f"table.header({cells}, {_RULE})")
        elif isinstance(section, nodes.tbody):
            parts += _cells(writer, rows, stubs, widths)
    lines = ",\n  ".join(parts)
    options = "ruled: true, " if _has_spans(group) else ""
    return f"\n#book-table(columns: {array(widths.typst)}, {options}\n  {lines},\n);\n"


def _has_spans(group: nodes.Element) -> bool:
    """Tell whether cells of the body span rows or columns, which only rules make clear."""
    bodies = (one for one in group.children if isinstance(one, nodes.tbody))
    cells = (one for body in bodies for row in body.children for one in row.children)
    return any(one.get("morecols") or one.get("morerows") for one in cells)


def _cells(
    writer: Writer, rows: Sequence[nodes.Element], strong: int, widths: Widths
) -> Iterator[str]:
    """Write the cells; those in the first `strong` columns are headings."""
    outside = writer.longest_word
    for row, starts in zip(rows, columns_of(rows), strict=True):
        for entry, column in zip(row.children, starts, strict=True):
            is_wide = bool(entry.get("morecols"))
            writer.longest_word = outside if is_wide else widths.longest_word(column)
            inner = writer.anchors(entry) + writer.children(entry).strip()
            if column < strong and inner:
                inner = call("strong", content(inner))
            yield _cell(entry, content(inner.strip()))
    writer.longest_word = outside


def _cell(entry: nodes.Element, body: str) -> str:
    options = []
    if entry.get("morecols"):
        options.append(f"colspan: {entry['morecols'] + 1}")
    if entry.get("morerows"):
        options.append(f"rowspan: {entry['morerows'] + 1}")
    for side in ("left", "right", "center"):
        if f"text-{side}" in entry["classes"]:
            options.append(f"align: {side}")
    return f"table.cell({', '.join(options)}){body}" if options else body
