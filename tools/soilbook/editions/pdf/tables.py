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
    longest, wanted = _text_widths(node, len(columns))
    if sum(wanted) + _INSET * len(wanted) > _LINE * max(1.0, len(columns) / 7):
        return array(f"{width:g}fr" for width in _shared(longest, wanted))
    widths = ["auto" for _ in columns]
    if node.get("width"):
        widths[-1] = "1fr"
    return array(widths)


# Characters in a line of a table that is as wide as the text.
_LINE = 84
# A cell of so many characters should not be broken; the space beside a cell, in characters.
_SHORT = 14
_INSET = 2.5


def _text_widths(node: nodes.Element, count: int) -> tuple[list[int], list[int]]:
    """Return, for each column, the characters of its longest word and of its longest cell."""
    longest, wanted = [1] * count, [1] * count
    for row in node.findall(nodes.row):
        entries = [one for one in row.children if isinstance(one, nodes.entry)]
        if len(entries) != count or any(entry.get("morecols") for entry in entries):
            continue
        is_head = isinstance(row.parent, nodes.thead)
        for column, entry in enumerate(entries):
            text = entry.astext()
            word = max(map(len, text.replace("-", "- ").split()), default=1)
            longest[column] = max(longest[column], word + 1 + is_head)
            # A heading may well be broken over two lines.
            wanted[column] = max(wanted[column], len(text) // (1 + is_head), word)
    return longest, wanted


def _shared(longest: list[int], wanted: list[int]) -> list[float]:
    """Share a line between columns: short ones get what they want, long ones the rest."""
    least = [min(word, 18) for word in longest]
    short = [
        max(want, word) if want <= _SHORT else word
        for word, want in zip(least, wanted, strict=True)
    ]
    first = short if sum(short) <= 0.7 * _LINE else least
    rest = max(_LINE - sum(first), 0)
    needs = [max(want - have, 0) ** 0.75 for want, have in zip(wanted, first, strict=True)]
    total = sum(needs) or 1
    return [
        round(one + _INSET + rest * need / total, 1) for one, need in zip(first, needs, strict=True)
    ]


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
