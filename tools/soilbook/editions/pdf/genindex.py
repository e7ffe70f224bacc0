"""The index at the end of the book, with the numbers of pages."""

from __future__ import annotations

from sphinx.environment.adapters.indexentries import IndexEntries

from .markup import array, call, content, escape, string
from .writer import Writer


def index(writer: Writer) -> str:
    """Return the index, or nothing when the book has no entries."""
    groups = []
    for letter, entries in IndexEntries(writer.builder.env).create_index(writer.builder):
        lines = "".join(
            _line(writer, name, links, 0)
            + "".join(_line(writer, sub, more, 1) for sub, more in subentries)
            for name, (links, subentries, _key) in entries
        )
        if lines:
            groups.append(f"{call('index-letter', string(str(letter)))}\n{lines}")
    return "\n".join(groups)


def _line(writer: Writer, name: str, links: list[tuple[str, str]], depth: int) -> str:
    labels = [label for _, address in links if (label := writer.labels.of("", address))]
    if links and not labels:
        return ""
    text = content(escape(str(name)))
    places = array(f"<{label}>" for label in dict.fromkeys(labels))
    return f"{call('index-line', text, places, str(depth))}\n"
