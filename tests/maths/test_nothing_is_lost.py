r"""What an author writes is in every edition, however it is nested, or a fault is named.

Equations are built from all constructions that take arguments. Each argument is a Cyrillic letter,
which neither a command of LaTeX nor a function of Typst has in its name.
"""

import contextlib
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from soilbook.maths import MathsError, Translator

LETTERS = "абвгджзиклмнпрстфхцчшщэюяёъыьБГДЖИЛПФЦЧШЩЭЮЯ"
CONSTRUCTIONS = r"""
? ? | ?+? | ?=-? | ?,? | {?} | {?}_{?} | {?}^{?} | {?}_{?}^{?} | {}^{?}_{?}{?} | {?}'^{?}
\frac{?}{?} | \dfrac{?}{?} | \tfrac{?}{?} | \cfrac{?}{?} | \binom{?}{?} | {? \over ?}
{? \choose ?} | {? \atop ?} | \genfrac{[}{]}{0pt}{0}{?}{?} | \sqrt{?} | \sqrt[?]{?} | \hat{?}
\widetilde{?} | \bar{?} | \vec{?} | \overline{?} | \underline{?} | \overbrace{?}^{?}
\underbrace{?}_{?} | \underrightarrow{?} | \mathrm{?} | \mathbf{?} | \mathcal{?} | \mathscr{?}
\text{?} | \text{? $?$ ?} | \text{\textbf{?} ?} | \operatorname{?} | \operatorname*{?}_{?}
\mathop{? ?}_{?} | \mathbin{?} | \overset{?}{?} | \underset{?}{?} | \stackrel{?}{?}
\xrightarrow[?]{?} | \boxed{?} | \cancel{?} | \xcancel{?} | \color{red}{?} | \textcolor{#00f}{?}
{\color{blue} ?} | \left(?\right) | \left.?\right|_{?} | \left\{?\middle|?\right\}
\bigl[?\bigr] | |?| | \|?\| | \sum_{?}^{?} ? | \int\limits_{?} ? | \lim_{?} ? | \sin^{?} ?
?\bmod ? | ?\pmod{?} | ?\mod{?} | \smash{?} | {\displaystyle ?} | {\bf ?}
\begin{pmatrix}?&?\\?&?\end{pmatrix} | \begin{bmatrix*}[r]?\\?\end{bmatrix*}
\begin{smallmatrix}?&?\end{smallmatrix} | \begin{cases}?&?\\?\end{cases}
\sum_{\substack{?\\?}} | \begin{array}{|l|c|}\hline ?&?\\ \hline ?&?\\ \hline\end{array}
\begin{aligned}?&=?\\&-?\end{aligned} | \begin{alignedat}{2}?&?&?&?\end{alignedat}
\begin{gathered}?\\?\end{gathered} | x_\mathrm{?}^\frac{?}{?}
"""
TEMPLATES = [part.strip() for part in re.split(r"[\n]| \| ", CONSTRUCTIONS.strip())]
# Arguments of these are words, so no other construction may stand in them.
WORDS = (r"\text", r"\operatorname", r"\mathrm", r"\mathcal", r"\mathscr", r"{\bf", r"\mathop")


@st.composite
def equations(draw: st.DrawFn) -> str:
    """Put constructions into one another, three deep, and letters into what is left."""
    latex = "?"
    for _ in range(draw(st.integers(1, 5))):
        places = [
            place.start() for place in re.finditer(r"\?", latex) if fits(latex, place.start())
        ]
        if not places:
            break
        place = draw(st.sampled_from(places))
        latex = f"{latex[:place]}{{{draw(st.sampled_from(TEMPLATES))}}}{latex[place + 1 :]}"
    letters = iter(LETTERS * 2)
    return re.sub(r"\?", lambda _: next(letters), latex)


def fits(latex: str, place: int) -> bool:
    """Tell whether a place is outside of all words."""
    depth = 0
    for at in range(place - 1, -1, -1):
        depth += (latex[at] == "}") - (latex[at] == "{")
        if depth < 0:
            depth = 0
            if latex[:at].rstrip("*").endswith(WORDS) or latex[at:].startswith(WORDS):
                return False
    return True


def letters_of(text: str) -> Counter[str]:
    """Count the Cyrillic letters."""
    return Counter(char for char in text if char in LETTERS)


@given(equations())
@settings(max_examples=250, deadline=None, derandomize=True)
def test_each_letter_is_in_each_form(latex):
    translator, written = Translator({}, "en"), letters_of(latex)
    mathml = "".join(ElementTree.fromstring(translator.mathml(latex, True)).itertext())
    assert letters_of(mathml) == written
    for display in (True, False):
        assert letters_of(translator.typst(latex, display)) == written
    assert letters_of(translator.speech(latex)) == written


