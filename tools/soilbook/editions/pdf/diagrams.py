"""Diagrams that a page describes in words: drawn where their program is installed."""

from __future__ import annotations

import shutil
import subprocess

from docutils import nodes

from .figures import picture
from .markup import call, content, escape, string
from .words import words_of
from .writer import Writer, renders

_PATIENCE = 60


@renders("graphviz", "inheritance_diagram")
def graphviz(writer: Writer, node: nodes.Element) -> str:
    """A graph: a picture where Graphviz is installed, else its source."""
    source = str(node.get("code", "")) or node.astext()
    drawn = _drawn(writer, source) if node.get("code") else None
    if drawn is None:
        return _described(writer, node, source, "Graphviz", "Install Graphviz, or save it as SVG.")
    text = str(node.get("alt", "")) or _caption(node) or source
    image = nodes.image("", uri="graph.svg", drawing=drawn, alt=" ".join(text.split()))
    image.parent, image.source, image.line = node.parent, node.source, node.line
    expression = picture(writer, image)
    if isinstance(node.parent, nodes.TextElement):
        return f"{writer.anchors(node)}#box({expression});"
    return f"{writer.place(node)}{writer.anchors(node)}#align(center, {expression});\n\n"


@renders("mermaid")
def mermaid(writer: Writer, node: nodes.Element) -> str:
    """A diagram of Mermaid, which a script draws in the browser."""
    remedy = "Save it as SVG, and show that as a figure."
    return _described(writer, node, str(node.get("code", "")), "Mermaid", remedy)


def _caption(node: nodes.Element) -> str:
    caption = next(node.parent.findall(nodes.caption), None) if node.parent is not None else None
    return caption.astext() if caption is not None else ""


def _drawn(writer: Writer, source: str) -> str | None:
    config = writer.builder.config
    program = shutil.which(str(getattr(config, "graphviz_dot", "dot")))
    if program is None:
        return None
    options = [str(one) for one in getattr(config, "graphviz_dot_args", ())]
    answer = subprocess.run(
        [program, *options, "-Tsvg"],
        input=source,
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
    return answer.stdout if answer.returncode == 0 else None


def _described(writer: Writer, node: nodes.Element, source: str, program: str, remedy: str) -> str:
    message = f"The PDF shows the source of this diagram, which {program} did not draw. {remedy}"
    writer.warn("pdf-diagram", message, node)
    words = words_of(writer.builder.project.language)
    head = escape(f"{words.graph}: {node['alt']}" if node.get("alt") else words.graph)
    code = f"#raw({string(source.strip())}, block: true);"
    body = f"{escape(words.source)}\n\n{code}"
    if isinstance(node.parent, nodes.TextElement):
        return f"{head} ({call('raw', string(' '.join(source.split())))})"
    made = call("link-card", string("graph"), content(head), content(body))
    return f"{writer.anchors(node)}{made}\n\n"
