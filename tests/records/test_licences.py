"""The address of a licence, as its name is written in a book."""

import pytest

from soilbook.records.licences import address_of

COMMONS = "https://creativecommons.org/"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CC BY 4.0", f"{COMMONS}licenses/by/4.0/"),
        ("CC-BY-SA-4.0", f"{COMMONS}licenses/by-sa/4.0/"),
        ("cc by-nc-nd 3.0 IGO", f"{COMMONS}licenses/by-nc-nd/3.0/igo/"),
        ("Creative Commons BY 4.0", f"{COMMONS}licenses/by/4.0/"),
        ("CC0", f"{COMMONS}publicdomain/zero/1.0/"),
        ("Ours, see https://example.org/licence.", "https://example.org/licence"),
        ("All rights reserved", ""),
        ("", ""),
    ],
)
def test_known_by_its_name(name, address):
    assert address_of(name) == address
