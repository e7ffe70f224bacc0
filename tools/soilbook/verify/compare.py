"""Compare the outlines of the editions, and say which edition stands alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..findings import Finding
from .align import align
from .outline import FORMULA, Heading, Outline, Place, shorten
from .subjects import HEADINGS, SUBJECTS, Quoted, Subject, bare

ORDER = ("HTML", "EPUB", "PDF")


@dataclass(frozen=True, slots=True)
class Peer:
    """What one edition has of one item, if anything."""

    outline: Outline
    item: Any | None


def compare(outlines: Sequence[Outline]) -> Iterator[Finding]:
    """Yield what differs between editions; HTML, or else EPUB, is what messages refer to."""
    reference, *others = sorted(outlines, key=lambda outline: ORDER.index(outline.edition))
    for subject in SUBJECTS:
        yield from _compare_subject(subject, reference, others)
    yield from compare_levels(reference, others)
    for outline in outlines:
        yield from dead_links(outline)


def compare_levels(reference: Outline, others: Sequence[Outline]) -> Iterator[Finding]:
    """Yield headings that stand deeper or higher below the one before than elsewhere.

    Only steps inside one page of the reference are compared: where its pages begin, HTML starts
    anew with the first level, and a book of one file does not.
    """
    mine = HEADINGS.items(reference, reference)
    odd: dict[int, list[tuple[Outline, Heading]]] = {}
    for other in others:
        for place, head in _odd_levels(mine, HEADINGS.items(other, reference)):
            odd.setdefault(place, []).append((other, head))
    for place, found in sorted(odd.items()):
        if len(found) == len(others) > 1:
            found = [(reference, mine[place])]
        for outline, head in found:
            message = f"{_name(head)}: its level in {outline.edition} is not that of the others."
            yield at(head.place, HEADINGS.missing, message)


def _odd_levels(
    mine: Sequence[Heading], theirs: Sequence[Heading]
) -> Iterator[tuple[int, Heading]]:
    peers = {i: theirs[j] for i, j in align(mine, theirs, HEADINGS.keys) if j is not None}
    for place, (before, head) in enumerate(pairwise(mine), start=1):
        if (
            before.place.document != head.place.document
            or place not in peers
            or place - 1 not in peers
        ):
            continue
        if head.level - before.level != peers[place].level - peers[place - 1].level:
            yield place, peers[place]


def dead_links(outline: Outline) -> Iterator[Finding]:
    """Yield the links of one edition that lead nowhere."""
    for link in outline.dead_links:
        message = f'A link to "{link.target}" leads nowhere in the {outline.edition} edition.'
        yield at(link.place, "verify-link-dead", message)


def at(place: Place, check: str, message: str) -> Finding:
    """Make a finding at a place of an edition."""
    return Finding(place.file, 0, 0, check, f"{place.spot}: {message}" if place.spot else message)


def _compare_subject(
    subject: Subject, reference: Outline, others: Sequence[Outline]
) -> Iterator[Finding]:
    mine = subject.items(reference, reference)
    peers: list[list[Peer]] = [[] for _ in mine]
    extra: list[list[Peer]] = []
    for other in others:
        theirs = subject.items(other, reference)
        pairs = align(mine, theirs, subject.keys)
        for i, j in pairs:
            if i is not None:
                peers[i].append(Peer(other, None if j is None else theirs[j]))
        extra.append([Peer(other, theirs[j]) for i, j in pairs if i is None and j is not None])
    for item, found in zip(mine, peers, strict=True):
        yield from _compare_item(subject, Peer(reference, item), found)
    yield from _additional(subject, reference, extra)


def _compare_item(subject: Subject, own: Peer, peers: Sequence[Peer]) -> Iterator[Finding]:
    lacking = [peer for peer in peers if peer.item is None]
    if len(lacking) == len(peers) > 1:
        yield _alone(subject, own)
    else:
        for peer in lacking:
            yield _missing(subject, peer.outline, own)
    present = [peer for peer in peers if peer.item is not None]
    for check, aspect, value in subject.aspects:
        yield from _compare_aspect(subject, check, aspect, value, own, present)


def _compare_aspect(
    subject: Subject,
    check: str,
    aspect: str,
    value: Callable[[Any], Any],
    own: Peer,
    peers: Sequence[Peer],
) -> Iterator[Finding]:
    mine = value(own.item)
    odd = [peer for peer in peers if not agree(mine, value(peer.item))]
    if len(odd) == len(peers) > 1 and agree(value(odd[0].item), value(odd[1].item)):
        theirs = " and ".join(peer.outline.edition for peer in odd)
        told = tell(mine, value(odd[0].item), own.outline.edition, theirs)
        yield at(own.item.place, check, f"{_name(own.item)}: the {aspect} differs: {told}")
        return
    for peer in odd:
        told = tell(value(peer.item), mine, peer.outline.edition, own.outline.edition)
        yield at(peer.item.place, check, f"{_name(own.item)}: the {aspect} differs: {told}")


def _additional(
    subject: Subject, reference: Outline, extra: Sequence[Sequence[Peer]]
) -> Iterator[Finding]:
    """Yield what the reference lacks: it alone, when all others have it, else the one that has."""
    for number, peers in enumerate(extra):
        others = [rest for position, rest in enumerate(extra) if position != number]
        for peer in peers:
            is_shared = all(any(_is_twin(subject, peer, twin) for twin in rest) for rest in others)
            if not others or not is_shared:
                yield _alone(subject, peer)
            elif number == 0:
                yield _missing(subject, reference, peer)


def _is_twin(subject: Subject, one: Peer, other: Peer) -> bool:
    return any(key(one.item) == key(other.item) for key in subject.keys)


def _alone(subject: Subject, own: Peer) -> Finding:
    assert own.item is not None
    message = f"{_name(own.item)} is in the {own.outline.edition} edition only."
    return at(own.item.place, subject.missing, message)


def _missing(subject: Subject, outline: Outline, seen: Peer) -> Finding:
    assert seen.item is not None
    place = f"{seen.item.place.file} {seen.item.place.spot}".rstrip()
    message = f"{_name(seen.item)} is missing; the {seen.outline.edition} edition has it ({place})."
    return Finding(outline.path, 0, 0, subject.missing, message)


def _name(item: Any) -> str:
    name = FORMULA.sub(r"\1", item.name)
    return name[:1].upper() + name[1:]


def agree(mine: Any, theirs: Any) -> bool:
    """Whether two values say the same; equations inside texts are compared on their own."""
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return len(mine) == len(theirs) and all(map(agree, mine, theirs))
    if isinstance(mine, Quoted) and isinstance(theirs, Quoted):
        return mine.agrees(theirs)
    if isinstance(mine, str) and isinstance(theirs, str):
        return bare(mine) == bare(theirs)
    return mine == theirs or mine is None or theirs is None


def tell(mine: Any, theirs: Any, me: str, them: str) -> str:
    """Both values, as a message quotes them: of long ones, the part that differs."""
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return _tell_tuples(mine, theirs, me, them)
    mine, theirs = _around_difference(str(mine), str(theirs))
    return f'"{mine}" in {me}, "{theirs}" in {them}.'


def _tell_tuples(mine: tuple, theirs: tuple, me: str, them: str) -> str:
    for number, (one, other) in enumerate(zip(mine, theirs, strict=False), start=1):
        if not agree(one, other):
            if isinstance(one, tuple):
                return f"row {number}, {_tell_tuples(one, other, me, them)}"
            return f"number {number}, {tell(one, other, me, them)}"
    return f"{len(mine)} in {me}, {len(theirs)} in {them}."


def _around_difference(mine: str, theirs: str, context: int = 30) -> tuple[str, str]:
    mine, theirs = FORMULA.sub(r"\1", mine), FORMULA.sub(r"\1", theirs)
    if len(mine) + len(theirs) < 4 * context:
        return mine, theirs
    letters = zip(mine, theirs, strict=False)
    first = next((n for n, (a, b) in enumerate(letters) if a != b), min(len(mine), len(theirs)))
    start = max(0, first - context)
    lead = "…" if start else ""
    return lead + shorten(mine[start:], 2 * context), lead + shorten(theirs[start:], 2 * context)
