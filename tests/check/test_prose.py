"""Running text: what in it is no prose, and that long paragraphs cost in proportion."""

import shutil
import time
from pathlib import Path

import pytest
from case_pages import CLEAN

from soilbook.check import CHECKS, run
from soilbook.check.prose_text import is_code, prose_of, with_numbers
from soilbook.project import Project
from soilbook.records.markdown import Run
from soilbook.records.places import Place


def as_run(text: str) -> Run:
    return Run(text, lambda offset: Place(1, offset + 1))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a {cite:p}`b` c", "a c"),
        ("a ``b ` c`` d", "a d"),
        ("a $b$ c, for $5 or $6", "a c, for $5 or $6"),
        ("a [b](https://example.org/c_(d)) e", "a [b] e"),
        ("a ![b](c.svg){width=50%} d", "a ![b] d"),
        ("a <https://example.org> b https://example.org/c d", "a b d"),
        ("a <!-- b --> c[^d] {{ e }}", "a c"),
        ("(sec-a)=", ""),
        ("doi:10.5555/12 3", "3"),
    ],
)
def test_prose_is_what_readers_see_as_words(text, kept):
    prose = prose_of(as_run(text))

    assert len(prose) == len(text)
    assert " ".join(prose.split()) == kept


def test_a_glued_number_stays_a_number():
    assert with_numbers(as_run("a {glue:text}`b`% c")) == f"a {'0' * 14}% c"


def test_code_is_told_from_text_before_and_after_it():
    text = "a `b` c {cite}`d`"
    code = "".join(text[at] for at in range(len(text)) if is_code(as_run(text), at))

    assert code == "`b`{cite}`d`"


def test_long_paragraphs_cost_in_proportion(tmp_path):
    book = Path(shutil.copytree(CLEAN, tmp_path / "book"))
    sentence = "After Brown et al. (2017) {cite:p}`smith2020`, 10.5555/ab12, `b`, 0-3 cm of 4%. "
    names = [name for name in CHECKS if name.startswith(("prose-", "style-"))]
    spent, found = [], []
    for size in (250, 1000):
        (book / "book/one.md").write_text("# One\n\n" + "\n".join([sentence] * size) + "\n")
        before = time.process_time()
        found.append(len(run(Project.at(book), names)))
        spent.append(time.process_time() - before)

    assert found == [5 * 250, 5 * 1000]
    assert spent[1] < 10 * spent[0]
