"""Charts that notebooks make (`soilbook.chart`): kept beside their picture until pages are written.

The picture is one form of the output, and every edition takes it. The other form, the chart itself,
is what a website can offer for exploring, and its data are what a reader without eyes needs.
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

MIME_TYPE = "application/vnd.soilbook.chart+json"


class chart(nodes.General, nodes.Element):
    """What can be explored and read of a chart: ``spec``, ``columns`` and ``rows``."""


class ChartRenderer:
    """Keep the MIME type of `soilbook.chart`, by the entry point ``myst_nb.mime_renderers``."""

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return the chart, or None for any other MIME type."""
        if data.mime_type != MIME_TYPE or inline:
            return None
        content = data.content
        told: dict[str, Any] = json.loads(content) if isinstance(content, str) else content
        return [chart("", spec=told["spec"], columns=told["columns"], rows=told["rows"])]


class BesideThePicture(SphinxPostTransform):
    """Put the chart into the figure of its picture, for editions that are pages of HTML."""

    # Before MyST-NB chooses one form of each output.
    default_priority = 2
    formats = ("html",)

    def run(self, **_options: object) -> None:
        """Move each chart of one page."""
        for found in list(self.document.findall(chart)):
            bundle = found.parent.parent
            pictures = list(bundle.findall(nodes.image))
            if pictures and bundle.get("nb_element") == "mime_bundle":
                picture = pictures[0]
                picture.parent.insert(picture.parent.index(picture) + 1, found.deepcopy())


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(chart)
    app.add_post_transform(BesideThePicture)
