"""How findings print."""

import json

from soilbook.findings import FORMATS, Finding, did_you_mean

FINDINGS = [
    Finding("book/a/index.md", 7, 3, "citation-unknown-key", 'There is no "x". Mend 100 %.'),
    Finding("_toc.yml", 0, 0, "toc-malformed", "It is empty."),
]


def test_text_is_one_line_each_with_the_place_first():
    assert FORMATS["text"](FINDINGS).splitlines() == [
        'book/a/index.md:7:3 citation-unknown-key There is no "x". Mend 100 %.',
        "_toc.yml toc-malformed It is empty.",
    ]


def test_json_holds_the_five_fields():
    assert json.loads(FORMATS["json"](FINDINGS))[1] == {
        "path": "_toc.yml",
        "line": 0,
        "column": 0,
        "check": "toc-malformed",
        "message": "It is empty.",
    }


def test_github_escapes_what_a_workflow_command_would_eat():
    assert FORMATS["github"](FINDINGS).splitlines() == [
        "::error file=book/a/index.md,line=7,col=3,title=citation-unknown-key"
        '::There is no "x". Mend 100 %25.',
        "::error file=_toc.yml,title=toc-malformed::It is empty.",
    ]


def test_sarif_has_a_rule_for_each_fault_and_a_region_for_each_line():
    run = json.loads(FORMATS["sarif"](FINDINGS))["runs"][0]

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "citation-unknown-key",
        "toc-malformed",
    ]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 3}
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_names_of_files_with_signs_that_mean_something_to_a_format():
    findings = [Finding("a, b/50 %: ü.md", 1, 0, "image-missing", "There is none.")]

    assert FORMATS["github"](findings).startswith("::error file=a%2C b/50 %25%3A ü.md,line=1,")
    result = json.loads(FORMATS["sarif"](findings))["runs"][0]["results"][0]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "a%2C%20b/50%20%25%3A%20%C3%BC.md"


def test_did_you_mean_only_for_near_words():
    assert did_you_mean("minasny2107", ["minasny2017", "lal2004"]) == ' Did you mean "minasny2017"?'
    assert did_you_mean("x", ["minasny2017"]) == ""
