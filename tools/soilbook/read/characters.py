"""Characters that no XML can hold, such as U+0001: they would stop the EPUB without a place."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ESCAPE = "\x1b"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NoControlCharacters(SphinxTransform):
    """Put U+FFFD where a control character stands, and name the place."""

    # Before the text is numbered, indexed or looked up.
    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Change the text of one document in place."""
        for text in list(self.document.findall(nodes.Text)):
            found = _FORBIDDEN.search(text)
            # In the output of a cell U+001B begins a colour, which every writer knows.
            if found and not (found[0] == ESCAPE and isinstance(text.parent, nodes.literal_block)):
                plain = nodes.Text(_FORBIDDEN.sub(REPLACEMENT, text))
                text.parent.replace(text, plain)
                logger.warning(
                    f"U+{ord(found[0]):04X} is a control character, which no edition can hold; "
                    "U+FFFD stands in its place. Delete it.",
                    location=plain.parent,
                    type="soilbook",
                    subtype="control-character",
                )


def setup(app: Sphinx) -> None:
    """Register the transform for every page."""
    app.add_transform(NoControlCharacters)
