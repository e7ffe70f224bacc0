"""Passages in another language: ``[bonjour]{lang=fr}``, and ``{lang=fr}`` above a block.

MyST drops the attribute. Docutils keeps the language of a passage as a class, ``language-fr``: the
writers of HTML and EPUB make the attribute ``lang`` of it, and the PDF the language of its tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from docutils import nodes
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from sphinx.application import Sphinx

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def setup(app: Sphinx) -> None:
    """Have MyST keep the attribute, for all that it gives attributes to.

    It lists the attributes that it copies in each method of its renderer, which a book cannot
    replace; so the one function that copies them is wrapped, once in a process.
    """
    if not hasattr(DocutilsRenderer.copy_attributes, "__wrapped__"):
        DocutilsRenderer.copy_attributes = _with_language(DocutilsRenderer.copy_attributes)


def _with_language(copy: Callable[..., None]) -> Callable[..., None]:
    @wraps(copy)
    def copy_attributes(
        renderer: DocutilsRenderer,
        token: SyntaxTreeNode,
        node: nodes.Element,
        *keys: Any,
        **options: Any,
    ) -> None:
        copy(renderer, token, node, *keys, **options)
        language = str(token.attrs.get("lang", ""))
        if _TAG.fullmatch(language):
            node["classes"].append(f"language-{language}")

    return copy_attributes
