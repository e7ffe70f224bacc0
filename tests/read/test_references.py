"""The reference style ``soilbook`` prints what the entry says, in the order readers expect."""

import pytest
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

from soilbook.read.references import MOST_NAMES

MANY = " and ".join(f"Name{letter}, {letter}." for letter in "ABCDEFGHIJ")

ENTRIES = {
    "@article{k, author={Smith, Pete and Müller, Jörg}, title={Soil {C}arbon: A Review}, "
    "journal={Geoderma}, year={2020}, volume={3}, number={2}, pages={1--10}, doi={10.1000/xyz}}": (
        "Smith, P. and Müller, J. (2020). Soil Carbon: A Review. Geoderma 3(2), 1–10. "
        "doi:10.1000/xyz"
    ),
    "@article{k, author={Saby, N. and others}, title={Will it last?}, journal={J}, year={2008}}": (
        "Saby, N., et al. (2008). Will it last? J."
    ),
    "@book{k, author={{FAO} and {ITPS}}, title={The Map}, publisher={FAO}, year={2020}}": (
        "FAO and ITPS (2020). The Map. FAO."
    ),
    "@incollection{k, author={Lal, R. and Olson, K. and Smith, P.}, title={A part}, "
    "booktitle={The Whole}, pages={3--4}, publisher={Springer}, year={2018}}": (
        "Lal, R., Olson, K., and Smith, P. (2018). A part. In The Whole, 3–4. Springer."
    ),
    "@techreport{k, author={Pellerin, S.}, title={Stocker}, institution={INRA}, year={2019}, "
    "url={https://example.org/a_b}}": (
        "Pellerin, S. (2019). Stocker. INRA. https://example.org/a_b"
    ),
    "@misc{k, title={No name}, year={2001}}": "Anonymous (2001). No name.",
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_golden_text(entry):
    assert printed(entry) == ENTRIES[entry]


def test_a_long_list_of_authors_is_cut():
    text = printed(f"@article{{k, author={{{MANY}}}, title={{T}}, journal={{J}}, year={{2020}}}}")

    assert text.count("Name") == MOST_NAMES
    assert "NameH, H., et al. (2020)." in text


def test_a_body_in_braces_is_sorted_by_its_name():
    entries = "".join(
        f"@misc{{{key}, author={{{author}}}, title={{T}}, year={{2000}}}}"
        for key, author in {"z": "Zomer, R.", "f": "{FAO}", "a": "Amelung, W."}.items()
    )
    style = find_plugin("pybtex.style.formatting", "soilbook")()

    assert [e.key for e in style.format_bibliography(parse_string(entries, "bibtex"))] == [*"afz"]


def printed(entry: str) -> str:
    style = find_plugin("pybtex.style.formatting", "soilbook")()
    (formatted,) = style.format_bibliography(parse_string(entry, "bibtex"))
    return formatted.text.render_as("text")
