"""The structure tree of a tagged PDF, with the text of its leaves and where its links lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pikepdf

from .marked import CharacterMap, Piece, pieces
from .outline import Unreadable, formula, plain

UNREAD = frozenset({"Lbl", "Note", "Figure", "Artifact"})
BLOCKS = frozenset(
    "BlockQuote Caption Code Div H1 H2 H3 H4 H5 H6 L LBody LI Note P Sect TBody TD TH THead TR"
    " Table Title TOCI".split()
)


@dataclass(slots=True)
class Spot:
    """A place on a page, from the top left corner; pages count from 1."""

    page: int
    down: float
    x: float = 0.0


@dataclass(slots=True)
class Leaf:
    """A marked piece of text."""

    spot: Spot
    text: str


@dataclass(slots=True)
class Tag:
    """One element of the structure tree; `target` is where a link leads, a name or a place."""

    kind: str
    page: int = 0
    alt: str = ""
    children: list[Tag | Leaf] = field(default_factory=list)
    target: Spot | None = None

    @property
    def tags(self) -> list[Tag]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Tag)]

    def walk(self) -> Iterator[Tag]:
        """This element and all below it, in reading order."""
        yield self
        for child in self.tags:
            yield from child.walk()

    def find(self, *kinds: str) -> Iterator[Tag]:
        """The elements of these kinds below this one, in reading order."""
        return (tag for tag in self.walk() if tag is not self and tag.kind in kinds)

    def leaves(self) -> Iterator[Leaf]:
        """The marked pieces below this element, in reading order."""
        for child in self.children:
            if isinstance(child, Leaf):
                yield child
            else:
                yield from child.leaves()

    @property
    def text(self) -> str:
        """The words a reader meets, an equation as its spoken sentence."""
        return plain("".join(self._pieces()))

    def _pieces(self) -> Iterator[str]:
        if self.kind == "Formula" and self.alt:
            yield formula(self.alt)
            return
        edge = " " if self.kind in BLOCKS else ""
        yield edge
        for child in self.children:
            if isinstance(child, Leaf):
                yield child.text
            elif child.kind not in UNREAD:
                yield from child._pieces()
        yield edge


def read_tags(path: Path) -> Tag:
    """Read the structure tree of a PDF.

    Raises
    ------
    Unreadable
        The file is damaged, or is a PDF without tags.
    """
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            return _Tree(pdf).root()
    except pikepdf.PdfError as error:
        raise Unreadable(f"it is damaged: {error}") from error


class _Tree:
    """Turns the objects of the file into tags, while the file is open."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages, start=1)}
        self.pieces: dict[int, dict[int, Piece]] = {}
        self.fonts: dict[tuple[int, int], CharacterMap] = {}
        self.heights = {page: float(one.mediabox[3]) for page, one in enumerate(pdf.pages, start=1)}

    def root(self) -> Tag:
        """The tree, below one tag for the whole book."""
        if "/StructTreeRoot" not in self.pdf.Root:
            raise Unreadable("it is not a tagged PDF, so nothing in it can be told apart")
        book = Tag("Book")
        self._add_kids(book, self.pdf.Root.StructTreeRoot.get("/K"), 0)
        return book

    @cached_property
    def names(self) -> pikepdf.NameTree | None:
        """The named destinations."""
        names = self.pdf.Root.get("/Names", pikepdf.Dictionary())
        return pikepdf.NameTree(names.Dests) if "/Dests" in names else None

    def _add_kids(self, tag: Tag, kids: pikepdf.Object | None, page: int) -> None:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self._add_leaf(tag, kid, page)
            elif isinstance(kid, pikepdf.Dictionary):
                self._add_object(tag, kid, page)

    def _add_object(self, tag: Tag, kid: pikepdf.Dictionary, page: int) -> None:
        own = self.numbers[kid.Pg.objgen] if "/Pg" in kid else page
        match str(kid.get("/Type", "/StructElem")):
            case "/MCR":
                self._add_leaf(tag, int(kid.MCID), own)
            case "/OBJR":
                tag.target = self._target(kid.Obj)
            case _:
                child = Tag(str(kid.S)[1:], own, " ".join(str(kid.get("/Alt", "")).split()))
                self._add_kids(child, kid.get("/K"), own)
                child.page = child.page or min(
                    (leaf.spot.page for leaf in child.leaves()), default=0
                )
                tag.children.append(child)

    def _add_leaf(self, tag: Tag, mark: int, page: int) -> None:
        if page not in self.pieces:
            self.pieces[page] = pieces(self.pdf.pages[page - 1], self.fonts)
        if piece := self.pieces[page].get(mark):
            spot = Spot(page, self.heights[page] - piece.y, piece.x)
            tag.children.append(Leaf(spot, piece.text))

    def _target(self, note: pikepdf.Object) -> Spot | None:
        place = note.get("/Dest")
        if place is None and str(note.get("/A", {}).get("/S", "")) == "/GoTo":
            place = note.A.D
        if isinstance(place, pikepdf.String):
            place = self.names.get(str(place)) if self.names else None
        if isinstance(place, pikepdf.Dictionary):
            place = place.D
        if not isinstance(place, pikepdf.Array) or place[0].objgen not in self.numbers:
            return None
        page = self.numbers[place[0].objgen]
        return Spot(page, self.heights[page] - float(place[3]), float(place[2]))
