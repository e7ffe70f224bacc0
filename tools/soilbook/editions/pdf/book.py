"""The order of the book: parts, chapters and the pages inside them, as the contents say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Page:
    """One page of the sources and where it stands.

    Parameters
    ----------
    docname : str
        Sphinx's name of the page.
    depth : int
        0 for a chapter, 1 for a page inside a chapter, and so on.
    part : str or None
        The caption of the part that begins with this page; empty for a part without caption.
    """

    docname: str
    depth: int
    part: str | None = None


def pages(env: BuildEnvironment, root: str) -> list[Page]:
    """Return every page once, in the order of the contents."""
    found = [Page(root, 0)]
    seen = {root}
    for toctree in env.get_doctree(root).findall(addnodes.toctree):
        caption: str | None = str(toctree.get("caption") or "")
        for docname in _entries(toctree, env, seen):
            found.append(Page(docname, 0, caption))
            found += _inside(env, docname, 1, seen)
            caption = None
    return found


def drop_contents(doctree: nodes.document) -> None:
    """Remove lists of pages from a page: the front matter has them, with page numbers.

    A section that holds nothing else goes with it.
    """
    for node in list(doctree.findall(nodes.compound)):
        if "toctree-wrapper" in node["classes"]:
            section = node.parent
            section.remove(node)
            if isinstance(section.parent, nodes.section) and _is_empty(section):
                section.parent.remove(section)


def _is_empty(section: nodes.Element) -> bool:
    rest = [one for one in section.children if not isinstance(one, nodes.title)]
    return not any(
        one.astext().strip() or next(one.findall(nodes.image), None) is not None for one in rest
    )


def _inside(env: BuildEnvironment, docname: str, depth: int, seen: set[str]) -> Iterator[Page]:
    for toctree in env.get_doctree(docname).findall(addnodes.toctree):
        deeper = max(_sections_around(toctree) - 1, 0)
        for child in _entries(toctree, env, seen):
            yield Page(child, depth + deeper)
            yield from _inside(env, child, depth + deeper + 1, seen)


def _entries(toctree: addnodes.toctree, env: BuildEnvironment, seen: set[str]) -> Iterator[str]:
    for _, docname in toctree["entries"]:
        if docname in env.all_docs and docname not in seen:
            seen.add(docname)
            yield docname


def _sections_around(node: nodes.Node) -> int:
    count, parent = 0, node.parent
    while parent is not None:
        count += isinstance(parent, nodes.section)
        parent = parent.parent
    return count
