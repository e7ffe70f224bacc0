"""Which statements a code cell rests on, and so which of the files a notebook read are its own.

A backward slice: statements are followed in the order of the notebook, and each name knows the
statements that made its present value. Two names may mean one object, so a change of one is a
change of the other. Files are names too: what one cell writes, another may read.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from .effects import Call, Effects, statements_of

#: Where something was read or written: code cell from 1, its line, and the name of the file.
Place = tuple[int, int, str]

_BUILTINS = frozenset(vars(builtins))
# Those that change what they are given.
_IMPURE = frozenset({"delattr", "exec", "eval", "next", "setattr"})
# Libraries whose functions do not change what they are given, with the exceptions below.
_LIBRARIES = frozenset(
    """IPython collections datetime decimal functools itertools json math matplotlib myst_nb numpy
    operator pandas pathlib scipy soilbook statistics textwrap""".split()
)
_CHANGERS = frozenset("at copyto fill_diagonal place put put_along_axis putmask shuffle".split())
_CHANGING_KEYWORDS = frozenset({"inplace", "out", "overwrite_a", "overwrite_b", "overwrite_x"})
# What sets how all cells after it work.
_SETTINGS = frozenset("figure_style rc seed set_option set_palette set_style set_theme use".split())
# Methods that leave their object as it is, under the names that pandas, NumPy and Python use.
_READING = frozenset(
    """abs agg all any apply assign astype clip copy corr count cumsum describe diff div dot dropna
    endswith eq explode fillna filter format from_records get groupby head idxmax idxmin isin isna
    items iterrows itertuples join keys lower map max mean median melt merge min mul nlargest notna
    nsmallest nunique pct_change pivot pivot_table prod quantile query rank read_bytes read_text
    reindex rename replace reset_index resample rolling round select_dtypes set_index shape shift
    sort_index sort_values split stack startswith std strip sub sum tail title to_dict to_frame
    to_list to_numpy tolist transform transpose unique unstack upper value_counts values var where
    xs zfill""".split()
)
# Methods of Matplotlib, which change the axes and leave the data as they are.
_DRAWING = frozenset(
    """annotate axhline axhspan axvline axvspan bar bar_label barh boxplot contour contourf errorbar
    fill_between fill_betweenx grid hexbin hist hlines imshow legend loglog pcolormesh pie plot
    scatter semilogx semilogy set set_label set_title set_xlabel set_xlim set_xticks
    set_xticklabels set_ylabel set_ylim set_yticks set_yticklabels stackplot stem step suptitle
    text tick_params violinplot vlines""".split()
)


def inputs_of_cells(
    sources: Sequence[str], reads: Iterable[Place], writes: Iterable[Place] = ()
) -> list[frozenset[str]]:
    """The files behind each code cell of a Python notebook.

    Parameters
    ----------
    sources : sequence of str
        The code cells, in order.
    reads, writes : iterable of (int, int, str)
        The code cell (from 1), its line, and the file. A line of 0 stands for the whole cell, a
        cell of 0 for all cells.

    Returns
    -------
    list of frozenset of str
        For each cell the files read by the statements that its outputs rest on.
    """
    flow = _Flow(statements_of(sources), list(reads), list(writes))
    return [
        frozenset(name for one in flow.behind(cell) for name in flow.read[one])
        for cell in range(1, len(sources) + 1)
    ]


def statements_behind(sources: Sequence[str], cell: int) -> list[tuple[int, int]]:
    """The statements that a cell rests on, its own among them, as (cell, first line)."""
    flow = _Flow(statements_of(sources), [], [])
    return sorted((flow.all[one].cell, flow.all[one].line) for one in flow.behind(cell))


class _Flow:
    """The statements of one notebook, followed from the first to the last."""

    def __init__(self, found: list[Effects], reads: list[Place], writes: list[Place]) -> None:
        self.all = found
        self.read = [_names_at(one, reads) for one in found]
        self.written = [_names_at(one, writes) for one in found]
        # Also what is imported from beside the notebook, which has no name in front.
        self.local = {""} | {part for _, _, name in reads for part in _modules_of(name)}
        self.made_by: dict[str, set[int]] = {}
        self.group: dict[str, set[str]] = {}
        self.modules: dict[str, str] = {}
        self.functions: dict[str, list[Effects]] = {}
        self.defined: dict[str, bool] = {}
        self.floor: set[int] = set()
        self.needs: list[set[int]] = []
        for number, one in enumerate(found):
            self.needs.append(self._follow(number, one))

    def behind(self, cell: int) -> set[int]:
        """The numbers of the statements that a cell rests on."""
        own = (needs for one, needs in zip(self.all, self.needs, strict=True) if one.cell == cell)
        return set().union(*own)

    def _follow(self, number: int, one: Effects) -> set[int]:
        """Take one statement into account; return the statements that it needs."""
        if one.is_opaque:
            self.floor = set(range(number + 1))
        called = self._called(one.loads)
        modules = set(map(_module, self._local_modules(one)))
        loads = one.loads.union(modules, *(later.loads for later in called))
        start = {number} | self.floor | self._made({_file(name) for name in self.read[number]})
        needs = start | self._made(loads)
        # Both what the names meant before and what they mean now is changed.
        before = self._changed(one, called, start, needs)
        self._bind(one, called, needs)
        for name, made in [*before, *self._changed(one, called, start, needs)]:
            self.made_by[name] = self.made_by.get(name, set()) | made
        for name in self.written[number]:
            self.made_by[_file(name)] = self._made({_file(name)}) | needs
        if any(_SETTINGS & {call.root, call.last} for call in one.calls):
            self.floor = self.floor | needs
        return needs

    def _made(self, names: Iterable[str]) -> set[int]:
        return set().union(*(self.made_by.get(name, ()) for name in names))

    def _called(self, names: Iterable[str]) -> list[Effects]:
        """What the functions of the notebook do that are named, and those that these name."""
        found: dict[int, Effects] = {}
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                for later in self.functions.get(name, ()):
                    found[id(later)] = later
                    waiting += later.loads - seen
        return list(found.values())

    def _changed(
        self, one: Effects, called: list[Effects], start: set[int], needs: set[int]
    ) -> list[tuple[str, set[int]]]:
        """The names whose objects a statement may change, and what their values then rest on."""
        found = {name: set(needs) for name in one.changes}
        for call in one.calls:
            # In a simple statement only what the call is given can flow into what it changes.
            made = start | self._made(self._reached(call)) if one.is_simple else needs
            for name in self._changed_by(call):
                found[name] = found.get(name, set()) | made
        for part in called:
            names = part.changes.union(*map(self._changed_by, part.calls))
            found |= {name: set(needs) for name in names}
        real = [(name, made) for name, made in found.items() if self._is_object(name)]
        return [(each, made) for name, made in real for each in self.group.get(name, {name})]

    def _reached(self, call: Call) -> set[str]:
        """The names behind a call: its own, and those that its functions use."""
        return set(call.names).union(*(later.loads for later in self._called(call.names)))

    def _changed_by(self, call: Call) -> set[str]:
        if self._is_quiet(call):
            return set()
        if call.root in self.defined and not call.last:
            return self._changed_by_own(call)
        top = self.modules.get(call.root)
        if top is None or top in self.local:
            return {call.root} if call.last in _DRAWING else {call.root, *call.arguments}
        return {call.root, *call.arguments} if call.is_for_effect else set(call.arguments)

    def _changed_by_own(self, call: Call) -> set[str]:
        """A function of the notebook is looked into: one that changes nothing is quiet."""
        changed = {call.root} if self.defined[call.root] else set()
        inside = self.functions[call.root]
        is_quiet = not any(part.changes or any(map(self._is_loud, part.calls)) for part in inside)
        return changed if is_quiet else changed | call.arguments

    def _is_loud(self, call: Call) -> bool:
        is_own = call.root in self.defined and not call.last and not self.defined[call.root]
        return not is_own and not self._is_quiet(call)

    def _is_quiet(self, call: Call) -> bool:
        """Whether a call leaves what it is given as it is."""
        if call.is_of_text or self._is_builtin(call.root):
            return call.root not in _IMPURE
        if call.last in _CHANGERS or call.keywords & _CHANGING_KEYWORDS:
            return False
        top = self.modules.get(call.root)
        return top in _LIBRARIES if top is not None else call.last in _READING

    def _is_builtin(self, name: str) -> bool:
        return name in _BUILTINS and name not in self.made_by

    def _bind(self, one: Effects, called: list[Effects], needs: set[int]) -> None:
        """Give names their new meaning: modules, functions, and which of them mean one object."""
        for name in one.surely:
            self._forget(name)
        for name in one.binds | set(map(_module, self._local_modules(one))):
            self.made_by[name] = self.made_by.get(name, set()) | needs
        for name, origin in one.modules.items():
            self.modules[name] = top = origin.partition(".")[0]
            if top in self.local:
                self._link({name, _module(top)})
        later = [*([one.deferred] if one.deferred else []), *called]
        for name in one.binds if later else ():
            self.functions[name] = later
            if one.is_definition:
                self.defined[name] = one.has_state
        for part in (one, *called):
            kept = (call for call in part.calls if not self._is_quiet(call))
            held = [{call.root, *call.arguments} for call in kept if call.last not in _DRAWING]
            for names in [*part.links, *held]:
                self._link(set(filter(self._is_object, names)))

    def _local_modules(self, one: Effects) -> set[str]:
        return {origin.partition(".")[0] for origin in one.modules.values()} & self.local

    def _is_object(self, name: str) -> bool:
        """Whether a name means data: a library would tie all its users together."""
        is_library = name in self.modules and self.modules[name] in _LIBRARIES
        is_plain = name in self.defined and not self.defined[name]
        return bool(name) and not is_library and not is_plain and not self._is_builtin(name)

    def _forget(self, name: str) -> None:
        for known in (self.modules, self.functions, self.defined, self.made_by):
            known.pop(name, None)
        if (before := self.group.pop(name, None)) is not None:
            before.discard(name)

    def _link(self, names: set[str]) -> None:
        if len(names) > 1:
            joined = names.union(*(self.group.get(name, ()) for name in names))
            self.group |= dict.fromkeys(joined, joined)


def _names_at(one: Effects, places: list[Place]) -> set[str]:
    """What was read or written in a statement; without a line, in any statement of the cell."""
    return {
        name
        for cell, line, name in places
        if cell in (0, one.cell) and (line <= 0 or one.line <= line <= one.end)
    }


def _modules_of(name: str) -> list[str]:
    """The names under which a file of the repository can be imported."""
    path = PurePosixPath(name)
    return [path.stem, *path.parts[:-1]] if path.suffix == ".py" else []


def _module(name: str) -> str:
    return f"module {name}"


def _file(name: str) -> str:
    return f"file {name}"
