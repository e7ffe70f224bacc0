"""What the registries said, shown in the book: ``{reference-checks}`` and marks in every list.

Both are filled in when a page is written: what is cited is known when all pages are read. They are
the same in all editions, and a page is written again when its answers have changed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from ..records.answers import NAMES, Update
from .known_references import Reference, forget, known
from .marks import whole

CLASS = "reference-checks"
HEADINGS = ("Reference", "Record", "Asked", "Notices")
WIDTHS = (30, 17, 18, 35)
#: What a notice is called in front of its DOI.
WORDS = {
    "retraction": "Retracted",
    "withdrawal": "Withdrawn",
    "concern": "Expression of concern",
    "correction": "Corrected",
}
_NOTED = "soilbook_reference_checks"


class ReferenceChecks(SphinxDirective):
    """``{reference-checks} caption``: how many references are in which state, and each of them."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return a numbered table without rows; `FillChecks` knows them."""
        caption = self.arguments[0] if self.arguments else "What is known of each reference."
        text, messages = self.state.inline_text(caption, self.lineno)
        head = nodes.row("", *(_cell(nodes.Text(word)) for word in HEADINGS))
        columns = (nodes.colspec(colwidth=width) for width in WIDTHS)
        group = nodes.tgroup("", *columns, nodes.thead("", head), nodes.tbody(), cols=4)
        title = nodes.title(caption, "", *text)
        table = nodes.table("", title, group, classes=["colwidths-given"])
        self.set_source_info(table)
        self.options.setdefault("name", f"tab-{CLASS}")
        self.add_name(table)
        # Kept with the page, so that it goes when the page goes, and is merged with it.
        self.env.metadata[self.env.docname][_NOTED] = True
        return [nodes.container("", nodes.paragraph(), table, classes=[CLASS]), *messages]


