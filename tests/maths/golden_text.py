"""Golden texts: one equation in all its forms, to be read by people.

Write a new file in ``golden/`` with the LaTeX as its only line, run this module, read the result.
"""

from pathlib import Path

from corpus import LANGUAGES, translator

FOLDER = Path(__file__).parent / "golden"


def text_of(latex: str) -> str:
    """LaTeX, Typst in display and in a line, the sentences, MathML with an element a line."""
    maths = translator()
    parts = [latex, "", "typst display", maths.typst(latex, True), ""]
    parts += ["typst inline", maths.typst(latex, False), ""]
    for language in LANGUAGES:
        parts += [language, translator(language).speech(latex), ""]
    mathml = maths.mathml(latex, True).replace("><", ">\n<")
    return "\n".join([*parts, "mathml", mathml, ""])


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.txt")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        path.write_text(text_of(first), encoding="utf-8")
