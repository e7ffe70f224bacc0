"""Tables: real header cells, spans, widths and alignment."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from .figures import caption_of
from .markup import array, call, content
from .writer import Writer, renders


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
    made = call("book-figure", content(body), kind='"table"', caption=caption)
    return f"{writer.place(node)}{made.removesuffix(';') if label else made}{label}\n\n"


def _group(writer: Writer, group: nodes.Element, node: nodes.Element) -> str:
    columns = [one for one in group.children if isinstance(one, nodes.colspec)]
    stubs = sum(bool(column.get("stub")) for column in columns)
    parts = []
    rows_in_header = 0
    for section in group.children:
        rows = [row for row in section.children if isinstance(row, nodes.row)]
        if isinstance(section, nodes.thead):
            rows_in_header = len(rows)
            cells = ", ".join(_cells(writer, rows, stubs, is_header=True))
            parts.append(f"table.header({cells})")
        elif isinstance(section, nodes.tbody):
            parts += _cells(writer, rows, stubs, is_header=False)
    widths = _widths(columns, node)
    lines = ",\n  ".join(parts)
    return f"\n#book-table(columns: {widths}, headed: {rows_in_header},\n  {lines},\n);\n"


def _widths(columns: list[nodes.Element], node: nodes.Element) -> str:
    if "colwidths-given" in node["classes"]:
        return array(f"{float(column.get('colwidth', 1)) or 1:g}fr" for column in columns)
    widths = ["auto" for _ in columns]
    if node.get("width"):
        widths[-1] = "1fr"
    return array(widths)


def _cells(writer: Writer, rows: list[nodes.row], stubs: int, *, is_header: bool) -> Iterator[str]:
    for row in rows:
        entries = [one for one in row.children if isinstance(one, nodes.entry)]
        for position, entry in enumerate(entries):
            inner = writer.anchors(entry) + writer.children(entry).strip()
            if is_header or position < stubs:
                inner = call("strong", content(inner)) if inner else ""
            yield _cell(entry, content(inner.strip()))


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
