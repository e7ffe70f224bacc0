"""YAML with the place of every value and key."""

from __future__ import annotations

import yaml

from .places import Malformed, Place, Value

# libyaml is about ten times as quick; the pure Python loader reads the same language.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, first_line: int = 1, first_column: int = 1) -> Value | None:
    """Read one YAML document; nothing if it is empty.

    Parameters
    ----------
    text : str
        The document.
    first_line, first_column : int
        Where the text begins in its file, for text that is part of a page.

    Raises
    ------
    Malformed
        This is not YAML, a key stands twice, or a value contains itself.
    """
    shift = Place(first_line, first_column)
    try:
        node = yaml.compose(text, Loader=_Loader)
        return None if node is None else _Reader(shift).read(node)
    except yaml.reader.ReaderError as error:
        raise Malformed(*shift, f"This is not YAML: {error.reason}.") from error
    except yaml.MarkedYAMLError as error:
        # What is never closed is reported where it opens, not at the end of the file.
        at_end = error.problem_mark and error.problem_mark.line >= text.count("\n")
        mark = error.context_mark if at_end and error.context_mark else error.problem_mark
        place = _place(mark, shift)
        raise Malformed(*place, f"This is not YAML: {_reason(error)}.") from error


def _reason(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return ", ".join(parts) or "it cannot be read"


def _place(mark: yaml.Mark | None, shift: Place) -> Place:
    if mark is None:
        return shift
    return Place(mark.line + shift.line, mark.column + shift.column)


class _Reader:
    """Turns the nodes of one document into values; anchors are read once."""

    def __init__(self, shift: Place) -> None:
        self.shift = shift
        self.scalars = yaml.constructor.SafeConstructor()
        self.done: dict[int, Value] = {}
        self.open: set[int] = set()

    def read(self, node: yaml.Node) -> Value:
        """The value of a node."""
        if id(node) in self.done:
            return self.done[id(node)]
        place = _place(node.start_mark, self.shift)
        if id(node) in self.open:
            raise Malformed(*place, "This value contains itself (an alias inside its own anchor).")
        self.open.add(id(node))
        value = self._read(node, place)
        self.open.discard(id(node))
        self.done[id(node)] = value
        return value

    def _read(self, node: yaml.Node, place: Place) -> Value:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return Value([self.read(item) for item in node.value], *place)
        return Value(self._scalar(node, place), *place)

    def _scalar(self, node: yaml.Node, place: Place) -> object:
        try:
            return self.scalars.construct_object(node)
        except ValueError as error:
            raise Malformed(*place, f"This value cannot be read: {error}.") from error

    def _mapping(self, node: yaml.MappingNode, place: Place) -> Value:
        content: dict[str, Value] = {}
        keys: dict[str, Place] = {}
        for key_node, value_node in node.value:
            value = self.read(value_node)
            if key_node.tag == "tag:yaml.org,2002:merge":
                merged = value.items() or [value]
                for part in merged:
                    content = {**(part.content if part.is_mapping else {}), **content}
                continue
            key, at = str(self.read(key_node).content), _place(key_node.start_mark, self.shift)
            if key in keys:
                raise Malformed(*at, f'The key "{key}" stands twice; only the last would count.')
            content[key], keys[key] = value, at
        return Value(content, *place, keys)
