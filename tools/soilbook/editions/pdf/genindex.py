"""The index at the end of the book, with the numbers of pages."""

from __future__ import annotations

from pathlib import Path

from sphinx.environment.adapters.indexentries import IndexEntries

from .labels import INTERNAL
from .markup import array, call, comment, content, escape, string
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
    found = {address: writer.labels.of("", address) for _, address in links}
    if links and not any(found.values()):
        return ""
    text = content(escape(str(name)))
    main = {label for is_main, address in links if is_main and (label := found[address])}
    others = {label: None for label in found.values() if label and label not in main}
    places = array(f"<{label}>" for label in others)
    first = array(f"<{label}>" for label in sorted(main)) if main else None
    return f"{_origin(writer, links)}{call('index-line', text, places, str(depth), main=first)}\n"


def _origin(writer: Writer, links: list[tuple[str, str]]) -> str:
    """A comment with the page that has the entry; a group of sub-entries has none of its own."""
    page = next((address.removeprefix(INTERNAL).partition("#")[0] for _, address in links), "")
    path = Path(writer.builder.env.doc2path(page, base=False)) if page else None
    return comment(path.as_posix()) if path else ""
