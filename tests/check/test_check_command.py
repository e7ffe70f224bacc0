"""``python -m soilbook check``: exit codes, formats, speed, and no need of Sphinx."""

import json
import random
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from case_pages import CLEAN

from soilbook.check import CHECKS, run
from soilbook.check.selection import chosen
from soilbook.project import Project

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CLEAN, tmp_path / "book"))


@pytest.fixture
def faulty(clean: Path) -> Path:
    (clean / "book/picture.svg").rename(clean / "book/photo.svg")
    return clean


def test_exit_code_tells_what_was_found(soilbook, clean):
    assert soilbook("check", clean).returncode == 0
    (clean / "_toc.yml").write_text("format: jb-book\nroot: book/none\n")
    found = soilbook("check", clean)
    assert found.returncode == 1
    assert found.stdout.startswith('_toc.yml:2:7 toc-file-missing There is no page "book/none"')
    (clean / "_config.yml").write_text("title: [\n")
    wrong = soilbook("check", clean)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


def test_configuration_that_is_not_utf8_is_an_error_of_the_set_up(soilbook, clean):
    (clean / "_config.yml").write_bytes("title: Böden\n".encode("latin-1"))
    found = soilbook("check", clean)
    assert found.returncode == 2
    assert found.stderr.startswith("Error: _config.yml is not UTF-8")


def test_select_runs_only_what_it_names(soilbook, faulty):
    assert soilbook("check", faulty, "--select", "toc-malformed").returncode == 0
    found = soilbook("check", faulty, "--select", "image-missing", "--select", "toc-malformed")
    assert {line.split()[1] for line in found.stdout.splitlines()} == {"image-missing"}
    unknown = soilbook("check", faulty, "--select", "image-misssing")
    assert unknown.returncode == 2
    assert 'Did you mean "image-missing"?' in unknown.stderr


def test_list_explains_every_check_on_one_line(soilbook):
    lines = soilbook("check", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(CHECKS)


@pytest.mark.parametrize("shape", ["text", "json", "github", "sarif"])
def test_every_format_holds_every_finding(soilbook, faulty, shape):
    findings = run(Project.at(faulty))
    found = soilbook("check", faulty, "--format", shape)
    assert found.returncode == 1
    assert found.stdout.count("There is no file") == len(findings)


def test_junit_has_a_case_for_every_finding_and_every_other_check(soilbook, faulty):
    findings = run(Project.at(faulty))
    found = soilbook("check", faulty, "--format", "junit")
    assert found.returncode == 1
    assert found.stdout.count("<failure") == len(findings)
    assert found.stdout.count("<testcase") == len(findings) + len(chosen(Project.at(faulty))) - 1


def test_sarif_and_junit_of_a_clean_book_name_the_checks_that_ran(soilbook, clean):
    sarif = json.loads(soilbook("check", clean, "--format", "sarif").stdout)
    junit = ElementTree.fromstring(soilbook("check", clean, "--format", "junit").stdout)
    names = set(chosen(Project.at(clean)))
    assert {rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]} == names
    assert {case.get("name") for case in junit[0]} == names


def test_json_of_a_clean_book_is_an_empty_list(soilbook, clean):
    assert json.loads(soilbook("check", clean, "--format", "json").stdout) == []


def test_neither_sphinx_nor_pandas_is_imported():
    heavy = "sphinx docutils jupyter_book myst_nb myst_parser pandas numpy markdown_it".split()
    program = (
        "import sys; from pathlib import Path; from soilbook.project import Project;"
        f"from soilbook.check import run; run(Project.at(Path({str(CLEAN)!r})));"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert output.stdout.strip() == "[]", output.stderr


def test_the_book_is_checked_in_less_than_a_second():
    # Processor time, because other tests may run beside this one; they cost it half as much again.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "soilbook", "check", str(ROOT)]
    assert subprocess.run(command, capture_output=True).returncode in (0, 1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.5


SOURCES = sorted(
    path.relative_to(CLEAN).as_posix()
    for path in CLEAN.rglob("*")
    if path.is_file() and path.name != "_config.yml"
)


@pytest.mark.parametrize("name", SOURCES)
def test_no_damage_to_a_file_stops_the_check(name, clean):
    """A file cut short, or with a stray byte in it, gives findings or none, but no exception."""
    chance = random.Random(name)
    whole = (clean / name).read_bytes()
    for _ in range(40):
        at = chance.randrange(len(whole))
        stray = bytes([chance.choice(b"{}[]()<>\"'`:,-#&*!|%@=\\\n\t \xe9\x00")])
        broken = chance.choice([whole[:at], whole[:at] + stray + whole[at + 1 :]])
        (clean / name).write_bytes(broken)
        for finding in run(Project.at(clean)):
            assert finding.message.endswith((".", "?", "}", ")", ">")), str(finding)
