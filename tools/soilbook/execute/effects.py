"""What one statement of a notebook does to the names of the notebook: a reading of its syntax.

Where syntax cannot tell, the statement is taken to do more than it does: a figure is then said to
rest on data that it does not need.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

# Lines for IPython that touch neither names nor data.
_HARMLESS = re.compile(r"^[ \t]*%(?:matplotlib|config|load_ext|autoreload)\b.*$", re.MULTILINE)
# Whoever calls one of these may read and bind any name.
_ANYTHING = frozenset("eval exec get_ipython globals locals vars __import__ reload".split())
# What IPython keeps of the cells before.
_HISTORY = re.compile(r"_{1,3}|_i{0,3}\d*|_i{1,3}|In|Out")
_FRESH = (ast.Compare, ast.Constant, ast.JoinedStr)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor)
_LATER = (*_FUNCTIONS, ast.ClassDef, ast.Lambda, ast.GeneratorExp)
_CERTAIN = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.ClassDef, *_FUNCTIONS)


@dataclass(frozen=True)
class Call:
    """A call: where its dotted name begins and ends, the names and keywords that it is given.

    `names` are all names of the call; `is_of_text` tells a method of a text that is written out,
    and `is_for_effect` that nothing is done with the result.
    """

    root: str
    last: str
    arguments: frozenset[str]
    keywords: frozenset[str]
    names: frozenset[str]
    is_of_text: bool
    is_for_effect: bool


@dataclass
class Effects:
    """One statement, from `line` to `end` of code cell `cell` (each from 1).

    `loads` are the names whose values it needs from before, `binds` those that it gives a meaning,
    for certain if in `surely`, and `changes` those whose objects it changes. `links` are sets of
    names that may mean one object afterwards. `deferred` is what its functions do when called.
    """

    cell: int
    line: int
    end: int
    is_opaque: bool = False
    is_simple: bool = True
    is_definition: bool = False
    has_state: bool = False
    loads: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    surely: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    links: list[set[str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    modules: dict[str, str] = field(default_factory=dict)
    deferred: Effects | None = None


def statements_of(sources: Iterable[str]) -> list[Effects]:
    """The statements of all code cells, in their order."""
    return [one for cell, text in enumerate(sources, 1) for one in _statements(cell, text)]


def _statements(cell: int, source: str) -> list[Effects]:
    """The statements of one cell; a single opaque one where it is not plain Python."""
    try:
        return [_effects(cell, node) for node in ast.parse(_HARMLESS.sub("pass", source)).body]
    except (SyntaxError, ValueError):
        return [Effects(cell, 0, len(source.split("\n")), is_opaque=True)]


def _effects(cell: int, node: ast.stmt) -> Effects:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(one.lineno for one in decorators)])
    found = Effects(cell, first, node.end_lineno or first)
    node, declared = _with_own_names(node, f"{cell}:{first}:")
    found.is_definition = isinstance(node, _FUNCTIONS)
    found.is_simple = not isinstance(getattr(node, "body", None), list)
    needed, bound = exposed([node])
    found.loads, found.binds = needed, _bound_in(node)
    inner, outer = _parts(node)
    if inner:
        found.deferred = Effects(cell, first, found.end, loads=set(needed))
        found.deferred.changes |= declared
        _note_all(found.deferred, inner)
    # A function that stands among other code may be called right there.
    _note_all(found, outer if found.is_definition else [*outer, *inner])
    if found.is_definition:
        # Its body uses what the names mean when it is called.
        found.loads = set().union(*map(_loaded_in, [*decorators, *_defaults(node)]))
    if isinstance(node, _CERTAIN):
        found.surely = bound
    elif isinstance(node, _LOOPS):
        found.surely = _bound_in(node.target)
    found.has_state = found.is_definition and _keeps_state(node)
    found.is_opaque |= any(map(_HISTORY.fullmatch, needed))
    return found


def _keeps_state(node: ast.stmt) -> bool:
    """Whether a function may remember: by a decorator (a cache), or a default that can change."""
    constants = (ast.Constant, ast.UnaryOp)
    is_changing = any(not isinstance(one, constants) for one in _defaults(node))
    return is_changing or bool(getattr(node, "decorator_list", ()))


def _defaults(node: ast.stmt) -> list[ast.expr]:
    arguments: ast.arguments | None = getattr(node, "args", None)
    return [*arguments.defaults, *filter(None, arguments.kw_defaults)] if arguments else []


class _Rename(ast.NodeTransformer):
    def __init__(self, own: set[str], mark: str) -> None:
        self.own, self.mark = own, mark

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.mark + node.id, node.ctx) if node.id in self.own else node


def _with_own_names(node: ast.stmt, mark: str) -> tuple[ast.stmt, set[str]]:
    """Mark the names that only the functions and comprehensions of a statement know.

    Return also the names that its functions declare as global and bind.
    """
    table = symtable.symtable(ast.unparse(node), "cell", "exec")
    inside = [symbol for one in _tables_in(table) for symbol in one.get_symbols()]
    declared = {s.get_name() for s in inside if s.is_declared_global() and s.is_assigned()}
    outside = {s.get_name() for s in [*table.get_symbols(), *filter(_is_global, inside)]}
    own = {symbol.get_name() for symbol in inside} - outside
    return _Rename(own, mark).visit(node), declared


def _is_global(symbol: symtable.Symbol) -> bool:
    return symbol.is_global()


def _tables_in(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _tables_in(child)


def exposed(body: Sequence[ast.stmt]) -> tuple[set[str], set[str]]:
    """The names whose values a block needs from before it, and those that it binds for certain."""
    needed: set[str] = set()
    bound: set[str] = set()
    for node in body:
        needs, binds = _exposed_by(node)
        needed |= needs - bound
        bound |= binds
    return needed, bound


def _exposed_by(node: ast.stmt) -> tuple[set[str], set[str]]:
    match node:
        case ast.For() | ast.AsyncFor():
            needs, _ = exposed(node.body)
            after, _ = exposed(node.orelse)
            inside = needs - _bound_in(node.target)
            return _loaded_in(node.target) | _loaded_in(node.iter) | inside | after, set()
        case ast.If():
            (yes, first), (no, second) = exposed(node.body), exposed(node.orelse)
            return _loaded_in(node.test) | yes | no, first & second
        case ast.With() | ast.AsyncWith():
            heads = set().union(*map(_loaded_in, node.items))
            targets = set().union(*map(_bound_in, node.items))
            needs, binds = exposed(node.body)
            return heads | (needs - targets), binds | targets
        case ast.While() | ast.Try() | ast.TryStar() | ast.Match():
            return _loaded_in(node), set()
        case ast.AugAssign(target=target):
            return _loaded_in(node) | names_in(target), _bound_in(target)
        case _:
            is_certain = isinstance(node, _CERTAIN) and not _has_inner_binding(node)
            return _loaded_in(node), _bound_in(node) if is_certain else set()


def _has_inner_binding(node: ast.stmt) -> bool:
    return any(isinstance(one, ast.NamedExpr) for one in ast.walk(node))


def _loaded_in(node: ast.AST) -> set[str]:
    names = (one for one in ast.walk(node) if isinstance(one, ast.Name))
    return {one.id for one in names if isinstance(one.ctx, ast.Load)}


def _bound_in(node: ast.AST) -> set[str]:
    """The names of the notebook that a piece of code gives a meaning, or takes it away."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        match one:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {each.asname or each.name.partition(".")[0] for each in names}
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.add(one.name)
                continue
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                found.add(name)
        waiting += ast.iter_child_nodes(one)
    return found


