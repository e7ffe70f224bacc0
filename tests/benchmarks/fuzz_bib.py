"""Damage .bib files and see what is lost: ``python tests/benchmarks/fuzz_bib.py [INPUTS] [SEED]``.

Each input is a handful of entries as they stand in real files, with a stretch of at most 200
characters damaged: characters, rows or the end of the file deleted, inserted, swapped. No input may
raise; every entry that stands wholly behind the damage, on a row of its own, must be read with all
its fields, and every one before it must still be there. The time is that of the slowest input for
each of its characters; then that of hostile patterns and of large files, each ten times as long.
"""

import gc
import random
import sys
import time
from itertools import pairwise
from typing import NamedTuple

from soilbook.records.bibliography import BibEntry, read_bibliography

WORDS = (
    "soil|carbon|stocks under|no-tillage:|in {Cerrado} Oxisols;|a 20-year|{CO$_2$} budget,|--|"
    "of biochar,|{N}|G{\\'e}rard's|what do we know?|50\\% more|d{\\'{e}}j{\\`a} vu|x = 3,|y = {4}|"
    "\\emph{Fagus sylvatica}|(see below)|user@example.org|and"
).split("|")
NAMES = (
    "Amelung, W.|de Vries, W.|van Groenigen, Jan Willem|K{\\\"o}gel-Knabner, I.|Jo{\\~a}o S{\\'a}|"
    "{World Bank Group}|Smith, Jr., P.|Hatté, C.|M. Jane Doe|{\\'A}lvarez, R."
).split("|")
TYPES = "article book incollection inproceedings phdthesis techreport misc online dataset".split()
HEADER = '@string{geoderma = "Geoderma"}\n@string{ag = {Agriculture} # " Ltd."}\n\n'
SNIPPETS = (
    '{ } " , = @ # % ( ) \\ ~ \n \r \r\n \0 \f \t \ufeff \xe9 {{{{ }}}} }, @article{ @comment{ '
    '@string{x= title = title={ ={ ," "} ,,, \n\n \n} \n@ \n% and % @ 1 x'
).split(" ")


class Sample(NamedTuple):
    """A file, and where each entry begins and ends in it."""

    text: str
    spans: list[tuple[int, int]]


def title(chance: random.Random) -> str:
    """Some words whose braces pair."""
    return " ".join(chance.choices(WORDS, k=chance.randint(3, 14)))


def value(text: str, chance: random.Random) -> str:
    """A text between one of the two kinds of signs."""
    quoted = chance.random() < 0.2 and '"' not in text.replace('\\"', "")
    return f'"{text}"' if quoted and "\\" not in text else f"{{{text}}}"


def entry(key: str, chance: random.Random) -> str:
    """One well-formed entry, as people and programs write them."""
    fields = [
        ("author", value(" and ".join(chance.choices(NAMES, k=chance.randint(1, 6))), chance)),
        ("title", value(title(chance), chance)),
        ("year", chance.choice(["{2019}", '"2020"', "2021"])),
        ("journal", chance.choice(["geoderma", '"The " # ag', "{Nature \\& Soil}"])),
        ("month", chance.choice(["jan", '"5~" # may', "7"])),
        ("doi", f"{{10.1016/j.soil.{chance.randint(1, 10**6)}}}"),
        ("abstract", "{" + "\n   ".join(title(chance) for _ in range(chance.randint(1, 5))) + "}"),
    ]
    chosen = chance.sample(fields, chance.randint(2, len(fields)))
    between = chance.choice([",\n  ", ",\n\t", ", ", ",\n"])
    sign = chance.choice([" = ", "=", "   =  "])
    body = between.join([key, *(f"{name}{sign}{text}" for name, text in chosen)])
    kind = chance.choice(TYPES)
    end = chance.choice(["\n}", ",\n}", "}", " }"])
    return f"@{kind}{{{body}{end}"


def sample(count: int, chance: random.Random) -> Sample:
    """A file of some entries, each on rows of its own."""
    text = HEADER
    spans = []
    for number in range(count):
        text += chance.choice(["", "", "", "% a comment\n", "Some words.\n"])
        written = entry(f"key{number}", chance)
        spans.append((len(text), len(text) + len(written)))
        text += written + chance.choice(["\n\n", "\n", "\n\n\n"])
    return Sample(text, spans)


def damaged(text: str, start: int, end: int, chance: random.Random) -> str:
    """What a stretch of a text becomes: one to four accidents."""
    part = text[start:end]
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.choices(range(len(part) + 1), k=2))
        rows = part.split("\n")
        row, other = chance.randrange(len(rows)), chance.randrange(len(rows))
        match chance.randrange(7):
            case 0:
                part = part[:at] + part[at + 1 :]
            case 1:
                part = part[:at] + part[to:]
            case 2 | 3:
                part = part[:at] + chance.choice(SNIPPETS) + part[at:]
            case 4:
                rows[row], rows[other] = rows[other], rows[row]
                part = "\n".join(rows)
            case 5:
                part = "\n".join(rows[:row] + rows[row + 1 :])
            case 6:
                part = part[:at] + part[at + 1 : at + 2] + part[at : at + 1] + part[at + 2 :]
    return part


