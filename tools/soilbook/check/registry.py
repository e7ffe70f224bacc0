"""What a check is: a generator of faults with a name, an explanation and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..findings import Finding
from ..records.book import Book
from ..records.places import Fault

#: What a check yields: the name of the file, and the fault in it.
Faults = Iterator[tuple[str, Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `name` is the public name of the fault that it finds."""

    name: str
    explanation: str
    faults: Callable[[Book], Faults]

    def __call__(self, book: Book) -> Iterator[Finding]:
        """Every fault of this kind in the book."""
        for path, fault in self.faults(book):
            # One finding is one line, also when it quotes text that runs over several.
            message = " ".join(fault.message.split())
            yield Finding(path, fault.line, fault.column, self.name, message)


CHECKS: dict[str, Check] = {}


def check(faults: Callable[[Book], Faults]) -> Check:
    """Register a check: the function's name is the fault, its docstring explains the fault."""
    name = faults.__name__.replace("_", "-")
    explanation = (faults.__doc__ or "").partition("\n\n")[0].strip()
    CHECKS[name] = Check(name, explanation, faults)
    return CHECKS[name]
