"""A figure is said to rest on a file when the statements behind its cell read it, and only then."""

import random
import re
import sys
import time
from pathlib import Path

import pytest

from soilbook.execute.slices import inputs_of_cells, statements_behind

PARTS = re.split(r"^## ", Path(__file__).with_name("slices.md").read_text("utf-8"), flags=re.M)[1:]
CELL = re.compile(r"```python\n(.*?)```", re.DOTALL)
READ, WRITE = re.compile(r'read\("([^"]+)"\)'), re.compile(r'write\("([^"]+)"\)')


def places(cells, pattern):
    return [
        (number, line, name)
        for number, cell in enumerate(cells, 1)
        for line, row in enumerate(cell.split("\n"), 1)
        for name in pattern.findall(row)
    ]


def behind(cells):
    """The files behind each cell; before them the names of the files' functions are imported."""
    given = ["from soilbook import read, write", *cells]
    return inputs_of_cells(given, places(given, READ), places(given, WRITE))


@pytest.mark.parametrize("part", PARTS, ids=[part.partition("\n")[0] for part in PARTS])
def test_files_behind_the_last_cell(part):
    expected = re.search(r"^Behind: (.*)", part, re.MULTILINE)[1]

    assert ", ".join(sorted(behind(CELL.findall(part))[-1])) == expected.replace("nothing", "")


def test_statements_are_told_by_cell_and_line():
    cells = ["a = 1\nb = 2\n", "c = a\n\nd = b\n", "c"]

    assert statements_behind(cells, 3) == [(1, 1), (2, 1), (3, 1)]


def test_a_reading_without_a_line_belongs_to_its_cell_and_one_without_a_cell_to_all():
    found = inputs_of_cells(["a = 1", "b = 2", "b"], [(1, 0, "rain"), (0, 0, "soil")])

    assert found == [{"rain", "soil"}, {"soil"}, {"soil"}]


# Statements of a notebook whose every value is a list of numbers; A and B are names, F is a file.
STATEMENTS = (
    """
A = read("F")
A = B
A = B + read("F")
A = [B]
A = [*B, 1]
A = B[:1]
A, B = B, A
A += B
A.append(B)
A.extend(read("F"))
A[0:1] = B
del A[1:]
A = list(reversed(B[:6]))
A = [x for x in B]
A = [y + 1 for y in numbers(B)]
A = keep(B)
grow(B)
grow(A, read("F"))
A = size(B)
A = later(B)
note(B)
A = noted()
A = box(B)
A = box(B).value
box(A).value.append(B)
A = cached()
A = (lambda: B)()
A = dict(x=B)["x"]
A = (B or A)
for A in [B, A]: A.append(3)
for x in B[:5]: A.append(x)
if numbers(B): A = read("F")
if len(A) > 2: A = B
with held(A) as x: x.append(B)
try: A = B[5]
except IndexError: A = read("F")
while len(numbers(A)) < 1: A = [7, A]
(A if numbers(B) else B).append(2)
""".strip()
    .replace("\nexcept", "~except")
    .split("\n")
)
NOTEBOOKS = 150
FIRST = """
from contextlib import contextmanager
from functools import cache

seen = []
a, b, c, d = [1], [2], [3], [4]


class box:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return other

    def __getattr__(self, name):
        return getattr(self.value, name)

    def __getitem__(self, key):
        return self.value[key]

    def __setitem__(self, key, value):
        self.value[key] = value

    def __delitem__(self, key):
        del self.value[key]

    def __iter__(self):
        return iter(list(self.value)[:9])

    def __len__(self):
        return len(self.value)

    def __iadd__(self, other):
        self.value += list(other)
        return self

    def __repr__(self):
        return "box"


def numbers(values):
    return [each for each in values if isinstance(each, int)]


def keep(value):
    return value


def grow(value, more=None):
    value.append(more)


def size(value):
    return [len(value)]


def later(value):
    return [*value[:9], *a[:9]]


def note(value):
    seen.append(value)


def noted():
    return seen


@cache
def cached():
    return read("kept")


@contextmanager
def held(value):
    yield value
"""


def notebook(seed):
    """A notebook of small cells by chance; the last shows one name."""
    chance = random.Random(seed)

    def statement():
        text = chance.choice(STATEMENTS).replace("~", "\n")
        one, other = chance.choice("abcd"), chance.choice("abcd")
        text = re.sub(r"\bA\b", one, re.sub(r"\bB\b", other, text))
        return text.replace('"F"', f'"{chance.choice(["f", "g", "h"])}{chance.randrange(3)}"')

    cells = [
        "\n".join(statement() for _ in range(chance.randrange(1, 4)))
        for _ in range(chance.randrange(1, 6))
    ]
    return [FIRST, *cells, f"shown({chance.choice('abcd')})"]


def run(cells, changed=None):
    """What the last cell shows, and where files were read; one file may hold something else."""
    shown, reads = [], []

    def read(name):
        frame, line = sys._getframe(1), 0
        while frame is not None:
            line = frame.f_lineno if frame.f_globals is space else line
            frame = frame.f_back
        reads.append((number, line, name))
        return [99, 98, 97] if name == changed else [10, len(name), ord(name[0])]

    space = {"read": read, "shown": lambda value: shown.append(held_by(value))}
    for number, cell in enumerate(cells, 1):  # noqa: B007
        try:
            exec(compile(cell, "cell", "exec"), space)
        except (AttributeError, IndexError, TypeError, RecursionError, ValueError):
            # A notebook that fails has no figures to tell of.
            return None, reads
    return shown, reads


def held_by(value, depth=4):
    """The numbers in a value; lists may hold themselves, so not all the way down."""
    if isinstance(value, int | str | type(None)) or depth == 0:
        return str(value) if isinstance(value, int) else "…"
    parts = getattr(value, "value", value)
    return f"[{','.join(held_by(each, depth - 1) for each in list(parts)[:7])}]"


def test_no_file_that_changes_what_a_cell_shows_is_forgotten():
    """Files are changed one at a time in notebooks made by chance, which are run for real."""
    compared = 0
    for seed in range(NOTEBOOKS):
        cells = notebook(seed)
        before, reads = run(cells)
        if before is None:
            continue
        *_, told = inputs_of_cells(["from soilbook import read", *cells], shifted(reads))
        for name in sorted({name for _, _, name in reads}):
            after, _ = run(cells, name)
            compared += 1
            if after is not None and after != before:
                assert name in told, f"{name} is behind the last cell of\n" + "\n\n".join(cells[1:])
    assert compared > NOTEBOOKS / 3


def shifted(reads):
    return [(cell + 1, line, name) for cell, line, name in reads]


def test_a_long_notebook_takes_no_time():
    cells = [FIRST, *(cell for seed in range(60) for cell in notebook(seed)[1:-1])]

    start = time.perf_counter()
    behind(cells)
    assert time.perf_counter() - start < 3
