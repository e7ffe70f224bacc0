"""What the styles of pybtex print of odd entries, and what is said where a style leaves it out."""

import random

import pytest
from pybtex.plugin import find_plugin
from test_odd_references import PRINTED

from soilbook.read.lists import formatted
from soilbook.read.marks import show_marks
from soilbook.read.repaired import repaired
from soilbook.records.bibliography import read_bibliography, resolve
from soilbook.records.marked import MARK, shown


def entries(text: str) -> list:
    return [repaired(entry) for entry in resolve(read_bibliography(text).entries)]


ODD = [entry for case in PRINTED for entry in entries(case.text)]


@pytest.mark.parametrize("name", ["alpha", "plain", "soilbook", "unsrt", "unsrtalpha"])
def test_odd_entries_print_whole_in_every_style(name):
    style = find_plugin("pybtex.style.formatting", name)()
    for entry in ODD:
        done, faults = formatted(style, "label", entry)
        assert "missing" not in str(done.text), entry.key
        assert not [message for (_, fault), message in faults if fault == "print-text-lost"]


def test_a_style_that_leaves_something_out_is_told_on():
    class Short(find_plugin("pybtex.style.formatting", "unsrt")):
        def format_title(self, entry, which_field, as_sentence=True):
            return "Title."

    (entry,) = entries("@misc{k, author={Lal, R.}, title={Soil {CO$_2$}}, year={2004}}")

    _, faults = formatted(Short(), "label", entry)

    told = 'The style leaves out of "k": title (“soil co2”).'
    assert faults == [(("soilbook", "print-text-lost"), told)]


def test_styles_with_small_letters_keep_formulas_and_names():
    title = r"\emph{Pinus} and CO$_2$, N<sub>2</sub>O, $\delta^{13}$C in {SOC} and Soils"
    (entry,) = entries(f"@misc{{k, author={{Lal, R.}}, title={{{title}}}, year={{2004}}}}")

    done, _ = formatted(find_plugin("pybtex.style.formatting", "unsrt")(), "label", entry)

    assert "Pinus and CO2, N2O, δ13C in SOC and soils." in shown(str(done.text))


def test_an_entry_without_what_its_type_needs_prints_what_it_has():
    (entry,) = entries("@article{k, author={Lal, R.}, title={Soils}, year={2004}}")

    done, faults = formatted(find_plugin("pybtex.style.formatting", "plain")(), "label", entry)

    assert done.text.render_as("text").split() == "R. Lal. Soils. 2004.".split()
    assert [fault for (_, fault), _ in faults] == ["missing_field"]


def test_damaged_files_print_something_and_no_mark_is_left():
    style = find_plugin("pybtex.style.formatting", "soilbook")()
    backend = find_plugin("pybtex.backends", "docutils")()
    chance = random.Random(11)
    signs = [*"{}$%\\&#_^~\"',;<>@= ", "\\'", "<i>", " and ", "$_", "&amp;", "é", "\n"]
    for case in chance.choices(PRINTED, k=300):
        letters = list(case.text)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(letters))
            letters[at] = chance.choice([*signs, "", letters[at] * 2])
        for entry in entries("".join(letters)):
            paragraph = backend.paragraph(formatted(style, "label", entry)[0])
            show_marks(paragraph)
            assert not MARK.search(paragraph.astext())
