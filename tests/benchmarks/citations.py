"""What bibliographies cost: ``python tests/benchmarks/citations.py [ENTRIES ...]``.

For 1,000, 10,000 and 100,000 sound entries, or for the numbers given: the CPU seconds of reading
them, here and with bibtexparser and pybtex (which gets no more than 10,000), and what the whole
command ``jb check`` takes for a book that cites ten of them, with the number of findings.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bibtexparser
from pybtex.database import parse_string

from soilbook.records.bibliography import read_bibliography

FIRST = "Ada Bo Cleo Dan Eva Finn Gus Hana Ian Jo Kim Lea Max Nora Ole Pia".split()
ENDS = "son berg mann ez ov ini ard sen ström ić".split()
NOUNS = "carbon nitrogen texture erosion tillage biochar clay roots fungi litter peat lime".split()
PLACES = "Kenya Brazil Norway India Chile Ghana Nepal Spain Peru Japan Mali Cuba".split()
LETTERS = "bcdfglmnprstvz"


def family(chance: random.Random) -> str:
    """A family name; among many thousands few are alike."""
    stem = "".join(chance.choice(LETTERS) + chance.choice("aeiou") for _ in range(3))
    return (stem + chance.choice(ENDS)).capitalize()


def entry(number: int, chance: random.Random) -> str:
    """One sound entry of an article."""
    authors = " and ".join(
        f"{family(chance)}, {chance.choice(FIRST)} {chance.choice('ABCDEFG')}."
        for _ in range(chance.randint(1, 6))
    )
    about = " and ".join(chance.sample(NOUNS, 3))
    pages = chance.randint(1, 900)
    return f"""@article{{key{number},
  author = {{{authors}}},
  title = {{Effects of {about} in the soils of {chance.choice(PLACES)}, site {number}}},
  journal = {{Journal of Soils}},
  year = {{{chance.randint(1950, 2024)}}},
  volume = {{{chance.randint(1, 200)}}},
  number = {{{chance.randint(1, 12)}}},
  pages = {{{pages}--{pages + chance.randint(2, 30)}}},
  doi = {{10.1000/soils.{number}}},
}}
"""


def bibliography(count: int) -> str:
    """A file of sound entries."""
    chance = random.Random(count)
    return "\n".join(entry(number, chance) for number in range(count))


def seconds(read: Callable[[str], object], text: str) -> float:
    """The CPU seconds of a reader."""
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


def book(folder: Path, text: str) -> None:
    """Write a book of one page that cites ten entries."""
    folder.mkdir(parents=True)
    (folder / "references.bib").write_text(text, encoding="utf-8")
    (folder / "_config.yml").write_text(
        "title: Soils\nbibtex_bibfiles: [references.bib]\n"
        "soilbook:\n  ignore_checks: [reference-unused]\n",
        encoding="utf-8",
    )
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    cited = ",".join(f"key{number}" for number in range(10))
    page = f"# Soils\n\nAll this is known {{cite}}`{cited}`.\n\n```{{bibliography}}\n```\n"
    (folder / "index.md").write_text(page, encoding="utf-8")


def check(folder: Path) -> tuple[float, int, float]:
    """CPU seconds of ``jb check``, the number of lines that it prints, and memory in MB."""
    command = [sys.executable, "-m", "soilbook", "check", str(folder)]
    with (folder / "findings.txt").open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = (folder / "findings.txt").read_text(encoding="utf-8").count("\n")
    return used.ru_utime + used.ru_stime, lines, used.ru_maxrss / 1024


def main() -> None:
    """Print one row for each number of entries."""
    counts = [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]
    print(f"{'entries':>9}{'MB':>7}{'soilbook':>10}{'bibtexparser':>14}{'pybtex':>9}  jb check")
    for count in counts:
        text = bibliography(count)
        ours = seconds(read_bibliography, text)
        theirs = seconds(bibtexparser.parse_string, text)
        slow = seconds(lambda t: parse_string(t, "bibtex"), text) if count <= 10_000 else None
        with tempfile.TemporaryDirectory() as folder:
            book(Path(folder) / "book", text)
            spent, lines, memory = check(Path(folder) / "book")
        others = f"{theirs:14.2f}{'' if slow is None else f'{slow:.2f}':>9}"
        costs = f"{spent:.2f} s, {memory:.0f} MB, {lines} findings"
        print(f"{count:9}{len(text) / 1e6:7.1f}{ours:10.2f}{others}  {costs}")


if __name__ == "__main__":
    main()
