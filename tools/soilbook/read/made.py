"""Which figures and tables the cells of notebooks made, and the appendix that lists them.

All is collected while Sphinx reads, so it is the same for every builder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from .passports import History, Passport, passport_of

KINDS = {"figure": nodes.figure, "table": nodes.table}
HEADINGS = ("Number", "What it shows", "Data", "Notebook")
WIDTHS = (14, 31, 29, 26)
_SENTENCE = re.compile(r"[.!?](?=\s+[A-Z“]|\s*$)")
_INLINE = (
    nodes.emphasis,
    nodes.strong,
    nodes.subscript,
    nodes.superscript,
    nodes.literal,
    nodes.math,
    addnodes.pending_xref,
)
# Files that say how a figure looks, not what it shows.
_NO_DATA = (".py", ".mplstyle", ".json", ".toml", ".yml")


@dataclass(frozen=True)
class Made:
    """One figure or table that a code cell made.

    `position` counts all cells from 0; `pictures` are the files of its outputs, one for each
    format, from the top folder of the book.
    """

    docname: str
    kind: str
    label: str
    target: str
    cell: int
    position: int
    caption: str
    alt: str
    pictures: tuple[str, ...]
    what: tuple[nodes.Node, ...] = field(compare=False)


@dataclass
class Ledger:
    """What is known of the whole book; it is kept with what Sphinx has read."""

    made: dict[str, list[Made]] = field(default_factory=dict)
    appendices: set[str] = field(default_factory=set)
    passports: dict[str, Passport] = field(default_factory=dict)
    head: tuple[str, str] = ("", "")
    listed: list[tuple[str, Made]] = field(default_factory=list)


def ledger_of(env: BuildEnvironment) -> Ledger:
    """The ledger of a book; a new one the first time."""
    if not hasattr(env, "soilbook_ledger"):
        env.soilbook_ledger = Ledger()  # type: ignore[attr-defined]
    return env.soilbook_ledger


def number_of(env: BuildEnvironment, made: Made) -> tuple[int, ...]:
    """Its number, such as (2, 1); empty where Sphinx is told to number nothing."""
    numbers = env.toc_fignumbers.get(made.docname, {}).get(made.kind, {})
    return tuple(numbers.get(made.target, ()))


def in_order(env: BuildEnvironment) -> list[Made]:
    """Everything that notebooks made: figures, then tables, each by its number."""
    found = [made for page in ledger_of(env).made.values() for made in page]
    key = lambda made: (made.kind, number_of(env, made), made.docname, made.position)  # noqa: E731
    return sorted(found, key=key)


class MadeCollector(EnvironmentCollector):
    """Keep what cells made, page by page, by Sphinx's own interface for such."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again or is gone."""
        ledger_of(env).made.pop(docname, None)
        ledger_of(env).appendices.discard(docname)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over the pages that another process read."""
        mine, theirs = ledger_of(env), ledger_of(other)
        mine.made |= {name: theirs.made[name] for name in docnames if name in theirs.made}
        mine.appendices |= theirs.appendices & docnames

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note what the cells of one page made."""
        docname = app.env.docname
        if found := list(made_in(doctree, docname)):
            ledger_of(app.env).made[docname] = found
        if next(doctree.findall(passport_table), None) is not None:
            ledger_of(app.env).appendices.add(docname)

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Make all passports, and name the pages that must be written with new ones."""
        ledger = ledger_of(env)
        if not ledger.made and not ledger.listed:
            return []
        root = Path(app.srcdir)
        history = History.of(root)
        names = {
            name: Path(env.doc2path(name)).relative_to(root).as_posix() for name in ledger.made
        }
        passports = {name: passport_of(root, page, history) for name, page in names.items()}
        listed = [(".".join(map(str, number_of(env, one))), one) for one in in_order(env)]
        changed = [name for name, one in passports.items() if ledger.passports.get(name) != one]
        before = ledger.passports, ledger.head, ledger.listed
        if before != (passports, history.head, listed):
            changed += sorted(ledger.appendices)
        ledger.passports, ledger.head, ledger.listed = passports, history.head, listed
        return changed


def made_in(doctree: nodes.Element, docname: str) -> Iterator[Made]:
    """The figures and tables with a name and a caption that stand in outputs of cells."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code":
            for node in cell.findall(lambda n: isinstance(n, tuple(KINDS.values()))):
                if node["names"] and node["ids"] and (caption := _caption(node)) is not None:
                    yield _made(docname, cell, node, caption)


def _caption(node: nodes.Element) -> nodes.Element | None:
    return next((n for n in node.children if isinstance(n, nodes.caption | nodes.title)), None)


def _made(docname: str, cell: nodes.Element, node: nodes.Element, caption: nodes.Element) -> Made:
    pictures = list(node.findall(nodes.image))
    return Made(
        docname=docname,
        kind="figure" if isinstance(node, nodes.figure) else "table",
        label=node["names"][0],
        target=node["ids"][0],
        cell=cell.get("exec_count") or cell["cell_index"] + 1,
        position=cell["cell_index"],
        caption=" ".join(caption.astext().split()),
        alt=next((one["alt"] for one in pictures if one.get("alt")), ""),
        pictures=tuple(dict.fromkeys(one["uri"] for one in pictures)),
        what=tuple(_first_sentence(caption)),
    )


def _first_sentence(caption: nodes.Element) -> Iterator[nodes.Node]:
    """Copies of its beginning, up to what has a meaning only on its own page (a glued value)."""
    for child in caption.children:
        if isinstance(child, nodes.Text):
            end = _SENTENCE.search(child)
            yield nodes.Text(child[: end.start()] if end else str(child))
            if end:
                return
        elif isinstance(child, _INLINE):
            copy = child.deepcopy()
            copy["ids"], copy["names"] = [], []
            yield copy
        else:
            yield nodes.Text("…")
            return


class passport_table(nodes.General, nodes.Element):
    """Where the list of passports goes, once all numbers are known."""


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


def _appendix(env: BuildEnvironment) -> Iterator[nodes.Node]:
    ledger = ledger_of(env)
    found = in_order(env)
    if not found:
        yield _paragraph(nodes.Text("No notebook of this book made a figure or a table."))
        return
    yield _table(list(_rows(env, found)))
    yield _paragraph(*_software(ledger))


def _rows(env: BuildEnvironment, found: list[Made]) -> Iterator[list[list[nodes.Node]]]:
    """One row each; the second of a notebook refers to the first for a list of several data."""
    first: dict[str, Made] = {}
    for made in found:
        passport = ledger_of(env).passports[made.docname]
        said = first.setdefault(made.docname, made)
        data = list(_data(passport))
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


def _data(passport: Passport) -> Iterator[nodes.Node]:
    files = [one for one in passport.files if not one.name.endswith(_NO_DATA)]
    for one in (*passport.data, *files):
        name = f"{one.name} {one.version}".rstrip()
        yield _paragraph(nodes.Text(f"{name}, "), nodes.literal("", one.sha256[:12]))


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
    """Register the collector, the directive and what fills its place."""
    app.add_node(passport_table)
    app.add_env_collector(MadeCollector)
    app.add_directive("passports", PassportDirective)
    app.add_post_transform(WritePassports)
