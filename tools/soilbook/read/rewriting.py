"""Which pages are written again when another page, the contents or the bibliography changed.

Sphinx writes the pages that it read again, and those whose numbers moved. But every page shows the
titles of all the others beside its text, and a citation shows the year that stands in a .bib file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

_KEPT_AS = "soilbook_shown_on_every_page"


def setup(app: Sphinx) -> None:
    """Ask last, when the contents and the numbers are known."""
    app.connect("env-get-updated", _pages_to_write, priority=900)


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    digest = _digest(app, env)
    before = getattr(env, _KEPT_AS, None)
    setattr(env, _KEPT_AS, digest)
    return [] if digest == before else list(env.all_docs)


def _digest(app: Sphinx, env: BuildEnvironment) -> str:
    titles = {name: title.astext() for name, title in env.titles.items()}
    shown: list[Any] = [sorted(titles.items()), sorted(env.toctree_includes.items())]
    digest = hashlib.sha256(repr(shown).encode())
    for name in app.config.bibtex_bibfiles if "bibtex_bibfiles" in app.config else ():
        path = Path(app.srcdir, name)
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
