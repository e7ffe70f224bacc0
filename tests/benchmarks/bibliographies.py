"""Print what a list of references in every chapter costs, beside plain sphinxcontrib-bibtex.

How to run: ``python tests/benchmarks/bibliographies.py [--full]``. A generated book of 100 chapters
over 10,000 entries (without ``--full`` 20 over 2,000, since the control takes minutes) is built as
HTML by `jb build`, once with soilbook and once without. Every chapter cites ten works and lists
them, with ``:filter: docname in docnames``. Seconds are user + system time of the process and its
children, and the memory is that of the largest process. Compare figures of one run only.
"""

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

JB = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
CITED_ON_A_PAGE = 10
ENTRY = """\
@article{{key{number},
  author = {{Author{name}, A. B. and Writer{other}, C. and Third, D.}},
  title = {{Soil organic carbon in the {{SOC}} study number {number}}},
  journal = {{Geoderma}}, volume = {{{volume}}}, pages = {{1--9}}, year = {{{year}}},
  doi = {{10.1000/geoderma.{number}}},
}}
"""
CONFIG = """\
title: Many references
author: A. Author
bibtex_bibfiles: [references.bib]
execute: {{execute_notebooks: "off"}}
sphinx:
  extra_extensions: [{extensions}]
  config:
    bibtex_reference_style: author_year
    bibtex_default_style: unsrt
    suppress_warnings: [bibtex.duplicate_citation, bibtex.duplicate_label]
"""
LIST = "```{bibliography}\n:filter: docname in docnames\n```\n"


def write_book(root: Path, chapters: int, entries: int, extensions: str) -> None:
    """Write a book; the same numbers give the same book."""
    chance = random.Random(4)
    root.mkdir()
    (root / "_config.yml").write_text(CONFIG.format(extensions=extensions))
    names = [f"chapter{number}" for number in range(chapters)]
    contents = "".join(f"- file: {name}\n" for name in names)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{contents}")
    (root / "index.md").write_text("# Start\n")
    (root / "references.bib").write_text("".join(map(entry, range(entries))))
    for name in names:
        keys = (chance.randrange(entries) for _ in range(CITED_ON_A_PAGE))
        cited = "\n\n".join(f"As {{cite:t}}`key{key}` says." for key in keys)
        (root / f"{name}.md").write_text(f"# The {name}\n\n{cited}\n\n## References\n\n{LIST}")


def entry(number: int) -> str:
    """One entry, unlike all others."""
    values = {"name": number % 997, "other": number % 89, "volume": number % 400}
    return ENTRY.format(number=number, year=1950 + number % 75, **values)


def measure(name: str, book: Path) -> float:
    """Build the book, print a row, and return the seconds."""
    command = [*JB, "build", "."]
    with (book / "build.log").open("w") as log:
        process = subprocess.Popen(command, cwd=book, stdout=log, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit((book / "build.log").read_text())
    seconds = used.ru_utime + used.ru_stime
    print(f"{name:44} {seconds:8.1f} {used.ru_maxrss / 1024:8.0f}", flush=True)
    return seconds


def main() -> None:
    """Print a table, and the ratio of the first builds."""
    chapters, entries = (100, 10_000) if "--full" in sys.argv[1:] else (20, 2_000)
    print(f"{f'{chapters} chapters over {entries:,} entries':44} {'CPU s':>8} {'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder, "ours"), Path(folder, "stock")
        write_book(ours, chapters, entries, "soilbook")
        write_book(stock, chapters, entries, "")
        first = measure("soilbook, first time", ours)
        measure("soilbook, nothing changed", ours)
        edited = (ours / "references.bib").read_text().replace("study number", "trial number", 50)
        (ours / "references.bib").write_text(edited)
        measure("soilbook, 50 entries edited", ours)
        control = measure("sphinxcontrib-bibtex alone, first time", stock)
        print(f"{'ratio of the first builds':44} {first / control:8.2f}")


if __name__ == "__main__":
    main()
