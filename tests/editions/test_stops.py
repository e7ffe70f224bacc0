"""Why an edition stopped, in words of its author."""

from concurrent.futures.process import BrokenProcessPool

import pytest

from soilbook.editions.stops import explain_stop, explain_unwritten
from soilbook.findings import Finding, SoilbookError

LOG = "_build/.work/html.log"


@pytest.mark.parametrize(
    ("error", "page", "place", "message"),
    [
        (SoilbookError("A is wrong.", "Mend A."), "", "_config.yml", "A is wrong. Mend A."),
        (RuntimeError("Kernel died"), "a.ipynb", "a.ipynb", "The kernel of this notebook died"),
        (KeyError("x"), "a.md", "a.md", f"The html edition stopped: 'x'. See {LOG}."),
        (ValueError(), "", "_config.yml", "The html edition stopped: ValueError."),
        (BrokenProcessPool("…"), "", "_config.yml", "its process was ended from outside"),
        (OSError(28, "No space left", "a"), "", "_config.yml", "stopped: No space left: a."),
    ],
)
def test_why_an_edition_stopped(error, page, place, message):
    finding = explain_stop("html", error, page, LOG)

    assert (finding.path, finding.check) == (place, "edition-failed")
    assert message in finding.message


def test_files_that_were_not_written_stop_the_edition():
    other = Finding("a.md", 1, 0, "ref.ref", "undefined label: 'x'")
    lost = [
        Finding("_config.yml", 0, 0, "sphinx", "error writing file a.html: No space left"),
        Finding("_config.yml", 0, 0, "sphinx", "cannot copy static file OSError(28)"),
    ]

    kept, stop = explain_unwritten("html", [lost[0], other, lost[1]], LOG)

    assert kept == other
    assert stop.check == "edition-failed"
    assert stop.message.startswith("2 files of the html edition could not be written. The first: e")
    assert explain_unwritten("html", [other], LOG) == [other]
