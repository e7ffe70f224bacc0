"""Tree of MathML elements → text of one ``<math>`` element for HTML and EPUB.

The spacing rules of TeX are written into the operators, because a browser guesses the form of an
operator from its place alone, and does not close up what stands in an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .tree import THIN, tex

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ROWS = frozenset("math mrow msqrt mstyle mphantom mpadded mtd".split())
_SCRIPTED = frozenset("msub msup msubsup munder mover munderover mmultiscripts".split())
_NO_OPERAND = (None, "bin", "op", "rel", "open", "punct")


def mathml(items: Sequence[Element], display: bool, spoken: str) -> str:
    """Write an equation as one ``<math>`` element.

    Parameters
    ----------
    items : sequence of Element
        What the parser made; it is not changed.
    display : bool
        Whether the equation has lines of its own.
    spoken : str
        The sentence for ``alttext``.

    Returns
    -------
    str
        XML that is valid in HTML 5 and in EPUB 3.
    """
    root = Element("math", {"xmlns": NAMESPACE, "display": "block" if display else "inline"})
    root.set("alttext", spoken)
    root.extend(deepcopy(item) for item in items)
    _space_out(root, small=False)
    for part in root.iter():
        _finish(part)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _finish(part: Element) -> None:
    for name in [name for name in part.attrib if name.startswith("_")]:
        del part.attrib[name]
    if part.tag == "mtext" and part.text:
        # White space at the ends would be dropped.
        inner = part.text.strip(" ")
        left = len(part.text) - len(part.text.lstrip(" "))
        right = len(part.text.rstrip(" "))
        part.text = "\u00a0" * left + inner + "\u00a0" * (len(part.text) - right)


def _space_out(part: Element, small: bool) -> None:
    if part.tag in _ROWS:
        _space_row(list(part), small)
    for place, child in enumerate(part):
        _space_out(child, small or (part.tag in _SCRIPTED and place > 0))


def _space_row(items: list[Element], small: bool) -> None:
    atoms = [item for item in items if tex(item) != "space"]
    kinds = _kinds(atoms)
    for place, (atom, kind) in enumerate(zip(atoms, kinds, strict=True)):
        core = _core(atom)
        if core is None:
            continue
        before = kinds[place - 1] if place else None
        after = kinds[place + 1] if place + 1 < len(kinds) else None
        if tex(core) == "bin" and kind == "ord" and core.get("form") != "infix":
            core.set("form", "prefix" if after else "postfix")
            _close_up(core)
        elif kind == "op":
            core.set("lspace", THIN if before in ("ord", "close", "op", "inner") else "0em")
            core.set("rspace", "0em" if after in (None, "open", "punct", "close") else THIN)
        elif small and kind in ("bin", "rel", "punct"):
            _close_up(core)


def _close_up(core: Element) -> None:
    core.set("lspace", "0em")
    core.set("rspace", "0em")


def _kinds(atoms: list[Element]) -> list[str]:
    """Return the classes of TeX, with signs (as in −x) told from operations (as in a − x)."""
    kinds = [tex(atom) for atom in atoms]
    for place, kind in enumerate(kinds):
        before = kinds[place - 1] if place else None
        after = kinds[place + 1] if place + 1 < len(kinds) else None
        if kind == "bin" and (before in _NO_OPERAND or after in (None, "rel", "close", "punct")):
            kinds[place] = "ord"
    return kinds


def _core(atom: Element) -> Element | None:
    """Return the operator that carries the spacing, also from under its scripts."""
    while atom.tag in _SCRIPTED and len(atom):
        atom = atom[0]
    return atom if atom.tag == "mo" else None
