"""The directive ``{dataset}``: the page of a dataset, made from its descriptor.

On a page without a heading it makes the heading too (the title of the dataset), so that the page of
a dataset is one directive and says nothing that the descriptor says already.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..findings import did_you_mean
from ..project import CONFIG, Project
from ..records.book import Book
from ..records.catalogue import as_size, uses
from ..records.datasets import FOLDER
from ..records.descriptors import DESCRIPTOR, Dataset, DataSource, Resource, read_dataset
from ..records.source import read_source
from ..records.tables import count_rows
from .made import made_from

logger = logging.getLogger(__name__)

STYLE = Path(__file__).parent / "static" / "datasets.css"
HEADINGS = ("Field", "Type", "Unit", "Meaning")
#: Characters in a line of a table, roughly.
LINE = 84


class DatasetDirective(SphinxDirective):
    """``{dataset} name``: what the descriptor says, the columns, and where the data are used."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, object]] = {}

    def run(self) -> list[nodes.Node]:
        """Return one section on a page that has no heading, else its body."""
        name = self.arguments[0].strip()
        folder = Path(self.env.srcdir) / FOLDER / name
        self.env.note_dependency(f"{FOLDER}/{name}/{DESCRIPTOR}")
        found = read_dataset(folder)
        sound = self._is_sound(found)
        body = list(self._body(found)) if sound else []
        if not isinstance(self.state_machine.node, nodes.document):
            return body
        section = nodes.section("", nodes.title("", found.title or name), *body)
        section["names"].append(f"dataset-{name}")
        self.state.document.note_explicit_target(section, section)
        self.set_source_info(section)
        return [section]

    def _is_sound(self, found: Dataset) -> bool:
        """Whether there is a dataset to show; a finding says what is missing."""
        if not found.folder.is_dir():
            known = [path.parent.name for path in found.folder.parent.glob(f"*/{DESCRIPTOR}")]
            words = f'There is no dataset "{found.name}" in {FOLDER}/.'
            self._warn(f"{words}{did_you_mean(found.name, known)}", "dataset-unknown")
        elif found.faults:
            fault = found.faults[0]
            place = f"{FOLDER}/{found.name}/{DESCRIPTOR}:{fault.line}"
            self._warn(f"{place}: {fault.message}", "dataset-malformed")
        else:
            return True
        return False

    def _warn(self, message: str, fault: str) -> None:
        logger.warning(message, location=self.get_location(), type="soilbook", subtype=fault)

    def _body(self, found: Dataset) -> Iterable[nodes.Node]:
        description = nodes.Element()
        self.state.nested_parse(
            StringList(found.description.split("\n"), self.get_source_info()[0]),
            self.content_offset,
            description,
        )
        yield from description.children
        yield self._facts(found)
        for table in found.resources:
            yield from self._table(table)

    def _facts(self, found: Dataset) -> nodes.field_list:
        facts: list[tuple[str, nodes.Element]] = [
            ("Name", _line(nodes.literal("", found.name))),
            ("Version", _line(nodes.Text(found.version))),
            ("Status", _line(nodes.Text(found.status))),
            ("Licence", _items([[_link(one.title, one.path)] for one in found.licences])),
            ("Descriptor", _line(self._download(found.folder / DESCRIPTOR))),
            ("Sources", _items([self._source(source) for source in found.sources])),
        ]
        used = [
            [_page_link(self.env, docname), made_from(dataset=found.name, docname=docname)]
            for docname in self._used(found.name)
        ]
        if used:
            facts.append(("Used in", _items(used)))
        return _fields(facts)

    def _used(self, name: str) -> dict[str, None]:
        pages: dict[str, list[str]] = getattr(self.env, "soilbook_dataset_uses", {})
        names = (self.env.path2doc(page) for page in pages.get(name, []))
        return dict.fromkeys(one for one in names if one and one in self.env.found_docs)

    def _source(self, source: DataSource) -> list[nodes.Node]:
        """A citation where the bibliography has the source, else its title and address."""
        cite = self.env.domains.get("cite")
        role = cite.role("t") if cite and source.key else None
        if role is None:
            return [_link(source.title, source.path)]
        text = f"{{cite:t}}`{source.key}`"
        cited, messages = role("cite:t", text, source.key, self.lineno, self.state.inliner)
        return [*cited, nodes.Text(f": {source.title}"), *messages]

    def _table(self, table: Resource) -> Iterable[nodes.Node]:
        self.env.note_dependency(table.path.relative_to(self.env.srcdir).as_posix())
        rows = count_rows(read_source(table.path).text)
        size = as_size(table.path.stat().st_size)
        facts = [
            ("Table", _line(self._download(table.path))),
            ("Size", _line(nodes.Text(f"{rows:,} rows × {len(table.fields)} columns, {size}"))),
            ("SHA-256", _line(nodes.literal("", table.hash.removeprefix("sha256:")))),
        ]
        yield _fields(facts)
        columns = [(field.name, field.type, field.unit, field.meaning) for field in table.fields]
        yield _schema(columns)

    def _download(self, path: Path) -> nodes.Node:
        """The file as a download of the website; elsewhere its path in the repository."""
        folder = Path(self.env.doc2path(self.env.docname)).parent
        shown = nodes.literal("", path.relative_to(self.env.srcdir).as_posix())
        target = Path(os.path.relpath(path, folder)).as_posix()
        place = {"reftarget": target, "refdoc": self.env.docname}
        return addnodes.download_reference("", "", shown, **place)


