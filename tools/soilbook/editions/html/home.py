"""No page asks another host for anything."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from ..remote import REMOTE, remote_requests

logger = logging.getLogger(__name__)

# What Jupyter Book adds to every page unasked: it goes without a word.
_UNASKED = re.compile(
    r"mathjax|require(\.min)?\.js|html-manager|sphinx-thebe|THEBE_JS_URL|font-?awesome", re.I
)
_REMOTE_IN_SCRIPT = re.compile(r"""["'](https?:)?//[^"']+["']""", re.I)
_THEBE = re.compile(r"text/x-thebe-config|<script>kernelName = ")

# The browser itself refuses what a page or a script in it would fetch from another host.
_POLICY = (
    "default-src 'self' file: data: blob: 'unsafe-inline' 'unsafe-eval'; "
    "object-src 'self' file:; base-uri 'self' file:"
)
#: What every page has in its head.
POLICY_TAG = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}" />'


def setup(app: Sphinx) -> None:
    """Mend pages when they are resolved, and their heads when they are written."""
    app.connect("doctree-resolved", _keep_at_home, priority=900)
    # After every handler that adds scripts.
    app.connect("html-page-context", _drop_remote_assets, priority=950)


def _keep_at_home(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mend what would be asked from elsewhere, and name every image by more than its file."""
    if app.builder.format != "html":
        return
    for raw in list(doctree.findall(nodes.raw)):
        if _THEBE.search(raw.astext()):
            raw.parent.remove(raw)
    for image in list(doctree.findall(nodes.image)):
        if REMOTE.match(image["uri"]):
            _link_instead(image)
        elif "alt" not in image:
            image["alt"] = _caption_of(image)


def _link_instead(image: nodes.image) -> None:
    logger.warning(
        f"The image {image['uri']} lies on another host; it became a link. Put it in the book.",
        location=image,
        type="soilbook",
        subtype="image-remote",
    )
    words = image.get("alt") or image["uri"]
    link = nodes.reference("", words, refuri=image["uri"], internal=False)
    if isinstance(image.parent, nodes.TextElement):
        image.replace_self(link)
    else:
        image.replace_self(nodes.paragraph("", "", link))


def _caption_of(image: nodes.image) -> str:
    """Without this the writer reads the file name aloud."""
    figure = image.parent
    while figure is not None and not isinstance(figure, nodes.figure):
        figure = figure.parent
    caption = next(iter(figure.findall(nodes.caption)), None) if figure is not None else None
    return caption.astext() if caption is not None else ""


def _drop_remote_assets(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    for kind in ("script_files", "css_files"):
        if kind in context:
            context[kind] = list(_local_assets(context[kind]))
    context["metatags"] = context.get("metatags", "") + POLICY_TAG
    for address in remote_requests(context.get("body") or ""):
        logger.warning(
            f"This page wants to load {address[:200]}, and the browser will refuse: no edition "
            "asks another host for anything. Put the file in the book.",
            location=pagename,
            type="soilbook",
            subtype="html-remote-request",
        )


def _local_assets(assets: Iterable[Any]) -> Iterable[Any]:
    seen = set()
    for asset in assets:
        name = os.fspath(getattr(asset, "filename", asset) or "")
        body = getattr(asset, "attributes", {}).get("body") or ""
        if REMOTE.match(name) or _REMOTE_IN_SCRIPT.search(body) or "sphinx-thebe" in name:
            if not _UNASKED.search(name + body):
                _say_dropped(name or body)
        # Two extensions add the same lines of script in two events each.
        elif (name, body) not in seen:
            seen.add((name, body))
            yield asset


def _say_dropped(what: str) -> None:
    logger.warning(
        f"No edition asks another host for anything, so this was left out: {what[:80]}",
        type="soilbook",
        subtype="html-remote-request",
        once=True,
    )
