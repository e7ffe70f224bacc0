"""What each equation of the corpus sounds like, in ``spoken/``; run to write the files anew."""

from corpus import HERE, LANGUAGES, named, translator_of

FOLDER = HERE / "spoken"


def sentences(language: str) -> str:
    """A line for each equation: its name and its sentence."""
    lines = [
        f"{name}: {translator_of(latex, language).speech(latex)}" for name, latex in named().items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for language in LANGUAGES:
        (FOLDER / f"{language}.txt").write_text(sentences(language), encoding="utf-8")
