"""Pages that cost less to load: code without idle spans, pictures when they come into sight."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import imagesize
from docutils import nodes
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Token
from pygments.util import ClassNotFound
from sphinx.application import Sphinx

from .about import is_website

# Every sixth span of Python, for a colour that tells nothing beyond the sign itself.
_OPERATOR = "o"
_CODE = re.compile(r'(<div class="highlight"><pre>)(.*?)(</pre>)', re.S)
_SPAN = re.compile(r'<span class="(\w+)">([^<]*)</span>')
_SAME = re.compile(r'(<span class="(\w+)">[^<]*)</span><span class="\2">')
_IMAGE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_SIZED = re.compile(r"\b(?:width|height|style|loading)=")


# The whole reference once more at every citation, where a preview shows it and a link leads to it.
_CITED_TITLE = re.compile(r'(<a class="reference internal" href="[^"]*#cite[^"]*") title="[^"]*"')


def setup(app: Sphinx) -> None:
    """Change pages after everything was put into them."""
    app.connect("html-page-context", _slim, priority=941)


def _slim(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not is_website(app) or not context.get("body"):
        return
    options = {**app.builder.theme.get_options(), **app.config.html_theme_options}
    styles = [options.get(f"pygments_{mode}_style") for mode in ("light", "dark")]
    body = with_fewer_spans(context["body"], plain_classes(*filter(None, styles)))
    # Pictures are copied after the pages are written, so they are measured where they come from.
    sources = {name: Path(app.srcdir, uri) for uri, name in app.builder.images.items()}
    context["body"] = _CITED_TITLE.sub(r"\1", with_lazy_pictures(body, sources))


@lru_cache
def plain_classes(*styles: str) -> frozenset[str]:
    """Return the classes of Pygments that look like any other text in each style, and operators."""
    try:
        looks = [get_style_by_name(style) for style in styles]
    except ClassNotFound:
        return frozenset()
    same = {
        short
        for kind, short in STANDARD_TYPES.items()
        if short
        and looks
        and all(look.style_for_token(kind) == look.style_for_token(Token.Text) for look in looks)
    }
    return frozenset(same | {_OPERATOR})


def with_fewer_spans(body: str, plain: frozenset[str]) -> str:
    """Drop the spans of code that change nothing, and join neighbours of one kind."""

    def bare(span: re.Match[str]) -> str:
        return span[2] if span[1] in plain else span[0]

    def slim(code: re.Match[str]) -> str:
        text = _SPAN.sub(bare, code[2])
        while (joined := _SAME.sub(r"\1", text)) != text:
            text = joined
        return code[1] + text + code[3]

    return _CODE.sub(slim, body)


def with_lazy_pictures(body: str, sources: Mapping[str, Path]) -> str:
    """Let pictures load when they come near, and keep their room free until then.

    Parameters
    ----------
    body : str
        The text of a page; the first picture loads at once, since it may be on the first screen.
    sources : mapping of str to pathlib.Path
        The file behind each name in the folder of pictures, for their sizes.
    """
    pictures = _IMAGE.findall(body)

    def lazy(match: re.Match[str]) -> str:
        tag, source = match[0], _SOURCE.search(match[0])
        if not source or ":" in source[1] or _SIZED.search(tag):
            return tag
        path = sources.get(posixpath.basename(unquote(html.unescape(source[1]))))
        wait = "" if tag == pictures[0] else ' loading="lazy"'
        return f"<img{wait}{_size_of(path) if path else ''}{tag[4:]}"

    return _IMAGE.sub(lazy, body)


def _size_of(path: Path) -> str:
    """The size in pixels as attributes; nothing of a file that is missing or not a picture."""
    try:
        width, height = imagesize.get(path)
    except (OSError, ValueError):
        return ""
    return f' width="{width:.0f}" height="{height:.0f}"' if width > 0 and height > 0 else ""
