"""What the checks of the bibliography share: its entries, who uses them, places in a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from ..records.bibliography import BibEntry, Bibliography, Field, resolve
from ..records.book import Book
from ..records.calls import quoted
from ..records.markdown import Directive
from ..records.places import Fault, Place
from ..records.tex import plain
from .filters import passes
from .letters import Vocabulary

#: An entry, and the name of the file that has it.
Entries = list[tuple[str, BibEntry]]


@lru_cache(maxsize=1)
def entries(book: Book) -> Entries:
    """Every entry as it is written, without those that an author thinks to be comments."""
    return _meant(book, lambda file: file.entries)


@lru_cache(maxsize=1)
def resolved(book: Book) -> Entries:
    """The same with what they inherit from others of their file."""
    return _meant(book, lambda file: resolve(file.entries))


def _meant(book: Book, listed: Callable[[Bibliography], list[BibEntry]]) -> Entries:
    found: Entries = []
    for name, file in book.bibliographies.items():
        comments = {f.line for f in file.faults if f.name == "bibliography-comment-read"}
        found += [(name, entry) for entry in listed(file) if entry.line not in comments]
    return found


@lru_cache(maxsize=1)
def used_keys(book: Book) -> frozenset[str]:
    """Keys that a page cites, that its code holds in quotes, or that a dataset names."""
    keys = {citation.key for page in book.pages.values() for citation in page.citations}
    keys |= {source.key for data in book.datasets.values() for source in data.sources}
    if not keys.issuperset(book.keys):
        # Reading the code takes a while, and is rarely needed.
        keys |= set().union(*(quoted(page) for page in book.pages.values()))
    for directive in book.directives("bibliography"):
        if option := directive.options.get("keyprefix"):
            keys |= {key.removeprefix(option.value) for key in keys}
    return frozenset(keys)


@lru_cache(maxsize=1)
def known_keys(book: Book) -> Vocabulary:
    """The keys of all bibliographies, for "did you mean"."""
    return Vocabulary(book.keys)


def prints_uncited(book: Book) -> bool:
    """Whether some list of references holds entries that nobody cites, on purpose."""
    return any(_holds_uncited(directive) for directive in book.directives("bibliography"))


def _holds_uncited(directive: Directive) -> bool:
    expression = directive.options.get("filter")
    if expression is None:
        return bool({"all", "notcited"} & directive.options.keys())
    return passes(expression.value, {"cited": False, "docname": "a page", "docnames": frozenset()})


def printed(book: Book) -> Iterator[tuple[str, BibEntry]]:
    """The entries that can stand in a list of references, with what they inherit."""
    used, everything = used_keys(book), prints_uncited(book)
    return (item for item in resolved(book) if everything or item[1].key in used)


def own(book: Book, *names: str) -> Iterator[tuple[str, BibEntry, str, Field]]:
    """The fields with these names that are not blank: file, entry, name and field."""
    for path, entry in entries(book):
        for name in names:
            field = entry.fields.get(name)
            if field and field.value.strip():
                yield path, entry, name, field


def place_in(field: Field, offset: int) -> Place:
    """Where the character at an offset of a value stands."""
    before = field.value[:offset]
    rows = before.count("\n")
    if rows:
        return Place(field.value_line + rows, offset - before.rfind("\n"))
    return Place(field.value_line, field.value_column + offset)


def at_field(field: Field, message: str) -> Fault:
    """A fault of a field as a whole."""
    return Fault(field.line, field.column, message)


def text_of(entry: BibEntry, *names: str) -> str:
    """The plain text of the first of these fields that is there."""
    for name in names:
        if (field := entry.fields.get(name)) and field.value.strip():
            return plain(field.value)
    return ""
