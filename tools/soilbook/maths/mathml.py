"""Tree of MathML elements → text of one ``<math>`` element for HTML and EPUB.

The spacing rules of TeX are written into the operators, because a browser guesses the form of an
operator from its place alone, and does not close up what stands in an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .commands import SIZES
from .tree import THIN, tex

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ROWS = frozenset("math mrow msqrt mstyle mphantom mpadded mtd".split())
_SCRIPTED = frozenset("msub msup msubsup munder mover munderover mmultiscripts".split())
_USUAL = {"prefix": frozenset("([{⟨⌊⌈⟦⟮|‖"), "postfix": frozenset(")]}⟩⌋⌉⟧⟯|‖")}
# Relations that browsers set close to what is beside them, or only one of the two.
_SET_APART = frozenset(":∴∵")
_RELATION_GAP = "0.278em"
_TALL = frozenset("mfrac mtable munder munderover msqrt mroot mover".split())
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
    if part.get("_script"):
        # The variation of the letter that is the script of \mathscr, not that of \mathcal.
        part.text = "".join(f"{char}\ufe01" for char in part.text or "")
    if part.get("_role") == "sized" and part.attrib.get("minsize") == SIZES["big"]:
        # Hardly larger than the sign itself, for which browsers leave less room beside it.
        del part.attrib["minsize"], part.attrib["maxsize"]
        part.attrib.update(stretchy="false", mathsize="120%")
    if part.tag in _SCRIPTED and part[0].get("_role") == "sized":
        # A delimiter takes the size it is given only inside a row.
        part[0] = _row_of(part[0])
    for name in [name for name in part.attrib if name.startswith("_")]:
        del part.attrib[name]
    if part.tag == "mtext" and part.text:
        # White space at the ends would be dropped.
        inner = part.text.strip(" ")
        left = len(part.text) - len(part.text.lstrip(" "))
        right = len(part.text.rstrip(" "))
        part.text = "\u00a0" * left + inner + "\u00a0" * (len(part.text) - right)


def _keep_small(part: Element) -> None:
    r"""Let ``\left(`` be of its own size around what is no taller: browsers leave it more room."""
    if not any(map(_is_tall, part.iter())):
        for child in part:
            if child.tag == "mo" and child.get("stretchy") == "true" and not child.get("minsize"):
                child.set("stretchy", "false")


def _is_tall(part: Element) -> bool:
    is_accent = part.tag == "mover" and part.get("accent") == "true"
    is_big = part.tag == "mo" and tex(part) == "op" and part.get("_role") != "function"
    return is_big or (part.tag in _TALL and not is_accent)


def _space_out(part: Element, small: bool) -> None:
    if part.get("_role", "").startswith("fenced"):
        _keep_small(part)
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
        _set_form(core, kind, at_edge=core is not atom or place in (0, len(atoms) - 1))
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


def _set_form(core: Element, kind: str, at_edge: bool) -> None:
    """Say what a browser would guess wrongly from its place, or at delimiters like ]0, 1[."""
    if kind in ("bin", "rel") and tex(core) == kind and at_edge and not core.get("form"):
        core.set("form", "infix")
    if kind == "rel" and core.text in _SET_APART:
        core.set("lspace", _RELATION_GAP)
        core.set("rspace", _RELATION_GAP)
    usual = _USUAL.get(core.get("form", ""))
    unusual = core.get("_role") in ("middle", "sized") or (usual and core.text not in usual)
    if unusual and core.get("stretchy") == "true":
        _close_up(core)


def _row_of(part: Element) -> Element:
    made = Element("mrow")
    made.append(part)
    return made


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
