"""Which figures and tables the cells of notebooks made.

All is collected while Sphinx reads, so it is the same for every builder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from .extracted import executed, ordinals, pictures_of
from .passports import History, Passport, passport_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

KINDS = {"figure": nodes.figure, "table": nodes.table}
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


@dataclass(frozen=True)
class Made:
    """One figure or table that a code cell made.

    `cell` counts code cells from 1, `position` all cells from 0; `pictures` are the files of its
    outputs, one for each format, from the top folder of the book. `glued` is the name of a picture
    that the cell glued and another place shows.
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
    glued: str = ""


@dataclass
class Ledger:
    """What is known of the whole book; it is kept with what Sphinx has read."""

    made: dict[str, list[Made]] = field(default_factory=dict)
    # The pages that list what notebooks made.
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
        environment: Any = app.env
        written = Path(environment.mystnb_config.output_folder, f"{docname}.ipynb")
        found = list(made_in(doctree, docname, ordinals(written)))
        page = Path(app.env.doc2path(docname)).relative_to(app.srcdir).as_posix()
        if copies := list(_copies(doctree)):
            found += glued_in(copies, docname, Path(app.srcdir), executed(Path(app.srcdir), page))
        if found:
            ledger_of(app.env).made[docname] = found
        if next(doctree.findall(lambda n: isinstance(n, passport_table | made_from)), None):
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
        passports = {
            name: passport_of(root, page, history, ledger.passports.get(name))
            for name, page in names.items()
        }
        listed = [(".".join(map(str, number_of(env, one))), one) for one in in_order(env)]
        changed = [name for name, one in passports.items() if ledger.passports.get(name) != one]
        before = ledger.passports, ledger.head, ledger.listed
        if before != (passports, history.head, listed):
            changed += sorted(ledger.appendices)
        ledger.passports, ledger.head, ledger.listed = passports, history.head, listed
        return changed


def made_in(
    doctree: nodes.Element, docname: str, numbers: Mapping[int, int] | None = None
) -> Iterator[Made]:
    """The figures and tables with a name and a caption that stand in outputs of cells.

    `numbers` are those of the code cells, by their place among all cells.
    """
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code":
            position = cell["cell_index"]
            number = (numbers or {}).get(position) or cell.get("exec_count") or position + 1
            for node in cell.findall(lambda n: isinstance(n, tuple(KINDS.values()))):
                if (caption := _caption(node)) is not None:
                    yield _made(docname, node, caption, number, position)


def _copies(doctree: nodes.Element) -> Iterator[nodes.figure]:
    """The figures with a name and a caption outside of cells that show a picture of a build."""
    for node in doctree.findall(nodes.figure):
        inside = (one for one in _above(node) if one.get("nb_element") == "cell_code")
        built = any("jupyter_execute" in one["uri"] for one in node.findall(nodes.image))
        if built and _caption(node) is not None and next(inside, None) is None:
            yield node


def _above(node: nodes.Element) -> Iterator[nodes.Element]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def glued_in(
    copies: list[nodes.figure], docname: str, root: Path, notebook: NotebookNode | None
) -> Iterator[Made]:
    """Those of the figures whose picture a cell of the notebook made; the bytes tell which."""
    pictures = pictures_of(notebook) if notebook else {}
    origins = {
        _lines(one.content): (cell, one.key) for cell, found in pictures.items() for one in found
    }
    for node in copies:
        files = [Path(root, one["uri"]) for one in node.findall(nodes.image)]
        known = (origins.get(_lines(path.read_bytes())) for path in files if path.is_file())
        caption = _caption(node)
        if caption is not None and (origin := next(filter(None, known), None)):
            yield _made(docname, node, caption, origin[0], origin[0], origin[1])


def _lines(content: bytes) -> bytes:
    # MyST-NB writes drawings with the line ends of the computer.
    return b"\n".join(content.splitlines())


def _caption(node: nodes.Element) -> nodes.Element | None:
    """The caption of a figure or table that has a name to refer to."""
    if not (node["names"] and node["ids"]):
        return None
    return next((n for n in node.children if isinstance(n, nodes.caption | nodes.title)), None)


def _made(
    docname: str,
    node: nodes.Element,
    caption: nodes.Element,
    number: int,
    position: int,
    glued: str = "",
) -> Made:
    pictures = list(node.findall(nodes.image))
    return Made(
        docname=docname,
        kind="figure" if isinstance(node, nodes.figure) else "table",
        label=node["names"][0],
        target=node["ids"][0],
        cell=number,
        position=position,
        caption=" ".join(caption.astext().split()),
        alt=next((one["alt"] for one in pictures if one.get("alt")), ""),
        pictures=tuple(dict.fromkeys(one["uri"] for one in pictures)),
        what=tuple(_first_sentence(caption)),
        glued=glued,
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


class made_from(nodes.Inline, nodes.Element):
    """Where the figures and tables of the page `docname` go that rest on the dataset `dataset`."""


def passport_for(env: BuildEnvironment, made: Made) -> Passport:
    """The passport of one figure or table."""
    return ledger_of(env).passports[made.docname].of_cell(made.cell)


def setup(app: Sphinx) -> None:
    """Register the collector."""
    app.add_node(passport_table)
    app.add_node(made_from)
    app.add_env_collector(MadeCollector)
