"""Questions about elements and their neighbours that decide how they are spoken."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from .alphabets import PLAIN
from .tree import tex, words


def end_of_argument(atoms: list[Element], place: int) -> int:
    """Return where the argument ends that opens here, as in f(x); 0 where none opens."""
    pair = {"(": "()", "[": "[]"}.get(atoms[place].text or "")
    if not place or not pair or not is_name(atoms[place - 1]):
        return 0
    if pair == "[]" and words(atoms[place - 1]) != "𝔼":
        return 0
    end = closing(atoms, place, pair)
    inside = atoms[place + 1 : end]
    return end if inside and not any(operates(item) for item in inside) else 0


def closing(atoms: list[Element], place: int, pair: str) -> int:
    """Return where the parenthesis that opens here is closed, without scripts; 0 when nowhere."""
    depth = 0
    for number in range(place, len(atoms)):
        text = words(atoms[number]) if atoms[number].tag == "mo" else ""
        depth += (text == pair[0]) - (text == pair[1])
        if depth == 0:
            return number if atoms[number].tag == "mo" else 0
        if atoms[number].tag.startswith("ms") and words(atoms[number][0]) == pair[1]:
            return 0
    return 0


def is_name(item: Element) -> bool:
    """Tell what can be applied to an argument: a letter, an accented letter, a function."""
    core = item[0] if item.tag in ("msub", "msup", "msubsup") else item
    return core.tag == "mi" or core.get("_role") in ("function", "accent")


def is_wide(item: Element) -> bool:
    """Tell a gap that a speaker pauses at."""
    width = item.get("_width", "")
    return item.tag == "mspace" and float(width.removesuffix("em") or 0) >= 1


def bar(item: Element) -> str:
    """Return the bar that may close an absolute value or a norm, or nothing."""
    core = item[0] if item.tag in ("msub", "msup", "msubsup") else item
    return (core.text or "") if core.tag == "mo" and tex(core) in ("ord", "close") else ""


def operates(item: Element) -> bool:
    """Tell an operation or a relation that an argument in parentheses does not hide."""
    return tex(item) in ("bin", "rel") and (item.text or "?") not in "∣∩∪"


def is_upright(item: Element) -> bool:
    """Tell names set upright (units, substances) from variables."""
    core = item[0] if item.tag in ("msub", "msup", "msubsup", "mmultiscripts") else item
    core = core[-1] if core.tag == "mrow" and len(core) else core
    if core.tag != "mi" or not (core.text or "").isalpha() or (core.text or "")[0] in PLAIN:
        return core.tag in ("msub", "msup", "msubsup") and is_upright(core)
    return len(core.text or "") > 1 or core.get("mathvariant") == "normal"


def is_formula(item: Element | None) -> bool:
    """Tell numbers and charges, as in chemistry, from other scripts."""
    return item is None or bool(re.fullmatch(r"\d*[+−]?", words(item)))


def is_short(item: Element) -> bool:
    """Tell whether a part can be said without saying where it ends."""
    leaves = [leaf for leaf in item.iter() if leaf.text]
    return len(leaves) <= 3 and not has_operation(item) and item.find(".//mfrac") is None


def has_operation(item: Element) -> bool:
    """Tell whether there is more than a sign, a letter or a product inside."""
    operations = [part for part in item.iter("mo") if tex(part) in ("bin", "rel", "open")]
    sign_only = len(item) == 2 and operations == [item[0]]
    return bool(operations) and not sign_only


def places(tag: str) -> tuple[str, ...]:
    """Return where the scripts stand, the upper one first."""
    return {"munder": ("below",), "mover": ("above",)}.get(tag, ("above", "below"))


def plain_letters(text: str) -> str:
    """Return letters and digits without their alphabet."""
    return "".join(PLAIN.get(char, (char, ""))[0] for char in text)


def is_fenced(atoms: list[Element], place: int) -> bool:
    """Tell brackets that grow around their content."""
    return place < len(atoms) and atoms[place].get("_role", "").startswith("fenced")


def in_angles(atoms: list[Element], place: int) -> bool:
    """Tell the bar of a bra or a ket, ⟨φ|A|ψ⟩, from that of an absolute value."""
    before = [words(atom)[:1] for atom in atoms[:place]]
    after = [words(atom)[:1] for atom in atoms[place + 1 :]]
    left = max((n for n, char in enumerate(before) if char in ("⟨", "⟩")), default=None)
    right = next((char for char in after if char in ("⟨", "⟩")), "")
    return right == "⟩" or (left is not None and before[left] == "⟨")
