"""The words of a book's resolved pages, held against the words that its PDF prints."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from docutils import nodes
from lxml import html
from pypdfium2 import PdfDocument
from sphinx.application import Sphinx

# Letters and digits; a sign between them is a word's end, in code as well.
_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# A word of so many letters may be looked for without regard to the ends of lines.
_LONG = 5
# What is drawn, not printed as words; notes to authors; what authors hide from readers.
_SKIPPED = (nodes.math, nodes.math_block, nodes.comment, nodes.system_message, nodes.image)
# Of HTML: what a browser does not show, or shows only when it cannot do better.
_UNSEEN = ("script", "style", "template", "annotation", "datalist", "svg", "math", "video", "audio")
_UNSEEN += ("object", "iframe", "canvas", "title")


class PageWords:
    """The words of every page as its builder resolves it; Sphinx calls it with each."""

    def __init__(self) -> None:
        self.pages: dict[str, Counter[str]] = {}

    def __call__(self, _app: Sphinx, tree: nodes.document, docname: str) -> None:
        """Count the words of one page."""
        self.pages[docname] = Counter(_words(" ".join(_texts(tree))))

    @property
    def all(self) -> Counter[str]:
        """The words of all pages."""
        return sum(self.pages.values(), Counter())


def _texts(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, nodes.raw):
        yield from _of_html(node.astext()) if _is_html(node) else ()
    elif isinstance(node, nodes.TextElement) and any(map(_is_html, node.children)):
        # Markdown leaves the tags of a line apart.
        parts = (one.astext() if _is_html(one) else escape("".join(_texts(one))) for one in node)
        yield from _of_html("".join(parts), is_line=True)
        yield " "
    elif isinstance(node, nodes.Element) and not _is_skipped(node):
        if node.tagname == "production":
            yield f"{node['tokenname']} "
        # Words do not end where emphasis begins, but where a paragraph does.
        is_line = isinstance(node, nodes.TextElement | nodes.Inline)
        is_list = "parameter" in node.tagname
        space = "" if is_line and not is_list else " "
        yield space.join("".join(_texts(child)) for child in _shown(node))
        yield "" if isinstance(node, nodes.Inline) and not is_list else " "


def _is_skipped(node: nodes.Element) -> bool:
    # Typst counts the notes of the whole book, and sets their marks.
    is_mark = isinstance(node, nodes.footnote_reference) or (
        isinstance(node, nodes.label) and isinstance(node.parent, nodes.footnote)
    )
    return is_mark or isinstance(node, _SKIPPED) or node.tagname in ("toctree", "index", "meta")


def _shown(node: nodes.Element) -> Iterable[nodes.Node]:
    """The children that readers of paper get: authors hide the sources or outputs of cells."""
    hidden = node.get("hide_mode", "")
    for child in node.children:
        part = child.get("nb_element", "") if isinstance(child, nodes.Element) else ""
        is_hidden = (part == "cell_code_source" and hidden in ("input", "all")) or (
            part == "cell_code_output" and hidden in ("output", "all")
        )
        if not is_hidden:
            yield child


def _is_html(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and "html" in node["format"]


def _of_html(source: str, *, is_line: bool = False) -> Iterator[str]:
    if re.sub(r"</\w+\s*>|<!--.*?-->", "", source, flags=re.DOTALL).strip():
        root = html.fragment_fromstring(source, create_parent="div")
        for unseen in root.xpath("|".join(f".//{name}" for name in _UNSEEN)):
            unseen.drop_tree()
        yield ("" if is_line else " ").join(root.itertext())


def words_of_pdf(path: Path) -> tuple[Counter[str], str]:
    """Count the words that a PDF prints; and return all its letters without spaces."""
    with PdfDocument(path) as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    joined = re.sub(r"[-\u00ad\u2010\ufffe\x02]\s*\n\s*", "", text)
    # The mark of a footnote and the number of a line stand close to the next word.
    apart = _JOINT.sub(" ", joined)
    counts = Counter(_words(text)) | Counter(_words(joined)) | Counter(_words(apart))
    return counts, "".join(_words(joined))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _COLOUR.sub("", text))
    plain = re.sub("[\u00ad\u200b\u2060]", "", plain)
    return _WORD.findall(plain)


def missing(wanted: Counter[str], pdf: Path) -> Counter[str]:
    """Return the words that the PDF lacks, with how often."""
    found, letters = words_of_pdf(pdf)
    lost: Counter[str] = Counter()
    for word, count in wanted.items():
        there = found[word]
        if there < count and len(word) >= _LONG:
            there = max(there, letters.count(word))
        if there < count:
            lost[word] = count - there
    return lost
