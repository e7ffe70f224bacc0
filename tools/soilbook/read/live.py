"""Forms of outputs that MyST-NB does not know: kept in what is read, for editions that name them.

MyST-NB would warn of each and forget it, so that an edition without scripts could not even say that
something is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from docutils import nodes
from myst_nb.core.render import WIDGET_VIEW_MIMETYPE, MimeData, NbElementRenderer

from .charts import MIME_TYPE as CHART
from .tables import MIME_TYPE as TABLE

LIVE = "live"
"""The attribute of a node without text that stands for such a form; its value is a title."""

JSON = "application/json"
_DRAWN = re.compile(
    r"application/(vnd\.(plotly|vega|vegalite|bokeh|holoviews|jupyter\.widget-view|deck|kepler)"
    r"|geo\+json|javascript|vdom)"
)


class LiveRenderer:
    """Render unknown MIME types, by the entry point ``myst_nb.mime_renderers``."""

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return a node that prints nothing, or None for a type that another renderer knows."""
        name = data.mime_type
        if inline or name in (CHART, TABLE, WIDGET_VIEW_MIMETYPE):
            return None
        if name == JSON:
            return _as_code(renderer, data)
        if not name.startswith("application/") or name in _KNOWN:
            return None
        return [nodes.raw("", "", format="html", **{LIVE: title_of(data.content)})]


_KNOWN = {"application/pdf", "application/javascript"}


def is_live(mime_type: str) -> bool:
    """Tell whether a form of an output is drawn by a script."""
    return bool(_DRAWN.match(mime_type))


def title_of(content: Any) -> str:
    """Return the title of a chart of Plotly or Vega, or nothing."""
    if not isinstance(content, Mapping):
        return ""
    layout = content.get("layout", content)
    title = layout.get("title") if isinstance(layout, Mapping) else ""
    if isinstance(title, Mapping):
        title = title.get("text")
    described = title or content.get("description") or ""
    return " ".join(map(str, described)) if isinstance(described, list) else str(described)


def _as_code(renderer: NbElementRenderer, data: MimeData) -> list[nodes.Element]:
    text = json.dumps(data.content, indent=2, ensure_ascii=False)
    made = renderer.renderer.create_highlighted_code_block(
        text, "json", source=renderer.source, line=data.line
    )
    made["classes"] += ["output", "json"]
    return [made]
