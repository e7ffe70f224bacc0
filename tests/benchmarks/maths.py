"""How long an equation takes: ``python tests/benchmarks/maths.py``."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import typst

from soilbook.maths import Translator

CORPUS = Path(__file__).parent.parent / "maths" / "equations.json"
MACROS = {"SOC": r"\mathrm{SOC}", "E": r"\mathbb{E}", "unit": [r"\,\mathrm{#1}", 1]}
ROUNDS = 20


def main() -> None:
    """Print milliseconds per equation of each form, and of Typst's own compilation."""
    equations: list[str] = json.loads(CORPUS.read_text(encoding="utf-8"))
    forms: dict[str, Callable[[Translator, str], str]] = {
        "parse and speech": lambda translator, latex: translator.speech(latex),
        "parse and typst": lambda translator, latex: translator.typst(latex, True),
        "all three": lambda t, latex: t.mathml(latex, True) + t.typst(latex, True),
    }
    for name, form in forms.items():
        start = time.perf_counter()
        for _ in range(ROUNDS):
            translator = Translator(MACROS, "en")
            for latex in equations:
                form(translator, latex)
        spent = (time.perf_counter() - start) / ROUNDS / len(equations)
        print(f"{name:18} {spent * 1000:7.3f} ms per equation")
    translator = Translator(MACROS, "en")
    source = "\n\n".join(f"$ {translator.typst(latex, True)} $" for latex in equations * ROUNDS)
    start = time.perf_counter()
    typst.compile(source.encode())
    spent = (time.perf_counter() - start) / ROUNDS / len(equations)
    print(f"{'typst compiling':18} {spent * 1000:7.3f} ms per equation")


if __name__ == "__main__":
    main()
