"""Known retractions and wrong citations are found, from the registry to the finding."""

import pytest
from known_cases import LABELLED_ERRATUM, MISMATCHES, NOTICES
from replay import TODAY, update, work

from soilbook.check import run
from soilbook.cite.refresh import refresh
from soilbook.records.answers import FOUND, NOT_FOUND, Answer
from soilbook.records.lock import line_of, write_lock

CHECKS = [
    *(f"record-{kind}-differs" for kind in ("title", "author", "year", "journal")),
    *("record-other-work", "record-doi-not-found", "record-retracted", "record-corrected"),
    *("record-withdrawn", "record-concern", "record-preprint-published"),
]


def bibliography():
    return "".join(
        f"@article{{k{n}, author = {{Lal, R.}}, title = {{{title}}}, journal = {{{journal}}}, "
        f"year = {{{year}}},\n  doi = {{{doi}}}}}\n"
        for n, (doi, title, journal, year, _, _) in enumerate(NOTICES)
    )


def answer_as_deposited(registry):
    """Each notice as Crossref has it: of the publisher, perhaps with the wrong label."""
    for doi, title, journal, year, kind, notice in NOTICES:
        own = notice == doi
        label = "erratum" if doi in LABELLED_ERRATUM or kind == "correction" else kind
        named = update(label, doi, year + 1)
        more = {"container-title": [journal]} | ({"update-to": [named]} if own else {})
        registry.crossref(doi, work(title, "Lal", year=year, **more))
        if not own:
            word = "Retraction notice to" if kind == "retraction" else "Correction to"
            item = {"DOI": notice, "title": [f"{word} “{title}”"], "update-to": [named]}
            registry.notices(doi, item)


def test_every_notice_is_found_and_nothing_else(registry, registries, book):
    answer_as_deposited(registry)
    opened = book(bibliography())

    refresh(opened, registries, [doi for _, _, doi in opened.identified], {})
    found = run(book().project, CHECKS)

    kinds = {"retraction": "record-retracted", "correction": "record-corrected"}
    expected = [(2 * n + 2, kinds[kind]) for n, (*_, kind, _) in enumerate(NOTICES)]
    assert [(finding.line, finding.check) for finding in found] == expected
    for finding, (*_, notice) in zip(found, NOTICES, strict=True):
        assert notice in finding.message


@pytest.mark.parametrize(("entry", "record", "check"), MISMATCHES)
def test_a_wrong_citation_is_found_under_its_own_name(book, entry, record, check):
    opened = book(f"@article{{key, {entry}}}")
    doi = opened.identified[0][2]
    state, source = (FOUND, "crossref") if record else (NOT_FOUND, "doi.org")
    answer = Answer(doi, state, source, TODAY.isoformat(), record)
    write_lock(opened.lock_path, {doi: line_of(answer)})

    assert [finding.check for finding in run(book().project, CHECKS)] == [check]
