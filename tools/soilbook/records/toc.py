"""The table of contents, ``_toc.yml`` of Jupyter Book: its entries in order, and its faults."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..findings import did_you_mean
from .places import Fault, Malformed, Value
from .yaml_places import read_yaml

#: Per format: the key of the parts and the key of the entries in the top level, then below it.
FORMATS = {
    "default": (("subtrees", "entries"), ("subtrees", "entries")),
    "jb-book": (("parts", "chapters"), ("subtrees", "sections")),
    "jb-article": (("subtrees", "sections"), ("subtrees", "sections")),
}
LINKS = ("file", "glob", "url")
_OPTIONS = (
    "caption",
    "hidden",
    "maxdepth",
    "numbered",
    "reversed",
    "restart_numbering",
    "style",
    "titlesonly",
)


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One entry: `kind` is ``root``, ``file``, ``glob`` or ``url``."""

    kind: str
    target: str
    line: int
    column: int
    depth: int


@dataclass(slots=True)
class Toc:
    """The entries in the order of the book, as far as they can be read."""

    entries: list[TocEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_toc(text: str) -> Toc:
    """Read a table of contents; what is wrong with it stands in its ``faults``."""
    toc = Toc()
    try:
        top = read_yaml(text)
    except Malformed as error:
        toc.faults.append(error.fault)
        return toc
    if top is None or not top.is_mapping:
        message = "The contents must be named values: format, root and then parts or chapters."
        if top is not None and isinstance(top.content, list):
            message += " This is the format of an older Jupyter Book: `jb toc migrate` renews it."
        toc.faults.append(Fault(*(top.place if top else (1, 1)), message))
        return toc
    _Walk(toc, _format(top, toc)).document(top, 0)
    return toc


def _format(top: Value, toc: Toc) -> str:
    value = top.get("format")
    if value is None:
        return "default"
    name = str(value.content)
    if name in FORMATS:
        return name
    known = ", ".join(FORMATS)
    hint = did_you_mean(name, FORMATS)
    message = f'There is no format "{name}".{hint} The formats are {known}.'
    toc.faults.append(Fault(*value.place, message))
    return "jb-book" if top.get("parts") or top.get("chapters") else "jb-article"


class _Walk:
    """Goes through the documents of one table of contents."""

    def __init__(self, toc: Toc, format_name: str) -> None:
        self.toc = toc
        self.keys = FORMATS[format_name]

    def fault(self, value: Value, message: str, key: str | None = None) -> None:
        place = value.place if key is None else value.place_of(key)
        self.toc.faults.append(Fault(*place, message))

    def document(self, value: Value, depth: int) -> None:
        """One page, and the pages below it."""
        parts_key, items_key = self.keys[min(depth, 1)]
        link = "file" if depth else "root"
        self.link(value, link, depth)
        allowed = [link, "title", "options", parts_key, items_key]
        self.unknown(value, allowed if depth else [*allowed, "format", "defaults", "meta"])
        for key in ("options", "defaults"):
            if (options := value.get(key)) is not None and options.is_mapping:
                self.unknown(options, _OPTIONS)
        if value.get(parts_key) and value.get(items_key):
            self.fault(value, f'"{parts_key}" and "{items_key}" cannot stand together.', items_key)
        for part in self.filled_list(value, parts_key):
            self.part(part, items_key, depth)
        self.items(value, items_key, depth)

    def part(self, part: Value, items_key: str, depth: int) -> None:
        """One part: its options and its list of entries."""
        if part.get(items_key) is None:
            if part.is_mapping:
                self.unknown(part, [items_key, *_OPTIONS])
            self.fault(part, f'This part has no list "{items_key}".')
            return
        self.unknown(part, [items_key, *_OPTIONS])
        self.items(part, items_key, depth)

    def items(self, holder: Value, key: str, depth: int) -> None:
        for item in self.filled_list(holder, key):
            self.item(item, depth + 1)

    def item(self, item: Value, depth: int) -> None:
        """One entry of a list: a page, a pattern or an address."""
        if not item.is_mapping:
            self.fault(item, f"Write `file: {item.content}`." if _is_word(item) else _NO_LINK)
            return
        links = [link for link in LINKS if link in item.content]
        if len(links) != 1:
            if not links:
                self.unknown(item, [*LINKS, "title", *self.keys[1]])
            self.fault(item, "An entry has only one of file, glob and url." if links else _NO_LINK)
        elif links == ["file"]:
            self.document(item, depth)
        else:
            self.link(item, links[0], depth)
            self.unknown(item, [links[0], "title"])

    def link(self, value: Value, kind: str, depth: int) -> None:
        found = value.get(kind)
        if found is None:
            self.fault(value, f'The contents have no "{kind}": name the first page of the book.')
        elif not isinstance(found.content, str) or not found.content:
            self.fault(found, f"{kind} must be a name, not {found.content!r}.")
        elif kind == "url" and "://" not in found.content:
            self.fault(found, "url must be an address with a scheme, such as https://example.org.")
        else:
            self.toc.entries.append(TocEntry(kind, found.content, *found.place, depth))

    def filled_list(self, holder: Value, key: str) -> list[Value]:
        found = holder.get(key)
        if found is None and key not in (holder.content or {}):
            return []
        if found is None or not found.items():
            self.fault(holder, f'"{key}" must be a list with at least one entry.', key)
            return []
        return found.items()

    def unknown(self, value: Value, allowed: list[str] | tuple[str, ...]) -> None:
        for key, place in value.keys.items():
            if key not in allowed:
                hint = did_you_mean(key, allowed) or f" It may hold {', '.join(allowed)}."
                self.toc.faults.append(Fault(*place, f'Unknown key "{key}".{hint}'))


_NO_LINK = "An entry needs a file, a glob or a url."


def _is_word(value: Value) -> bool:
    return isinstance(value.content, str) and bool(value.content)
