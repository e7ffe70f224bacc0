"""What a reader finds in one edition: headings, figures, tables, equations, citations, entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

# Among them the signs that choose between two shapes of a letter.
INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff\ufe00\ufe01\ufe0e\ufe0f")
ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "\u2011": "-", "−": "-"}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# Where a link stands. Notes and figures move away from their place in the text, each edition in its
# own way, so links are listed for the text first, then for captions, then for notes.
IN_TEXT, IN_CAPTION, IN_NOTE = range(3)
FORMULA = re.compile("⟦(.*?)⟧", re.DOTALL)


def formula(spoken: str) -> str:
    """Mark an equation inside a text by its spoken sentence."""
    return f"⟦{plain(spoken)}⟧"


def plain(text: str) -> str:
    """Fold what editions may set differently: white space, quotes, ligatures, soft hyphens."""
    folded = " ".join(text.translate(INVISIBLE).translate(ALIKE).split())
    return re.sub(r"\s+(?=[,.;:!?)\]])|(?<=[(\[])\s+", "", folded)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an edition: a page file with the nearest id, or a page of the PDF."""

    file: str
    spot: str = ""

    @property
    def document(self) -> str:
        """The page or document of the edition, without the id in it."""
        return f"{self.file} {self.spot.partition('#')[0]}"

    def __str__(self) -> str:
        return f"{self.file}{self.spot}" if self.spot.startswith("#") else self.spot or self.file


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `number` is as printed (``1.2``) or empty."""

    place: Place
    number: str
    text: str
    level: int

    @property
    def name(self) -> str:
        """The heading as a message quotes it."""
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or an image on its own; `number` is as printed, such as ``Figure 1.2``."""

    place: Place
    number: str
    caption: str
    alts: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the message calls it."""
        return self.number or f'"{shorten(self.caption or " ".join(self.alts) or "image")}"'


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the texts of its cells, row by row."""

    place: Place
    number: str
    caption: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """What the message calls it."""
        first = next((" | ".join(row) for row in self.rows if any(row)), "empty table")
        return self.number or f'table "{shorten(self.caption or first)}"'


@dataclass(frozen=True, slots=True)
class Equation:
    """A displayed equation that bears a number; `spoken` is only to recognise it."""

    place: Place
    number: str
    spoken: str

    @property
    def name(self) -> str:
        """What the message calls it."""
        return f"equation {self.number}"


@dataclass(frozen=True, slots=True)
class Formula:
    """Any equation, with the sentence that a screen reader speaks.

    `written` is its characters where the edition gives no sentence: a screen reader makes its own.
    """

    place: Place
    spoken: str
    written: str = ""

    @property
    def name(self) -> str:
        """What the message calls it."""
        return f'equation "{shorten(self.spoken or self.written)}"'


@dataclass(frozen=True, slots=True)
class Citation:
    """A link from the text into the bibliography.

    `entry` is the text of what it leads to, `whole` the citation with what is not part of the
    link, such as the author's name, where the edition marks it; `around` the paragraph elsewhere.
    """

    place: Place
    text: str
    entry: str
    whole: str = ""
    around: str = ""

    @property
    def name(self) -> str:
        """What the message calls it."""
        return f'citation "{shorten(self.whole or self.text)}" of "{shorten(self.entry)}"'


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the bibliography, without its label."""

    place: Place
    text: str

    @property
    def name(self) -> str:
        """What the message calls it."""
        return f'entry "{shorten(self.text)}"'


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link in a sentence to another place of the book, such as ``Figure 1.2``."""

    place: Place
    text: str

    @property
    def name(self) -> str:
        """What the message calls it."""
        return f'cross-reference "{shorten(self.text)}"'


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, without its mark."""

    place: Place
    text: str

    @property
    def name(self) -> str:
        """What the message calls it."""
        return f'note "{shorten(self.text)}"'


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link inside the edition that leads nowhere."""

    place: Place
    target: str


@dataclass(slots=True)
class Outline:
    """One edition as its reader found it, everything in reading order.

    `parts` holds titles that are navigation here and may be headings elsewhere: parts, the index.
    """

    edition: str
    path: str
    headings: list[Heading] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    dead_links: list[DeadLink] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


class Unreadable(Exception):
    """The file of an edition is damaged or not what its name says."""


def is_pointer(text: str, paragraph: str) -> bool:
    """Whether a link stands in a sentence: a bare number is the mark of a note or a page."""
    return bool(text) and not text.isdigit() and text != paragraph


def shorten(text: str, length: int = 60) -> str:
    """The beginning of a text, for a message."""
    text = FORMULA.sub(r"\1", text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def split_number(caption: str) -> tuple[str, str]:
    """Divide ``Figure 1.2 A profile`` into its number and its words."""
    match = re.match(
        r"((?:[^\W\d]+\.?\s)?[A-Z]?\d+(?:\.\d+)*)[.:]?(?:\s+|$)(.*)", caption, re.DOTALL
    )
    return (match[1], match[2]) if match else ("", caption)


def split_heading(text: str) -> tuple[str, str]:
    """Divide ``1.2. Carbon stocks`` into its number, without the last stop, and its words."""
    match = re.match(r"((?:\d+|[A-Z])(?:\.\d+)*)\.?\s+(.*)", text, re.DOTALL)
    return (match[1], match[2]) if match and match[1] != "A" else ("", text)


def counts(outlines: Sequence[Outline]) -> dict[str, dict[str, int]]:
    """How many of each thing every edition has, for a table."""
    kinds = ("headings", "figures", "tables", "equations", "citations", "references")
    return {
        outline.edition: {kind: len(getattr(outline, kind)) for kind in kinds}
        for outline in outlines
    }
