"""Mathematics: the equation, its number and what a screen reader says."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.math import get_node_equation_number

from ...maths import MathsError
from ...read.maths import latex_of, warn_not_converted
from .markup import call, string
from .writer import Writer, renders


@renders("math")
def inline_math(writer: Writer, node: nodes.math) -> str:
    """An equation in the line."""
    latex = latex_of(node)
    try:
        source, spoken = _set(writer, latex, node, False)
    except MathsError as error:
        _report(writer, error, node)
        return call("raw", string(latex))
    return call("math.equation", f"${source}$", alt=string(spoken))


@renders("math_block", "displaymath")
def display_math(writer: Writer, node: nodes.math_block) -> str:
    """An equation on a line of its own, with the number that Sphinx gave it."""
    latex = latex_of(node)
    number = equation_number(writer, node)
    try:
        source, spoken = _set(writer, latex, node, True)
    except MathsError as error:
        _report(writer, error, node)
        shown = call("broken-equation", string(latex), number=_quoted(number))
        return f"{writer.anchors(node)}{shown}\n\n"
    numbering = f"_ => {string(number)}" if number else None
    # What is said in place of an equation is said in place of its number, too.
    alt = f"{spoken}, {number}" if number else spoken
    made = call(
        "math.equation", f"$ {source} $", block="true", alt=string(alt), numbering=numbering
    )
    label = writer.label(node)
    # A label must follow its element, which a semicolon would end.
    return f"{writer.place(node)}{made.removesuffix(';') if label else made}{label}\n\n"


def equation_number(writer: Writer, node: nodes.Element) -> str:
    """Return the number with its brackets, or nothing, by the function Sphinx's writers use."""
    if not node.get("label") or not node.get("number") or not node["ids"]:
        return ""
    number = get_node_equation_number(writer, node)  # type: ignore[arg-type]
    return f"({number})" if number else ""


def _set(writer: Writer, latex: str, node: nodes.Element, display: bool) -> tuple[str, str]:
    source = writer.maths.typst(latex, display)
    if source in writer.refused:
        raise _RefusedError(f"Typst says: {writer.refused[source]}")
    writer.equations.append(source)
    return source, writer.maths.speech(latex)


def _quoted(number: str) -> str | None:
    return string(number) if number else None


class _RefusedError(MathsError):
    """The equation was converted, but Typst does not take it."""


def _report(writer: Writer, error: MathsError, node: nodes.Element) -> None:
    if isinstance(error, _RefusedError):
        message = f"The PDF shows this equation as LaTeX source. {error}."
        writer.warn("pdf-equation-refused", message, node)
    else:
        warn_not_converted(node, error)
