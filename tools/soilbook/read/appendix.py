"""The lists of what notebooks made, in the appendix and on the pages of datasets.

They are the same in every edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from ..records.datasets import FOLDER
from .made import (
    Ledger,
    Made,
    in_order,
    ledger_of,
    made_from,
    passport_for,
    passport_table,
)
from .passports import Data, Passport

HEADINGS = ("Number", "What it shows", "Data", "Notebook")
WIDTHS = (12, 38, 27, 23)
# Files that say how a figure looks, not what it shows.
_NO_DATA = (".py", ".mplstyle", ".json", ".toml", ".yml")


class PassportDirective(SphinxDirective):
    """``{passports}``: the list of what notebooks made, with its data and code."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list."""
        return [passport_table()]


class WritePassports(SphinxPostTransform):
    """Put the list in its place: the same for all builders."""

    # Before references are resolved (10), so that numbers become links.
    default_priority = 3

    def run(self, **kwargs: Any) -> None:
        """Replace each place of one document."""
        for place in list(self.document.findall(passport_table)):
            place.replace_self(list(_appendix(self.env)))
        for place in list(self.document.findall(made_from)):
            place.replace_self(list(_uses(self.env, place["dataset"], place["docname"])))


def _uses(env: BuildEnvironment, dataset: str, docname: str) -> Iterator[nodes.Node]:
    """Links to the figures and tables of a page that a dataset is behind."""
    folder = f"{FOLDER}/{dataset}/"
    sign = ": "
    for made in in_order(env):
        passport = passport_for(env, made)
        # Of a notebook that is not traced only the page is known.
        is_own = passport.is_traced and any(one.path.startswith(folder) for one in passport.data)
        if made.docname == docname and is_own:
            yield nodes.Text(sign)
            yield _link(env, made)
            sign = ", "


def _appendix(env: BuildEnvironment) -> Iterator[nodes.Node]:
    ledger = ledger_of(env)
    found = in_order(env)
    if not found:
        yield _paragraph(nodes.Text("No notebook of this book made a figure or a table."))
        return
    yield _table(list(_rows(env, found)))
    yield _paragraph(*_software(ledger))


def _rows(env: BuildEnvironment, found: list[Made]) -> Iterator[list[list[nodes.Node]]]:
    """One row each; one with the same list of several data as another refers to that one."""
    first: dict[tuple[str, ...], Made] = {}
    for made in found:
        passport = passport_for(env, made)
        shown = _data_files(passport)
        said = first.setdefault(tuple(one.path for one in shown), made)
        data = [_data(one) for one in shown]
        if said is not made and len(data) > 1:
            data = [_paragraph(nodes.Text("as "), _link(env, said))]
        yield [
            [_paragraph(_link(env, made))],
            [_paragraph(*_what(env, made))],
            data or [_paragraph(nodes.Text("none"))],
            [_paragraph(nodes.Text(f"{passport.page}, code cell\u00a0{made.cell}"))],
        ]


def _what(env: BuildEnvironment, made: Made) -> Iterator[nodes.Node]:
    for node in made.what:
        copy = node.deepcopy()
        if isinstance(copy, addnodes.pending_xref):
            copy["refdoc"] = env.docname
        yield copy


def _data_files(passport: Passport) -> list[Data]:
    return [*passport.data, *(one for one in passport.files if not one.name.endswith(_NO_DATA))]


def _data(one: Data) -> nodes.paragraph:
    name = f"{one.name} {one.version}".rstrip()
    return _paragraph(nodes.Text(f"{name}, "), nodes.literal("", one.sha256[:12]))


def _link(env: BuildEnvironment, made: Made) -> nodes.Node:
    return addnodes.pending_xref(
        "",
        nodes.inline("", made.label, classes=["xref", "std"]),
        refdoc=env.docname,
        refdomain="std",
        reftype="numref",
        reftarget=made.label,
        refexplicit=False,
        refwarn=True,
    )


def _software(ledger: Ledger) -> Iterator[nodes.Node]:
    """One line: commit, date, and the packages of all notebooks."""
    commit, date = ledger.head
    if commit:
        yield nodes.Text("Commit ")
        yield nodes.literal("", commit[:12])
        yield nodes.Text(f" of {date}. ")
    software = {pair for one in ledger.passports.values() for pair in one.software}
    ordered = sorted(software, key=lambda pair: (pair[0] != "Python", pair[0].lower(), pair[1]))
    said = [f"{name} {version}" for name, version in ordered]
    yield nodes.Text(f"Software of the notebooks: {', '.join(said)}.")


def _table(rows: list[list[list[nodes.Node]]]) -> nodes.table:
    group = nodes.tgroup(cols=len(HEADINGS))
    group += [nodes.colspec(colwidth=width) for width in WIDTHS]
    heads = [[_paragraph(nodes.Text(heading))] for heading in HEADINGS]
    group += nodes.thead("", _table_row(heads))
    group += nodes.tbody("", *map(_table_row, rows))
    return nodes.table("", group, classes=["passports", "colwidths-given"])


def _table_row(cells: list[list[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def _paragraph(*children: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", *children)


def setup(app: Sphinx) -> None:
    """Register the directive and what fills its place."""
    app.add_directive("passports", PassportDirective)
    app.add_post_transform(WritePassports)