class FillChecks(SphinxPostTransform):
    """Write the sentence and the rows, now that all citations are known."""

    # After the lists of references (5 to 7), before Sphinx resolves the citations (10).
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Fill what `ReferenceChecks` left on this page."""
        for box in list(self.document.findall(_is_box)):
            listed = _listed(self.env)
            found = known(self.env).references
            shown = [(key, found[name]) for key, name in listed.items() if name in found]
            box[0] += nodes.Text(_sentences([one for _, one in shown]))
            if not shown:
                box.remove(box[1])
                continue
            body = next(box.findall(nodes.tbody))
            body += [_row(self.env.docname, key, one) for key, one in shown]


def _is_box(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and CLASS in node["classes"]


def _listed(env: BuildEnvironment) -> dict[str, str]:
    """The keys that the lists of references print, each with that of its entry.

    In the order of the longest list, which is mostly that of the book, then of the others.
    """
    citations = _all(env.domains.get("cite"))
    length = Counter(one.bibliography_key for one in citations)
    found: dict[str, str] = {}
    for one in sorted(citations, key=lambda one: -length[one.bibliography_key]):
        found.setdefault(one.entry.key, one.key)
    return {key: entry_key for entry_key, key in found.items()}


def _all(domain: Any) -> Sequence[Any]:
    """What all lists of references print; nothing where citations are not in use."""
    return domain.citations if domain else ()


def _sentences(shown: Sequence[Reference]) -> str:
    """How many there are of each state, and when a registry was asked last."""
    states = Counter(one.state for one in shown)
    words = {
        "checked": "found in a registry, in agreement with it",
        "differs": "found in a registry that differs from it",
        "exists": "registered, but without a record to compare with",
        "not found": "unknown to the registries",
        "unchecked": "unchecked",
        "no DOI": "without a DOI, which no registry can look up",
    }
    parts = [f"{states[state]} {words[state]}" for state in words if states[state]]
    kinds = Counter(notice.type for one in shown for notice in one.notices[:1])
    noticed = [f"{kinds[kind]} {word.lower()}" for kind, word in WORDS.items() if kinds[kind]]
    asked = sorted(one.answer.checked for one in shown if one.answer and one.answer.state)
    return " ".join(
        [
            f"The lists of references have {len(shown)} works: {'; '.join(parts)}.",
            f"Notices are known for these: {', '.join(noticed)}." if noticed else "",
            f"The registries were last asked on {asked[-1]}."
            if asked
            else "No registry has been asked yet.",
        ]
    ).replace("  ", " ")


def _row(docname: str, key: str, one: Reference) -> nodes.row:
    options = {"refdomain": "cite", "reftype": "t", "refexplicit": False, "refwarn": True}
    cited = addnodes.pending_xref(
        "", nodes.inline("", key), reftarget=key, refdoc=docname, **options
    )
    state = f"{one.state}: {', '.join(one.differing)}" if one.differing else one.state
    notices: list[nodes.Node] = []
    for notice in one.notices:
        source = NAMES.get(notice.source, notice.source)
        notices += [nodes.Text("; ")] if notices else []
        notices += [*_notice(notice), nodes.Text(f" ({source})" if source else "")]
    told = _cell(*(notices or [nodes.Text("–")]))
    for link in told.findall(nodes.reference):
        # In lists of references, `ShowMarks` does so.
        link["refuri"] = whole(link["refuri"])
    return nodes.row("", _cell(cited), _cell(nodes.Text(state)), _cell(nodes.Text(one.asked)), told)


def _notice(notice: Update) -> list[nodes.Node]:
    """What a notice says, and a link to it."""
    word = WORDS[notice.type]
    if not notice.doi:
        return [nodes.strong("", word)]
    address = f"https://doi.org/{notice.doi}"
    link = nodes.reference("", f"doi:{notice.doi}", refuri=address, internal=False)
    return [nodes.strong("", f"{word}:"), nodes.Text(" "), link]


def _cell(*content: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *content))


class MarkReferences(SphinxPostTransform):
    """Write ``[Retracted: doi:…]`` behind an entry of a list, in the words of all editions."""

    # After the labels were dropped (6).
    default_priority = 7

    def run(self, **kwargs: Any) -> None:
        """Mark the entries in the lists of this document."""
        notices, domain = known(self.env).notices, self.env.domains.get("cite")
        if domain is None or not notices:
            return
        marked = {id(node): notices[key] for node, key in _printed(domain) if key in notices}
        for node in list(self.document.findall(_is_listed)):
            for notice in marked.get(id(node), ()):
                mark = nodes.inline("", "[", classes=["reference-mark"])
                mark += [*_notice(notice), nodes.Text("]")]
                next(node.findall(nodes.paragraph)).extend([nodes.Text(" "), mark])


def _is_listed(node: nodes.Node) -> bool:
    return isinstance(node, nodes.citation | nodes.list_item)


def _printed(domain: Any) -> Iterable[tuple[nodes.Element, str]]:
    """The node of each entry in each list, and the key of the entry."""
    for one in domain.citations:
        yield domain.bibliographies[one.bibliography_key].citation_nodes[one.key], one.entry.key


def setup(app: Sphinx) -> None:
    """Register the directive; the rest where citations are in use."""
    app.add_directive("reference-checks", ReferenceChecks)
    app.add_post_transform(FillChecks)
    app.add_post_transform(MarkReferences)
    app.connect("env-get-updated", _pages_to_write, priority=900)


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """The pages whose marks or rows are not what they were in the last build."""
    forget(env)
    found, domain = known(env), env.domains.get("cite")
    rows = [found.references.get(name) for name in _listed(env).values()]
    # A row also prints author and year, and leads to a place in a list.
    printed = [(one.bibliography_key.docname, one.citation_id, one.entry) for one in _all(domain)]
    now = {"marks": _digest(sorted(found.notices.items())), "rows": _digest([rows, printed])}
    before: dict[str, str] = getattr(env, _NOTED, {})
    setattr(env, _NOTED, now)
    pages: set[str] = set()
    if domain and before.get("marks") != now["marks"]:
        pages |= {key.docname for key in domain.bibliographies}  # type: ignore[attr-defined]
    if before.get("rows") != now["rows"]:
        pages |= {name for name, data in env.metadata.items() if data.get(_NOTED)}
    return sorted(pages)


def _digest(shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()
