"""Pair the items of two editions, so that one that is lost does not shift all that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

Item = TypeVar("Item")
Key = Callable[[Item], str]
Pair = tuple[int | None, int | None]
SMALL = 2500
ALIKE = 0.5


def align(mine: Sequence[Item], theirs: Sequence[Item], keys: Sequence[Key[Item]]) -> list[Pair]:
    """Return pairs of positions in both sequences, None where an item has no peer.

    Parameters
    ----------
    mine, theirs : sequence
        The items of two editions in reading order.
    keys : sequence of callable
        How an item is recognised, the strictest way first; what one key leaves over is tried
        with the next, and at last by likeness of the last key.
    """
    return list(_align(range(len(mine)), range(len(theirs)), mine, theirs, keys))


def _align(
    a: range, b: range, mine: Sequence[Item], theirs: Sequence[Item], keys: Sequence[Key[Item]]
) -> Iterator[Pair]:
    key = keys[0]
    left, right = [key(mine[i]) for i in a], [key(theirs[j]) for j in b]
    for step, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if step == "equal":
            yield from zip(a[i1:i2], b[j1:j2], strict=True)
        elif step != "replace" or len(keys) == 1:
            yield from _rest(a[i1:i2], b[j1:j2], left[i1:i2], right[j1:j2])
        else:
            yield from _align(a[i1:i2], b[j1:j2], mine, theirs, keys[1:])


def _rest(a: range, b: range, left: Sequence[str], right: Sequence[str]) -> Iterator[Pair]:
    """Pair what no key could pair: one for one if as many, else the likest."""
    if len(a) == len(b):
        yield from zip(a, b, strict=True)
        return
    peers = _likest(left, right) if len(left) * len(right) <= SMALL else {}
    taken = iter(sorted(set(range(len(b))) - set(peers.values())))
    waiting = next(taken, None)
    for i, place in enumerate(a):
        peer = peers.get(i)
        while peer is not None and waiting is not None and waiting < peer:
            yield None, b[waiting]
            waiting = next(taken, None)
        yield place, None if peer is None else b[peer]
    while waiting is not None:
        yield None, b[waiting]
        waiting = next(taken, None)


def _likest(left: Sequence[str], right: Sequence[str]) -> dict[int, int]:
    """The pairing in order whose likeness adds up highest."""
    score = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            paired = _likeness(left[i], right[j])
            score[i][j] = max(
                score[i + 1][j], score[i][j + 1], paired + score[i + 1][j + 1] if paired else 0.0
            )
    peers: dict[int, int] = {}
    i = j = 0
    while i < len(left) and j < len(right):
        if score[i][j] == score[i + 1][j]:
            i += 1
        elif score[i][j] == score[i][j + 1]:
            j += 1
        else:
            peers[i] = j
            i, j = i + 1, j + 1
    return peers


def _likeness(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    likeness = matcher.ratio()
    return likeness if likeness >= ALIKE else 0.0
