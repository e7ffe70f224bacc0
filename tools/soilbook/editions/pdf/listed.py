"""What the lists of figures, tables and listings in the front matter say of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.domains.std import StandardDomain

from .markup import content, string
from .writer import Writer

_SENTENCE_END = re.compile(r"[.!?…](?=\s+[^\W\d_a-zà-ÿ]|\s+[“«¿¡(]|\s*$)")
# A longer sentence is cut behind a clause, but not so early.
_LONG, _SHORT = 120, 40
_CLAUSE = re.compile(r"[,;:](?= )| (?=[(–])")
_NOT_LISTED = (nodes.footnote_reference, nodes.target, nodes.image)


def number_of(writer: Writer, node: nodes.Element) -> tuple[int, ...]:
    """Return the number of a figure, table or listing, such as (1, 2); empty without one."""
    domain: StandardDomain = writer.builder.env.domains["std"]  # type: ignore[assignment]
    kind = domain.get_enumerable_node_type(node)
    if not kind or not node["ids"]:
        return ()
    return tuple(writer.builder.fignumbers.get(kind, {}).get(node["ids"][0]) or ())


def listed(
    writer: Writer, node: nodes.Element, caption: nodes.Element | None
) -> dict[str, str | None]:
    """Return the options of a figure that bring it into its list; none without a number.

    It is to be called after the caption was written, where abbreviations are spelled out.
    """
    number = number_of(writer, node)
    if not number or caption is None:
        return {}
    title = writer.each(first_sentence(caption)).strip()
    shown = string(".".join(map(str, number)))
    return {"number": shown, "short": content(title)} if title else {}


def first_sentence(caption: nodes.Element) -> Iterator[nodes.Node]:
    """Copies of the beginning of a caption, without links and notes, up to its first full stop."""
    said = ""
    for child in caption.children:
        if isinstance(child, nodes.Text):
            end = _SENTENCE_END.search(child)
            text = child[: end.start()] if end else str(child)
            if clause := _last_clause(said, text):
                yield nodes.Text(f"{text[:clause]} …")
                return
            yield nodes.Text(text)
            if end:
                return
        elif isinstance(child, nodes.Element) and not isinstance(child, _NOT_LISTED):
            yield _unlinked(child)
        said += child.astext()


def _last_clause(said: str, text: str) -> int | None:
    """Where `text`, which follows `said`, is cut because both are too long; not in brackets."""
    if len(said + text) <= _LONG:
        return None
    ends = [match.start() for match in _CLAUSE.finditer(text)]
    fit = [end for end in ends if _SHORT < len(said) + end < _LONG]
    whole = [end for end in fit if (said + text[:end]).count("(") == (said + text[:end]).count(")")]
    return max(whole, default=None)


def _unlinked(node: nodes.Element) -> nodes.Element:
    """A copy that leads nowhere and that nothing leads to: a line of a list is a link itself."""
    copy = node.deepcopy()
    for one in list(copy.findall(nodes.Element)):
        one["ids"], one["names"] = [], []
        if isinstance(one, nodes.reference):
            plain = nodes.inline("", "", *one.children)
            if one is copy:
                return plain
            one.replace_self(plain)
    return copy
