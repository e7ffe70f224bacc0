r"""Numbers and units of siunitx (``\SI``, ``\qty``, ``\num``, ``\unit`` …) as plain LaTeX."""

from __future__ import annotations

import re

from ..findings import did_you_mean
from .tokens import Tokens, source_of, tokens_of
from .tree import MathsError

PREFIXES = {
    "tera": "T",
    "giga": "G",
    "mega": "M",
    "kilo": "k",
    "hecto": "h",
    "deca": "da",
    "deka": "da",
    "deci": "d",
    "centi": "c",
    "milli": "m",
    "micro": "µ",
    "nano": "n",
    "pico": "p",
    "femto": "f",
    "peta": "P",
}
UNITS = {
    "metre": "m",
    "meter": "m",
    "gram": "g",
    "kilogram": "kg",
    "kg": "kg",
    "g": "g",
    "m": "m",
    "s": "s",
    "K": "K",
    "J": "J",
    "kJ": "kJ",
    "W": "W",
    "L": "L",
    "l": "l",
    "second": "s",
    "ampere": "A",
    "kelvin": "K",
    "mole": "mol",
    "mol": "mol",
    "candela": "cd",
    "hertz": "Hz",
    "newton": "N",
    "pascal": "Pa",
    "joule": "J",
    "watt": "W",
    "volt": "V",
    "ohm": "Ω",
    "siemens": "S",
    "becquerel": "Bq",
    "celsius": "°C",
    "degreeCelsius": "°C",
    "degree": "°",
    "percent": "%",
    "permille": "‰",
    "litre": "l",
    "liter": "L",
    "hectare": "ha",
    "tonne": "t",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "year": "yr",
    "annum": "a",
    "dalton": "Da",
    "cm": "cm",
    "mm": "mm",
    "km": "km",
    "um": "µm",
    "mg": "mg",
    "ug": "µg",
    "Pa": "Pa",
    "kPa": "kPa",
    "MPa": "MPa",
}
_POWERS_AFTER = {"squared": 2, "cubed": 3}
_POWERS_BEFORE = {"square": 2, "cubic": 3}
_NUMBER = re.compile(r"^([+-]|\\pm)?([\d.,\s]*)(?:[eEdD]([+-]?\d+))?$")


def number(source: str) -> str:
    r"""Write a number of ``\num``: ``1.5e-3`` becomes 1.5 × 10⁻³."""
    match = _NUMBER.match(source.strip())
    if match is None:  # such as 2.5(3) or 3 \pm 1: typed as it stands
        return source.replace("+-", r"\pm ")
    sign, digits, exponent = (part or "" for part in match.groups())
    text = sign + digits.strip()
    if not exponent:
        return text
    power = f"10^{{{exponent}}}"
    return rf"{text} \times {power}" if digits.strip() else sign + power


def unit(source: str) -> str:
    r"""Write a unit: ``\kilo\gram\per\metre\cubed`` becomes upright kg m⁻³."""
    tokens = Tokens(tokens_of(source))
    parts: list[str] = []
    prefix, power, sign = "", 1, 1
    while (token := tokens.peek()) is not None:
        name = tokens.take()[1:]
        if name in ("per", *PREFIXES, *_POWERS_BEFORE):
            sign = -1 if name == "per" else sign
            prefix = PREFIXES.get(name, prefix)
            power = _POWERS_BEFORE.get(name, power)
        elif name in (*_POWERS_AFTER, "tothe", "raiseto") and not parts:
            raise MathsError(f"There is no unit before {token}.")
        elif name in ("tothe", "raiseto"):
            parts.append(f"^{{{tokens.text(token)}}}")
        elif name in _POWERS_AFTER:
            parts[-1] = _with_power(parts[-1], _POWERS_AFTER[name])
        elif name in UNITS:
            parts.append(_with_power(prefix + _latex(UNITS[name]), sign * power))
            prefix, power, sign = "", 1, 1
        elif token in (r"\,", ".", "~", r"\ ", r"\cdot"):
            continue
        elif token.startswith("\\"):
            raise MathsError(f"There is no unit {token}.{did_you_mean(name, UNITS)}")
        else:
            tokens.push([token])
            parts.append(_typed(tokens))
    return rf"\mathrm{{{_joined(parts)}}}"


def _latex(symbol: str) -> str:
    return {"%": r"\%", "Ω": r"\Omega "}.get(symbol, symbol)


def _typed(tokens: Tokens) -> str:
    """Take a unit that is typed as letters, such as ``kg`` or ``m^{-2}``, up to a separator."""
    taken: list[str] = []
    while (token := tokens.next_raw()) is not None and token not in (".", "~", " ", r"\,", r"\ "):
        taken.append(tokens.take())
        if token in ("^", "_"):
            taken += ["{", *tokens.argument(token), "}"]
    return source_of(taken)


def _with_power(symbol: str, power: int) -> str:
    base, _, old = symbol.partition("^")
    exponent = power * int(old.strip("{}") or 1)
    return base if exponent == 1 else f"{base}^{{{exponent}}}"


def _joined(parts: list[str]) -> str:
    text = ""
    for part in parts:
        text += ("" if not text or part.startswith("^") else r"\,") + part
    return text


def quantity(value: str, of_unit: str) -> str:
    r"""Write ``\SI{value}{unit}``; degrees and minutes of arc stand close to the number."""
    gap = "" if unit(of_unit) == r"\mathrm{°}" else r"\,"
    return number(value) + gap + unit(of_unit)


def _range(tokens: Tokens, name: str) -> str:
    first, last = number(tokens.text(name)), number(tokens.text(name))
    both = rf"{first}\text{{–}}{last}"
    return both if name == r"\numrange" else both + r"\," + unit(tokens.text(name))


def expand(name: str, tokens: Tokens) -> str | None:
    r"""Rewrite a command of siunitx as LaTeX; None when `name` (with its backslash) is not one."""
    if name in (r"\num", r"\si", r"\unit", r"\ang", r"\SI", r"\qty"):
        tokens.optional(name)
        first = tokens.text(name)
        if name in (r"\SI", r"\qty"):
            return quantity(first, tokens.text(name))
        return {r"\num": number, r"\ang": lambda value: value + "°"}.get(name, unit)(first)
    if name in (r"\SIrange", r"\qtyrange", r"\numrange"):
        tokens.optional(name)
        return _range(tokens, name)
    return None
