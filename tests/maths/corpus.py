r"""Equations that the tests share.

``equations.json``: 67 equations as soil science, ecology and statistics write them (aligned lines,
cases, matrices, units, accents, macros, ``\ce``, ``\SI``), collected for this project in 2026.
``more_equations.json``: further constructions that came up while the translator was written.
"""

import json
from pathlib import Path

from soilbook.maths import Translator

HERE = Path(__file__).parent
EQUATIONS: list[str] = json.loads((HERE / "equations.json").read_text(encoding="utf-8"))
MORE: list[str] = json.loads((HERE / "more_equations.json").read_text(encoding="utf-8"))
MACROS = {"SOC": r"\mathrm{SOC}", "E": r"\mathbb{E}"}
LANGUAGES = ("en", "fr", "es")


def translator(language: str = "en") -> Translator:
    return Translator(MACROS, language)


def each_equation() -> list[tuple[str, Translator]]:
    r"""Every equation with its translator; the first corpus has a ``\unit`` of its own."""
    own_unit = Translator({**MACROS, "unit": [r"\,\mathrm{#1}", 1]}, "en")
    return [(latex, own_unit) for latex in EQUATIONS] + [(latex, translator()) for latex in MORE]
