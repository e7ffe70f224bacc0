"""HTML only: under each figure and table of a notebook, where its data and code are."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..read.made import KINDS, Made, ledger_of, passport_for
from ..read.passports import Data, Passport


class Disclose(SphinxPostTransform):
    """Add the passport as ``<details>``; a page of another edition stays as it is."""

    # After myst-nb has chosen the outputs for this builder (4).
    default_priority = 400

    def run(self, **kwargs: Any) -> None:
        """Write below every figure and table that a cell of this page made."""
        builder, docname = self.app.builder, self.env.docname
        ledger = ledger_of(self.env)
        if builder.format != "html" or "epub" in builder.name or docname not in ledger.passports:
            return
        made = {one.target: one for one in ledger.made.get(docname, ())}
        for kind in KINDS.values():
            for node in list(self.document.findall(kind)):
                if node["ids"] and node["ids"][0] in made:
                    one = made[node["ids"][0]]
                    text = disclosure(one, passport_for(self.env, one))
                    place = node.parent.index(node) + 1
                    node.parent.insert(place, nodes.raw("", text, format="html"))


def disclosure(made: Made, passport: Passport) -> str:
    """Return the HTML of one passport, closed until a reader opens it."""
    rows = "".join(
        f"<dt>{name}</dt>" + "".join(f"<dd>{line}</dd>" for line in lines)
        for name, lines in _rows(made, passport)
        if lines
    )
    return (
        f'<details class="passport"><summary>Data and code of this {made.kind}</summary>'
        f"<dl>{rows}</dl></details>\n"
    )


def _rows(made: Made, passport: Passport) -> Iterator[tuple[str, list[str]]]:
    data, files = (
        ("Data", "Other files")
        if passport.is_traced
        else ("Data read in this notebook", "Other files read in it")
    )
    yield data, [_data(one) for one in passport.data] or ["no dataset"]
    yield files, [_data(one) for one in passport.files]
    yield "Notebook", [f"{escape(passport.page)}, code cell {made.cell}"]
    yield "Commit", [_commit(passport)] if passport.commit else []
    said = [escape(f"{name} {version}") for name, version in passport.software]
    yield "Software", [", ".join(said)] if said else []


def _data(one: Data) -> str:
    name = escape(f"{one.name} {one.version}".rstrip())
    return f"{name} <code>sha256:{escape(one.sha256)}</code>"


def _commit(passport: Passport) -> str:
    if not passport.date:
        return escape(passport.commit)
    return f"<code>{passport.commit[:12]}</code> of <time>{passport.date}</time>"


def setup(app: Sphinx) -> None:
    """Register the transform; it does nothing for other editions."""
    app.add_post_transform(Disclose)
