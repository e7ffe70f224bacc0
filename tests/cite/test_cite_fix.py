"""``jb cite fix``: what loses nothing is repaired, and every other byte stays."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from soilbook.cite.fix import fixed
from soilbook.records.bibliography import read_bibliography
from soilbook.records.tex import plain

ROOT = Path(__file__).parent.parent.parent
SOUND = [*sorted((ROOT / "tests" / "books").glob("*/references.bib")), ROOT / "references.bib"]

REPAIRS = [
    ("doi = {https://doi.org/10.1000/A}", "doi = {10.1000/A}"),
    ("doi = {http://dx.doi.org/10.1000/a%28b%29}", "doi = {10.1000/a(b)}"),
    ('doi = "DOI: 10.1000/a"', "doi = {10.1000/a}"),
    ("doi = { 10.1000/a }", "doi = {10.1000/a}"),
    ("pages = {1–10}", "pages = {1--10}"),
    ("pages = {S1 — S10}", "pages = {S1--S10}"),
    ("volume = {12,}", "volume = {12}"),
    ("month = {January}", "month = jan"),
    ('month = "Sept."', 'month = "Sept."'),
    ("month = {Sep.}", "month = sep"),
    ("journal = {Geoderma }", "journal = {Geoderma}"),
    ("volume = 3,\n  volume = 3", "volume = 3"),
    ("volume = 3,, number = 4", "volume = 3, number = 4"),
    ("volume = {3}\n  number = 4", "volume = {3},\n  number = 4"),
]
KEPT = [
    "title = { A title – with a dash }",
    "author = {Lal, R. ,}",
    "year = {2020 }",
    "booktitle = { Talks }",
    "pages = {1-10}",
    "pages = {e1--e2}",
    "journal = geoderma # { }",
    "month = {Jan/Feb}",
    "volume = 3, volume = 4",
    "doi = {10.1000/(SICI)1097-0010<1:AID>3.0.CO;2-9}",
    "url = {https://example.org/a,}",
    "note = {a   b}",
]


def entry(fields: str) -> str:
    return f"A comment – with pages = {{1–2}}.\n\n@Article{{key,\n  {fields},\n}}\n% The end.\n"


@pytest.mark.parametrize(("before", "after"), REPAIRS)
def test_a_repair(before, after):
    assert fixed(entry(before).encode()).decode() == entry(after)


@pytest.mark.parametrize("fields", KEPT)
def test_what_is_not_certain_or_not_ours_stays(fields):
    assert fixed(entry(fields).encode()).decode() == entry(fields)


@pytest.mark.parametrize(
    "text",
    [
        "@article{key,\n  doi = {https://doi.org/10.1000/a\n}\n",
        "@article{key\n  doi = {https://doi.org/10.1000/a},\n}\n",
        "@comment{@article{key, doi = {https://doi.org/10.1000/a}}}\n",
        "% @article{key, doi = {https://doi.org/10.1000/a}}\n",
        '@string{doi = "https://doi.org/10.1000/a"}\n',
    ],
    ids=["open brace", "no comma", "comment", "row of a comment", "string"],
)
def test_a_broken_entry_and_what_is_none_stay(text):
    assert fixed(text.encode()) == text.encode()


def test_old_encodings_become_utf8():
    text = "@misc{a, note = {Kögel – “x”}}\n"

    assert fixed(text.encode("cp1252")).decode() == text
    assert fixed(text.encode("utf-8-sig")).decode() == text
    mixed = b"@misc{a, note = {K\xc3\xb6gel and K\xf6gel}}\n"
    assert fixed(mixed).decode() == "@misc{a, note = {Kögel and Kögel}}\n"


def test_line_ends_stay():
    before = entry("pages = {1–2}").replace("\n", "\r\n")

    assert fixed(before.encode()).decode() == before.replace("= {1–2},", "= {1--2},")


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.parent.name)
def test_a_sound_file_stays_byte_for_byte(path):
    assert fixed(path.read_bytes()) == path.read_bytes()


def test_repairs_keep_what_fields_say_and_twice_is_once():
    """Entries of odd fields, sound or with random defects."""
    chance = random.Random(1)
    pieces = [before for before, _ in REPAIRS] + KEPT
    for _ in range(300):
        texts = (f"@misc{{k{n},\n  {', '.join(chance.sample(pieces, 3))}\n}}\n" for n in range(4))
        text = "".join(texts)
        assert _meaning(fixed(text.encode()).decode()) == _meaning(text)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice('{}",=@#\n') + text[at + chance.randrange(2) :]
        once = fixed(text.encode())
        assert fixed(once) == once
        assert _keys(once.decode()) == _keys(text)


def _keys(text: str) -> list[str]:
    return [entry.key for entry in read_bibliography(text).entries]


def _meaning(text: str) -> list[object]:
    """Every entry with what its fields say, but for what `fixed` may repair."""
    found = []
    for entry in read_bibliography(text).entries:
        fields = {name: plain(field.value) for name, field in entry.fields.items()}
        repaired = {"doi", "pages", "month", "volume", "number", "journal"}
        kept = {name: value for name, value in fields.items() if name not in repaired}
        found.append((entry.key, entry.type, set(fields), kept))
    return found


def run_fix(folder, *options):
    command = [sys.executable, "-m", "soilbook", "cite", "fix", *options, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ})


def test_the_command_shows_first_and_then_repairs(book):
    opened = book(entry("pages = {1–10}"))
    path = opened.root / "references.bib"

    shown = run_fix(opened.root, "--diff")

    assert shown.returncode == 1
    assert "--- a/references.bib\n+++ b/references.bib\n" in shown.stdout
    assert "-  pages = {1–10},\n+  pages = {1--10},\n" in shown.stdout
    assert path.read_text() == entry("pages = {1–10}")
    assert run_fix(opened.root).returncode == 0
    assert path.read_text() == entry("pages = {1--10}")
    assert (run_fix(opened.root, "--diff").returncode, run_fix(opened.root).stderr) == (0, "")