def test_each_construction_alone_is_drawn():
    lines = []
    for template in TEMPLATES:
        letters = iter(LETTERS)
        latex = re.sub(r"\?", lambda _, letters=letters: next(letters), template)
        source = Translator({}, "en").typst(latex, True)
        lines.append(f'#math.equation(block: true, alt: "x", $ {source} $)')
    head = '#set document(title: "x")\n#set text(lang: "en")\n'
    assert typst.compile((head + "\n".join(lines)).encode(), pdf_standards=["ua-1"])


# What people type by mistake, and what they paste.
ODD = r"""
{a | a} | \frac{a}{b | \left( a \right | ^ | a^ | a_{}^{} | {}_{} | \sqrt[3 | \begin | \begin{x
\end{x} | \begin{matrix}\end{matrix} | \begin{array}{}\end{array} | \begin{aligned}\end{aligned}
a & b | % c | 10\% of \$5 \& \#1 \_x | \text{cost is $5} | \text{a {b} c} | \text{} | \mathrm{}
\def\a#1{#1} \a{x} | \def\a{\a}\a | \newcommand{\f}[2][x]{#1} | \let\a=b | \hspace{1em | \kern x
\rule{1em}{2em} | \tag | \label{a b} | \ce{} | \ce{H2O | \ce{->} | \ce{^{}} | \SI{}{}
\num{abc} | \si{\squared} | \SI{5}{\kilo} | \cancelto{0}{x} | \operatorname{\frac{a}{b}}
\operatorname{a_b} | \mathop{} | \not{x} | \not | \substack{} | \overset{a}{} | \color{red}
\textcolor{}{x} | \color | \boxed{} | \genfrac{}{}{}{}{}{} | \binom{a} | \hline | \big | \big.
\bigl x | \left. x \right. | \middle| | ' | a'''''''' | a'^2 | {a}^b^c | a_b_c | a$b$c | \(x\)
#1 | ~ | \@ | \! | \left\| x \right\| | \mathbb{ab1} | \mathcal{ab12} | a<b & c>d | \text{<b>}
\verb|x| | \intertext{and} | \begin{tabular}{c}a\end{tabular} | \begin{CD}A\end{CD} | \\[2ex] a
a\\[x]b | \limits | \vec{} | \overline{} | \underbrace{}_{x} | \xrightarrow{} | \xrightarrow
x^12 | \frac12\frac1{23} | 1e-3 | 5. | \dots\ldots | /*no*/ a // b | a "b" c | #let x = 1 | @ref
a; b | \text{#"} | \mathrm{"} | ^{a}_{b} | \sum_{}^{} | x² ″ µ·m² ½ × ∑ √ é 中 🌱 “q”
\unicode{x2230} | \textsc{x} | \href{http://x}{y} | \raisebox{1em}{x}
"""
ODD_EQUATIONS = [part.strip() for part in re.split(r"\n| \| ", ODD.strip())]
ODD_EQUATIONS += [
    "",
    " ",
    "\\",
    "a\\",
    "a\x00b",
    "\ufeffa",
    "a\u200bb",
    "a\ud800b",
    "$x$",
    "% only",
]
ODD_EQUATIONS += ["{" * 60 + "x" + "}" * 60, r"\frac{" * 40 + "x" + "}{y}" * 40]
ODD_EQUATIONS += [r"\sqrt{" * 90 + "x" + "}" * 90, r"\alpha" * 1000, "+".join(["x_{12}"] * 1500)]


def test_odd_input_is_shown_or_reported_and_never_breaks_a_build():
    lines = ['#set document(title: "x")', '#set text(lang: "en")']
    for latex in ODD_EQUATIONS:
        translator = Translator({}, "en")
        with contextlib.suppress(MathsError):
            ElementTree.fromstring(translator.mathml(latex, True))
            assert not re.search(r"[\\{}^_]", translator.speech(latex)), latex
            source = translator.typst(latex, True)
            lines.append(f'#math.equation(block: true, alt: "x", $ {source} $)')
    assert len(lines) > 60
    assert typst.compile("\n".join(lines).encode())


@pytest.mark.parametrize("levels", [20, 200, 5000])
def test_deep_nesting_costs_no_time(levels):
    latex = r"\frac{" * levels + "x" + "}{y}" * levels
    if levels == 20:
        assert Translator({}, "en").speech(latex).count("over y") == 20
    else:
        with pytest.raises(MathsError, match="nested too deeply"):
            Translator({}, "en").speech(latex)
