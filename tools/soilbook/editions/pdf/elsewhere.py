"""What only a screen shows: a card on the page says what it is and where, and a finding says so."""

from __future__ import annotations

from docutils import nodes

from .markup import call, content, escape, string
from .words import words_of
from .writer import Writer, renders

_INSTEAD = {
    "video": "The PDF cannot play a video",
    "audio": "The PDF cannot play a sound",
    "frame": "The PDF cannot show a page of another address inside the page",
    "interactive": "The PDF cannot show interactive content",
}
_PLATFORMS = {"youtube": "https://youtu.be/", "vimeo": "https://vimeo.com/", "peertube": ""}
_REMEDIES = {
    "interactive": "Give the output a static picture too (SVG or PNG).",
}


@renders("elsewhere")
def elsewhere(writer: Writer, node: nodes.Element) -> str:
    """A film, a frame, a form or an equation that HTML embeds."""
    if node["kind"] == "form":
        message = "The PDF cannot be filled in; the fields of this form are printed as they are."
        writer.warn("pdf-form", message, node)
        return ""
    if node["kind"] == "formula":
        message = "The PDF prints the characters of this MathML. Write the equation as LaTeX."
        writer.warn("pdf-mathml", message, node)
        return escape(node["title"])
    return placeholder(writer, node, node["kind"], node["title"], node["address"])


@renders(*_PLATFORMS)
def film_of_platform(writer: Writer, node: nodes.Element) -> str:
    """A film of sphinxcontrib-youtube, by its number."""
    platform = str(node.get("platform_url") or _PLATFORMS[type(node).__name__])
    address = f"{platform}{node.get('id', '')}"
    return placeholder(writer, node, "video", str(node.get("caption") or ""), address)


@renders("video_node")
def film(writer: Writer, node: nodes.Element) -> str:
    """A film of sphinxcontrib-video, by its first file."""
    sources = node.get("sources") or [("", "", False)]
    title = str(node.get("caption") or node.get("alt") or "")
    return placeholder(writer, node, "video", title, str(sources[0][0]))


def placeholder(
    writer: Writer, node: nodes.Element, kind: str, title: str, address: str = ""
) -> str:
    """Return a card with the kind, the title and the address of what cannot be printed.

    Parameters
    ----------
    writer : Writer
    node : docutils.nodes.Element
        Where it stands in the book.
    kind : str
        ``video``, ``audio``, ``frame`` or ``interactive``.
    title, address : str
        Its own; without an address the card names the page of the online edition.
    """
    message = f"{_INSTEAD[kind]}; a card with its address stands there. {_REMEDIES.get(kind, '')}"
    writer.warn(f"pdf-{kind}", message.strip(), node)
    words = words_of(writer.builder.project.language)
    shown, target = _place(writer, address)
    head = escape(f"{words.kind(kind)}: {title}" if title else words.kind(kind))
    link = call("link", string(target), content(shown)) if target else shown
    is_inline = isinstance(node.parent, nodes.TextElement) or node.get("is_inline")
    if is_inline:
        return f"{call('missing-inline', content(f'{head}, {link}'))}"
    anchors = writer.anchors(node)
    return f"{anchors}{call('link-card', string(kind), content(head), content(link))}\n\n"


def _place(writer: Writer, address: str) -> tuple[str, str]:
    """Return what is printed of an address, and where it leads."""
    words = words_of(writer.builder.project.language)
    if "://" in address:
        return escape(address), address
    site = str(getattr(writer.builder.config, "html_baseurl", "") or "")
    title = writer.builder.env.titles[writer.docname].astext()
    page = f"{site.rstrip('/')}/{writer.docname}.html" if site else ""
    shown = escape(page) if page else escape(words.page % title)
    return f"{escape(address)}, {shown}" if address else shown, page
