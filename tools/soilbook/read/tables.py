"""Tables that notebooks make (`soilbook.table`) become real, numbered tables of the book."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

MIME_TYPE = "application/vnd.soilbook.table+json"


class TableRenderer:
    """Render the MIME type of `soilbook.table`, by the entry point ``myst_nb.mime_renderers``."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME_TYPE, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return the table's nodes, or None for any other MIME type."""
        if data.mime_type != MIME_TYPE or inline:
            return None
        content = data.content
        table = json.loads(content) if isinstance(content, str) else content
        settings = {**data.cell_metadata.get("mystnb", {}), "markdown_format": "myst"}
        as_markdown = replace(
            data,
            mime_type="text/markdown",
            content=as_myst(table),
            cell_metadata={**data.cell_metadata, "mystnb": settings},
        )
        found = renderer.render_markdown(as_markdown)
        for node in found:
            for real_table in node.findall(nodes.table):
                _align(real_table, table["align"])
        return found


def as_myst(table: Mapping[str, Any]) -> str:
    """Write the table as a MyST ``list-table`` directive.

    The fence is of tildes, since the caption may hold backticks.
    """
    lines = [
        f"~~~~~~{{list-table}} {_one_line(table['caption'])}",
        f":name: {table['name']}",
        ":header-rows: 1",
        "",
    ]
    for row in [table["columns"], *table["rows"]]:
        bullets = ["* -", *["  -"] * (len(row) - 1)]
        lines += [f"{b} {_one_line(cell)}" for b, cell in zip(bullets, row, strict=True)]
    return "\n".join([*lines, "~~~~~~", ""])


def _one_line(text: str) -> str:
    """Fold line breaks, but keep spaces that do not break."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def _align(table: nodes.table, align: list[str]) -> None:
    for row in table.findall(nodes.row):
        for entry, side in zip(row.findall(nodes.entry), align, strict=True):
            entry["classes"].append(f"text-{side}")
