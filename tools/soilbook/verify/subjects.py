"""What is compared: how an item is recognised in another edition, and what must be the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .outline import FORMULA, Equation, Figure, Formula, Heading, Outline, Table, plain

FILE_NAME = re.compile(r"[\w./-]+\.(?:png|svg|jpe?g|gif|pdf|webp)", re.IGNORECASE)
Value = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of item.

    Attributes
    ----------
    missing : str
        Name of the fault when an edition has no such item.
    items : callable
        The items of an outline, given also the outline that is referred to.
    keys : sequence of callable
        How an item is recognised, the strictest way first.
    aspects : sequence of (fault, words, callable)
        What must be the same; None means that an edition cannot say.
    """

    missing: str
    items: Callable[[Outline, Outline], Sequence[Any]]
    keys: Sequence[Callable[[Any], str]]
    aspects: Sequence[tuple[str, str, Value]]


def bare(text: str) -> str:
    """A text without its equations."""
    return FORMULA.sub("⟦⟧", text)


def joined(number: str, text: str) -> str:
    """Number and words as one; the stop or colon between them is a matter of taste."""
    whole = f"{number} {text}".strip()
    return re.sub(r"^((?:[^\W\d]+\.?\s)?[A-Z]?\d+(?:\.\d+)*)[.:]?(?=\s|$)", r"\1", whole)


def _headings(outline: Outline, reference: Outline) -> list[Heading]:
    """Titles of parts are headings in some editions and navigation in others."""
    parts = set(reference.parts) | set(outline.parts)
    return [head for head in outline.headings if head.number or head.text not in parts]


def _heading_key(head: Heading) -> str:
    return bare(joined(head.number, head.text))


def _caption_key(item: Figure | Table) -> str:
    return bare(item.caption)


def _figure_key(figure: Figure) -> str:
    return bare(figure.caption or " ".join(figure.alts))


def _table_key(table: Table) -> str:
    return bare(table.caption or "|".join("|".join(row) for row in table.rows))


def _alts(figure: Figure) -> tuple[str, ...]:
    """Where an author gave no text, editions put the caption or the name of the file."""
    captions = {_letters(figure.caption), _letters(f"{figure.number}{figure.caption}")}
    return tuple(
        "" if FILE_NAME.fullmatch(text) or _letters(text) in captions else plain(text)
        for text in figure.alts
    )


def _letters(text: str) -> str:
    return re.sub(r"\W", "", FORMULA.sub("", text))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation as it reads; an edition that does not mark it knows the paragraph around it."""

    whole: str
    around: str

    def agrees(self, other: Quoted) -> bool:
        """Whether both say the same, or the paragraph of one has what the other says."""
        if self.whole and other.whole:
            return self.whole == other.whole
        return self.whole in other.around if self.whole else other.whole in self.around

    def __str__(self) -> str:
        return self.whole or self.around


def _spoken(equation: Equation | Formula) -> str | None:
    said = equation.spoken.rstrip(" .;,")
    return said if said and "\\" not in said else None


HEADINGS = Subject(
    "verify-heading-differs",
    _headings,
    (_heading_key, lambda head: bare(head.text)),
    (
        ("verify-number-differs", "number", lambda head: head.number),
        ("verify-heading-differs", "text", lambda head: head.text),
    ),
)
SUBJECTS = (
    HEADINGS,
    Subject(
        "verify-figure-missing",
        lambda outline, _: outline.figures,
        (lambda figure: f"{figure.number} {_figure_key(figure)}", _figure_key),
        (
            ("verify-number-differs", "number", lambda figure: figure.number),
            ("verify-caption-differs", "caption", lambda figure: figure.caption),
            ("verify-alt-text-differs", "alternative text", _alts),
        ),
    ),
    Subject(
        "verify-table-differs",
        lambda outline, _: outline.tables,
        (lambda table: f"{table.number} {_table_key(table)}", _table_key),
        (
            ("verify-number-differs", "number", lambda table: table.number),
            ("verify-caption-differs", "caption", lambda table: table.caption),
            ("verify-table-differs", "cell text", lambda table: table.rows),
        ),
    ),
    Subject(
        "verify-equation-differs",
        lambda outline, _: outline.equations,
        (
            lambda equation: f"{equation.number} {_spoken(equation)}",
            lambda equation: _spoken(equation) or equation.number,
            lambda equation: equation.number,
        ),
        (("verify-equation-differs", "number", lambda equation: equation.number),),
    ),
    Subject(
        "verify-equation-differs",
        lambda outline, _: outline.formulas,
        (lambda formula: _spoken(formula) or formula.written,),
        (("verify-equation-differs", "spoken text", _spoken),),
    ),
    Subject(
        "verify-citation-missing",
        lambda outline, _: outline.citations,
        (lambda citation: f"{citation.text} {citation.entry}", lambda citation: citation.text),
        (
            ("verify-citation-missing", "text", lambda citation: citation.text),
            (
                "verify-citation-missing",
                "wording",
                lambda citation: Quoted(citation.whole, citation.around),
            ),
            ("verify-citation-missing", "entry it leads to", lambda citation: citation.entry),
        ),
    ),
    Subject(
        "verify-crossref-differs",
        lambda outline, _: outline.pointers,
        (lambda pointer: pointer.text,),
        (("verify-crossref-differs", "text", lambda pointer: pointer.text),),
    ),
    Subject(
        "verify-note-differs",
        lambda outline, _: outline.notes,
        (lambda note: bare(note.text),),
        (("verify-note-differs", "text", lambda note: note.text),),
    ),
    Subject(
        "verify-reference-differs",
        lambda outline, _: outline.references,
        (lambda entry: entry.text,),
        (("verify-reference-differs", "text", lambda entry: entry.text),),
    ),
)
