"""What a reader sees of the goal of a link before following it.

Each page has a file beside it, ``_static/previews/<page>.js``, with what its citations, notes,
terms, figures, tables, equations and sections look like. A script loads it when a reader first
points at a link to that page: a page that is only read never loads one, and it works from a folder.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from lxml import etree, html
from sphinx.application import Sphinx

from .about import about, is_website
from .heads import summary_of

FOLDER = "_static/previews"
#: Characters of a section; what begins before half of them is shown whole.
LENGTH = 700
#: Characters of markup above which of a table only its caption is shown.
LARGE = 12_000

_BLOCKS = frozenset({"figure", "table", "aside"})
_BOXES = frozenset({"math", "citation", "literal-block-wrapper", "admonition", "proof", "exercise"})
_NOT_SHOWN = (
    ".//a[contains(@class, 'headerlink')] | .//script | .//style | .//button | .//details"
    " | .//*[contains(@class, 'label')][.//*[contains(@class, 'fn-bracket')]]"
    " | .//*[contains(@class, 'backrefs')]"
)

# What a browser shows of a reference, where it shows it at all: a sixth of a page with many.
_TITLE = re.compile(r'(<a class="reference internal" href="[^"]*#[^"]*") title="[^"]*"')


def setup(app: Sphinx) -> None:
    """Take the previews from a page as it was written, before anything is added to it."""
    app.connect("html-page-context", _write, priority=600)


def _write(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not is_website(app):
        return
    page = Path(app.builder.get_outfilename(pagename)).relative_to(app.outdir)  # type: ignore[attr-defined]
    shown: dict[str, str] = {}
    if doctree is not None and (body := context.get("body")):
        shown = previews_in(body, page.as_posix())
        shown |= _of_page(app, pagename)
        context["body"] = _TITLE.sub(r"\1", body)
    text = json.dumps([page.as_posix(), shown], ensure_ascii=False, separators=(",", ":"))
    path = Path(app.outdir, FOLDER, page.with_suffix(".js"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"soilbookPreviews(...{text});\n", encoding="utf-8")


def _of_page(app: Sphinx, docname: str) -> dict[str, str]:
    title = etree.Element("strong")
    title.text = about(app).title_of(docname)
    box = etree.Element("p")
    box.append(title)
    if summary := summary_of(app, docname):
        title.tail = f" {summary}"
    return {"": etree.tostring(box, encoding="unicode", method="html")}


def previews_in(body: str, page: str) -> dict[str, str]:
    """Return the preview of every place of a page that a link may lead to.

    Parameters
    ----------
    body : str
        The HTML of its text.
    page : str
        Its path from the top of the website, from where the addresses in previews count.
    """
    tree = html.fragment_fromstring(body, create_parent="div")
    found = {}
    for element in tree.iter(etree.Element):
        name = element.get("id")
        shown = _shown(element) if name else None
        if name and shown is not None:
            found[name] = _as_text(shown, page)
    return found


def _shown(element: html.HtmlElement) -> html.HtmlElement | None:
    """A copy of what stands for a place, or nothing for a place without a shape of its own."""
    if element.tag == "span" and not len(element) and not (element.text or "").strip():
        return _meant_by(element)
    if element.tag == "section":
        return _beginning(element)
    if element.tag == "dt":
        return _term(element)
    classes = frozenset((element.get("class") or "").split())
    if element.tag == "table":
        return _table(element)
    return _copy(element) if element.tag in _BLOCKS or classes & _BOXES else None


def _meant_by(mark: html.HtmlElement) -> html.HtmlElement | None:
    """What an empty element names: what it opens, or else what comes after it."""
    is_first = mark.getprevious() is None
    goal = mark.getparent() if is_first and mark.getparent().get("id") else mark.getnext()
    return None if goal is None or goal.tag == "span" else _shown(goal)


def _copy(element: html.HtmlElement) -> html.HtmlElement:
    copy = html.fromstring(html.tostring(element, with_tail=False, encoding="unicode"))
    for part in copy.xpath(_NOT_SHOWN):
        part.drop_tree()
    return copy


def _beginning(section: html.HtmlElement) -> html.HtmlElement:
    """The heading of a section and its first paragraphs."""
    box = html.Element("div")
    for child in section.iterchildren("h1", "h2", "h3", "h4", "h5", "h6", "p"):
        part = _copy(child)
        if part.tag != "p":
            part.tag = "strong"
        box.append(part)
        if len(box.text_content()) > LENGTH // 2:
            break
    return box


def _term(term: html.HtmlElement) -> html.HtmlElement:
    """A term with what explains it, which comes after the last of its names."""
    box = html.Element("dl")
    box.append(_copy(term))
    for sibling in term.itersiblings("dd"):
        box.append(_copy(sibling))
        break
    return box


def _table(table: html.HtmlElement) -> html.HtmlElement | None:
    copy = _copy(table)
    if len(html.tostring(copy)) <= LARGE:
        return copy
    caption = copy.find("caption")
    if caption is None:
        return None
    box = html.Element("div")
    box.append(caption)
    caption.tag = "p"
    return box


def _as_text(shown: html.HtmlElement, page: str) -> str:
    for element in shown.iter(etree.Element):
        element.attrib.pop("id", None)
        if element.tag == "a":
            element.attrib.pop("title", None)
        for name in ("href", "src"):
            if name in element.attrib:
                element.set(name, _from_top(element.get(name), page))
    return html.tostring(shown, encoding="unicode").strip()


def _from_top(address: str, page: str) -> str:
    """An address in a page as one that counts from the top of the website."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    if not parts.path:
        return f"{page}#{parts.fragment}"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))
    return f"{path}#{parts.fragment}" if parts.fragment else path
