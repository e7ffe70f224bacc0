"""Faults of accessibility that the writers of other packages put into pages, mended on the way out.

Each is small, known by its exact markup, and named by the rule of axe-core that finds it. Each has
a test that builds the stock markup, so a newer version that writes something else is noticed.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .about import is_website
from .words import words_of

# docutils: a role that ARIA 1.3 drops, on elements that may not have it (aria-deprecated-role,
# aria-allowed-role), inside a list that then has no items (aria-required-children).
_ENTRY = re.compile(r' role="doc-(?:biblioentry|endnote)"')
_ENTRIES = re.compile(r'<div role="list" class="([\w -]*\b(?:citation|footnote)-list\b[\w -]*)"')
# MyST-NB: a name that is not what stands there (label-content-name-mismatch).
_FOLDED_CELL = re.compile(r'<summary aria-label="Toggle hidden content">')
# pandas, and lists turned into tables: a header cell over nothing (empty-table-header).
_EMPTY_HEADER = re.compile(r"<th\b([^>]*)>((?:\s|<p>|</p>|&nbsp;)*)</th>")
# docutils and pandas: a header cell that does not say of what (H63 of WCAG).
_HEAD = re.compile(r"<thead\b.*?</thead>", re.S)
_HEADER_CELL = re.compile(r"<th\b(?![^>]*\bscope=)")
# MyST's task lists: a box that nobody can tick, without a name (label).
_TASK = re.compile(r'<input class="task-list-item-checkbox"([^>]*?)\s*/?>')
# pydata-sphinx-theme: the arrow beside a chapter with sections (summary-name).
_ARROW = re.compile(r"(<a\b[^>]*>)((?:(?!</a>).)*)(</a>\s*<details[^>]*>\s*<summary)>", re.S)
# sphinx-design: a dropdown that was given no title (summary-name).
_UNTITLED = re.compile(
    r'<summary( class="[^"]*\bsd-summary-title\b[^"]*")>'
    r"(?=(?:\s|</?(?:span|svg|path|polyline)\b[^>]*>)*</summary>)"
)
_TAG = re.compile(r"<[^>]+>")


def setup(app: Sphinx) -> None:
    """Mend pages after everything was put into them."""
    app.connect("html-page-context", _mend, priority=940)


def _mend(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    words = words_of(app.config.language)
    if is_website(app) and context.get("body"):
        context["body"] = repaired(context["body"], words.done, words.to_do, words.more)


def repaired(body: str, done: str, to_do: str, more: str) -> str:
    """Return the text of a page without the known faults.

    Parameters
    ----------
    body : str
        HTML as a docutils writer made it.
    done, to_do : str
        How a ticked box and an empty one are read aloud.
    more : str
        How a folded block without a title is called.
    """

    def named(match: re.Match[str]) -> str:
        name = done if "checked" in match[1] else to_do
        return f'<input class="task-list-item-checkbox" aria-label="{name}"{match[1]}>'

    body = _ENTRIES.sub(r'<div class="\1"', _ENTRY.sub("", body))
    body = _FOLDED_CELL.sub("<summary>", body)
    body = _UNTITLED.sub(rf'<summary\1 aria-label="{more}">', body)
    body = _EMPTY_HEADER.sub(r"<td\1>\2</td>", body)
    body = _HEAD.sub(lambda head: _HEADER_CELL.sub('<th scope="col"', head[0]), body)
    body = _HEADER_CELL.sub('<th scope="row"', body)
    return _TASK.sub(named, body)


def with_named_arrows(tree: str, contents: str) -> str:
    """Name each arrow of the sidebar after the chapter whose sections it shows."""

    def named(match: re.Match[str]) -> str:
        title = " ".join(_TAG.sub("", match[2]).split())
        return f'{match[1]}{match[2]}{match[3]} aria-label="{contents}: {title}">'

    return _ARROW.sub(named, tree)
