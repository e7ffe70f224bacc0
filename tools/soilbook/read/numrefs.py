"""References by number, without reading the page they lead to anew for each of them.

Sphinx unpickles the whole page of the target for every ``{numref}``, only to see whether it is a
figure, a table or a section: half the time of an edition of a book with 470 such references. What
has a number is known by it; for the rest the page is read, and kept for the next reference.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

# A page mostly refers to itself and to a few others; more would only fill the memory.
MOST = 8

_seen: dict[tuple[Path, int], nodes.document] = {}


class Numbered(StandardDomain):
    """Sphinx's own domain; it remembers the pages that it looked at last."""

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """Resolve as Sphinx does."""
        asked = cast("BuildEnvironment", _Looking(env, self)) if typ == "numref" else env
        return super().resolve_xref(asked, fromdocname, builder, typ, target, node, contnode)


class _Looking:
    """An environment whose doctrees are only looked at, so one copy serves many times."""

    def __init__(self, env: BuildEnvironment, domain: StandardDomain) -> None:
        self._env = env
        self._domain = domain

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)

    def get_doctree(self, docname: str) -> _Page:
        return _Page(self._env, self._domain, docname)


class _Page:
    """What Sphinx asks of the page of a target: its nodes by their ids."""

    def __init__(self, env: BuildEnvironment, domain: StandardDomain, docname: str) -> None:
        self._env = env
        self._domain = domain
        self._docname = docname

    @property
    def ids(self) -> _Page:
        return self

    def get(self, one: str) -> nodes.Element | None:
        """Return a node with its kind and id; not its content if the id has a number."""
        numbered = self._env.toc_fignumbers.get(self._docname, {})
        for made, (kind, _) in self._domain.enumerable_nodes.items():
            # Not every container with a caption is code.
            if made is not nodes.container and one in numbered.get(kind, ()):
                return cast("nodes.Element", made("", ids=[one]))
        return _read(self._env, self._docname).ids.get(one)


def _read(env: BuildEnvironment, docname: str) -> nodes.document:
    path = Path(env.doctreedir, f"{docname}.doctree")
    key = (path, path.stat().st_mtime_ns)
    if key not in _seen:
        if len(_seen) == MOST:
            del _seen[next(iter(_seen))]
        _seen[key] = env.get_doctree(docname)
    return _seen[key]


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's own domain."""
    app.add_domain(Numbered, override=True)
