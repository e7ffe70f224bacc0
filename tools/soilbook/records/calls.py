"""What the code cells of a page ask for by name: datasets, and whatever stands in quotes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .pages import Cell, Page
from .places import Place

# Lines for IPython, not for Python: magics, shell commands, questions.
_MAGIC = re.compile(r"[ \t]*[%!?]|[ \t]*[\w.]+\?{1,2}[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class DatasetCall:
    """One ``soilbook.dataset("name", "resource")`` with names written out."""

    name: str
    resource: str | None
    line: int
    column: int


def dataset_calls(page: Page) -> Iterator[DatasetCall]:
    """The calls in the order of the cells; a cell that is not Python is left out."""
    modules: set[str] = set()
    functions: set[str] = set()
    for cell in page.cells:
        nodes = _nodes(cell)
        for node in nodes:
            _note_import(node, modules, functions)
        for node in nodes:
            if isinstance(node, ast.Call) and _is_dataset(node.func, modules, functions):
                yield from _call(node, cell)


def quoted(page: Page) -> set[str]:
    """Every text in quotes in the code cells: a key there may be cited when the cell runs."""
    nodes = (node for cell in page.cells for node in _nodes(cell))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _nodes(cell: Cell) -> tuple[ast.AST, ...]:
    return _parsed("\n".join(_without_magic(row) for row in cell.source))


# Several checks ask for the same cells, one after the other.
@lru_cache(maxsize=1000)
def _parsed(code: str) -> tuple[ast.AST, ...]:
    try:
        return tuple(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError):
        # Running the notebook says what is wrong with it, in its kernel's own words.
        return ()


def _without_magic(row: str) -> str:
    if not _MAGIC.match(row):
        return row
    return row[: len(row) - len(row.lstrip())] + "pass"


def _note_import(node: ast.AST, modules: set[str], functions: set[str]) -> None:
    if isinstance(node, ast.Import):
        modules |= {a.asname or a.name for a in node.names if a.name == "soilbook"}
    elif isinstance(node, ast.ImportFrom) and node.module == "soilbook":
        functions |= {a.asname or a.name for a in node.names if a.name == "dataset"}


def _is_dataset(function: ast.expr, modules: set[str], functions: set[str]) -> bool:
    if isinstance(function, ast.Name):
        return function.id in functions
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "dataset"
        and isinstance(function.value, ast.Name)
        and function.value.id in modules
    )


def _call(node: ast.Call, cell: Cell) -> Iterator[DatasetCall]:
    given = dict(zip(("name", "resource"), node.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    name, resource = given.get("name"), given.get("resource")
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        row = cell.source[name.lineno - 1]
        column = len(row.encode()[: name.col_offset].decode())
        chosen = resource.value if isinstance(resource, ast.Constant) else None
        place: Place = cell.place(name.lineno - 1, column)
        yield DatasetCall(name.value, chosen if isinstance(chosen, str) else None, *place)
