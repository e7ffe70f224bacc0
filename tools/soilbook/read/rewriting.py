"""Which pages are written again when another page, the contents or the bibliography changed.

Sphinx writes the pages that it read again, and those whose numbers moved. But every page shows the
titles of all the others beside its text, and what a citation or a list of references prints comes
from .bib files, and from what other pages cite.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .citations import Citations

_KEPT_AS = "soilbook_shown_on_pages"
_EVERYWHERE = ""


def setup(app: Sphinx) -> None:
    """Ask last, when the contents, the numbers and the citations are known."""
    app.connect("env-get-updated", _pages_to_write, priority=900)


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    before: dict[str, str] = getattr(env, _KEPT_AS, {})
    now = {_EVERYWHERE: _digest(_beside_every_page(env))}
    domain = env.domains.get("cite")
    if isinstance(domain, Citations):
        now |= {name: _digest(domain.shown_on(name)) for name in env.all_docs}
    setattr(env, _KEPT_AS, now)
    if before.get(_EVERYWHERE) != now[_EVERYWHERE]:
        return list(env.all_docs)
    return [name for name in now if now[name] != before.get(name)]


def _beside_every_page(env: BuildEnvironment) -> list[Any]:
    titles = {name: title.astext() for name, title in env.titles.items()}
    return [sorted(titles.items()), sorted(env.toctree_includes.items())]


def _digest(shown: list[Any]) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()
