"""Read the PDF edition: its structure tree, as a screen reader follows it."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from pathlib import Path

from .outline import (
    IN_CAPTION,
    IN_NOTE,
    IN_TEXT,
    Citation,
    Equation,
    Figure,
    Formula,
    Heading,
    Note,
    Outline,
    Place,
    Pointer,
    Reference,
    Table,
    is_pointer,
    plain,
    split_heading,
    split_number,
)
from .tagged import BLOCKS, Leaf, Spot, Tag, read_tags

HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
HEADING_NUMBER = re.compile(r"(?:[A-Z]|\d+)(?:\.\d+)*")
EQUATION_NUMBER = re.compile(r"\(((?:[A-Z]|\d+)(?:\.\d+)*[a-z]?)\)")
LAYERS = {"Caption": IN_CAPTION, "Note": IN_NOTE}
BACK_LINKS = re.compile(r"\s[^\W\d][^.,;\d]{2,30}\.? [\divxlc]+(?:, [\divxlc]+)*\.\Z")
ENTRY_LABEL = re.compile(r"\s*\[[^\]]{1,40}\]\s*")
ABOVE, BELOW, BESIDE = 9.0, 22.0, 3.0
"""How far below and beside the place a link leads to its text may begin, in points: Typst aims 10
points above the goal, which is the baseline of a line or the upper edge of a paragraph."""


def read_pdf(path: Path, root: Path) -> Outline:
    """Read the edition in the file `path`; places are told relative to `root`.

    Raises
    ------
    Unreadable
        The file is damaged, or is a PDF without tags.
    """
    name = path.relative_to(root).as_posix()
    reader = _Reader(name, Outline("PDF", name))
    book = read_tags(path)
    reader.take_children(book, book, IN_TEXT)
    reader.finish(book)
    return reader.outline


class _Reader:
    """Walks through the tree and takes down what it meets."""

    def __init__(self, name: str, outline: Outline) -> None:
        self.name, self.outline = name, outline
        self.links: list[tuple[Tag, Tag, int]] = []
        self.has_begun = False
        self.taken: set[int] = set()
        self.formulas: list[tuple[int, Formula]] = []

    def take_children(self, tag: Tag, block: Tag, layer: int) -> None:
        """Take the children in; a heading right before a table of contents belongs to that."""
        block = tag if tag.kind in BLOCKS else block
        after = [*tag.tags[1:], None]
        for child, following in zip(tag.tags, after, strict=False):
            leads_contents = following is not None and following.kind == "TOC"
            if child.kind == "TOC" or (child.kind in HEADINGS and leads_contents):
                self.has_begun = True
            else:
                self._take(child, block, max(layer, LAYERS.get(child.kind, IN_TEXT)))

    def _take(self, tag: Tag, block: Tag, layer: int) -> None:
        # What comes before the first heading is the title page, which other editions have not.
        self.has_begun = self.has_begun or tag.kind in HEADINGS
        if tag.kind == "Link" and tag.target:
            self.links.append((tag, block, layer))
        elif self.has_begun and id(tag) not in self.taken:
            self._take_content(tag)
        if tag.kind == "Formula":
            self.formulas.append((layer, Formula(self._place(tag), plain(tag.alt))))
        else:
            self.take_children(tag, block, layer)

    def _take_content(self, tag: Tag) -> None:
        place = self._place(tag)
        if tag.kind in HEADINGS:
            self.outline.headings.append(_heading(tag, place))
        elif tag.kind == "Table":
            self._take_table(tag, tag)
        elif tag.kind == "Formula":
            self._take_equation(tag)
        elif tag.kind == "Note":
            self.outline.notes.append(Note(place, tag.text))
        elif tag.is_figure:
            self._take_captioned(tag)
        elif tag.kind == "Figure" and tag.alt:
            self.outline.figures.append(Figure(place, "", "", (tag.alt,)))

    def _take_captioned(self, tag: Tag) -> None:
        """A figure with a caption; what is inside it has then been taken, too.

        Only a figure in its legend, or a table in a cell of its table, is one of its own.
        """
        pictures = list(tag.own("Figure", inner=lambda one: one.is_figure))
        tables = list(tag.own("Table", inner=lambda one: one.is_figure or one.kind == "Table"))
        for table in tables:
            self._take_table(table, tag)
        if pictures or not tables:
            alts = tuple(picture.alt for picture in pictures)
            self.outline.figures.append(Figure(self._place(tag), *_caption(tag), alts))
        self.taken.update(id(inner) for inner in (*pictures, *tables))

    def _take_table(self, tag: Tag, captioned: Tag) -> None:
        rows = tuple(
            tuple(cell.text for cell in row.tags if cell.kind in ("TH", "TD"))
            for row in tag.own("TR", inner=lambda one: one.kind == "Table")
        )
        self.outline.tables.append(Table(self._place(tag), *_caption(captioned), rows))

    def _take_equation(self, tag: Tag) -> None:
        for leaf in reversed(list(tag.leaves())):
            if number := EQUATION_NUMBER.fullmatch(leaf.text.strip()):
                self.outline.equations.append(Equation(self._place(tag), number[1], tag.alt))
                return

    def finish(self, book: Tag) -> None:
        """Find the bibliography by the links that lead into it, and so the citations."""
        bibliography = _Bibliography(book)
        for link, block, _ in sorted(self.links, key=lambda one: one[2]):
            entry = bibliography.entry(link.target) if link.target else None
            place, text, around = self._place(link), link.text, block.text
            if entry is not None:
                cited = Citation(place, text, _entry_text(entry), around=around)
                self.outline.citations.append(cited)
            elif is_pointer(text, around):
                self.outline.pointers.append(Pointer(place, text))
        layers = sorted(self.formulas, key=lambda one: one[0])
        self.outline.formulas += [equation for _, equation in layers]
        for entry in bibliography.used():
            self.outline.references.append(Reference(self._place(entry), _entry_text(entry)))

    def _place(self, tag: Tag) -> Place:
        page = tag.page or next((leaf.spot.page for leaf in tag.leaves()), 0)
        return Place(self.name, f"page {page}" if page else "")


class _Bibliography:
    """The lists of the book, and which of them links lead into."""

    def __init__(self, book: Tag) -> None:
        self.items: list[tuple[Tag, Tag]] = []
        self.starts: dict[int, list[tuple[Spot, Tag, Tag]]] = defaultdict(list)
        self.lists: set[int] = set()
        for members in book.find("L"):
            for item in members.tags:
                self.items.append((item, members))
                for leaf in _beginning(item):
                    self.starts[leaf.spot.page].append((leaf.spot, item, members))

    def entry(self, target: Spot) -> Tag | None:
        """The list item whose text begins where a link leads, or just below."""
        near = [
            (start.down - target.down, number)
            for number, (start, _, _) in enumerate(self.starts[target.page])
            if ABOVE < start.down - target.down < BELOW and abs(start.x - target.x) < BESIDE
        ]
        if not near:
            return None
        _, item, members = self.starts[target.page][min(near)[1]]
        self.lists.add(id(members))
        return item

    def used(self) -> list[Tag]:
        """All items of the lists that links led into, cited or not, in reading order.

        No link leads into the list of the whole book where every chapter has one of its own; it is
        known by an entry that it shares with one of them.
        """
        shared = {_entry_text(item) for item, members in self.items if id(members) in self.lists}
        lists = {id(members) for item, members in self.items if _entry_text(item) in shared}
        return [item for item, members in self.items if id(members) in lists]


def _beginning(item: Tag) -> list[Leaf]:
    """The first piece of an item, and the second if the first is a label such as ``[1]``."""
    bodies = [child for child in item.tags if child.kind == "LBody"]
    first = list(islice((leaf for body in bodies for leaf in body.leaves()), 2))
    return first if first and ENTRY_LABEL.fullmatch(first[0].text) else first[:1]


def _entry_text(item: Tag) -> str:
    """The text of an entry without its label, and without the pages on which it is cited."""
    first = next(iter(_beginning(item)), None)
    label = first.text.strip() if first and ENTRY_LABEL.fullmatch(first.text) else ""
    bodies = " ".join(part.text for part in item.tags if part.kind == "LBody")
    text = bodies.removeprefix(label).lstrip()
    leads_back = any(link.target for link in item.find("Link"))
    return BACK_LINKS.sub("", text) if leads_back else text


def _heading(tag: Tag, place: Place) -> Heading:
    """The number is a piece of its own, with room instead of a space behind it."""
    level, text = int(tag.kind[1]), tag.text
    first = next((leaf.text.strip().rstrip(".") for leaf in tag.leaves()), "")
    if HEADING_NUMBER.fullmatch(first) and text != first:
        return Heading(place, first, text.removeprefix(first).lstrip(". "), level)
    return Heading(place, *split_heading(text), level)


def _caption(tag: Tag) -> tuple[str, str]:
    captions = [child for child in tag.tags if child.kind == "Caption"]
    return split_number(captions[0].text) if captions else ("", "")
