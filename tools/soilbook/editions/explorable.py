"""Charts in editions that are pages: the data as a table, and on a website a chart to explore.

The picture of the chart stands above; the scripts of Vega (0.9 MB) come from the edition itself,
and only when a reader asks for them.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator

from ..read.charts import chart
from .html.words import Words, words_of

SCRIPT = "charts.js"
STYLE = "charts.css"
LIBRARY = "vega.js"


def setup(app: Sphinx) -> None:
    """Register how a chart is written, and hand scripts and style to the pages that have one."""
    app.add_node(chart, html=(_write, _leave), override=True)
    app.connect("html-page-context", _add_files)


def _write(writer: SphinxTranslator, node: chart) -> None:
    words = words_of(writer.config.language)
    if _is_website(writer.builder.app):
        writer.body.append(_explorable(node["spec"], words))
    writer.body.append(_data(node["columns"], node["rows"], words))
    raise nodes.SkipNode


def _leave(writer: SphinxTranslator, node: chart) -> None:
    """Nothing is left to write."""


def _explorable(spec: dict[str, Any], words: Words) -> str:
    # A tag in a script element would end it.
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    title = html.escape(words.chart)
    return (
        f'<div class="chart-live" role="group" aria-label="{title}" hidden></div>'
        f'<button class="chart-explore" type="button" hidden>{html.escape(words.explore)}</button>'
        f'<script class="chart-spec" type="application/json">{text}</script>\n'
    )


def _data(columns: Sequence[str], rows: Sequence[Sequence[str]], words: Words) -> str:
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows
    )
    title = html.escape(words.chart_data)
    return (
        f'<details class="chart-data"><summary>{title}</summary>\n'
        f'<div class="chart-scroll" tabindex="0" role="region" aria-label="{title}">\n'
        f'<table class="chart-table">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>\n"
        "</div></details>\n"
    )


def _add_files(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if doctree is None or not _is_website(app) or not next(doctree.findall(chart), None):
        return
    app.add_js_file(SCRIPT, loading_method="defer")
    app.add_css_file(STYLE, priority=720)
    library = Path(app.outdir, "_static", LIBRARY)
    if not library.is_file():
        library.parent.mkdir(parents=True, exist_ok=True)
        library.write_text(_library(), encoding="utf-8")


def _library() -> str:
    """The scripts of Vega as one that a page may load from a folder, under one name."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f"(() => {{{bundle}}})();\n"


def _is_website(app: Sphinx) -> bool:
    return app.builder.name in ("html", "dirhtml")
