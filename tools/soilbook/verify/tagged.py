"""The structure tree of a tagged PDF, with the text of its leaves and where its links lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pikepdf

from .marked import CharacterMap, Piece, pieces
from .outline import Unreadable, formula, plain

UNREAD = frozenset({"Lbl", "Note", "Figure", "Artifact"})
# The number of an equation, which is said with it; it stands beside the equation, too.
NUMBERED = re.compile(r", \((?:[A-Z]|\d+)(?:\.\d+)*[a-z]?\)\Z")
BLOCKS = frozenset(
    "BlockQuote Caption Code Div H1 H2 H3 H4 H5 H6 L LBody LI Note P Sect TBody TD TH THead TR"
    " Table Term Title TOCI".split()
)
# Where a line may be broken without a space. Elsewhere a new line is one that an author began.
OPPORTUNITY = re.compile(r"[\s\u00ad\u200b\-‐–—/|⁄\u1100-\uffff]")
LINE = 7.0
"""How much lower a line begins than the one before, at least, in points."""


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

    def own(self, *kinds: str, inner: Callable[[Tag], bool]) -> Iterator[Tag]:
        """The same, but not those inside an `inner` element."""
        for child in self.tags:
            if child.kind in kinds:
                yield child
            if not inner(child):
                yield from child.own(*kinds, inner=inner)

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure with a caption."""
        return self.kind != "Table" and any(child.kind == "Caption" for child in self.tags)

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
        return plain("".join(_with_breaks(self._pieces())))

    def _pieces(self) -> Iterator[str | Leaf]:
        if self.kind == "Formula" and self.alt:
            yield formula(self.alt)
            return
        edge = " " if self.kind in BLOCKS else ""
        yield edge
        for child in self.children:
            if isinstance(child, Leaf):
                # An address is broken at any letter.
                yield child.text if self.kind == "Link" else child
            elif child.kind not in UNREAD and not (self.kind == "Caption" and child.is_figure):
                yield from child._pieces()
        yield edge


def _with_breaks(pieces: Iterator[str | Leaf]) -> Iterator[str]:
    """The texts of the pieces, with a space where the author broke a line."""
    before: Leaf | None = None
    for piece in pieces:
        if isinstance(piece, str):
            before = None if piece else before
            yield piece
        else:
            if before and _is_broken(before, piece):
                yield " "
            before = piece
            yield piece.text


def _is_broken(before: Leaf, after: Leaf) -> bool:
    """Whether a line was ended between two pieces where no line need end."""
    is_below = after.spot.page == before.spot.page and after.spot.down - before.spot.down > LINE
    return is_below and not OPPORTUNITY.match(before.text[-1:] or " ")


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
                alt = NUMBERED.sub("", " ".join(str(kid.get("/Alt", "")).split()))
                child = Tag(str(kid.S)[1:], own, alt)
                self._add_kids(child, kid.get("/K"), own)
                child.page = child.page or min(
                    (leaf.spot.page for leaf in child.leaves()), default=0
                )
                if child.kind == "L" and _is_of_terms(kid):
                    _read_terms(child)
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


def _is_of_terms(members: pikepdf.Dictionary) -> bool:
    """Whether the list has neither signs nor numbers, but terms that it explains."""
    given = members.get("/A", pikepdf.Array())
    attributes = given if isinstance(given, pikepdf.Array) else [given]
    return any(str(one.get("/ListNumbering", "")) == "/None" for one in attributes)


def _read_terms(members: Tag) -> None:
    for item in members.tags:
        for label in item.tags:
            label.kind = "Term" if label.kind == "Lbl" else label.kind
