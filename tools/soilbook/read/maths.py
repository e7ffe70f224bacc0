"""Equations in HTML and EPUB: MathML in the page, no script, spoken text for screen readers."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from ..findings import SoilbookError
from ..maths import MathsError, Translator

logger = logging.getLogger(__name__)
STYLE = Path(__file__).parent / "static" / "maths.css"
_LABEL = re.compile(r"\\label\s*\{([^}]*)\}")


def setup(app: Sphinx) -> None:
    """Register the renderer; Sphinx prefers it to MathJax unless ``html_math_renderer`` is set."""
    app.add_html_math_renderer("soilbook", (_visit_inline, None), (_visit_block, None))
    app.add_css_file(STYLE.name)
    app.connect("builder-inited", _offer_style)
    app.connect("doctree-read", _name_equations)


def _offer_style(app: Sphinx) -> None:
    app.config.html_static_path.append(str(STYLE))


def translator_for(app: Sphinx | BuildEnvironment) -> Translator:
    """Return the translator with the macros and the language of the book.

    Parameters
    ----------
    app : Sphinx or BuildEnvironment
        Whatever carries the configuration.

    Raises
    ------
    SoilbookError
        A macro of ``mathjax3_config`` is written wrongly.
    """
    mathjax = getattr(app.config, "mathjax3_config", None) or {}
    macros = (mathjax.get("tex") or {}).get("macros") or {}
    return _translator(json.dumps(macros, sort_keys=True), str(app.config.language or "en"))


@cache
def _translator(macros: str, language: str) -> Translator:
    try:
        return Translator(json.loads(macros), language)
    except MathsError as error:
        raise SoilbookError(
            f"_config.yml: mathjax3_config: {error}",
            r"Write `name: \latex` or `name: [\latex, 1]`.",
        ) from error


def latex_of(node: nodes.math | nodes.math_block) -> str:
    """Return the LaTeX of an equation; parts that blank lines divide become lines of one."""
    source = node.astext()
    if isinstance(node, nodes.math):
        return source.strip()
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", source) if part.strip()]
    return " \\\\\n".join(parts)


def warn_not_converted(node: nodes.Element, error: MathsError) -> None:
    """Report an equation that stays as LaTeX, at its place in the source."""
    logger.warning(
        "This equation is shown as LaTeX source, since it cannot be converted. %s",
        error,
        location=node,
        type="soilbook",
        subtype="maths-not-converted",
    )


def _mathml(writer: HTML5Translator, node: nodes.math | nodes.math_block, display: bool) -> str:
    latex = latex_of(node)
    try:
        return translator_for(writer.builder.app).mathml(latex, display)
    except MathsError as error:
        warn_not_converted(node, error)
        return f'<code class="maths-source">{escape(latex, quote=False)}</code>'


def _visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(_mathml(self, node, display=False) + "</span>")
    raise nodes.SkipNode


def _visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    # The source can be copied from a website; a page of an e-book has no script that could.
    source = {"data-tex": latex_of(node)} if self.builder.name in ("html", "dirhtml") else {}
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight", **source))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(_mathml(self, node, display=True) + "</div>\n")
    raise nodes.SkipNode


def _name_equations(app: Sphinx, doctree: nodes.document) -> None:
    r"""Name ``\begin{align}`` by its ``\label``, or by its place.

    MyST gives these equations a random name, which would be an anchor that changes in every build.
    """
    equations = app.env.get_domain("math").equations  # type: ignore[attr-defined]
    docname = app.env.docname
    numbered = [node for node in doctree.findall(nodes.math_block) if "amsmath" in node["classes"]]
    for count, node in enumerate(numbered, start=1):
        old = node.get("label")
        if not old:
            continue
        label = _LABEL.search(node.astext())
        new = label[1].strip() if label else f"{docname}-{count}"
        equations[new] = equations.pop(old)
        node["label"] = new
        _rename(doctree, nodes.make_id(f"equation-{old}"), nodes.make_id(f"equation-{new}"))


def _rename(doctree: nodes.document, old: str, new: str) -> None:
    for node in doctree.findall(nodes.Element):
        node["ids"] = [new if name == old else name for name in node["ids"]]
        if node.get("refid") == old:
            node["refid"] = new
    if old in doctree.ids:
        doctree.ids[new] = doctree.ids.pop(old)


__all__ = ["latex_of", "setup", "translator_for", "warn_not_converted"]
