"""What a check is: a generator of faults with a name, an explanation and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import overload
from weakref import WeakKeyDictionary

from ..findings import Finding
from ..records.book import Book
from ..records.places import Fault

#: What a check yields: the name of the file, and the fault in it.
Faults = Iterator[tuple[str, Fault]]
_Function = Callable[[Book], Faults]

# A book is read once, so what a check found in it stays true; suppressions ask a second time.
_FOUND: WeakKeyDictionary[Book, dict[str, tuple[Finding, ...]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Parameters
    ----------
    name : str
        The public name of the fault that it finds.
    explanation : str
        What the fault is: one sentence, then perhaps an empty line and more.
    faults : callable
        Yields the faults of a book.
    by_default : bool, optional
        Whether it runs without being asked for.
    follows_run : bool, optional
        Whether it knows of faults only after the notebooks were run.
    """

    name: str
    explanation: str
    faults: _Function
    by_default: bool = True
    follows_run: bool = False

    @property
    def sentence(self) -> str:
        """The first sentence of the explanation, on one line."""
        return " ".join(self.explanation.partition("\n\n")[0].split())

    def __call__(self, book: Book) -> tuple[Finding, ...]:
        """Every fault of this kind in the book."""
        known = _FOUND.setdefault(book, {})
        if self.name not in known:
            known[self.name] = tuple(self._findings(book))
        return known[self.name]

    def _findings(self, book: Book) -> Iterator[Finding]:
        for path, fault in self.faults(book):
            # One finding is one line, also when it quotes text that runs over several.
            message = " ".join(fault.message.split())
            yield Finding(path, fault.line, fault.column, self.name, message)


CHECKS: dict[str, Check] = {}


@overload
def check(faults: _Function) -> Check: ...
@overload
def check(*, by_default: bool = ..., follows_run: bool = ...) -> Callable[[_Function], Check]: ...
def check(
    faults: _Function | None = None, *, by_default: bool = True, follows_run: bool = False
) -> Check | Callable[[_Function], Check]:
    """Register a check: the function's name is the fault, its docstring explains the fault.

    With ``by_default=False`` it runs only when ``--select`` or the setting ``checks`` names it.
    """

    def registered(function: _Function) -> Check:
        name = function.__name__.replace("_", "-")
        explanation = cleandoc(function.__doc__ or "")
        return register(Check(name, explanation, function, by_default, follows_run))

    return registered if faults is None else registered(faults)


def register(new: Check) -> Check:
    """Add a check that was made otherwise than from one function, and return it."""
    CHECKS[new.name] = new
    return new
