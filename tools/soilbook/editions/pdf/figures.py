"""Pictures, figures and listings, with their captions and Sphinx's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes
from sphinx.domains.std import StandardDomain

from .languages import in_language
from .listed import listed, number_of
from .markup import array, call, content, escape, string
from .writer import Writer, renders, renders_component

# What one unit of a width is in Typst; a pixel is 1/96 inch, as in the other editions.
_UNITS = {"px": 0.75, "": 0.75, "pt": 1.0, "pc": 12.0, "cm": 28.3465, "mm": 2.83465, "in": 72.0}
# A portrait beside the name of an author.
_AVATAR = "30pt"
# More characters than the first page of a chapter holds.
OPENING_PAGE = 2600
# Lines of an output that are printed: some twenty pages. Setting 100,000 takes many minutes.
LONGEST_OUTPUT = 1000
_LENGTH = re.compile(r"([\d.]+)\s*(px|pt|pc|cm|mm|in|em|ex|%|)")


def length(given: object) -> str | None:
    """Return a length of docutils as one of Typst; None for one that paper does not know."""
    match = _LENGTH.fullmatch(str(given).strip().lower())
    if not match:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return f"{number:g}%"
    if unit in ("em", "ex"):
        return f"{number if unit == 'em' else number / 2:g}em"
    return f"{number * _UNITS[unit]:g}pt"


def caption_number(writer: Writer, node: nodes.Element) -> str:
    """Return such as "Figure 1.2" as Sphinx's HTML writes it, or nothing."""
    domain: StandardDomain = writer.builder.env.domains["std"]  # type: ignore[assignment]
    number = number_of(writer, node)
    pattern = writer.builder.config.numfig_format.get(domain.get_enumerable_node_type(node))
    return pattern % ".".join(map(str, number)) if number and pattern else ""


def caption_of(
    writer: Writer,
    node: nodes.Element,
    caption: nodes.Element | None,
    legend: Iterable[nodes.Element] = (),
) -> str | None:
    """Return the whole caption as a content block: number, text and legend; None without any."""
    number = caption_number(writer, node)
    text = in_language(caption, writer.children(caption)) if caption is not None else ""
    # As in the other editions the legend is a part of the caption.
    text += "".join(f"\n\n{writer.render(one)}" for one in legend)
    if not number and not text:
        return None
    return content(call("number", content(escape(number))) + " " + text if number else text)


@renders("image")
def image(writer: Writer, node: nodes.Element) -> str:
    """A picture, in the line or on its own."""
    expression = picture(writer, node)
    if expression is None:
        return f"{_no_picture(writer, node)}\n\n"
    if isinstance(node.parent, nodes.TextElement):
        inner = f"#box({expression});"
        return writer.anchors(node) + inner
    if isinstance(node.parent, nodes.reference):
        return f"#{expression};"
    side = {"left": "left", "right": "right"}.get(node.get("align", ""), "center")
    return f"{writer.place(node)}{writer.anchors(node)}#align({side}, {expression});\n\n"


def picture(writer: Writer, node: nodes.Element) -> str | None:
    """Return a Typst expression for the picture, None when there is no file for it."""
    name = writer.builder.pictures.place(writer, node)
    if name is None:
        return None
    width, height = length(node.get("width", "")), length(node.get("height", ""))
    if any(name.startswith("sd-avatar") for name in node["classes"]):
        width = _AVATAR
    text = alternative(node)
    options = [string(name), f"alt: {string(text) if text else 'none'}"]
    if width:
        options.append(f"width: {width}")
    if height and not (width and height.endswith("%")):
        options.append(f"height: {height}")
    if "scale" in node:
        options.append(f"scale: {float(node['scale']):g}%")
    return f"picture({', '.join(options)})"


def alternative(node: nodes.Element) -> str:
    """Return the text for those who do not see the picture: its own, or else the caption.

    Nothing means that the picture is passed over, as in the other editions: a path read aloud helps
    nobody. `jb check` reports a missing text.
    """
    if text := str(node.get("alt", "")).strip():
        return text
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.figure):
        parent = parent.parent
    caption = next(parent.findall(nodes.caption), None) if parent is not None else None
    return caption.astext() if caption is not None else ""


def _no_picture(writer: Writer, node: nodes.Element) -> str:
    return call("missing", string(f"{alternative(node)} ({node.get('uri', '')})"))


@renders("figure")
def figure(writer: Writer, node: nodes.Element) -> str:
    """A figure; what it holds may be any output of a notebook."""
    caption = next((one for one in node.children if isinstance(one, nodes.caption)), None)
    legend = [one for one in node.children if isinstance(one, nodes.legend)]
    body = [one for one in node.children if one is not caption and one not in legend]
    options = {
        "kind": string(_kind(node)),
        "caption": caption_of(writer, node, caption, legend),
        "small": "true" if "margin" in node["classes"] else None,
        "width": length(node.get("width", "")),
        "floats": "true" if _may_float(writer, node) else None,
        **listed(writer, node, caption),
    }
    made = call("book-figure", content(writer.each(body).strip()), **options)
    return f"{writer.place(node)}{_with_label(writer, node, made)}\n\n"


