"""What Typst cannot say in the tags of a PDF: header cells of rows, links to unnumbered things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pikepdf

_CELLS = ("/TD", "/TH")
# In which tables may stand; a book has far more of the others.
_AROUND = {"/Document", "/Part", "/Sect", "/Div", "/BlockQuote", "/L", "/LI", "/LBody", "/Note"}


def mend_tags(pdf: pikepdf.Pdf) -> None:
    """Change the tags of an open PDF."""
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            _mend_words(note)
    for number, table in enumerate(_tables(pdf.Root.StructTreeRoot)):
        _head_rows(pdf, table, f"R{number}")


def _tables(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in _kids(element):
        kind = _kind(kid)
        if kind == "/Table":
            yield kid
        elif kind in _AROUND:
            yield from _tables(kid)


def _mend_words(note: pikepdf.Object) -> None:
    """Typst says ``, page 23`` of a link to what has no number for it."""
    words = str(note.get("/Contents", ""))
    if words.startswith(", "):
        note.Contents = pikepdf.String(words.removeprefix(", "))


def _head_rows(pdf: pikepdf.Pdf, table: pikepdf.Object, name: str) -> None:
    """Make header cells of a first column whose every cell is set in bold, as the writer sets them.

    The cells of a row then name their header, beside that of their column.
    """
    body = [row for part in _kids(table) if _kind(part) == "/TBody" for row in _kids(part)]
    rows = [[cell for cell in _kids(row) if _kind(cell) in _CELLS] for row in body]
    if not rows or not all(len(row) > 1 and _is_bold(row[0]) for row in rows):
        return
    names = []
    for number, (first, *others) in enumerate(rows):
        first.S = pikepdf.Name.TH
        first.ID = pikepdf.String(f"{name}y{number}")
        _set(pdf, first, Scope=pikepdf.Name.Row)
        names.append((str(first.ID), first))
        for cell in others:
            _set(pdf, cell, Headers=[*_headers(cell), first.ID])
    _register(pdf, names)


def _set(pdf: pikepdf.Pdf, cell: pikepdf.Object, **given: object) -> None:
    """Put attributes of a table into those that the cell has."""
    told = cell.get("/A", pikepdf.Array())
    owners = list(told) if isinstance(told, pikepdf.Array) else [told]
    own = next((one for one in owners if one.get("/O") == "/Table"), None)
    if own is None:
        own = pikepdf.Dictionary(O=pikepdf.Name.Table)
        cell.A = pikepdf.Array([*owners, own])
        own = cell.A[-1]
    for key, value in given.items():
        own[f"/{key}"] = pikepdf.Array(value) if isinstance(value, list) else value


def _headers(cell: pikepdf.Object) -> Iterator[pikepdf.Object]:
    told = cell.get("/A", pikepdf.Array())
    for one in told if isinstance(told, pikepdf.Array) else [told]:
        yield from one.get("/Headers", ())


def _register(pdf: pikepdf.Pdf, names: Iterable[tuple[str, pikepdf.Object]]) -> None:
    """Headers are found by name, in one tree for the whole file."""
    root = pdf.Root.StructTreeRoot
    if "/IDTree" not in root:
        root.IDTree = pikepdf.NameTree.new(pdf).obj
    tree = pikepdf.NameTree(root.IDTree)
    for name, element in names:
        tree[name] = element


def _is_bold(cell: pikepdf.Object) -> bool:
    kids = _kids(cell)
    return len(kids) == 1 and _kind(kids[0]) == "/Strong"


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", ())
    found = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [one for one in found if isinstance(one, pikepdf.Dictionary)]


def _kind(one: pikepdf.Object) -> str:
    return str(one.get("/S", "")) if isinstance(one, pikepdf.Dictionary) else ""
