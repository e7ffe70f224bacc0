"""What sphinxcontrib-bibtex finds in the place of what it parsed."""

import pickle
from types import SimpleNamespace

import pytest
from sphinxcontrib.bibtex.bibfile import process_bibdata

from soilbook.read.repaired import put_in_place

ENCODING = "utf-8-sig"
TEXT = """\
@article{lal, author={Lal, R.}, title={CO$_2$}, title={Twice}, year={2004}}
@article{Lal, author={Other, A.}, title={The same key}, year={2005}}
@misc{below, title={A 50% cut}}
"""


@pytest.fixture
def bibdata(tmp_path):
    """The data of one file, put where the domain ``cite`` has it."""
    (tmp_path / "a.bib").write_text(TEXT, encoding="utf-8")
    domain = SimpleNamespace(data={})
    config = SimpleNamespace(bibtex_bibfiles=["a.bib", "none.bib"], bibtex_encoding=ENCODING)
    env = SimpleNamespace(get_domain={"cite": domain}.__getitem__)
    put_in_place(SimpleNamespace(config=config, confdir=str(tmp_path), env=env))
    return domain.data["bibdata"]


def test_sphinxcontrib_bibtex_takes_it_for_what_it_parsed_itself(bibdata):
    # Should this ever fail, it would parse the files again, and stop at what is wrong in them.
    assert process_bibdata(bibdata, list(bibdata.bibfiles), ENCODING) is bibdata


def test_no_entry_is_lost_and_the_first_of_a_key_counts(bibdata):
    assert [list(file.keys) for file in bibdata.bibfiles.values()] == [["lal", "below"], []]
    assert bibdata.data.entries["LAL"].persons["author"][0].last_names == ["Lal"]
    assert bibdata.data.entries.place_of("below").endswith("a.bib:3")


def test_an_entry_is_made_when_it_is_asked_for_and_not_kept_for_other_builds(bibdata):
    entries = bibdata.data.entries
    assert not entries.made
    assert entries["below"] is entries["below"]
    assert list(entries.made) == ["below"]
    assert len(entries) == 2
    assert len(pickle.loads(pickle.dumps(entries))) == 0
