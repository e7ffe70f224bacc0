"""The stress book, in which constructs stand inside one another, in its three editions.

They say the same; what one of them cannot show is reported, and listed in `stress_findings.txt`.
"""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TABLE = re.compile(r"(edition|html|pdf|epub) {2}")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def stress(soilbook: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The book with its editions, and what `jb editions` said."""
    folder = tmp_path_factory.mktemp("books")
    root = Path(shutil.copytree(HERE.parent / "books/stress", folder / "stress"))
    answer = soilbook("editions", root)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    return root, answer.stdout


def test_only_what_an_edition_cannot_show_is_reported(stress: tuple[Path, str]):
    findings = [line for line in stress[1].splitlines() if line and not TABLE.match(line)]
    listed = (HERE / "stress_findings.txt").read_text(encoding="utf-8").splitlines()
    assert findings == [line for line in listed if not line.startswith("#")]


def test_epubcheck_finds_nothing(
    stress: tuple[Path, str], run_epubcheck: Callable[[Path], list[str]]
):
    assert run_epubcheck(stress[0] / "_build/epub/stress.epub") == []


def test_a_picture_that_html_embeds_is_in_the_website(stress: tuple[Path, str]):
    page = (stress[0] / "_build/html/html.html").read_text(encoding="utf-8")
    found = dict(re.findall(r'<img\b[^>]* src="([^"]+)" alt="([^"]+)"', page))
    assert found["_images/profile.svg"] == "A profile in HTML"
    assert found["_images/photo.png"] == "An object"
    assert "<object" not in page


def test_a_link_to_a_heading_with_an_equation_shows_no_latex(stress: tuple[Path, str]):
    page = (stress[0] / "_build/html/lines.html").read_text(encoding="utf-8")
    links = re.findall(r'<a class="reference internal"[^>]*>.*?Roles inside roles.*?</a>', page)
    assert links
    assert not any("\\" in link for link in links)
