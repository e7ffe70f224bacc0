"""A table that a notebook makes is written as a MyST directive and read like any other."""

import pandas
import pytest

from soilbook import table
from soilbook.read.tables import as_myst


@pytest.fixture
def stocks():
    return pandas.DataFrame(
        {"Source": ["{cite:t}`batjes1996`", "other"], "Stock (Pg C)": [704.0, None]}
    )


def test_golden_text(stocks):
    shown = table(
        stocks, name="tab-stocks", caption="Stocks\n  to 30 cm, {cite:t}`batjes1996`.", formats={}
    )
    mime = shown._repr_mimebundle_()["application/vnd.soilbook.table+json"]

    assert as_myst(mime) == (
        "~~~~~~{list-table} Stocks to 30 cm, {cite:t}`batjes1996`.\n"
        ":name: tab-stocks\n"
        ":header-rows: 1\n"
        "\n"
        "* - Source\n"
        "  - Stock (Pg C)\n"
        "* - {cite:t}`batjes1996`\n"
        "  - 704.0\n"
        "* - other\n"
        "  - –\n"
        "~~~~~~\n"
    )


def test_numbers_are_aligned_right_and_formatted(stocks):
    shown = table(stocks, name="t", caption="c", formats={"Stock (Pg C)": "{:.0f}"})

    assert shown.align == ["left", "right"]
    assert shown.rows[0][1] == "704"


def test_a_format_for_no_column_is_refused(stocks):
    with pytest.raises(KeyError, match="Stok"):
        table(stocks, name="t", caption="c", formats={"Stok": "{}"})
