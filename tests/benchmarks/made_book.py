"""A scientific book of any length, made up, the same for the same number of chapters."""

from __future__ import annotations

import random
from pathlib import Path

WORDS = "soil carbon clay sand water root microbe depth stock flux model field season rain".split()


def write_book(root: Path, count: int, *, extensions: str) -> Path:
    """Write a book of `count` chapters of about five printed pages, with ten works for each."""
    root.mkdir()
    for number in range(1, count + 1):
        dice = random.Random(number)
        (root / f"chapter-{number}.md").write_text(chapter(number, count, dice))
        (root / f"figure-{number}.svg").write_text(figure(dice))
    (root / "references.bib").write_text("".join(work(one) for one in range(10 * count)))
    (root / "index.md").write_text("# A book made up\n")
    (root / "references.md").write_text("# References\n\n```{bibliography}\n```\n")
    files = "".join(f"- file: chapter-{number}\n" for number in range(1, count + 1))
    toc = f"format: jb-book\nroot: index\nchapters:\n{files}- file: references\n"
    (root / "_toc.yml").write_text(toc)
    (root / "_config.yml").write_text(
        "title: A book made up\nauthor: Nobody\nonly_build_toc_files: true\n"
        "execute: {execute_notebooks: 'off'}\nbibtex_bibfiles: [references.bib]\n"
        f"sphinx:\n  extra_extensions: [{extensions}]\n"
        "  config: {numfig: true, bibtex_reference_style: author_year}\n"
    )
    return root


def chapter(number: int, count: int, dice: random.Random) -> str:
    """About 1,500 words, with a figure, a table, an equation and a link to another chapter."""
    lines = [f"# Chapter {number} of {dice.choice(WORDS)}\n"]
    other = dice.randint(1, count)
    extras = {
        2: f"```{{figure}} figure-{number}.svg\n:name: fig-{number}\n:alt: A curve.\n\nA curve.\n"
        f"```\n\nSee {{numref}}`fig-{other}`.\n",
        3: f"```{{math}}\n:label: eq-{number}\n\\frac{{\\partial u}}{{\\partial t}} = D\n```\n",
        4: f"```{{table}} Values.\n:name: tab-{number}\n\n{table(dice)}```\n",
    }
    for section in range(1, 6):
        lines.append(f"## On {dice.choice(WORDS)} and {dice.choice(WORDS)}\n")
        lines += [paragraph(dice, 10 * count) for _ in range(3)]
        lines.append(extras.get(section, ""))
    return "\n".join(lines)


def paragraph(dice: random.Random, works: int) -> str:
    """Seven sentences, one of which cites and one of which has an equation."""
    said = [" ".join(dice.choices(WORDS, k=14)).capitalize() for _ in range(7)]
    said[1] += f" {{cite:p}}`work{dice.randrange(works)}`"
    said[3] += f" with $x_{dice.randint(1, 9)} = \\alpha^{dice.randint(2, 9)}$"
    return ". ".join(said) + ".\n"


def table(dice: random.Random) -> str:
    """Six rows of a name and a number."""
    rows = [f"| {dice.choice(WORDS)} | {dice.random():.2f} |\n" for _ in range(6)]
    return "".join(["| Site | Mean |\n", "|---|---:|\n", *rows])


def figure(dice: random.Random) -> str:
    """A curve of 200 points."""
    points = " ".join(f"{x},{200 + 100 * dice.random():.1f}" for x in range(20, 620, 3))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" width="640" height="400">'
        f'<polyline points="{points}" fill="none" stroke="#036"/></svg>'
    )


def work(number: int) -> str:
    """An article for the bibliography."""
    return (
        f"@article{{work{number}, author = {{Author, A{number}}}, title = {{Work {number}}}, "
        f"journal = {{Soils}}, year = {{{1950 + number % 75}}}, doi = {{10.5555/w.{number}}}}}\n"
    )
