"""Titles as plain text, for links and the lines of a menu: equations without their markup."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from lxml import etree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..maths import MathsError
from .maths import latex_of, translator_for


def plain(title: nodes.Element, env: BuildEnvironment) -> str:
    """Return the text of a title; ``C_{org}`` becomes ``Corg``, as in ``CO2``."""
    parts = [_text(part, env) for part in title.findall(_is_last)]
    return " ".join("".join(parts).split())


def _is_last(node: nodes.Node) -> bool:
    is_in_equation = isinstance(node.parent, nodes.math)
    return isinstance(node, nodes.math) or (isinstance(node, nodes.Text) and not is_in_equation)


def _text(part: nodes.Node, env: BuildEnvironment) -> str:
    if not isinstance(part, nodes.math):
        return part.astext()
    try:
        equation = etree.fromstring(translator_for(env).mathml(latex_of(part), display=False))
    except MathsError:
        return part.astext()
    return "".join(equation.itertext())


def _name_labels(app: Sphinx, document: nodes.document) -> None:
    """Name sections with equations in their titles; Sphinx would show LaTeX in links to them."""
    labels: dict[str, tuple[str, str, str]] = _standard(app).labels
    for name, (docname, place, _) in list(labels.items()):
        if docname != app.env.docname:
            continue
        section = document.ids.get(place)
        title = section.next_node(nodes.title) if isinstance(section, nodes.section) else None
        if title is not None and next(title.findall(nodes.math), None) is not None:
            labels[name] = (docname, place, plain(title, app.env))


def _standard(app: Sphinx) -> Any:
    return app.env.domains["std"]


def setup(app: Sphinx) -> None:
    """Connect the event, which comes after the domains have looked at a page."""
    app.connect("doctree-read", _name_labels)
