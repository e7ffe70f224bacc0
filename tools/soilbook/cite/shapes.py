"""Reading JSON of which nothing is certain: a value of another kind counts as empty."""

from __future__ import annotations

from typing import Any


def text(value: Any) -> str:
    """Return a text with single spaces, without what no file can hold."""
    if not isinstance(value, str):
        return ""
    return " ".join(value.encode("utf-8", "ignore").decode("utf-8").split())


def mapping(value: Any) -> dict[str, Any]:
    """Return an object."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def first(value: Any) -> str:
    """Return the first text of a list, or the text that stands there without a list."""
    return text(value[0] if isinstance(value, list) and value else value)
