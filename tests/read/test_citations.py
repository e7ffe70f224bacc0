"""Citations and lists of references in books of several pages: where they lead, what is rebuilt."""

import re
import shutil
from pathlib import Path

import pytest

from soilbook.editions.run import build
from soilbook.findings import Finding
from soilbook.project import Project
from soilbook.verify import compare_editions, outlines

CONFIG = """\
title: Two chapters
author: A. Author
bibtex_bibfiles: [references.bib, more.bib]
execute: {execute_notebooks: "off"}
soilbook: {stem: chapters}
sphinx:
  extra_extensions: [soilbook]
  config: {bibtex_reference_style: soilbook, bibtex_default_style: soilbook}
"""
TOC = "format: jb-book\nroot: index\nchapters: [{file: one}, {file: two}, {file: all}]\n"
OWN_LIST = "```{bibliography}\n:filter: docname in docnames\n```\n"
PAGES = {
    "index.md": "# Start\n\nNothing is cited here.\n",
    "one.md": "# One\n\nAs {cite:t}`lal2004` and {cite:p}`fao` say.\n\n" + OWN_LIST,
    "two.md": "# Two\n\nAs {cite:t}`lal2004` and {cite:t}`smith` say.\n\n" + OWN_LIST,
    "all.md": "# All\n\n```{bibliography}\n```\n",
}
ENTRIES = {
    "lal2004": "@article{lal2004, author={Lal, R.}, title={Soils}, journal={Science}, year={2004}}",
    "lal2004x": "@article{lal2004x, author={Lal, R.}, title={Air}, journal={Science}, year={2004}}",
    "smith": "@article{smith, author={Smith, P.}, title={Roots}, journal={Science}, year={2001}}",
}
PAGES_WITH_LISTS = ("one", "two", "all")
FAO = "@book{fao, author={{FAO}}, title={The Map}, publisher={FAO}, year={2020}}"


def write(root: Path, entries: dict[str, str] = ENTRIES, **pages: str) -> Project:
    """Write the book, or only what changed in it: files that stay the same are not touched."""
    files = {"_config.yml": CONFIG, "_toc.yml": TOC, "more.bib": FAO, **PAGES}
    files["references.bib"] = "\n".join(entries.values())
    files |= {f"{name}.md": text for name, text in pages.items()}
    for name, text in files.items():
        path = root / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return Project.at(root)


def build_html(project: Project, fresh: bool = False) -> list[Finding]:
    (built,) = build(project, ["html"], fresh=fresh, watch=lambda line: None)
    return built.findings


def read(project: Project, page: str) -> str:
    return (project.build / "html" / f"{page}.html").read_text(encoding="utf-8")


def listed(page: str) -> list[str]:
    """The keys that the lists of a page print."""
    return re.findall(r'id="cite_(\w+)"', page)


@pytest.fixture(scope="module")
def chapters(tmp_path_factory):
    """The book, built once."""
    project = write(tmp_path_factory.mktemp("chapters"))
    editions = build(project, ["html", "epub", "pdf"], fresh=False, watch=lambda line: None)
    assert [one.findings for one in editions] == [[], [], []]
    return project


def test_the_lists_are_the_same_in_all_editions(chapters):
    assert compare_editions(chapters) == []
    for outline in outlines(chapters)[0]:
        assert len(outline.references) == 7, outline.edition
        assert len(outline.citations) == 4, outline.edition


def test_every_chapter_and_the_book_have_a_list(chapters):
    assert listed(read(chapters, "one")) == ["fao", "lal2004"]
    assert listed(read(chapters, "two")) == ["lal2004", "smith"]
    assert listed(read(chapters, "all")) == ["fao", "lal2004", "smith"]


