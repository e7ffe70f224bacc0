"""The Typst source of one chapter or note."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from .attachments import passports
from .extracts import Extract, Trees
from .manuscript import front
from .markup import call, content, string
from .metadata import Metadata
from .summaries import parts_of_note
from .writer import Writer

CHAPTER, NOTE = "template/extract.typ", "template/note.typ"


def extract_text(
    writer: Writer, extract: Extract, trees: Trees, cited: Trees, first_page: int
) -> str:
    """Return the Typst source of a chapter or note.

    Parameters
    ----------
    writer : Writer
        Its labels are those of its pages and of what they cite.
    extract : Extract
    trees : mapping of str to docutils.nodes.document
        The resolved pages by name.
    cited : mapping of str to docutils.nodes.document
        The entries that it cites, by the page on which the book prints them.
    first_page : int
        The number of its first page in the book.
    """
    own = [page.docname for page in extract.pages]
    setting = _note if extract.is_note else _chapter
    body, options = setting(writer, extract, trees)
    body += _references(writer, cited, trees)
    body += passports(writer.builder.env, writer.builder.out, own)
    body += "".join(f"#metadata(none) <{label}>\n" for label in writer.labels.lost())
    head = front(
        writer,
        NOTE if extract.is_note else CHAPTER,
        **{"own-title": string(title_of(trees[extract.docname]) or writer.builder.project.title)},
        **{"first-page": str(first_page)},
        address=string(writer.elsewhere(extract.docname, "") or ""),
        **options,
    )
    return f"{head}\n{body}\n"


def title_of(tree: nodes.document) -> str:
    """Return the title of a page as plain text; nothing where it has none."""
    title = next(tree.findall(nodes.title), None)
    return title.astext() if title else ""


def metadata_of(metadata: Metadata, tree: nodes.document, address: str | None) -> Metadata:
    """Return what is said of an extract, from what is said of the book."""
    title = title_of(tree) or metadata.title
    source = metadata.identifier or metadata.title
    return replace(metadata, title=title, identifier=address or "", source=source, description="")


def _chapter(writer: Writer, extract: Extract, trees: Trees) -> tuple[str, dict[str, str]]:
    pages = (
        writer.page(page.docname, trees[page.docname], 1, page.depth) for page in extract.pages
    )
    return "".join(pages), {}


def _note(writer: Writer, extract: Extract, trees: Trees) -> tuple[str, dict[str, str]]:
    first, *others = extract.pages
    head, summary, rest = parts_of_note(writer, first.docname, trees[first.docname])
    # What is said in the box needs no box of its own.
    box = content(f"#let admonition = plain-summary\n{summary}") if summary else "none"
    pages = (writer.page(page.docname, trees[page.docname], 1, page.depth) for page in others)
    return f"{rest}{''.join(pages)}", {"head": content(head), "summary": box}


def _references(writer: Writer, cited: Trees, trees: Trees) -> str:
    made = ""
    for docname, entries in cited.items():
        title = title_of(trees[docname])
        writer.docname = docname
        made += call("references", string(title), content(f"\n{writer.children(entries)}\n")) + "\n"
    return made
