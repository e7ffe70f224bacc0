"""``jb cite refresh``: every answer is kept at once, and an outage changes nothing."""

import os
import signal
import subprocess
import sys
import time

import pytest
from replay import SILENCE, TODAY, Raw, Status, update, work

from soilbook.cite import refresh as asking
from soilbook.cite.retractions import read_retractions
from soilbook.findings import SoilbookError
from soilbook.records.answers import Answer, Update
from soilbook.records.lock import line_of, write_lock

BIB = """@article{a, title = {Soil A}, doi = {10.1000/A}}
@article{b, title = {Soil B}, doi = {https://doi.org/10.1000/b}}
@misc{c, title = {Without a DOI}}
"""
CSV = """Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason
1,Soil A,1/24/2020 0:00,10.1000/N,10.1000/A,Retraction,+Error;
2,Soil B,2/1/2021 0:00,unavailable,10.1000/b,Correction,
3,Other,2/1/2021 0:00,10.1000/x,10.1000/other,Retraction,
"""


def refresh(book, registries, dois=None, listed=None):
    dois = asking.wanted(book, (), 0, TODAY) if dois is None else dois
    return asking.refresh(book, registries, dois, listed or {})


def test_all_entries_with_a_doi_are_asked(registry, registries, book):
    registry.crossref("10.1000/a", work("Soil A", "Lal"))

    done = refresh(book(BIB), registries)

    assert (
        done.summary == "2 answered: 1 found, 1 not found; 0 with a notice. 0 could not be asked."
    )
    kept = book().lock
    assert {doi: one.state for doi, one in kept.answers.items()} == {
        "10.1000/a": "found",
        "10.1000/b": "not found",
    }
    assert kept.malformed == kept.changed == []


def test_an_outage_is_reported_and_never_stored(registry, registries, book):
    registry.crossref("10.1000/a", Status(500))
    opened = book(BIB)

    done = refresh(opened, registries)
    found = asking.findings(opened, done)

    assert list(book().lock.answers) == ["10.1000/b"]
    assert [(one.place, one.check) for one in found] == [
        ("references.bib:1:31", "registry-unavailable")
    ]
    assert "Crossref: it answered 500" in found[0].message


def test_an_old_answer_outlives_an_outage(registry, registries, book):
    registry.crossref("10.1000/a", work("Soil A", "Lal"), Status(500))
    refresh(book(BIB), registries)
    before = (book().lock_path).read_bytes()

    refresh(book(), registries, ["10.1000/a"])

    assert book().lock_path.read_bytes() == before


def test_it_stops_when_nobody_answers(registry, registries, book):
    entries = "".join(f"@misc{{k{n}, title = {{T}}, doi = {{10.1000/{n}}}}}\n" for n in range(9))
    for n in range(9):
        registry.crossref(f"10.1000/{n}", Status(403))
    opened = book(entries)

    done = refresh(opened, registries)

    assert len(done.unavailable) == asking.PATIENCE
    assert len(done.untried) == 9 - asking.PATIENCE
    assert len(asking.findings(opened, done)) == 9


def test_answers_of_today_are_not_asked_for_again(registry, registries, book):
    refresh(book(BIB), registries)
    registry.asked.clear()

    refresh(book(), registries)

    assert registry.asked == []


def test_what_was_interrupted_goes_on(registry, registries, book):
    def stop(doi):
        if doi == "10.1000/b":
            raise KeyboardInterrupt

    opened = book(BIB)
    with pytest.raises(KeyboardInterrupt):
        asking.refresh(opened, registries, ["10.1000/a", "10.1000/b"], {}, stop)

    again = book()
    assert list(again.lock.answers) == ["10.1000/a"]
    assert asking.wanted(again, (), 0, TODAY) == ["10.1000/b"]


@pytest.mark.parametrize(("days", "asked"), [(0, ["10.1000/a"]), (30, ["10.1000/a"]), (31, [])])
def test_older_than(book, days, asked):
    opened = book("@misc{a, title = {A}, doi = {10.1000/a}}")
    answer = Answer("10.1000/a", "not found", "doi.org", "2025-12-31")
    write_lock(opened.lock_path, {answer.doi: line_of(answer)})

    assert asking.wanted(book(), (), days, TODAY) == asked


def test_only_some_keys(book):
    assert asking.wanted(book(BIB), ("b",), 0, TODAY) == ["10.1000/b"]
    with pytest.raises(SoilbookError, match='"c" has no DOI'):
        asking.wanted(book(), ("c",), 0, TODAY)
    with pytest.raises(SoilbookError, match='no bibliography has the key "d"'.capitalize()):
        asking.wanted(book(), ("d",), 0, TODAY)