def test_citations_lead_to_the_list_of_their_page(chapters):
    assert 'href="#cite_lal2004"' in read(chapters, "one")
    assert 'href="#cite_lal2004"' in read(chapters, "two")


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    """The book with the other ways to ask for a list, built once."""
    online = "@online{web, author={{FAO}}, title={Soils & water}, date={2015}, url={http://x.y}}"
    lists = [
        "references.bib\n:all:\n:list: bullet",
        "\n:filter: type == 'online' and date % '^2015'",
        "\n:filter: docname in docnames\n:keyprefix: own-",
    ]
    lists = ["```{bibliography} " + text + "\n```\n" for text in lists]
    project = write(
        tmp_path_factory.mktemp("options"),
        {**ENTRIES, "web": online},
        index="# Start\n\nAs {cite:t}`smith` says.\n",
        two="# Two\n\n{cite:t}`own-smith`, {cite:t}`lal2004`\n\n## Own\n\n" + lists[2],
        all=PAGES["all.md"] + "\n## Filtered\n\n" + lists[1] + "\n## Whole\n\n" + lists[0],
    )
    assert build_html(project) == []
    return project


def test_citations_of_a_page_without_a_list_lead_to_that_of_the_book(options):
    assert 'href="all.html#cite_smith"' in read(options, "index")


def test_a_list_can_hold_what_nobody_cites(options):
    whole = read(options, "all").split('id="whole"', 1)[1]

    assert "Lal, R. (2004a). Air" in whole
    assert "The Map" not in whole


def test_works_that_would_be_cited_alike_have_letters_on_all_pages(options):
    assert "Lal, R. (2004b). Soils" in read(options, "one")
    assert re.search(r"Lal \(<a[^>]*>2004b</a>\)", read(options, "two"))


def test_filters_see_an_entry_as_its_author_wrote_it(options):
    assert "cite2_web" in read(options, "all")
    assert "FAO (2015). Soils &amp; water." in read(options, "all")


def test_keys_with_a_prefix(options):
    assert 'href="#cite_own-smith"' in read(options, "two")


def test_edited_entries_rebuild_the_pages_that_print_them(chapters, tmp_path):
    project = copy_of(chapters, tmp_path)
    before = pages_of(project)
    edited = {
        "smith": ENTRIES["smith"].replace("2001", "1999").replace("Roots", "Leaves"),
        "lal2004x": ENTRIES["lal2004x"].replace("Air", "Wind"),
        "new": "@book{new, author={Aa, B.}, title={Nobody cites it}, year={2000}}",
    }
    write(project.root, edited | ENTRIES | edited)

    assert build_html(project) == []

    after = pages_of(project)
    assert {name for name in PAGES_WITH_LISTS if after[name] != before[name]} == {"two", "all"}
    assert after == clean(project)


def test_a_work_that_is_cited_anew_changes_the_letters_of_others(chapters, tmp_path):
    project = copy_of(chapters, tmp_path)
    write(project.root, index="# Start\n\nNow {cite:t}`lal2004x` is cited.\n")

    assert build_html(project) == []

    assert re.search(r"Lal \(<a[^>]*>2004b</a>\)", read(project, "one"))
    assert pages_of(project) == clean(project)

    write(project.root)
    assert build_html(project) == []
    assert pages_of(project) == pages_of(chapters)


def test_a_file_that_the_configuration_names_anew(chapters, tmp_path):
    project = copy_of(chapters, tmp_path)
    (project.root / "new.bib").write_text("@misc{new, author={N, A.}, title={New}, year=2000}")
    config = project.root / "_config.yml"
    config.write_text(CONFIG.replace("[references.bib, more.bib]", "[references.bib, new.bib]"))
    write_page = "# One\n\nAs {cite:t}`new` says.\n\n" + OWN_LIST
    (project.root / "one.md").write_text(write_page, encoding="utf-8")

    assert build_html(Project.at(project.root)) == []

    assert listed(read(project, "all")) == ["lal2004", "new", "smith"]
    assert pages_of(project) == clean(Project.at(project.root))


def copy_of(project: Project, folder: Path) -> Project:
    return Project.at(Path(shutil.copytree(project.root, folder / "copy")))


def pages_of(project: Project) -> dict[str, bytes]:
    """Every page, and what the search knows of them."""
    folder = project.build / "html"
    names = ["_static/search-index.js", "objects.inv"]
    found = [*folder.glob("*.html"), *(folder / name for name in names)]
    return {path.stem: path.read_bytes() for path in found}


def clean(project: Project) -> dict[str, bytes]:
    build_html(project, fresh=True)
    return pages_of(project)
