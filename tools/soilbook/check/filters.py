"""What a ``:filter:`` of a list of references lets pass, as far as it can be told here."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache


def passes(expression: str, known: Mapping[str, object]) -> bool:
    """Whether an entry can pass a filter.

    Parameters
    ----------
    expression : str
        In the language of sphinxcontrib-bibtex, which is a part of Python's.
    known : mapping
        The values of ``cited``, ``docname``, ``docnames``, ``key`` and ``type``; those that are
        not there cannot be told.

    Returns
    -------
    bool
        False only if the filter surely holds the entry back: a part that asks for anything else,
        and one that cannot be read, lets it pass.
    """
    tree = _parsed(expression.strip())
    return tree is None or _truth(tree.body, known) is not False


@lru_cache
def _parsed(expression: str) -> ast.Expression | None:
    try:
        return ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError):
        return None


def _truth(node: ast.expr, known: Mapping[str, object]) -> bool | None:
    """True, False, or None for what cannot be told."""
    if isinstance(node, ast.BoolOp):
        parts = [_truth(value, known) for value in node.values]
        decides = isinstance(node.op, ast.Or)
        if decides in parts:
            return decides
        return None if None in parts else not decides
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _truth(node.operand, known)
        return None if inner is None else not inner
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _compared(node, known)
    value = _value(node, known)
    return None if value is None else bool(value)


def _compared(node: ast.Compare, known: Mapping[str, object]) -> bool | None:
    left, right = _value(node.left, known), _value(node.comparators[0], known)
    if left is None or right is None:
        return None
    operation = node.ops[0]
    if isinstance(operation, ast.In | ast.NotIn) and isinstance(right, str | frozenset):
        return (left in right) is isinstance(operation, ast.In)
    if isinstance(operation, ast.Eq | ast.NotEq):
        return (left == right) is isinstance(operation, ast.Eq)
    return None


def _value(node: ast.expr, known: Mapping[str, object]) -> object | None:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Set):
        return frozenset(
            element.value for element in node.elts if isinstance(element, ast.Constant)
        )
    return None
