"""Where things are, and what the configuration may say."""

import pytest

from soilbook.findings import SoilbookError
from soilbook.project import Project, Settings


def test_a_project_knows_its_title_language_and_files(book):
    project = Project.at(book("tiny"))

    assert project.title == "A tiny book"
    assert project.language == "en"
    assert project.stem == "a-tiny-book"
    assert [path.name for path in project.bibliographies] == ["references.bib"]


def test_the_stem_of_a_title_with_accents(tmp_path):
    (tmp_path / "_config.yml").write_text("title: 'Été : l’humus « 4 ‰ »'\n", encoding="utf-8")

    assert Project.at(tmp_path).stem == "ete-l-humus-4"


def test_outside_git_the_date_is_that_of_no_commit(tmp_path):
    (tmp_path / "_config.yml").write_text("title: T\n", encoding="utf-8")

    assert Project.at(tmp_path).epoch == 315532800


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n- b\n", "_config.yml:1: this is not a list of options"),
        ("a: [1\nb: 2\n", "_config.yml:2"),
        ("soilbook: a4\n", "soilbook: must be a list of options"),
        ("sphinx: [1]\n", "sphinx: must be a list of options"),
        ("sphinx:\n  config: x\n", "sphinx: config: must be a list of options"),
        ("bibtex_bibfiles: 3\n", "bibtex_bibfiles: must be a list of file names"),
        ("soilbook:\n  papre: a5\n", 'Did you mean "paper"?'),
        ("soilbook:\n  stem: ../a/b\n", 'stem: "../a/b" is no file name'),
        ("soilbook:\n  checks: {a: b}\n", "soilbook: checks: must be a list of names"),
        ("soilbook:\n  ignore_checks: [1]\n", "ignore_checks: must be a list of names"),
        ("title: 2026\n", "title: must be text"),
        ("author: [A, B]\n", "author: must be text"),
        ("html: yes\n", "html: must be a list of options"),
        ("sphinx:\n  extra_extensions: soilbook\n", "extra_extensions: must be a list"),
    ],
)
def test_a_configuration_that_cannot_be_read(text, message, tmp_path):
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")

    with pytest.raises(SoilbookError) as error:
        Project.at(tmp_path)
    assert message in str(error.value)
    assert error.value.remedy


def test_bytes_that_are_not_utf8(tmp_path):
    (tmp_path / "_config.yml").write_bytes(b"title: \xe9t\xe9\n")

    with pytest.raises(SoilbookError, match="not UTF-8"):
        Project.at(tmp_path)


def test_an_option_left_blank_says_nothing():
    settings = Settings.of({"subtitle": None, "paper": None}, "_config.yml")

    assert (settings.subtitle, settings.paper) == ("", "a4")


def test_the_stem_of_letters_that_no_file_name_should_need(tmp_path):
    title = 'title: "It\'s «Größe» & 土壤 <i>"\n'
    (tmp_path / "_config.yml").write_text(title, encoding="utf-8")

    assert Project.at(tmp_path).stem == "it-s-grosse-i"


def test_settings_are_text():
    assert Settings.of({"identifier": 978}, "_config.yml").identifier == "978"


def test_settings_that_are_lists_of_names():
    settings = Settings.of({"checks": ["a-b", "c"], "ignore_checks": "d"}, "_config.yml")

    assert (settings.checks, settings.ignore_checks) == (("a-b", "c"), ("d",))
    assert Settings.of({"checks": None}, "_config.yml").checks == ()


def test_settings_that_are_addresses_and_days():
    options = {"endpoints": {"crossref": "https://example.org"}, "lock_days": 90}
    settings = Settings.of(options, "_config.yml")

    assert settings.endpoints == {"crossref": "https://example.org"}
    assert settings.lock_days == 90
    assert (Settings().endpoints, Settings().lock_days) == ({}, 0)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"endpoints": "https://example.org"}, "endpoints: must be a list of options"),
        ({"lock_days": "soon"}, 'lock_days: "soon" is no number.'),
        ({"lock_days": True}, 'lock_days: "True" is no number.'),
        ({"lock_days": -1}, 'lock_days: "-1" is no number.'),
    ],
)
def test_settings_of_another_kind(option, message):
    with pytest.raises(SoilbookError, match=message):
        Settings.of(option, "_config.yml")
