"""What other readers of .bib files make of valid files: the same, as far as they go.

With pybtex, which prints, everything must agree. bibtexparser knows no months and no ``#``, and
gives a backslash before a brace and an @ in a value meanings that they do not have in BibTeX.
"""

from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.middlewares import (
    NormalizeFieldKeys,
    RemoveEnclosingMiddleware,
    ResolveStringReferencesMiddleware,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.utils import CaseInsensitiveDict

from soilbook.records.bibliography import read_bibliography

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / "references.bib",
    ROOT / "tests/check/clean/references.bib",
    *(ROOT / f"tests/books/{book}/references.bib" for book in ("every-markup", "parity", "tiny")),
]
MONTHS = "".join(f'@string{{{short} = "{name}"}}\n' for short, name in month_names.items())


def ours(text):
    """Key, type and fields of each entry."""
    entries = read_bibliography(text).entries
    return [(e.key, e.type, {name: f.value for name, f in e.fields.items()}) for e in entries]


def stripped(text):
    """The same without the white space around values, which bibtexparser takes away."""
    return [
        (key, kind, {n: v.strip() for n, v in found.items()}) for key, kind, found in ours(text)
    ]


def pybtex_reads(text):
    commands = LowLevelParser(text, macros=CaseInsensitiveDict(month_names))
    entries = [(kind, *rest) for kind, rest in commands if kind.lower() not in NO_ENTRIES]
    return [
        (key, kind.lower(), {name.lower(): "".join(parts) for name, parts in fields})
        for kind, key, fields in entries
    ]


def bibtexparser_reads(text):
    stack = [ResolveStringReferencesMiddleware(), RemoveEnclosingMiddleware(), NormalizeFieldKeys()]
    library = bibtexparser.parse_string(text, parse_stack=stack)
    assert library.failed_blocks == []
    entries = library.entries
    return [(e.key, e.entry_type, {f.key: f.value.strip() for f in e.fields}) for e in entries]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_files_of_books(path):
    text = path.read_text(encoding="utf-8")
    assert read_bibliography(text).faults == []
    assert ours(text) == pybtex_reads(text)
    if "#" not in text:
        assert stripped(text) == bibtexparser_reads(MONTHS + text)


def test_everything_that_is_allowed():
    text = r"""Text between entries, with an x = {y} and a stray }
@Comment{jabref-meta: databaseType:bibtex;}
@preamble{"\newcommand{\x}{y}" # { more}}
@STRING(Geo = "Geo" # {derma})
@ARTICLE ( Key:1/a , Title = "A {"}quoted{"} {Title}" , YEAR=2020, journal = geo # " B",
 pages = {1--{2}}, month = 1 # "~" # mar )
@book{k2,}
@misc{k3}
@misc{k4,,author={A},,}   @misc{k5, title = {on one row}} @misc{k6,title={T}}
@online{a+b'c*, url = {https://example.org/~a%20b#c}, note = {50% of $x_1$ @ home}, title = {},
  abstract = {Rows that look like
  title = {fields}, year = {2020},
@unknown{entry, title = {of a type that nobody knows}}
  and that are none},
  deep = {{{{{{{{{{a}}}}}}}}} b},
 }
"""
    assert read_bibliography(text).faults == []
    assert ours(text) == pybtex_reads(text)
    assert [key for key, *_ in ours(text)] == "Key:1/a k2 k3 k4 k5 k6 a+b'c*".split()


NO_ENTRIES = {"comment", "preamble", "string"}
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,9}", fullmatch=True).filter(
    lambda name: name.lower() not in NO_ENTRIES | month_names.keys()
)
SPACE = st.sampled_from(["", " ", "\n", "  \n\t", "\f"])
KEYS = st.text("abcXYZ019:._+-/'*äß", min_size=1, max_size=8)
PLAIN = "abzÉß019 ,.;:=%&$^_~'()/-!?[]|<>\n\t"
SPECIAL = st.sampled_from([", a = ", "\nb = ", '"', "\\{", "\n@misc{", "\n@x(", "#", "@", "\\"])


@st.composite
def texts(draw, words):
    """A text in which braces pair."""
    text = draw(words)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = f"{text[:at]}{{{draw(words)}}}{text[at:]}" if at % 2 else f"{{{text}}}{draw(words)}"
    return text


@st.composite
def values(draw, simple):
    """A value: in a simple file one part, else several with # between them."""
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return draw(st.sampled_from(["0", "1999", "jan", "MAR", "geo", "Geo"]))
    words = st.text(PLAIN, max_size=12)
    if kind == 1:
        return f'"{draw(texts(words))}"'
    if simple or kind < 4:
        return f"{{{draw(texts(words))}}}"
    odd = texts(st.one_of(words, SPECIAL)).filter(lambda text: _depth_is_sound(text))
    part = f"{{{draw(odd)}}}"
    return part if kind == 4 else f"{part}{draw(SPACE)}#{draw(SPACE)}{draw(values(simple))}"


def _depth_is_sound(text):
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


@st.composite
def files(draw, simple):
    """A definition, entries, and text between them."""
    text = MONTHS * simple + '@string{geo = "Geoderma"}\n'
    space = st.sampled_from(["", " "]) if simple else SPACE
    for number in range(draw(st.integers(0, 3))):
        opening, closing = draw(st.sampled_from(["{}", "()"]))
        names = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.lower))
        head = f"@{'' if simple else draw(space)}{draw(NAMES)}{draw(space)}{opening}{draw(space)}"
        fields = [
            f"{draw(space)}{name}{draw(space)}={draw(space)}{draw(values(simple))}{draw(space)}"
            for name in names
        ]
        end = draw(st.sampled_from(["", ","])) + draw(space) + closing
        between = draw(st.text("ab.:%", max_size=4))
        text += f"{between}\n{head}{draw(KEYS)}{number},{','.join(fields)}{end}"
    return text


LIMITS = settings(
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@LIMITS
@given(files(simple=False))
def test_any_valid_file_is_read_as_pybtex_reads_it(text):
    assert ours(text) == pybtex_reads(text)
    known = {"bibliography-entry-inside"}
    assert {fault.name for fault in read_bibliography(text).faults} <= known


@LIMITS
@given(files(simple=True))
def test_any_simple_file_is_read_as_bibtexparser_reads_it(text):
    assert stripped(text) == bibtexparser_reads(text)
