"""Pictures that an author embeds with HTML: their files go into the book like any other.

Sphinx copies only files of its own image nodes; an ``<img>`` inside a ``<figure>`` of HTML would
lead nowhere in the website and the EPUB. The PDF reads the HTML itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

_IMAGE = re.compile(r"""(<img\b[^>]*?\bsrc\s*=\s*)(["'])([^"'>]+)\2""", re.IGNORECASE)
_PICTURE = r"""<object\b[^>]*?\bdata\s*=\s*["']([^"'>]+\.(?:png|jpe?g|gif|svg|webp))["'][^>]*>"""
_OBJECT = re.compile(rf"{_PICTURE}([^<]*)</object>", re.IGNORECASE)
_OPENED = re.compile(_PICTURE, re.IGNORECASE)


class TakeIn(SphinxTransform):
    """Note the files at read time, when Sphinx gives each picture of the book its name."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Register the pictures of one document; a picture in an ``<object>`` becomes an image."""
        docname = self.env.docname
        for node in list(_pieces(self.document)):
            _join(node)
            markup = as_images(node.astext())
            node[:] = [nodes.Text(markup)]
            for path in filter(None, (_file(self.env, one[3]) for one in _IMAGE.finditer(markup))):
                self.env.images.add_file(docname, path)
                self.env.dependencies[docname].add(path)


class LeadThere(SphinxPostTransform):
    """Point the HTML to the copies, which the builder makes."""

    formats = ("html",)
    # After myst-nb has chosen the outputs for this builder (4).
    default_priority = 400

    def run(self, **kwargs: Any) -> None:
        """Change the addresses of one page in place."""
        for node in _pieces(self.document):
            markup = node.astext()
            if (changed := _IMAGE.sub(self._copied, markup)) != markup:
                node[:] = [nodes.Text(changed)]

    def _copied(self, image: re.Match[str]) -> str:
        builder = self.app.builder
        path = _file(self.env, image[3])
        if path not in self.env.images:
            return image[0]
        name = builder.images[path] = self.env.images[path][1]
        folder = relative_uri(builder.get_target_uri(self.env.docname), builder.imagedir)
        return f"{image[1]}{image[2]}{folder}/{quote(name)}{image[2]}"


def as_images(markup: str) -> str:
    """Return HTML in which a picture that stands in an ``<object>`` stands in an ``<img>``."""

    def image(found: re.Match[str]) -> str:
        alt = escape(" ".join(found[2].split()))
        return f'<img src="{found[1]}" alt="{alt}">'

    return _OBJECT.sub(image, markup)


def _join(node: nodes.raw) -> None:
    """Give the first of the three pieces that MyST makes of an object in a line all their text."""
    if not _OPENED.fullmatch(node.astext()):
        return
    after = node.parent[node.parent.index(node) + 1 :][:2]
    markup = node.astext() + "".join(one.astext() for one in after)
    if _OBJECT.fullmatch(markup):
        node[:] = [nodes.Text(markup)]
        for one in after:
            node.parent.remove(one)


def _pieces(document: nodes.document) -> Iterator[nodes.raw]:
    return (node for node in document.findall(nodes.raw) if "html" in node["format"].split())


def _file(env: BuildEnvironment, address: str) -> str:
    """The path of a file of the book below its top folder; nothing for any other address."""
    if ":" in address or address.startswith(("/", "#")):
        return ""
    path, whole = env.relfn2path(unquote(address), env.docname)
    return path if Path(whole).is_file() else ""


def setup(app: Sphinx) -> None:
    """Register both steps."""
    app.add_transform(TakeIn)
    app.add_post_transform(LeadThere)
