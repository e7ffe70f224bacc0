"""Numbers and units stay together; nothing else is touched."""

import pytest

from soilbook.read.spacing import NO_BREAK_SPACE, keep_units


@pytest.mark.parametrize(
    "text", ["4_‰ a year", "0.4_% of it", "0–30_cm", "2.7_t C/ha", "700_Pg C", "10_°C", "5_ha."]
)
def test_a_number_keeps_its_unit(text):
    assert keep_units(text.replace("_", " ")) == text.replace("_", NO_BREAK_SPACE)


@pytest.mark.parametrize("text", ["20 trees", "in 2018 more", "3 meadows", "Table 2 gives", "x %"])
def test_other_spaces_stay(text):
    assert keep_units(text) == text
