"""The check of capitals in titles that a style would make small."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records.book import Book
from ..records.places import Fault
from ..records.tex import plain
from .entries import place_in, printed
from .registry import Faults, check

#: Styles of pybtex that make the letters of a title small, and the types of which they do so.
_STYLES = frozenset({"alpha", "plain", "unsrt", "unsrtalpha"})
_TYPES = frozenset(
    "article booklet inproceedings incollection mastersthesis misc techreport unpublished".split()
)
_WORD = re.compile(r"(?<!\\)\b[^\W\d_][^\W_]*", re.UNICODE)
# A quick look before the careful one: capitals outside of ASCII are looked at with care.
_CAPITAL = re.compile(r"\w[A-Z]|[^\W\d_a-zA-Z]")
_SCRIPTS = ("$_", "$^", "\\textsubscript", "\\textsuperscript", "<sub>", "<sup>")


@check
def reference_acronym_unprotected(book: Book) -> Faults:
    """A title has capitals inside a word without braces, and the style in use makes them small.

    Silent where every list of references has a style that prints titles as they are, such as
    ``soilbook``; the styles alpha, plain, unsrt and unsrtalpha of pybtex make "CO2" into "co2".
    """
    if not _lowers_titles(book):
        return
    for path, entry in printed(book):
        title = entry.fields.get("title")
        if title is None or entry.type not in _TYPES:
            continue
        words = list(_at_risk(title.value))
        if words:
            at, word = words[0]
            more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
            message = f'"{word}"{more} will be printed in small letters: write {{{word}}}.'
            yield path, Fault(*place_in(title, at), message)


def _lowers_titles(book: Book) -> bool:
    default = str(book.project.sphinx_options.get("bibtex_default_style", "alpha"))
    used = {
        directive.options["style"].value if "style" in directive.options else default
        for directive in book.directives("bibliography")
    }
    if any(True for _ in book.directives("footbibliography")):
        used.add(default)
    return bool(used & _STYLES)


def _at_risk(title: str) -> Iterator[tuple[int, str]]:
    """The words with capitals behind their first letter, outside of braces, and their offsets."""
    if not _CAPITAL.search(title):
        return
    outside = _blanked(title)
    # A title in capitals was meant to be so, or is another fault.
    if plain(title).isupper():
        return
    for match in _WORD.finditer(outside):
        # The letters of a formula are kept (`records/marked.py`).
        is_formula = title.startswith(_SCRIPTS, match.end())
        if any(char.isupper() for char in match[0][1:]) and not is_formula:
            yield match.start(), match[0]


def _blanked(title: str) -> str:
    """The title with blanks for what stands in braces or maths; offsets stay."""
    kept, depth, in_maths = [], 0, False
    for at, char in enumerate(title):
        if char == "$" and title[at - 1 : at] != "\\":
            in_maths = not in_maths
        depth += char == "{"
        kept.append(" " if depth or in_maths else char)
        depth = max(0, depth - (char == "}"))
    return re.sub(r"\\[A-Za-z]+", lambda match: " " * len(match[0]), "".join(kept))
