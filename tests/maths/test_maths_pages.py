"""Equations in the pages that Sphinx makes: MathML, numbers, anchors, and no script."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

CONFIGURATION = r"""
project = "Maths"
extensions = ["myst_parser", "sphinx.ext.mathjax", "soilbook.read.maths"]
myst_enable_extensions = ["dollarmath", "amsmath"]
mathjax3_config = {"tex": {"macros": {"SOC": r"\mathrm{SOC}", "mean": [r"\bar{#1}", 1]}}}
html_theme = "basic"
"""
PAGE = r"""# Stocks

Inline $\SOC_i = \mean{x}$ in a line, and a fault: $\nonsense < 1$.

$$
\frac{dC}{dt} = I - kC
$$ (eq-change)

\begin{align}
\label{eq-two} a &= b \\
  &= c
\end{align}

\begin{equation}
e = f
\end{equation}

```{math}
a = 1

b = 2
```

See {eq}`eq-change` and {eq}`eq-two`.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Path]:
    """The page, what Sphinx said about it, and the folder of the edition."""
    source = tmp_path_factory.mktemp("source")
    (source / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    (source / "index.md").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(source / "out")]
    answer = subprocess.run(
        [*command, "--fail-on-warning", "--keep-going"], capture_output=True, text=True
    )
    out = source / "out"
    return (out / "index.html").read_text(encoding="utf-8"), answer.stderr, out


def test_the_page_needs_no_script_for_its_equations(built):
    page, _, out = built
    scripts = re.findall(r"<script.*?</script>", page, re.DOTALL)
    assert scripts
    assert not [script for script in scripts if "mathjax" in script.lower()]
    assert page.count("<math ") == 5
    assert 'href="_static/maths.css' in page
    assert (out / "_static" / "maths.css").is_file()


def test_macros_of_the_configuration_are_used(built):
    assert 'alttext="SOC sub i equals x bar"' in built[0]


def test_display_equations_keep_number_link_and_anchor(built):
    page = built[0]
    block = re.search(r'<div class="math[^>]*id="equation-eq-change">.*?</div>', page, re.DOTALL)
    assert block is not None
    root = ElementTree.fromstring(block[0].replace("¶", ""))
    number, link = root[0], root[0][0]
    assert (number.get("class"), number.text) == ("eqno", "(1)")
    assert (link.get("class"), link.get("href")) == ("headerlink", "#equation-eq-change")
    assert root[1].get("display") == "block"


def test_amsmath_is_named_by_its_label_or_place_and_can_be_referred_to(built):
    page = built[0]
    assert re.findall(r'id="(equation-[^"]*)"', page) == [
        "equation-eq-change",
        "equation-eq-two",
        "equation-index-2",
    ]
    assert re.findall(r'href="#(equation-eq-[a-z]+)">\(', page) == [
        "equation-eq-change",
        "equation-eq-two",
    ]


def test_parts_between_blank_lines_become_lines(built):
    assert "a equals 1; b equals 2" in built[0]


def test_a_fault_stays_legible_and_is_reported_at_its_place(built):
    page, said, _ = built
    assert r'<code class="maths-source">\nonsense &lt; 1</code>' in page
    assert re.search(r"index\.md:3: WARNING: .*The command \\nonsense is not known", said)
    assert said.count("WARNING") == 1
