"""The translator: one function a kind of node, from docutils to Typst source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.util import logging

from ...maths import Translator
from .labels import Labels
from .languages import in_language
from .markup import broken, call, comment, content, escape
from .places import marked

if TYPE_CHECKING:
    from .builder import PdfBuilder

logger = logging.getLogger(__name__)

Renderer = Callable[["Writer", nodes.Element], str]
Function = TypeVar("Function", bound=Renderer)

RENDERERS: dict[str, Renderer] = {}
COMPONENTS: dict[str, Renderer] = {}


def renders(*names: str) -> Callable[[Function], Function]:
    """Register a function for nodes of these class names (names: the packages may be absent)."""

    def register(function: Function) -> Function:
        RENDERERS.update(dict.fromkeys(names, function))
        return function

    return register


def renders_component(*names: str) -> Callable[[Function], Function]:
    """Register a function for containers that carry one of these names or classes."""

    def register(function: Function) -> Function:
        COMPONENTS.update(dict.fromkeys(names, function))
        return function

    return register


@dataclass
class Writer:
    """Writes the pages of a book, one after the other, as Typst source.

    Parameters
    ----------
    builder : PdfBuilder
    labels : Labels
    maths : soilbook.maths.Translator
    refused : mapping of str to str
        What Typst refused at a first try (source of equations, names of pictures), and why.
    equations : list of str
        Collects the source of every equation that was set.
    length : int
        Characters of text since the chapter began.
    elsewhere : callable
        Finds the published address of a place of the book that this PDF does not have, by the
        page that names it and what it says; None when there is none.
    """

    builder: PdfBuilder
    labels: Labels
    maths: Translator
    refused: Mapping[str, str] = field(default_factory=dict)
    equations: list[str] = field(default_factory=list)
    docname: str = ""
    level: int = 1
    depth: int = 0
    last_level: int = 0
    length: int = 0
    elsewhere: Callable[[str, str], str | None] = lambda docname, address: None
    footnotes: dict[str, nodes.Element] = field(default_factory=dict)
    placed_footnotes: set[str] = field(default_factory=set)
    spelled_out: set[str] = field(default_factory=set)
    # In a narrow column words are broken after so many characters; 0 means never.
    longest_word: int = 0

    def page(self, docname: str, doctree: nodes.document, level: int, depth: int) -> str:
        """Return the source of one page.

        Parameters
        ----------
        docname : str
            Sphinx's name of the page.
        doctree : docutils.nodes.document
            The resolved page.
        level : int
            The level of a chapter's heading, from 1.
        depth : int
            0 for a chapter, 1 for a page inside a chapter, and so on.
        """
        self.docname, self.level, self.depth = docname, level, depth
        self.builder.fignumbers = self.builder.env.toc_fignumbers.get(docname, {})
        self.builder.secnumbers = self.builder.env.toc_secnumbers.get(docname, {})
        self.footnotes = {
            one: note for note in doctree.findall(nodes.footnote) for one in note["ids"]
        }
        self.placed_footnotes.clear()
        self.spelled_out.clear()
        body = self.children(doctree) + self._rest_of_footnotes()
        # Text before the first heading of a chapter must not stand on the page before it.
        return body if depth or body.lstrip().startswith("#opening") else f"#new-page();\n{body}"

    def render(self, node: nodes.Node) -> str:
        """Return the source of one node."""
        if isinstance(node, nodes.Text):
            self.length += len(node)
            return escape(broken(str(node), self.longest_word))
        for kind in type(node).__mro__:
            if kind.__name__ in RENDERERS:
                source = RENDERERS[kind.__name__](self, self._element(node))
                return marked(self, node, in_language(node, source))
        return self._unknown(self._element(node))

    def children(self, node: nodes.Element) -> str:
        """Return the source of all children, one after the other."""
        return "".join(self.render(child) for child in node.children)

    def block(self, node: nodes.Element) -> str:
        """Return the children as one content block, an expression."""
        return content(self.children(node))

    def each(self, found: Iterable[nodes.Node]) -> str:
        """Return the source of the given nodes."""
        return "".join(self.render(node) for node in found)

    def place(self, node: nodes.Node) -> str:
        """Return a comment with the path and line of `node`, for messages of Typst."""
        return comment(self.where(node))

    def where(self, node: nodes.Node) -> str:
        """Return ``path:line`` of `node`, relative to the book."""
        source, line = get_source_line(_with_line(node))
        path = Path(source or self.builder.env.doc2path(self.docname))
        root = Path(self.builder.srcdir)
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        return f"{name}:{line}" if line else name

    def anchors(self, node: nodes.Element) -> str:
        """Return an invisible element to link to, when something links to `node`."""
        label = self.labels.place(self.docname, node, always=False)
        return f"#metadata(none)<{label}>" if label else ""

    def label(self, node: nodes.Element) -> str:
        """Return the label of `node`, to stand right after its element."""
        label = self.labels.place(self.docname, node)
        return f" <{label}>" if label else ""

    def warn(self, fault: str, message: str, node: nodes.Node) -> None:
        """Report a fault of the source at `node`."""
        logger.warning(message, location=_with_line(node), type="soilbook", subtype=fault)

    def _unknown(self, node: nodes.Element) -> str:
        name = type(node).__name__
        message = f"The PDF does not know how to set <{name}>; its content is printed plainly."
        self.warn("pdf-unknown-node", message, node)
        if isinstance(node, nodes.Inline) or isinstance(node.parent, nodes.TextElement):
            return self.anchors(node) + self.children(node)
        inner = self.children(node) if node.children else escape(node.astext())
        return f"{self.anchors(node)}{inner}\n\n"

    def _rest_of_footnotes(self) -> str:
        rest = [self.footnotes[one] for one in self.footnotes if one not in self.placed_footnotes]
        found = {id(note): note for note in rest if not self.placed_footnotes & set(note["ids"])}
        return "".join(
            f"{call('loose-note', content(self.each(note.children)))}\n\n"
            for note in found.values()
        )

    @staticmethod
    def _element(node: nodes.Node) -> nodes.Element:
        if not isinstance(node, nodes.Element):
            raise TypeError(f"not an element: {node!r}")
        return node


def _with_line(node: nodes.Node) -> nodes.Node:
    """Return the nearest node around `node` that knows its line."""
    found: nodes.Node | None = node
    while found is not None and not found.line:
        found = found.parent
    return found or node
