"""A number and its unit stay on one line: the space between them does not break."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

NO_BREAK_SPACE = "\u00a0"
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:[%‰]|°C\b|(?:t|kg|g|Mg|Pg|Gt|ha|mm|cm|m|km|ppm)\b))")
_AS_WRITTEN = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


class KeepUnits(SphinxTransform):
    """Replace the space in ``30 cm`` or ``4 ‰`` by one that does not break."""

    # After substitutions (220) and before anything is numbered or indexed.
    default_priority = 230

    def apply(self, **kwargs: Any) -> None:
        """Change the text of one document in place."""
        for text in list(self.document.findall(nodes.Text)):
            if _BEFORE_UNIT.search(text) and not _is_as_written(text):
                text.parent.replace(text, nodes.Text(keep_units(text)))


def keep_units(text: str) -> str:
    """Return `text` with spaces that do not break between numbers and units."""
    return _BEFORE_UNIT.sub(NO_BREAK_SPACE, text)


def _is_as_written(text: nodes.Text) -> bool:
    node = text.parent
    while node is not None:
        if isinstance(node, _AS_WRITTEN):
            return True
        node = node.parent
    return False


def setup(app: Sphinx) -> None:
    """Register the transform for every page."""
    app.add_transform(KeepUnits)
