"""What the answers of Crossref, DataCite and doi.org mean."""

import pytest
from replay import TODAY, Status, update, work

from soilbook.cite.client import Unavailable
from soilbook.cite.lookup import endpoints
from soilbook.findings import SoilbookError
from soilbook.records.answers import Person, Record, Update


def ask(registries, doi):
    return registries.ask(doi).answer(TODAY)


def test_a_record_of_crossref(registry, registries):
    more = {
        "published-print": {"date-parts": [[2018, 2]]},
        "issued": {"date-parts": [[2017, 12, 24]]},
        "subtitle": ["A review"],
        "issue": "2",
    }
    people = [
        {"given": "Budiman", "family": "Minasny"},
        {"given": "José", "family": "Salguero", "suffix": "Jr"},
        {"name": "Soil Working Group"},
    ]
    registry.crossref("10.1000/a", work("Soil carbon", author=people, **more))

    answer = ask(registries, "10.1000/a")

    assert (answer.state, answer.source, answer.checked) == ("found", "crossref", "2026-01-31")
    assert answer.record == Record(
        "article",
        "Soil carbon: A review",
        (Person("Minasny", "Budiman"), Person("Salguero Jr", "José"), Person("Soil Working Group")),
        2018,
        2017,
        "Geoderma",
        "320",
        "2",
        "146-148",
        "Elsevier BV",
    )


def test_a_dataset_that_only_datacite_knows(registry, registries):
    attributes = {
        "titles": [{"title": "Untertitel", "titleType": "Subtitle"}, {"title": "Profiles"}],
        "creators": [
            {"name": "Batjes, Niels", "nameType": "Personal"},
            {"name": "ISRIC", "nameType": "Organizational"},
        ],
        "publicationYear": 2020,
        "publisher": {"name": "ISRIC - World Soil Information"},
        "types": {"resourceTypeGeneral": "Dataset"},
    }
    registry.datacite("10.17027/wosis", attributes)

    answer = ask(registries, "10.17027/wosis")

    assert answer.source == "datacite"
    assert answer.record == Record(
        "dataset",
        "Profiles",
        (Person("Batjes", "Niels"), Person("ISRIC")),
        2020,
        2020,
        publisher="ISRIC - World Soil Information",
    )


def test_a_doi_of_another_agency_exists(registry, registries):
    registry.handle("10.3974/geodb")

    answer = ask(registries, "10.3974/geodb")

    assert (answer.state, answer.source, answer.record) == ("found", "doi.org", None)


def test_a_short_doi_leads_to_the_work(registry, registries):
    registry.handle("10/abc", {"type": "HS_ALIAS", "data": {"value": "10.1000/A"}})
    registry.crossref("10.1000/a", work("Soil carbon", "Lal"))

    answer = ask(registries, "10/abc")

    assert answer.doi == "10/abc"
    assert answer.record.title == "Soil carbon"


def test_a_doi_that_nobody_knows_is_not_found(registries):
    answer = ask(registries, "10.1000/nothing")

    assert (answer.state, answer.source, answer.record) == ("not found", "doi.org", None)


def test_a_page_of_somebody_between_is_no_answer(registry, registries):
    registry.answers["/handles/10.1000/a"].append(Status(404, body=b'{"error": "log in"}'))

    with pytest.raises(Unavailable, match=r"doi\.org: it did not say whether the DOI exists"):
        ask(registries, "10.1000/a")


@pytest.mark.parametrize("registry_down", ["/works/10.1000%2Fa", "/dois/10.1000%2Fa"])
def test_unavailable_is_never_not_found(registry, registries, registry_down):
    registry.answers[registry_down].append(Status(503))

    with pytest.raises(Unavailable, match="it answered 503"):
        ask(registries, "10.1000/a")


def test_without_its_notices_a_work_is_not_known(registry, registries):
    registry.crossref("10.1000/a", work("Soil carbon", "Lal"))
    registry.answers["/works?filter=updates:10.1000/a&rows=50"].append(Status(500))

    with pytest.raises(Unavailable, match="Crossref: it answered 500"):
        ask(registries, "10.1000/a")


def test_an_answer_about_another_doi_is_no_answer(registry, registries):
    registry.crossref("10.1000/a", {**work("Another work", "Lal"), "DOI": "10.1000/b"})

    with pytest.raises(Unavailable, match=r"Crossref: it sent an answer about 10\.1000/b"):
        ask(registries, "10.1000/a")


@pytest.mark.parametrize(
    "message",
    [
        {"title": None, "author": "Lal", "issued": {"date-parts": [[None]]}},
        {"title": [], "author": [None, {}], "issued": [], "container-title": [7]},
        {"title": [["a"]], "type": 3, "relation": [], "updated-by": "x", "update-to": [None]},
    ],
)
def test_a_record_with_holes_is_read(registry, registries, message):
    registry.crossref("10.1000/a", message)

    assert ask(registries, "10.1000/a").state == "found"


def test_signs_of_a_doi_are_escaped(registry, registries):
    doi = "10.1002/(sici)1097-4628(19960228)59:9<1427::aid-app12>3.0.co;2-x"
    registry.crossref(doi, work("Soil carbon", "Lal"))

    assert ask(registries, doi).record.title == "Soil carbon"


