"""How findings print."""

import json
from xml.etree import ElementTree

import pytest

from soilbook.findings import FORMATS, Finding, Report, did_you_mean

FINDINGS = [
    Finding("book/a/index.md", 7, 3, "citation-unknown-key", 'There is no "x". Mend 100 %.'),
    Finding("_toc.yml", 0, 0, "toc-malformed", "It is empty."),
]
FOUND = Report(FINDINGS)
EXPLAINED = Report(
    FINDINGS,
    {
        "toc-malformed": "The contents are no YAML.\n\nOr they have keys that nobody knows.",
        "image-missing": "An image is a file that does not exist.",
    },
)


def test_text_is_one_line_each_with_the_place_first():
    assert FORMATS["text"](FOUND).splitlines() == [
        'book/a/index.md:7:3 citation-unknown-key There is no "x". Mend 100 %.',
        "_toc.yml toc-malformed It is empty.",
    ]


def test_json_holds_the_five_fields():
    assert json.loads(FORMATS["json"](FOUND))[1] == {
        "path": "_toc.yml",
        "line": 0,
        "column": 0,
        "check": "toc-malformed",
        "message": "It is empty.",
    }


def test_github_escapes_what_a_workflow_command_would_eat():
    assert FORMATS["github"](FOUND).splitlines() == [
        "::error file=book/a/index.md,line=7,col=3,title=citation-unknown-key"
        '::There is no "x". Mend 100 %25.',
        "::error file=_toc.yml,title=toc-malformed::It is empty.",
    ]


def test_sarif_has_a_rule_for_each_fault_and_a_region_for_each_line():
    run = json.loads(FORMATS["sarif"](FOUND))["runs"][0]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "citation-unknown-key",
        "toc-malformed",
    ]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 3}
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_sarif_explains_each_check_that_was_run():
    run = json.loads(FORMATS["sarif"](EXPLAINED))["runs"][0]

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [
        "citation-unknown-key",
        "image-missing",
        "toc-malformed",
    ]
    assert rules[2] == {
        "id": "toc-malformed",
        "shortDescription": {"text": "The contents are no YAML."},
        "help": {"text": "The contents are no YAML.\n\nOr they have keys that nobody knows."},
    }
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert run["columnKind"] == "unicodeCodePoints"


def test_junit_has_a_failed_case_for_each_finding_and_one_that_passed_for_each_other_check():
    suite = ElementTree.fromstring(FORMATS["junit"](EXPLAINED))[0]

    assert suite.attrib == {
        "name": "soilbook",
        "tests": "3",
        "failures": "2",
        "errors": "0",
        "skipped": "0",
        "time": "0",
    }
    first, second, passed = suite
    assert first.attrib == {
        "classname": "citation-unknown-key",
        "name": 'book/a/index.md:7:3 There is no "x". Mend 100 %.',
        "file": "book/a/index.md",
        "line": "7",
        "time": "0",
    }
    failure = first.find("failure")
    assert failure.get("message") == 'There is no "x". Mend 100 %.'
    assert failure.text == str(FINDINGS[0])
    assert "line" not in second.attrib
    assert (passed.get("name"), len(passed)) == ("image-missing", 0)


def test_junit_of_a_run_without_findings_is_a_document_with_its_cases():
    suite = ElementTree.fromstring(FORMATS["junit"](Report([], {"image-missing": "It is."})))[0]

    assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("1", "0", 1)


def test_junit_holds_only_what_xml_may_hold():
    strange = Finding("a<b>.md", 1, 1, "image-missing", 'There is no "a\x00&\ud800".')

    case = ElementTree.fromstring(FORMATS["junit"](Report([strange])))[0][0]

    assert case.get("file") == "a<b>.md"
    assert case.find("failure").get("message") == 'There is no "a\ufffd&\ufffd".'


@pytest.mark.parametrize("shape", FORMATS)
def test_the_same_findings_print_the_same(shape):
    assert FORMATS[shape](EXPLAINED) == FORMATS[shape](
        Report(list(FINDINGS), dict(reversed(EXPLAINED.checks.items())))
    )


def test_names_of_files_with_signs_that_mean_something_to_a_format():
    findings = [Finding("a, b/50 %: ü.md", 1, 0, "image-missing", "There is none.")]

    assert FORMATS["github"](Report(findings)).startswith(
        "::error file=a%2C b/50 %25%3A ü.md,line=1,"
    )
    result = json.loads(FORMATS["sarif"](Report(findings)))["runs"][0]["results"][0]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "a%2C%20b/50%20%25%3A%20%C3%BC.md"


def test_did_you_mean_only_for_near_words():
    assert did_you_mean("minasny2107", ["minasny2017", "lal2004"]) == ' Did you mean "minasny2017"?'
    assert did_you_mean("x", ["minasny2017"]) == ""
