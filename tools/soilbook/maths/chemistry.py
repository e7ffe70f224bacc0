r"""Formulas of mhchem (``\ce``) as plain LaTeX: CO2, NO3-, ^{14}C, arrows with conditions."""

from __future__ import annotations

import re

ARROWS = {
    "<=>": "rightleftharpoons",
    "<-->": "leftrightarrow",
    "<->": "leftrightarrow",
    "-->": "rightarrow",
    "->": "rightarrow",
    "<-": "leftarrow",
}
_PART = re.compile(
    r"""(?P<blank>\s+)
    | (?P<arrow><=>|<-->|<->|-->|->|<-)(?P<conditions>(?:\[[^\]]*\]){0,2})
    | \^(?:\{(?P<above>[^}]*)\}|(?P<charge>\d*[+-]|\d+|[a-z]))
    | _(?:\{(?P<below>[^}]*)\}|(?P<index>\w))
    | (?P<maths>\$[^$]*\$)
    | (?P<text>\{[^{}]*\})
    | (?P<command>\\(?:[A-Za-z]+\s*|.))
    | (?P<number>\d+(?:[./]\d+)?)
    | (?P<letters>[A-Z][a-z]?|[a-z]+)
    | (?P<sign>[+-])
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


def formula(source: str) -> str:
    r"""Write the inside of ``\ce{…}`` as LaTeX.

    Parameters
    ----------
    source : str
        What stands between the braces, such as ``CO2 + H2O -> H2CO3``.

    Returns
    -------
    str
        LaTeX in which element symbols are upright, indices and charges raised and lowered.
    """
    written = ""
    matches = list(_PART.finditer(source))
    for position, match in enumerate(matches):
        previous = matches[position - 1].lastgroup if position else "blank"
        following = source[match.end() : match.end() + 1]
        written += _part(match, previous or "blank", following)
    # One word, so that an index belongs to all of CO rather than to O alone.
    return re.sub(r"(?<=[A-Za-z])\}\\mathrm\{(?=[A-Z])", "", written)


def _part(match: re.Match[str], previous: str, following: str) -> str:
    """Write one part; an atom before it decides what a digit or a sign means."""
    kind = match.lastgroup
    part = match.groupdict()
    after_atom = previous in ("letters", "number", "other", "below", "index", "text")
    if part["arrow"]:
        return _arrow(part["arrow"], part["conditions"])
    if kind == "blank":
        return ""
    if kind in ("above", "charge"):
        return f"^{{{_charge(part['above'] or part['charge'] or '')}}}"
    if kind in ("below", "index"):
        return rf"_{{\mathrm{{{part['below'] or part['index']}}}}}"
    if kind == "number":
        return f"_{{{match.group()}}}" if after_atom else _count(match.group())
    if kind == "letters":
        return rf"\mathrm{{{match.group()}}}"
    if kind == "sign":
        return _sign(match.group(), after_atom, following)
    if kind == "maths":
        return match.group().strip("$")
    if kind == "text":
        return rf"\text{match.group()}"
    return {"*": r"\cdot ", ".": r"\cdot ", "#": r"\equiv "}.get(match.group(), match.group())


def _charge(text: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda name: rf"\mathrm{{{name.group()}}}", text)


def _count(text: str) -> str:
    over, _, under = text.partition("/")
    return (rf"\tfrac{{{over}}}{{{under}}}" if under else text) + r"\,"


def _sign(sign: str, after_atom: bool, following: str) -> str:
    """A sign right after an atom and before a gap is a charge; between atoms a bond; else plus."""
    if after_atom and not re.match(r"[A-Za-z(\[{]", following):
        return f"^{{{sign}}}"
    return f"{{{sign}}}" if after_atom else f" {sign} "


def _arrow(arrow: str, conditions: str) -> str:
    above, below = [*re.findall(r"\[([^\]]*)\]", conditions), "", ""][:2]
    if not above and not below:
        return {"<=>": r" \rightleftharpoons "}.get(arrow, rf" \long{ARROWS[arrow]} ")
    lower = f"[{_condition(below)}]" if below else ""
    return rf" \x{ARROWS[arrow]}{lower}{{{_condition(above)}}} "


def _condition(text: str) -> str:
    return formula(text) if re.match(r"[A-Z\d]|$", text) else rf"\text{{{text}}}"