def test_notices_of_both_directions(registry, registries):
    named = [update("retraction", "10.1000/n1", 2020, 1, 24, source="retraction-watch")]
    registry.crossref("10.1000/a", work("Soil", "Lal", **{"updated-by": named}))
    correction = update("corrigendum", "10.1000/A", 2019, 3)
    notice = {"DOI": "10.1000/N0", "title": ["Corrigendum to Soil"], "update-to": [correction]}
    registry.notices("10.1000/a", notice)

    assert ask(registries, "10.1000/a").updates == (
        Update("correction", "10.1000/n0", "2019-03", "crossref"),
        Update("retraction", "10.1000/n1", "2020-01-24", "retraction-watch"),
    )


def test_a_doi_that_the_filter_refuses(registry, registries):
    """A comma parts the filters of Crossref; then each notice is asked for by its own DOI."""
    doi = "10.1000/a,b"
    named = [update("erratum", "10.1000/n", 2020)]
    registry.crossref(doi, work("Soil", "Lal", **{"updated-by": named}))
    registry.answers[f"/works?filter=updates:{doi}&rows=50"].append(Status(400))
    labelled = update("erratum", doi, 2020)
    registry.crossref("10.1000/n", {"title": ["Retraction notice"], "update-to": [labelled]})

    assert [one.type for one in ask(registries, doi).updates] == ["retraction"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Retraction notice to “Soil carbon stocks” [Geoderma 320 (2018) 146–148]", "retraction"),
        ("RETRACTED: Soil carbon", "retraction"),
        ("Notice of Retraction: Soil carbon", "retraction"),
        ("Withdrawal notice to Soil carbon", "withdrawal"),
        ("Expression of Concern: Soil carbon", "concern"),
        ("Erratum to “Retraction of glaciers”", "correction"),
        ("Removal of lead from soils: erratum", "correction"),
    ],
)
def test_the_title_of_a_notice_outweighs_its_label(registry, registries, title, kind):
    registry.crossref("10.1000/a", work("Stocks in mountains", "Lal"))
    labelled = update("erratum", "10.1000/a", 2020)
    registry.notices("10.1000/a", {"DOI": "10.1000/n", "title": [title], "update-to": [labelled]})

    assert [one.type for one in ask(registries, "10.1000/a").updates] == [kind]


def test_a_notice_with_the_title_of_its_work_is_what_it_says(registry, registries):
    title = "Retraction of glaciers bares soil"
    registry.crossref("10.1000/a", work(title, "Lal"))
    labelled = update("erratum", "10.1000/a", 2020)
    registry.notices("10.1000/a", {"DOI": "10.1000/n", "title": [title], "update-to": [labelled]})

    assert [one.type for one in ask(registries, "10.1000/a").updates] == ["correction"]


def test_a_notice_with_the_doi_of_its_work(registry, registries):
    own = [update("retraction", "10.1000/a", 2019)]
    registry.crossref("10.1000/a", work("Soil", "Lal", **{"update-to": own}))

    assert ask(registries, "10.1000/a").updates == (
        Update("retraction", "10.1000/a", "2019", "crossref"),
    )


def test_a_title_that_was_marked_without_a_notice(registry, registries):
    registry.crossref("10.1000/a", work("RETRACTED ARTICLE: Soil", "Lal"))

    assert ask(registries, "10.1000/a").in_force == (Update("retraction", "", "", "crossref"),)


def test_one_notice_that_two_report_counts_once_and_the_graver_counts(registry, registries):
    named = [
        update("erratum", "10.1000/n", 2020, 1, 24),
        update("retraction", "10.1000/n", 2020, 1, 24, source="retraction-watch"),
    ]
    registry.crossref("10.1000/a", work("Soil", "Lal", **{"updated-by": named}))

    assert [one.type for one in ask(registries, "10.1000/a").updates] == ["retraction"]


def test_a_reinstated_work_is_not_retracted(registry, registries):
    named = [
        update("retraction", "10.1000/n", 2020, 1, 24),
        update("reinstatement", "10.1000/m", 2021, 2, source="retraction-watch"),
    ]
    registry.crossref("10.1000/a", work("Soil", "Lal", **{"updated-by": named}))

    answer = ask(registries, "10.1000/a")

    assert len(answer.updates) == 2
    assert answer.in_force == ()


def test_a_preprint_that_appeared(registry, registries):
    related = {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/B", "asserted-by": "subject"}]}
    registry.crossref("10.1101/a", work("Soil", "Lal", type="posted-content", relation=related))

    answer = ask(registries, "10.1101/a")

    assert (answer.record.type, answer.preprint_of) == ("preprint", "10.1000/b")


@pytest.mark.parametrize(
    ("other", "published"), [("10.1000/B", "10.1000/b"), ("10.48550/arXiv.1.v2", "")]
)
def test_a_preprint_at_datacite(registry, registries, other, published):
    related = {"relationType": "IsVersionOf", "relatedIdentifierType": "DOI"}
    attributes = {
        "titles": [{"title": "Soil"}],
        "types": {"resourceTypeGeneral": "Preprint"},
        "relatedIdentifiers": [{**related, "relatedIdentifier": other}],
    }
    registry.datacite("10.48550/arxiv.1", attributes)

    assert ask(registries, "10.48550/arxiv.1").preprint_of == published


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"crossreff": "https://example.org"}, 'no "crossreff". Did you mean "crossref"'),
        ({"crossref": "file:///etc"}, "no address of the web"),
    ],
)
def test_a_wrong_endpoint_is_an_error_of_the_setup(own, words):
    with pytest.raises(SoilbookError, match=words):
        endpoints(own)