def _parts(node: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """The nodes in the bodies of functions, which run when called, and all others."""
    inner: list[ast.AST] = []
    outer: list[ast.AST] = []

    def walk(one: ast.AST, is_inner: bool) -> None:
        (inner if is_inner else outer).append(one)
        for child in ast.iter_child_nodes(one):
            walk(child, is_inner or isinstance(one, _LATER))

    walk(node, False)
    return inner, outer


def _note_all(found: Effects, parts: list[ast.AST]) -> None:
    for_effect = {id(one.value) for one in parts if isinstance(one, ast.Expr)}
    for part in parts:
        if isinstance(part, ast.Call):
            found.calls.append(_call(part, id(part) in for_effect))
            found.is_opaque |= found.calls[-1].root in _ANYTHING or "reload" in found.calls[-1].last
        else:
            _note(found, part)


def _note(found: Effects, node: ast.AST) -> None:
    match node:
        case ast.Import(names=names):
            found.modules |= {one.asname or one.name.partition(".")[0]: one.name for one in names}
        case ast.ImportFrom(module=module, names=names, level=level):
            found.is_opaque |= any(one.name == "*" for one in names)
            origin = "." * level + (module or "")
            found.modules |= {one.asname or one.name: origin for one in names}
        case ast.Assign(targets=targets, value=value):
            _note_targets(found, targets, value)
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            _note_targets(found, [target], value)
        case ast.AugAssign(target=target, value=value):
            _note_targets(found, [target], value)
            found.changes |= names_in(target)
        case (
            ast.For(target=target, iter=value)
            | ast.AsyncFor(target=target, iter=value)
            | ast.comprehension(target=target, iter=value)
            | ast.withitem(context_expr=value, optional_vars=ast.expr() as target)
        ):
            _note_targets(found, [target], value)
        case ast.Match():
            found.links.append(names_in(node.subject) | _bound_in(node))
        case ast.Delete(targets=targets):
            found.changes.update(*map(names_in, targets))


def _note_targets(found: Effects, targets: list[ast.expr], value: ast.expr | None) -> None:
    """The targets may now mean what the value means; an element or attribute changes its owner."""
    linked = shared_by(value) if value is not None else set()
    for target in targets:
        linked |= names_in(target)
        for part in ast.walk(target):
            if isinstance(part, ast.Subscript | ast.Attribute):
                found.changes |= names_in(part.value)
    found.links.append(linked)


def _call(call: ast.Call, is_for_effect: bool) -> Call:
    function = root = call.func
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
        root = root.func if isinstance(root, ast.Call) else root.value
    given = [*call.args, *(one.value for one in call.keywords)]
    # What is called may itself be computed from names: (a or b).append(c).
    hidden = set() if isinstance(root, ast.Name) else names_in(root)
    return Call(
        root.id if isinstance(root, ast.Name) else "",
        function.attr if isinstance(function, ast.Attribute) else "",
        frozenset(hidden.union(*map(shared_by, given))),
        frozenset(one.arg for one in call.keywords if one.arg),
        frozenset(names_in(call)),
        isinstance(root, ast.Constant | ast.JoinedStr),
        is_for_effect,
    )


def names_in(node: ast.AST) -> set[str]:
    """Every name in a piece of code."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def shared_by(node: ast.AST) -> set[str]:
    """The names whose objects the value of an expression may be, hold or be a part of."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, _FRESH) or _is_arithmetic(node):
        return set()
    return set().union(*map(shared_by, ast.iter_child_nodes(node)))


def _is_arithmetic(node: ast.AST) -> bool:
    # Lists are joined with + and dictionaries with |, and then hold the same objects.
    return isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Add | ast.BitOr)