def content(read: BibEntry) -> tuple[str, str, dict[str, str]]:
    """An entry without its places."""
    return read.key, read.type, {name: found.value for name, found in read.fields.items()}


def lost(damage: int, to: int, whole: Sample, text: str) -> list[str]:
    """The entries outside of the damage that are not read from the damaged text as they were."""
    before = {read.key: read for read in read_bibliography(whole.text).entries}
    after = {read.key: read for read in reversed(read_bibliography(text).entries)}
    last = {read.key: read for read in read_bibliography(text).entries}
    missing = []
    for (start, end), (key, read) in zip(whole.spans, before.items(), strict=True):
        if end <= damage and key not in after:
            missing.append(key)
        if start > to and (key not in last or content(last[key]) != content(read)):
            missing.append(key)
    return missing


def trial(chance: random.Random) -> tuple[list[str], str, float]:
    """Damage one file: what was lost, the damaged text, and seconds for each character."""
    whole = sample(chance.randint(3, 8), chance)
    start = chance.randrange(len(HEADER), len(whole.text))
    end = min(len(whole.text), start + chance.randint(1, 200))
    tail = whole.text[end:] if chance.random() > 0.1 else ""
    text = whole.text[:start] + damaged(whole.text, start, end, chance) + tail
    begun = time.process_time()
    read_bibliography(text)
    seconds = (time.process_time() - begun) / max(len(text), 1)
    return lost(start, end if tail else len(whole.text), whole, text), text, seconds


HOSTILE = {
    "opening braces": "{",
    "closing braces": "}",
    "quotation marks": '"',
    "at signs": "@",
    "commands": "@a{",
    "entries in a row": "@article{x,",
    "whole entries in a row": "@misc{x, a={b}} x ",
    "keys in a row": "@misc{x} x ",
    "odd entries in a row": "@misc{x, a={b} # c} x ",
    "open entries in a row": "@misc{x, a={{b ",
    "quotes in a row": ', a = "x" y"',
    "rows of entries": "@article{x, a={\n",
    "rows of unknown entries": "@a{x, a={\n",
    "unclosed braces": "a = {\n",
    "unclosed quotation marks": '\na = "{',
    "bare values": ",a=$ ",
    "bare rows": "a = b c\n",
    "closed too often": "}\na = {x},\n",
    "comments": "% @a{x\n",
    "blank rows": " \n",
    "commas": ", ",
    "joined": "a = b # ",
    "a long name": "a",
    "broken entries": "@misc{k,\n a = {b\n}\n",
    "nested entries": "@misc{k,\n a = {b,\n",
    "open comments": "@comment{\n@misc{k, a = {b}}\n",
    "closers and junk": "@misc{k, a = {b}} } x\n",
    "cross references": "@misc{k,\n title {b}\n note = c,\n",
}


def seconds_for(pattern: str, size: int) -> float:
    """The CPU seconds for a hostile pattern in an entry of some characters, the least of three."""
    text = "@misc{key,\n" + pattern * (size // len(pattern))
    # In a large process a full collection costs more than the reading.
    gc.disable()
    try:
        return min(_timed(text) for _ in range(3))
    finally:
        gc.enable()


def _timed(text: str) -> float:
    begun = time.process_time()
    read_bibliography(text)
    return time.process_time() - begun


def main() -> None:
    """Print what was lost, and how long it took."""
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begun, failures, slowest = time.process_time(), 0, 0.0
    for number in range(inputs):
        missing, text, seconds = trial(random.Random(f"{seed}-{number}"))
        slowest = max(slowest, seconds)
        if missing:
            failures += 1
            print(f"input {number}: lost {missing}\n{text}\n---")
    spent = time.process_time() - begun
    print(f"{inputs} inputs, {failures} with losses, {spent:.0f} s CPU")
    print(f"slowest input: {slowest * 1e6:.2f} microseconds for each character")
    for name, pattern in HOSTILE.items():
        small, large = seconds_for(pattern, 30_000), seconds_for(pattern, 300_000)
        print(f"{name:28}{small:9.4f}{large:9.4f} s{large / max(small, 1e-4):7.1f} times")
    sizes = (1_000, 10_000, 100_000)
    chance = random.Random(seed)
    took = []
    for size in sizes:
        text = sample(size, chance).text
        begun = time.process_time()
        found = len(read_bibliography(text).entries)
        took.append(time.process_time() - begun)
        print(f"{found} entries, {len(text) / 1e6:.1f} MB: {took[-1]:.2f} s CPU")
    print("times ten:", ", ".join(f"{large / small:.1f}" for small, large in pairwise(took)))


if __name__ == "__main__":
    main()
