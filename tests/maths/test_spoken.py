"""The sentences of the corpus in three languages, word for word as they were read through."""

import re

import pytest
from corpus import LANGUAGES
from spoken import FOLDER, sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_as_read(language):
    said = sentences(language)
    assert said == (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    for line in said.splitlines():
        sentence = line.partition(": ")[2]
        assert re.search(r"\w", sentence), line
        assert not re.search(r"[\\{}^_&$]", sentence), line