def test_lines_without_an_entry_go(registries, book):
    opened = book(BIB)
    gone = Answer("10.1000/gone", updates=(Update("correction", "10.1000/n"),))
    write_lock(opened.lock_path, {gone.doi: line_of(gone)})

    refresh(book(), registries)

    assert sorted(book().lock.answers) == ["10.1000/a", "10.1000/b"]


def test_notices_of_other_lists_stay(registry, registries, book):
    opened = book(BIB)
    known = Answer("10.1000/a", updates=(Update("correction", "10.1000/n", "", "a list of 2020"),))
    write_lock(opened.lock_path, {known.doi: line_of(known)})
    named = [update("retraction", "10.1000/m", 2021)]
    registry.crossref("10.1000/a", work("Soil A", "Lal", **{"updated-by": named}))

    refresh(book(), registries)

    assert [one.source for one in book().lock.get("10.1000/a").updates] == [
        "a list of 2020",
        "crossref",
    ]


def test_a_line_changed_by_hand_is_asked_about_and_never_laundered(registry, registries, book):
    opened = book("@misc{a, title = {A}, doi = {10.1000/a}}")
    answer = Answer("10.1000/a", "not found", "doi.org", TODAY.isoformat())
    by_hand = line_of(answer).replace("not found", "found")
    write_lock(opened.lock_path, {answer.doi: by_hand})
    registry.crossref("10.1000/a", Status(403), work("A", "Lal"))

    refresh(book(), registries)
    assert book().lock_path.read_text() == by_hand

    refresh(book(), registries)
    assert book().lock.changed == []
    assert book().lock.get("10.1000/a").source == "crossref"


def test_the_list_of_retraction_watch(registries, book):
    refresh(book(BIB), registries, [], read_retractions(CSV, "list.csv"))

    kept = book().lock
    assert kept.get("10.1000/a").updates == (
        Update("retraction", "10.1000/n", "2020-01-24", "retraction-watch"),
    )
    assert kept.get("10.1000/b").updates == (
        Update("correction", "", "2021-02-01", "retraction-watch"),
    )
    assert kept.get("10.1000/a").state == ""
    assert len(kept.answers) == 2


def test_the_list_of_retraction_watch_from_its_address(registry, registries):
    registry.answers["/list.csv"].append(Raw(CSV.encode()))
    registries.addresses["retractions"] = f"{registry.address}/list.csv"

    assert set(asking.retractions(registries, None)) == {
        "10.1000/a",
        "10.1000/b",
        "10.1000/other",
    }


def test_another_file_is_refused():
    with pytest.raises(SoilbookError, match='it has no column "OriginalPaperDOI"'):
        read_retractions("a,b\n1,2\n", "list.csv")


def jb_cite(folder, *arguments):
    command = [sys.executable, "-m", "soilbook", "cite", *arguments, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ})


def test_the_command_tells_what_it_did(registry, book):
    registry.crossref("10.1000/a", work("Soil A", "Lal"))
    registry.crossref("10.1000/b", Status(403))
    opened = book(BIB, {"endpoints": registry.endpoints})

    answer = jb_cite(opened.root, "refresh")

    assert answer.returncode == 1, answer.stderr
    assert answer.stdout.startswith('references.bib:2:31 registry-unavailable "b" could not be')
    assert "1 answered: 1 found, 0 not found; 0 with a notice. 1 could not be asked." in (
        answer.stderr
    )
    assert "write `mailto:` below `soilbook:`" in answer.stderr


def test_the_command_with_a_wrong_setup(book):
    opened = book(BIB, {"endpoints": {"crossref": "gopher://example.org"}})

    answer = jb_cite(opened.root, "refresh")

    assert answer.returncode == 2
    assert "no address of the web" in answer.stderr


def test_interrupted_by_the_editor_it_keeps_what_it_has(registry, book):
    registry.crossref("10.1000/a", work("Soil A", "Lal"))
    registry.crossref("10.1000/b", SILENCE)
    opened = book(BIB, {"endpoints": registry.endpoints})
    # A shell that runs the tests in the background makes their children ignore the signal.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        f"from soilbook.cli import main; main(['cite', 'refresh', {str(opened.root)!r}])"
    )
    command = [sys.executable, "-c", program]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while not any("10.1000/b" in path for path, _ in registry.asked):
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=10)

    assert running.returncode == 130
    assert b"Stopped. What was answered is in references.lock." in said
    assert list(book().lock.answers) == ["10.1000/a"]
