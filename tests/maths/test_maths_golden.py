"""What the translator writes, word for word; see golden_text."""

import pytest
from golden_text import FOLDER, text_of

GOLDEN = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_text_is_as_reviewed(path):
    reviewed = path.read_text(encoding="utf-8")
    assert text_of(reviewed.splitlines()[0]) == reviewed
