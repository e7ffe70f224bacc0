r"""Equations that the tests share.

``equations.json``: 67 equations as soil science, ecology and statistics write them (aligned lines,
cases, matrices, units, accents, macros, ``\ce``, ``\SI``), collected for this project in 2026.
``fields.json``: 167 more, by field, from the habits of ecology, statistics, economics and physics.
``more_equations.json``: further constructions that came up while the translator was written.
The equations of the book in this repository are read from its pages.
"""

import json
import re
from pathlib import Path

from soilbook.maths import Translator

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EQUATIONS: list[str] = json.loads((HERE / "equations.json").read_text(encoding="utf-8"))
MORE: list[str] = json.loads((HERE / "more_equations.json").read_text(encoding="utf-8"))
FIELDS: dict[str, list[str]] = json.loads((HERE / "fields.json").read_text(encoding="utf-8"))
# What the translator does not know and says so.
REPORTED = (
    r"\sideset{}{'}\sum_{k} a_k",
    r"\varlimsup_{n} a_n",
    r"\mathrlap{/}{a}",
    r"E = mc^2 \eqref{eq-energy}",
)
MACROS = {
    "SOC": r"\mathrm{SOC}",
    "E": r"\mathbb{E}",
    "Var": [r"\operatorname{Var}\left(#1\right)", 1],
    "dd": [r"\frac{\mathrm{d}#1}{\mathrm{d}#2}", 2],
    "vect": [r"\boldsymbol{#1}", 1],
    "given": r"\mid",
}
LANGUAGES = ("en", "fr", "es")


def named() -> dict[str, str]:
    """Every equation of the corpus by a name such as ``ecology-07``."""
    groups = {"soil": EQUATIONS, "more": MORE, **FIELDS}
    return {
        f"{field}-{number:02}": latex
        for field, equations in groups.items()
        for number, latex in enumerate(equations, start=1)
    }


def of_the_book() -> list[str]:
    """The equations on the pages of the book and the synthesis notes."""
    pages = [*ROOT.glob("book/**/*.md"), *ROOT.glob("syntheses/**/*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in sorted(pages))
    prose = re.sub(r"```\{code-cell\}.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = re.findall(r"\$\$(.+?)\$\$|(?<![\\$])\$([^$\n]+?)(?<!\\)\$", prose, re.DOTALL)
    blocks = re.findall(r"```\{math\}\n(?::\w+:.*\n)*(.*?)```", text, re.DOTALL)
    return sorted({(display or inline).strip() for display, inline in found} | set(blocks))


def translator(language: str = "en") -> Translator:
    return Translator(MACROS, language)


def translator_of(latex: str, language: str = "en") -> Translator:
    r"""The translator for an equation; in the first corpus one has a ``\unit`` of its own."""
    own = {"unit": [r"\,\mathrm{#1}", 1]} if r"\unit{kg\," in latex else {}
    return Translator({**MACROS, **own}, language)


def each_equation() -> list[tuple[str, Translator]]:
    """Every equation of the corpus with its translator."""
    return [(latex, translator_of(latex)) for latex in named().values()]