def _fields(facts: Iterable[tuple[str, nodes.Element]]) -> nodes.field_list:
    fields = (
        nodes.field("", nodes.field_name("", name), nodes.field_body("", body))
        for name, body in facts
    )
    return nodes.field_list("", *fields, classes=["soilbook-dataset"])


def _line(*parts: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", *parts)


def _items(items: Sequence[Sequence[nodes.Node]]) -> nodes.Element:
    """One line for one item, else a list."""
    if len(items) == 1:
        return _line(*items[0])
    return nodes.bullet_list("", *(nodes.list_item("", _line(*one)) for one in items), bullet="-")


def _link(title: str, path: str) -> nodes.Node:
    if path.startswith(("https://", "http://")):
        return nodes.reference("", title, refuri=path)
    return nodes.Text(f"{title} ({path})" if path else title)


def _page_link(env: BuildEnvironment, docname: str) -> nodes.Node:
    options = {"refdomain": "std", "reftype": "doc", "refexplicit": False, "refwarn": True}
    return addnodes.pending_xref(
        "", nodes.inline("", docname), reftarget=f"/{docname}", refdoc=env.docname, **options
    )


def _schema(columns: Sequence[tuple[str, ...]]) -> nodes.table:
    """A table without number: what each column of the data holds."""
    head = nodes.row("", *(_cell(nodes.Text(word)) for word in HEADINGS))
    body = [
        nodes.row("", _cell(nodes.literal("", name)), *(_cell(nodes.Text(one)) for one in rest))
        for name, *rest in columns
    ]
    longest = [max(map(len, cells)) for cells in zip(HEADINGS, *columns, strict=True)][:3]
    # The first three columns are never broken; the last has the rest, but half a line at least.
    widths = [*(count + 3 for count in longest), max(LINE - sum(longest) - 9, LINE // 2)]
    specs = [nodes.colspec(colwidth=width) for width in widths]
    group = nodes.tgroup("", *specs, nodes.thead("", head), nodes.tbody("", *body), cols=4)
    return nodes.table("", group, classes=["colwidths-given"])


def _cell(node: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", node)) if node.astext() else nodes.entry()


def setup(app: Sphinx) -> None:
    """Register the directive, and what makes its page follow the notebooks."""
    app.add_directive("dataset", DatasetDirective)
    app.add_css_file(STYLE.name)
    app.connect("builder-inited", _offer_style)
    app.connect("env-get-outdated", note_uses)


def _offer_style(app: Sphinx) -> None:
    app.config.html_static_path.append(str(STYLE))


def note_uses(
    app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Note where datasets are used; return the pages of those whose uses have changed."""
    top = Path(app.srcdir)
    if not (top / CONFIG).is_file() or not (top / FOLDER).is_dir():
        return []
    book = Book(Project.at(top))
    shown = [
        (directive.argument.strip(), page.name)
        for page in book.pages.values()
        for directive in page.directives
        if directive.name == "dataset"
    ]
    if not shown:
        return []
    before: dict[str, list[str]] = getattr(env, "soilbook_dataset_uses", {})
    now = {
        name: list(dict.fromkeys(use.page for use in found)) for name, found in uses(book).items()
    }
    env.soilbook_dataset_uses = now  # type: ignore[attr-defined]
    pages = {env.path2doc(page) for name, page in shown if now.get(name) != before.get(name)}
    return sorted(page for page in pages if page in env.found_docs)