def _may_float(writer: Writer, node: nodes.Element) -> bool:
    """Tell whether a figure may move to the head or foot of a page.

    Not out of a box or list, not away from code that is shown, and not on the first page of a
    chapter, where it would stand above the title.
    """
    parent = node.parent
    while isinstance(parent, nodes.container) and parent.get("nb_element"):
        if any("cell_input" in one["classes"] for one in parent.findall(nodes.container)):
            return parent.get("hide_mode") in ("input", "all") and writer.length > OPENING_PAGE
        parent = parent.parent
    return isinstance(parent, nodes.section | nodes.document) and writer.length > OPENING_PAGE


def _kind(node: nodes.Element) -> str:
    has_picture = next(node.findall(nodes.image), None) is not None
    has_table = next(node.findall(nodes.table), None) is not None
    return "table" if has_table and not has_picture else "image"


def _with_label(writer: Writer, node: nodes.Element, made: str) -> str:
    label = writer.label(node)
    return made.removesuffix(";") + label if label else made


@renders("legend", "caption")
def legend(writer: Writer, node: nodes.Element) -> str:
    """Set by the figure; a caption elsewhere is a line of its own."""
    if isinstance(node, nodes.caption):
        return f"{call('rubric', writer.block(node))}\n\n"
    return writer.children(node)


_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_LANGUAGES = {
    "ipython3": "python",
    "ipython": "python",
    "python3": "python",
    "pycon": "python",
    "console": "bash",
    "shell": "bash",
    "text": "",
    "none": "",
    "default": "",
    "myst-ansi": "",
    "ipythontb": "",
    "md": "markdown",
    "myst": "markdown",
    "tex": "latex",
}


@renders("literal_block", "doctest_block")
def literal_block(writer: Writer, node: nodes.Element) -> str:
    """Code, highlighted, with line numbers where the author asks for them."""
    if "output" in node["classes"]:
        text = _within_limit(writer, node, _ANSI.sub("", node.astext()).rstrip())
        made = call("output", string(text), error=_is_error(node))
        return f"{writer.anchors(node)}{made}\n\n"
    if any(isinstance(child, nodes.Element) for child in node.children):
        made = call("listed-code", content(preformatted(writer, node)))
        return f"{writer.place(node)}{writer.anchors(node)}{made}\n\n"
    return f"{writer.place(node)}{writer.anchors(node)}#{_code(writer, node)};\n\n"


def preformatted(writer: Writer, node: nodes.Element) -> str:
    """Return code with markup or links in it; its lines and spaces are kept."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            lines = str(child).split("\n")
            kept = (escape(re.sub(r"^ +| {2,}", _kept_spaces, line)) for line in lines)
            parts.append(call("linebreak").join(kept))
        else:
            parts.append(writer.render(child))
    return "".join(parts)


def _kept_spaces(match: re.Match[str]) -> str:
    return "\u00a0" * len(match[0])


def _within_limit(writer: Writer, node: nodes.Element, text: str) -> str:
    lines = text.splitlines()
    if len(lines) <= LONGEST_OUTPUT:
        return text
    more = f"{len(lines) - LONGEST_OUTPUT:,} more lines"
    message = (
        f"This output has {len(lines):,} lines; the PDF leaves {more} to the HTML edition. Print "
        "less, or hide the output."
    )
    writer.warn("pdf-long-output", message, node)
    return "\n".join([*lines[:LONGEST_OUTPUT], f"[… {more} …]"])


def _is_error(node: nodes.Element) -> str | None:
    return "true" if {"traceback", "stderr"} & set(node["classes"]) else None


def _code(writer: Writer, node: nodes.Element) -> str:
    given = str(node.get("language", ""))
    language = _LANGUAGES.get(given, given)
    options = node.get("highlight_args", {})
    parts = [string(node.astext().rstrip())]
    if language:
        parts.append(f"lang: {string(language)}")
    if node.get("linenos"):
        parts.append(f"start: {int(options.get('linenostart', 1))}")
    if marks := options.get("hl_lines"):
        parts.append(f"marks: {array(map(str, marks))}")
    return f"code({', '.join(parts)})"


@renders_component("literal-block-wrapper")
def listing(writer: Writer, node: nodes.Element) -> str:
    """A listing with a caption, which is numbered."""
    caption = next((one for one in node.children if isinstance(one, nodes.caption)), None)
    body = writer.each(one for one in node.children if one is not caption)
    whole = caption_of(writer, node, caption)
    made = call(
        "book-figure",
        content(body.strip()),
        kind='"listing"',
        caption=whole,
        **listed(writer, node, caption),
    )
    return f"{_with_label(writer, node, made)}\n\n"
