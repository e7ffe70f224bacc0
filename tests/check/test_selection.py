"""Which checks run: defaults, settings, `--select`; and what suppressions take away."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from case_pages import CLEAN

from soilbook.check import CHECKS, report, run
from soilbook.check.registry import Check
from soilbook.check.selection import chosen
from soilbook.findings import BLOCKING, SoilbookError
from soilbook.project import Project
from soilbook.records.bibliography import FAULTS
from soilbook.records.places import Fault


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CLEAN, tmp_path / "book"))


@pytest.fixture
def quiet(monkeypatch) -> Check:
    """A check that is off by default and always finds something."""

    def faults(book):
        yield "book/index.md", Fault(3, 1, "It is there.")

    quiet = Check("page-is-there", "A page is there.", faults, by_default=False)
    monkeypatch.setitem(CHECKS, quiet.name, quiet)
    return quiet


def configure(folder: Path, options: str) -> Project:
    with (folder / "_config.yml").open("a", encoding="utf-8") as file:
        file.write(f"\nsoilbook:\n{options}")
    return Project.at(folder)


def test_a_check_that_is_off_runs_when_it_is_selected_or_the_settings_name_it(clean, quiet):
    assert run(Project.at(clean)) == []
    assert len(run(Project.at(clean), [quiet.name])) == 1
    assert len(run(configure(clean, f"  checks: [{quiet.name}]\n"))) == 1


def test_a_check_that_is_ignored_runs_when_it_is_selected(clean):
    (clean / "book/index.md").write_text("![](picture.svg)\n")
    name = "figure-without-alt-text"
    assert name in {finding.check for finding in run(Project.at(clean))}
    project = configure(clean, f"  ignore_checks: [{name}]\n")

    assert name not in {finding.check for finding in run(project)}
    assert name not in report(project).checks
    assert len(run(project, [name])) == 1


@pytest.mark.parametrize("setting", ["checks", "ignore_checks"])
def test_the_settings_name_only_checks(clean, setting):
    project = configure(clean, f"  {setting}: [image-misssing]\n")

    with pytest.raises(SoilbookError, match=f"soilbook: {setting}: there is no check .* Did you"):
        run(project)


def test_what_stops_editions_cannot_be_switched_off(clean):
    project = configure(clean, "  ignore_checks: [citation-unknown-key]\n")

    with pytest.raises(SoilbookError, match="cannot be switched off"):
        chosen(project)


def test_the_report_explains_every_check_that_ran(clean):
    found = report(Project.at(clean), ["image-missing"])

    assert found.checks == {"image-missing": CHECKS["image-missing"].explanation}


ALONE = """
% soilbook-allow: reference-unused because a chapter will cite it until 2026-06-30
@misc{alone2020, title = {Alone}, year = {2020}}
"""


@pytest.mark.parametrize(
    ("today", "names"),
    [
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), ["suppression-expired", "reference-unused"]),
    ],
)
def test_a_suppression_holds_until_the_end_of_its_last_day(clean, today, names):
    with (clean / "references.bib").open("a", encoding="utf-8") as file:
        file.write(ALONE)

    found = run(replace(Project.at(clean), today=today))

    assert [finding.check for finding in found] == names


def test_a_suppression_takes_only_what_it_names_from_the_block_below(clean):
    (clean / "book/index.md").write_text(
        "% soilbook-allow: figure-without-alt-text because the text says it\n"
        "![](picture.svg) {cite:p}`nobody`\n"
        "\n"
        "![](picture.svg) {cite:p}`smith2020,garcia2018`\n"
        "\n"
        "```{bibliography}\n"
        "```\n"
    )

    found = run(Project.at(clean))

    assert [(finding.line, finding.check) for finding in found] == [
        (2, "citation-unknown-key"),
        (4, "figure-without-alt-text"),
    ]


def test_what_stops_editions_is_never_allowed(clean):
    (clean / "book/index.md").write_text(
        f"% soilbook-allow: {', '.join(sorted(BLOCKING & set(CHECKS)))} because we like it\n"
        "{cite:p}`nobody`\n"
    )

    found = run(Project.at(clean), ["citation-unknown-key"])

    assert len(found) == 1


def test_whatever_breaks_the_syntax_of_a_bibliography_stops_editions():
    assert set(FAULTS) <= BLOCKING & set(CHECKS)
