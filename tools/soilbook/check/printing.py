"""Checks of what a reference will look like in print: what shows TeX, and links that lead nowhere.

What the style prints is compared with the entry when a book is built (`read/proofs.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records.bibliography import Field
from ..records.book import Book
from ..records.marked import COMMANDS, address
from ..records.places import Fault
from ..records.printable import AS_WRITTEN
from ..records.tex import ACCENTS, SYMBOLS
from .entries import place_in, printed
from .registry import Faults, check

_NO_TEXT = AS_WRITTEN | {"abstract", "annote", "annotation", "doi", "eprint", "url"}
_COMMAND = re.compile(r"\\([A-Za-z]+)")
# Commands that leave their argument as it is, or set what print does not need.
_HARMLESS = frozenset(
    "textsc textrm textsf texttt textnormal textup textmd text mbox hbox uppercase MakeUppercase "
    "underline enquote mkbibquote protect relax noopsort bibname url path nolinkurl href "
    "detokenize foreignlanguage textcolor bibinfo sc rm sf tt upshape mdseries normalfont natexlab "
    "enspace thinspace hspace vspace label penalty newblock newline linebreak allowbreak "
    "hyphenation textquoteright and".split()
)
# Where other rules hold: maths, and addresses.
_NOT_TEXT = re.compile(
    r"(?<!\\)\$(?:[^$\\]|\\.)+\$|\\(?:ensuremath|ce|url|path)\s*\{[^{}]*\}|\w+://\S+", re.DOTALL
)
_RAW = re.compile(r"\$[\w{}]*[_^]|(?<=[A-Za-z0-9)}])(?:_\{?\d|\^\{?[\d+−-])")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s/?#]+\.[^\s/?#]+|mailto:\S+@\S+", re.IGNORECASE)


def _texts(book: Book) -> Iterator[tuple[str, str, Field, str]]:
    """The values of text in every entry that is printed: file, key, field, and what is text."""
    for path, entry in printed(book):
        for name, field in entry.fields.items():
            if name not in _NO_TEXT and re.search(r"[\\_^]", field.value):
                text = _NOT_TEXT.sub(lambda match: " " * len(match[0]), field.value)
                yield path, entry.key, field, text


@check
def print_command_unknown(book: Book) -> Faults:
    """A value has a TeX command that a reference cannot print: the command is left out."""
    known = ACCENTS.keys() | SYMBOLS.keys() | COMMANDS | _HARMLESS
    for path, _, field, text in _texts(book):
        for match in _COMMAND.finditer(text):
            if match[1] not in known:
                message = f'"{match[0]}" is left out in print. Write what it stands for.'
                yield path, Fault(*place_in(field, match.start()), message)


@check
def print_tex_raw(book: Book) -> Faults:
    """A value would show TeX to readers: maths without its dollar signs, such as CO_2."""
    for path, key, field, text in _texts(book):
        if match := _RAW.search(text):
            message = f'"{key}" prints "{match[0]}" as it stands. Put maths between dollar signs.'
            yield path, Fault(*place_in(field, match.start()), message)


@check
def print_link_dead(book: Book) -> Faults:
    """The address of an entry is none, so its link leads nowhere."""
    for path, entry in printed(book):
        field = entry.fields.get("url")
        if field and field.value.strip() and not _ADDRESS.match(address(field.value)):
            message = f'"{field.value.strip()}" is no address: it begins with https:// and a host.'
            yield path, Fault(*place_in(field, 0), message)
