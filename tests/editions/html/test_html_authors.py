"""Who wrote a book: persons are taken apart, groups never."""

import pytest

from soilbook.editions.html.authors import Author, authors_in, authors_of_page

DOE, DAM = Author("Doe", "Jane"), Author("Dam", "Max", "van")


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("", []),
        ("Jane Doe", [DOE]),
        ("Jane Doe and Max van Dam", [DOE, DAM]),
        ("Jane Doe, J. R. Roe, and Max van Dam", [DOE, Author("Roe", "J. R."), DAM]),
        ("Jane Doe et Max van Dam", [DOE, DAM]),
        ("Doe, Jane; van Dam, Max", [DOE, DAM]),
        ("The Jupyter Book Community", [Author(group="The Jupyter Book Community")]),
        ("Équipe Sols & Climat", [Author(group="Équipe Sols & Climat")]),
        (
            "Contributors to the “4 per 1000” book",
            [Author(group="Contributors to the “4 per 1000” book")],
        ),
        # One part that is no person, and the line stays whole.
        ("Jane Doe and the Soil Group", [Author(group="Jane Doe and the Soil Group")]),
        ("Plato", [Author(group="Plato")]),
        ("me & my friends", [Author(group="me & my friends")]),
    ],
)
def test_a_line_of_authors(line, authors):
    assert authors_in(line) == authors


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Jane Doe and Max van Dam", [DOE, DAM]),
        ('["Jane Doe", "Max van Dam"]', [DOE, DAM]),
        (
            '[{"name": "Jane Doe", "orcid": "0000"}, "Soil Group"]',
            [DOE, Author(group="Soil Group")],
        ),
        ('{"name": "Jane Doe"}', [DOE]),
    ],
)
def test_authors_in_the_front_matter_of_a_page(value, authors):
    assert authors_of_page(value) == authors


def test_names_are_read_and_sorted_with_their_particle():
    assert DAM.name == "Max van Dam"
    assert DAM.sorted_name == "van Dam, Max"
