"""Tree of MathML elements → a sentence, for screen readers, in English, French or Spanish."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from .alphabets import PLAIN
from .shapes import (
    bar,
    end_of_argument,
    has_operation,
    in_angles,
    is_fenced,
    is_formula,
    is_short,
    is_upright,
    is_wide,
    places,
    plain_letters,
)
from .symbols import LINE
from .tree import is_empty, tex, words
from .unit_names import UNITS
from .vocabulary import ACCENTS, CONTRACTIONS, FUNCTIONS, GREEK, LANGUAGES, PHRASES, SIGNS

_PAIRS = {"|": "absolute", "‖": "norm"}
_PRIMES = {"′": "prime1", "″": "prime2", "‴": "prime3"}
_SPOKEN_ALPHABETS = {"bold": "bold", "script": "script", "fraktur": "fraktur"}
_SPOKEN_ALPHABETS |= {"double-struck": "double-struck"}
_ARROWS = "→⟶"
_SIGNS_IN_TEXT = ("–", "‰", "%", "€")
# Signs of LaTeX that authors write into text.
_NEVER_SAID = str.maketrans(dict.fromkeys("\\{}^_", " "))


def speech(items: Sequence[Element], language: str) -> str:
    """Say an equation.

    Parameters
    ----------
    items : sequence of Element
        What the parser made.
    language : str
        ``en``, ``fr`` or ``es``; any other is spoken in English.

    Returns
    -------
    str
        Words and numbers, never LaTeX; the same for the same equation always.
    """
    chosen = language.split("-")[0]
    said = _Speaker(chosen if chosen in LANGUAGES else "en").row(items)
    said = re.sub(r"\s+([,;.)])", r"\1", re.sub(r"\s+", " ", said)).strip(" ,;")
    said = re.sub(r",(?=[,;])", "", said)
    for apart, together in CONTRACTIONS.get(chosen, {}).items():
        said = re.sub(rf"\b{apart}\b", together, said)
    return said


class _Speaker:
    """Walks the tree; each method returns words."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._handlers: dict[str, Callable[[Element], str]] = {
            "mi": self._identifier,
            "mo": self._operator,
            "mspace": lambda item: "",
            "mphantom": lambda item: "",
            "mfrac": self._fraction,
            "msqrt": self._root,
            "mroot": self._root,
            "msub": self._scripts,
            "msup": self._scripts,
            "msubsup": self._scripts,
            "munder": self._under_over,
            "mover": self._under_over,
            "munderover": self._under_over,
            "mmultiscripts": self._multiscripts,
            "mtable": self._table,
            "mrow": self._mrow,
            "mn": lambda item: plain_letters(words(item)),
            "mtext": self._text,
        }

    def _text(self, item: Element) -> str:
        text = words(item)
        signs = SIGNS.get(text.strip(), {}) if text.strip() in _SIGNS_IN_TEXT else {}
        return signs.get(self._language, text).translate(_NEVER_SAID)

    def _say(self, key: str) -> str:
        return PHRASES[key][self._language]

    def item(self, item: Element) -> str:
        """Say one element."""
        return self._handlers.get(item.tag, self.row)(item)

    def row(self, items: Sequence[Element]) -> str:
        """Say elements one after the other; a pause falls away before an operation."""
        atoms = [item for item in items if item.tag not in ("mspace", "mphantom")]
        apart = {id(after) for gap, after in pairwise(items) if is_wide(gap)}
        said: list[str] = []
        place = 0
        while place < len(atoms):
            taken, phrase = self._next(atoms, place)
            place += taken
            goes_on = place < len(atoms) and tex(atoms[place]) in ("bin", "rel", "punct", "close")
            pause = "," if place < len(atoms) and id(atoms[place]) in apart else ""
            said.append((phrase[:-1] if goes_on and phrase[1:].endswith(",") else phrase) + pause)
        return " ".join(filter(None, said))

    def _next(self, atoms: list[Element], place: int) -> tuple[int, str]:
        """Say what starts here; more than one element where they belong together."""
        atom = atoms[place]
        text = atom.text or ""
        if end := end_of_argument(atoms, place):
            return end - place + 1, f"{self._say('of')} {self.row(atoms[place + 1 : end])},"
        if text == "|" and in_angles(atoms, place):
            return 1, self._say("bar")
        if text in _PAIRS and tex(atom) in ("ord", "open"):
            end = next((n for n in range(place + 1, len(atoms)) if bar(atoms[n]) == text), 0)
            if end:
                inside_said = self.row(atoms[place + 1 : end])
                said = self._enclosed(_PAIRS[text], inside_said) + self._after_bar(atoms[end])
                return end - place + 1, said
        return 1, self._alone(atoms, place)

    def _alone(self, atoms: list[Element], place: int) -> str:
        """Say one element; its neighbours decide what an arrow, a letter or a name stands for."""
        atom = atoms[place]
        before = atoms[place - 1] if place else None
        text = atom.text or ""
        if before is not None and is_upright(before):
            if text and text in _ARROWS:
                return self._say("yields")
            if atom.get("_limits") and words(atom[0]) in tuple(_ARROWS):
                tends = SIGNS["→"][self._language]
                return self.item(atom).replace(tends, self._say("yields"), 1)
        if text == "⋅" and (before is None or before.text == "∇" or place == len(atoms) - 1):
            return self._say("dot")
        if words(atom) == "𝔼" and is_fenced(atoms, place + 1):
            return f"{self.item(atom)} {self._say('of')}"
        if self._is_short_unit(atoms, place):
            return UNITS[self._language][text][0]
        if atom.get("_role") == "function" and place + 1 < len(atoms):
            following = atoms[place + 1]
            applied = tex(following) in ("ord", "inner", "op", "open")
            named = following.get("_role") == "function" and text == "arg"
            if applied and text != "mod" and not named and not end_of_argument(atoms, place + 1):
                return f"{self.item(atom)} {self._say('of')}"
        return self.item(atom)

    def _is_short_unit(self, atoms: list[Element], place: int) -> bool:
        """Tell t in t ha⁻¹ or in 5 t from a name set upright, such as d in dx."""
        atom = atoms[place]
        if not is_upright(atom) or (atom.text or "") not in UNITS[self._language]:
            return False
        near = atoms[place + 1 : place + 3]
        if any(self._unit(item) for item in near if item.tag == "msup"):
            return True
        follows_number = place > 0 and atoms[place - 1].tag == "mn"
        return follows_number and not (near and near[0].tag == "mi" and not is_upright(near[0]))

    def _after_bar(self, item: Element) -> str:
        return f" {self._script_words(item)}" if item.tag != "mo" else ""

    def _enclosed(self, key: str, inside: str) -> str:
        return f"{self._say(key)} {inside} {self._say('end-' + key)}"

    def _identifier(self, item: Element) -> str:
        text = item.text or ""
        if is_upright(item) and text in UNITS[self._language] and len(text) > 1:
            return UNITS[self._language][text][0]
        plain = plain_letters(text)
        alphabet = PLAIN.get(text[:1], ("", ""))[1]
        if text in SIGNS:
            return SIGNS[text][self._language]
        name = {**SIGNS, **GREEK}.get(plain, {}).get(self._language, plain)
        style = _SPOKEN_ALPHABETS.get(alphabet)
        return f"{self._say(style)} {name}" if style in ("script", "double-struck") else name

    def _operator(self, item: Element) -> str:
        text = (item.text or "").replace("\u202f", " ")
        if text in ",;.":
            return text
        if text in _PRIMES:
            return self._say(_PRIMES[text])
        if text == "|":
            return self._say("given")
        if text in FUNCTIONS:
            return FUNCTIONS[text][self._language]
        return SIGNS.get(text, {}).get(self._language, text)

    def _fraction(self, item: Element) -> str:
        above, below = item
        said_above, said_below = self.item(above), self.item(below)
        if is_short(above) and is_short(below):
            return f"{said_above} {self._say('over')} {said_below}"
        separated = f"{said_above}, {self._say('over')} {said_below},"
        return f"{self._say('fraction')} {separated} {self._say('end-fraction')},"

    def _root(self, item: Element) -> str:
        if item.tag == "mroot":
            opening = f"{self._say('root-degree')} {self.item(item[1])} {self._say('of')}"
            inside = item[0]
        else:
            opening, inside = self._say("root"), item
        ending = "" if is_short(inside) else f" {self._say('end-root')},"
        return f"{opening} {self.item(inside) if item.tag == 'mroot' else self.row(item)}{ending}"

    def _scripts(self, item: Element) -> str:
        if unit := self._unit(item):
            return unit
        base = "" if is_empty(item[0]) else self.item(item[0])
        if tex(item) == "op" and item[0].text in SIGNS:
            return self._big(item)
        bar = item[0].get("_role") == "fenced-right" and item[0][-1].text == "|"
        if item[0].get("_role") == "sized" and item[0].text == "|" and item.tag == "msub":
            return f", {self._say('at')} {self.item(item[1])},"
        if bar and item.tag == "msub":
            return f"{base}, {self._say('at')} {self.item(item[1])},"
        return f"{base} {self._script_words(item)}"

    def _script_words(self, item: Element) -> str:
        below = item[1] if item.tag in ("msub", "msubsup", "munder", "munderover") else None
        above = item[-1] if item.tag in ("msup", "msubsup", "mover", "munderover") else None
        substance = is_upright(item[0]) and words(item[0])[:1].isupper()
        chemical = substance and all(is_formula(part) for part in (below, above))
        said = []
        if below is not None and not is_empty(below):
            said.append(self.item(below) if chemical else self._sub(below))
        if above is not None and not is_empty(above):
            said.append(self.item(above) if chemical else self._super(item[0], above))
        return " ".join(said)

    def _sub(self, item: Element) -> str:
        if item.get("_role") == "function":  # S max, not S "the maximum"
            return f"{self._say('sub')} {item.text}"
        ending = f" {self._say('end-sub')}," if has_operation(item) else ""
        return f"{self._say('sub')} {self.item(item)}{ending}"

    def _super(self, base: Element, item: Element) -> str:
        text = words(item)
        if item.tag == "mo" and text[:1] in "′″‴∗":
            return self.item(item)
        if text in ("2", "3"):
            return self._say("squared" if text == "2" else "cubed")
        if text == "⊤" or (text in ("T", "⊺") and words(base)[:1] in PLAIN):
            return self._say("transpose")
        if text == "∘":
            return SIGNS["°"][self._language]
        if text[:1] == "(" or (words(base) == "δ" and text.isdigit()):
            inside = self.item(item)
            return inside if text.isdigit() else f"{self._say('super')} {inside}"
        if text[:1] in _PRIMES and item.tag == "mrow":
            return f"{self.item(item[0])} {self._super(base, item[1])}"
        ending = f" {self._say('end-power')}," if not is_short(item) else ""
        return f"{self._say('power')} {self.item(item)}{ending}"

    def _unit(self, item: Element) -> str:
        """Say a unit with its power: ha⁻¹ is "per hectare"."""
        power = re.fullmatch(r"(−?)(\d)", words(item[-1]))
        symbol = words(item[0]).split()[-1:] or [""]
        if item.tag != "msup" or not power or symbol[0] not in UNITS[self._language]:
            return ""
        if not is_upright(item[0]) and item[0].tag != "mtext":
            return ""
        several, one = UNITS[self._language][symbol[0]]
        sign, exponent = power.groups()
        if not sign and not symbol[0].endswith("m"):  # d² is no square of days
            return ""
        name = f"{self._say('per')} {one}" if sign else several
        kind = "per" if sign else "unit"
        powers = {"1": "", "2": self._say(f"{kind}-squared"), "3": self._say(f"{kind}-cubed")}
        before = words(item[0]).removesuffix(symbol[0]) if item[0].tag == "mtext" else ""
        return f"{before} {name} {powers.get(exponent, self._say('power') + ' ' + exponent)}"

    def _under_over(self, item: Element) -> str:
        base, *scripts = item
        if item.get("_role") == "accent":
            return self._accented(item)
        if tex(base) == "op":
            return self._big(item)
        if base.get("_role") == "accent" and base.get("_limits"):
            return f"{self.item(base)}, {self._say('labelled')} {self.item(scripts[0])},"
        placed = zip(map(self.item, reversed(scripts)), places(item.tag), strict=True)
        said = [f"{script} {self._say(place)}" for script, place in placed if script]
        joined = f" {self._say('and')} ".join(said)
        return f"{self.item(base)}, {self._say('with')} {joined}," if said else self.item(base)

    def _accented(self, item: Element) -> str:
        mark = item[1].text or ""
        if mark in "⏞⏟":
            return self.item(item[0])
        if mark == LINE:
            mark = item.tag.removeprefix("m")
        return f"{self.item(item[0])} {ACCENTS[mark][self._language]}"

    def _big(self, item: Element) -> str:
        """Say a sum, an integral, a limit with what stands below and above it."""
        base, *scripts = item
        name = self.item(base)
        of = self._say("of")
        if len(scripts) == 2:
            below, above = map(self.item, scripts)
            return f"{name} {self._say('from')} {below} {self._say('to')} {above} {of}"
        below = self.item(scripts[0])
        if item.tag in ("mover", "msup"):
            if base.get("_role") == "function":
                return f"{name} {self._super(base, scripts[0])} {of}"
            return f"{name} {self._say('to')} {below} {of}"
        if base.get("_role") == "function" and item.tag == "msub":
            return f"{name} {self._sub(scripts[0])} {of}"
        arrow = any(char in words(scripts[0]) for char in _ARROWS)
        return f"{name} {self._say('as' if arrow else 'for')} {below} {of}"

    def _multiscripts(self, item: Element) -> str:
        parts = [self.item(part) for part in item[1:] if part.tag not in ("none", "mprescripts")]
        return " ".join([self.item(item[0]), *parts])

    def _table(self, item: Element) -> str:
        role = item.get("_role", "").replace("small", "matrix")
        is_lines = item.get("_lines_of") == "equations"
        joiner = ", " if role in ("cases", "matrix", "array") and not is_lines else " "
        rows = [joiner.join(filter(None, map(self.row, line))) for line in item]
        if role == "aligned":
            rows = [self._pairs(line) for line in item]
        if role not in ("matrix", "array") or is_lines:
            return "; ".join(rows)
        counted = self._say(role).format(len(item), len(item[0]))
        numbered = [f"{self._say('row')} {n}: {line}" for n, line in enumerate(rows, start=1)]
        return f"{counted}: {'; '.join(numbered)}; {self._say('end-table')},"

    def _pairs(self, line: Element) -> str:
        cells = [self.row(cell).removesuffix(",") for cell in line]
        pairs = [" ".join(filter(None, cells[n : n + 2])) for n in range(0, len(cells), 2)]
        return ", ".join(filter(None, pairs))

    def _mrow(self, item: Element) -> str:
        role = item.get("_role", "")
        if role == "binomial":
            above, below = map(self.item, item[1])
            return f"{self._say('binomial')} {above} {self._say('choose')} {below},"
        if role.startswith("fenced"):
            return self._fenced(item)
        said = self.row(item)
        if role == "box":
            return f"{said}, {self._say('boxed')},"
        return f"{said} {self._say('cancelled')}" if role.startswith("cancel") else said

    def _fenced(self, item: Element) -> str:
        inside = [part for part in item if part.tag != "mspace"]
        table = next((part for part in inside if part.tag == "mtable"), None)
        opening = item[0].text if "-left" in item.get("_role", "") else ""
        if table is not None and len(inside) <= 3:
            return self._fenced_table(table, opening or "")
        if opening in _PAIRS and "-right" in item.get("_role", ""):
            return self._enclosed(_PAIRS[opening], self.row(list(item)[1:-1])) + ","
        if not opening and item[-1].text == "|":
            return self.row(list(item)[:-1])
        return self.row(item)

    def _fenced_table(self, table: Element, opening: str) -> str:
        if table.get("_role") == "cases":
            return f"{self._say('cases')}: {self._table(table)}; {self._say('end-cases')},"
        if opening == "|" and table.get("_role") == "matrix":
            said = self._table(table)
            size = len(table), len(table[0])
            return said.replace(
                self._say("matrix").format(*size), self._say("determinant").format(*size), 1
            )
        return self._table(table)
