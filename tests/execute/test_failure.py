"""A failed notebook is a finding at the line that failed."""

from soilbook.execute.failure import FAILED, explain
from soilbook.findings import Finding

REPORT = """Traceback (most recent call last):
nbclient.exceptions.CellExecutionError: An error occurred while executing the following cell:
------------------
a = 1
b = a / 0
------------------


\x1b[0;31m---------------------------------------------------------------------------\x1b[0m
ZeroDivisionError                         Traceback (most recent call last)
Cell In[2], line 2
      1 a = 1
----> 2 b = a / 0

\x1b[0;31mZeroDivisionError\x1b[0m: division by zero
"""


def explained(tmp_path, name, page):
    (tmp_path / name).write_text(page, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / name).with_suffix(".err.log").write_text(REPORT, encoding="utf-8")
    said = [Finding(name, 0, 0, FAILED, "failed"), Finding(name, 0, 0, FAILED, "traceback saved")]
    return explain(said, tmp_path, tmp_path / "reports")


def test_a_text_page(tmp_path):
    page = "# Title\n\n```{code-cell}\na = 1\nb = a / 0\n```\n"

    (finding,) = explained(tmp_path, "page.md", page)

    assert finding.place == "page.md:5"
    assert "ZeroDivisionError: division by zero" in finding.message


def test_a_notebook_file(tmp_path):
    page = '{"cells": [{"source": [\n "a = 1\\n",\n "b = a / 0"\n]}]}'

    (finding,) = explained(tmp_path, "page.ipynb", page)

    assert finding.place == "page.ipynb:3"


def test_a_timeout_leaves_no_report(tmp_path):
    (finding,) = explain([Finding("a.md", 0, 0, FAILED, "x")], tmp_path, tmp_path / "reports")

    assert "timeout" in finding.message


def test_other_findings_stay(tmp_path):
    other = Finding("a.md", 3, 0, "ref.numref", "undefined label")

    assert explain([other], tmp_path, tmp_path / "reports") == [other]
