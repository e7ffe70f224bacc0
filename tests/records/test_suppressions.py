"""Comments that allow a finding: what they say, and what they stand above."""

import pytest

from soilbook.records.bibliography import read_bibliography
from soilbook.records.pages import read_page
from soilbook.records.source import Source
from soilbook.records.suppressions import in_bibliography


def of_bibliography(text: str):
    return list(in_bibliography(read_bibliography(text)))


@pytest.mark.parametrize(
    ("comment", "names", "reason", "until"),
    [
        ("a-b because of it", ("a-b",), "of it", ""),
        ("a-b, c because of it until 2027-01-31", ("a-b", "c"), "of it", "2027-01-31"),
        ("a-b because it is kept until the end.", ("a-b",), "it is kept until the end", ""),
        ("a-b until 2027-01-31", ("a-b",), "", "2027-01-31"),
        ("a-b because", ("a-b",), "", ""),
        ("because of it", (), "of it", ""),
        ("", (), "", ""),
    ],
)
def test_names_reason_and_last_day(comment, names, reason, until):
    (found,) = of_bibliography(f"% soilbook-allow: {comment}\n@misc{{a, title = {{A}}}}\n")

    assert (found.names, found.reason, found.until) == (names, reason, until)


def test_a_day_that_does_not_exist_is_no_day():
    (found,) = of_bibliography("% soilbook-allow: a because b until 2027-02-30\n@misc{a, b = 1}")

    assert (found.until, found.last_day) == ("2027-02-30", None)


def test_each_comment_is_for_the_entry_directly_below():
    found = of_bibliography(
        "% soilbook-allow: a because b\n"
        "% Another comment.\n"
        "@misc{one,\n"
        "  title = {One},\n"
        "}\n"
        "% soilbook-allow: a because b\n"
        "\n"
        "@misc{two, title = {Two}}\n"
    )

    assert [(one.first, one.last) for one in found] == [(3, 5), (0, 0)]
    assert not found[1].covers(0)


PAGE = """\
% soilbook-allow: a because b
A paragraph
of two rows.

% soilbook-allow: a because b

% soilbook-allow: a because b
:::{note}
One.

Two.
:::

> % soilbook-allow: a because b
> In a quotation.

```text
% soilbook-allow: a because b
```

% soilbook-allow: a because b"""


def test_each_comment_of_a_page_is_for_the_block_directly_below():
    page = read_page("page.md", Source(PAGE))

    assert [(one.line, one.column, one.first, one.last) for one in page.suppressions] == [
        (1, 1, 2, 3),
        (5, 1, 0, 0),
        (7, 1, 8, 12),
        (14, 3, 15, 15),
        (21, 1, 0, 0),
    ]
