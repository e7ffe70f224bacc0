"""Checks of the house style, off by default: numbers and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..records.book import Book
from ..records.markdown import Run
from .prose_text import NUMBER, UNIT, fault_at, is_heading, is_table, runs, with_numbers
from .registry import Faults, check

# Patterns are kept as text, which `re` compiles at first use: these checks rarely run.
_CLOSE_UNIT = (
    r"(?<![\w.,#–−-])(?:\d[\d,]*(?:\.\d+)?[–−])?(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?P<unit>%|‰|°C|[cmk]m|[GPTMk]g|[GM]t|[MG]?ha|yr|(?:t|g) ?C\b)(?!\w)"
)
_RANGE = (
    rf"(?<![\w.,/#–−-])(?P<low>{NUMBER})(?P<sign>\s?-\s?)(?P<high>{NUMBER})"
    rf"(?:(?P<unit>\s*{UNIT})|(?![\w/-]|[.,]\d))"
)
_YEAR = r"(?:1[5-9]|20)\d\d"

_MASS = r"(?:[GPTMk]?g|[GM]?t)"
# What is not written here, and what is; the first that fits counts.
_FORMS = (
    (rf"(?<!\w){_MASS}(?:C|CO[2₂]e?)(?![\w-])", "a space before C, as in t C/ha,"),
    (r"(?<!\w)Mg C(?: ?/ ?| per |[ ·])(?:ha|hectare)\b", "t C/ha"),
    (
        rf"(?<!\w){_MASS}(?: ?(?:C|N|SOC|CO[2₂]e?))?[ ·](?:ha|yr|y|a|kg|m|cm)"
        r" ?(?:[-−–]\d|⁻[¹²³]|\^|\$\^|<sup>)",
        "a stroke, as in t C/ha/yr,",
    ),
    (r"(?<!\w)t/ha (?:of )?C\b", "t C/ha"),
    (r"(?<!\w)(?:t|kg) (?:C|N) per (?:ha|hectare)\b", "a stroke, as in t C/ha/yr,"),
    (r"(?<!\w)CO[2₂](?:[- ]eq\b|-e\b)", "CO2e"),
    (r"(?<=\d )tons?\b", "tonnes or t"),
)
_ANY_FORM = "|".join(form for form, _ in _FORMS)

_STOCK = r"\d\s(?:t C/ha|[PG][gt] C\b)(?!/)"
# Soils that are counted as a whole have no depth.
_DEPTH = (
    r"(?i)\d\s?(?:cm|m)\b|\b(?:top|sub)soils?\b|\bdepths?\b|\b(?:upper|uppermost|top|deeper)\b"
    r"|\blayers?\b|\bprofiles?\b|\bpeat|\bpermafrost\b|\bsurface\b|\bbiomass\b|\bplants?\b"
)

_PER_MILLE = r"(?:‰|per (?:mille|1,?000|thousand)\b)"
_PERCENT = r"(?:%|per ?cent\b)"
_SMALL_PER_MILLE = rf"(?<![\w.,])0\.4\s?{_PER_MILLE}"
_EQUAL = r"\s*(?:\(|,?\s*or\s|,?\s*that is,?\s|=|,?\s*i\.e\.,?\s)\s*"
_BOTH = (
    rf"(?<![\w.,–−-])(?:(?P<one>{NUMBER})\s?{_PER_MILLE}{_EQUAL}(?P<tenth>{NUMBER})\s?{_PERCENT}"
    rf"|(?P<first>{NUMBER})\s?{_PERCENT}{_EQUAL}(?P<ten>{NUMBER})\s?{_PER_MILLE})"
)
_FOUR_PER_MILLE = rf"(?<![\w.,–−-])(?:4|[Ff]our)\s{_PER_MILLE}"
_FOUR_PERCENT = rf"(?<![\w.,–−-])4\s?{_PERCENT}(?!\s*(?:of|interval|level))"
# Sentences that speak of the mistake.
_WARNS = r"\b(?:not|ten ?times|tenfold|instead|wrong|wrongly|mistake|mistaken)\b"
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s)|\Z)", re.DOTALL)


@lru_cache(maxsize=1)
def _texts(book: Book) -> list[tuple[str, Run, str]]:
    """Every run with its page and its prose, glued numbers as rows of zeros."""
    return [(page, run, with_numbers(run)) for page, run in runs(book)]


@check(by_default=False)
def style_space_before_unit(book: Book) -> Faults:
    """A number and its unit stand together without a space: 10%, 5cm, 4‰, 20°C."""
    for page, run, text in _texts(book):
        for match in re.finditer(_CLOSE_UNIT, text):
            number = run.text[match.start("number") : match.end("number")]
            message = f'Write "{number} {match["unit"]}", with a space.'
            yield page, fault_at(run, match.start("unit"), message)


@check(by_default=False)
def style_range_hyphen(book: Book) -> Faults:
    """A range has a hyphen: 0-30 cm, 1990-2020; the sign of a range is the en dash.

    A range is two numbers that grow, with a unit behind them, or two years. Dates, DOIs, code and
    negative numbers are none.
    """
    for page, run, text in _texts(book):
        for match in re.finditer(_RANGE, text):
            if _is_range(match):
                start, end = match.start(), match.end("high")
                shown = run.text[start:end]
                sign = slice(match.start("sign") - start, match.end("sign") - start)
                message = f'Write "{shown[: sign.start]}–{shown[sign.stop :]}", with an en dash.'
                yield page, fault_at(run, match.start("sign"), message)


def _is_range(match: re.Match[str]) -> bool:
    low, high = (float(match[name].replace(",", "")) for name in ("low", "high"))
    is_glued = match["low"].startswith("00") or match["high"].startswith("00")
    are_years = re.fullmatch(_YEAR, match["low"]) and re.fullmatch(_YEAR, match["high"])
    return bool(match["unit"] or are_years) and (low < high or is_glued)


@check(by_default=False)
def style_unit_form(book: Book) -> Faults:
    """A unit is written otherwise than in this book: tC/ha, Mg C ha-1, t/ha C, CO2-eq, tons.

    The forms are t C/ha, t C/ha/yr, g/kg, Gt C, Gt CO2e.
    """
    for page, run, text in _texts(book):
        for match, right in _forms(run):
            if not text[match.start()].isspace():
                shown = " ".join(match[0].split())
                yield page, fault_at(run, match.start(), f'Write {right} instead of "{shown}".')


def _forms(run: Run) -> Iterator[tuple[re.Match[str], str]]:
    """The forms that are not used here; of two that overlap, the first."""
    if not re.search(_ANY_FORM, run.text):
        return
    end = 0
    found = ((match, right) for form, right in _FORMS for match in re.finditer(form, run.text))
    for match, right in sorted(found, key=lambda item: item[0].start()):
        if match.start() >= end:
            end = match.end()
            yield match, right


@check(by_default=False)
def style_per_mille_and_percent_mixed(book: Book) -> Faults:
    """Per mille and per cent are taken for one another: 0.4 ‰ for 0.4 %, 4 ‰ (4 %).

    A conversion of one into the other must be right, and a sentence that speaks of 4 per mille does
    not give 4 %, unless as a share of something, or to warn of the mistake.
    """
    for page, run, text in _texts(book):
        for offset, message in _mixed(text):
            yield page, fault_at(run, offset, message)


def _mixed(text: str) -> Iterator[tuple[int, str]]:
    if not re.search(_PER_MILLE, text):
        return
    for match in re.finditer(_SMALL_PER_MILLE, text):
        yield match.start(), "Four per mille is 0.4 %; 0.4 ‰ is a tenth of it."
    wrong = [match for match in re.finditer(_BOTH, text) if not _is_right(match)]
    for match in wrong:
        yield match.start(), f'"{" ".join(match[0].split())}" is not the same: 4 ‰ is 0.4 %.'
    if wrong:
        return
    for sentence in _SENTENCE.finditer(text):
        percent = re.search(_FOUR_PERCENT, sentence[0])
        if (
            percent
            and re.search(_FOUR_PER_MILLE, sentence[0])
            and not re.search(_WARNS, sentence[0])
        ):
            at = sentence.start() + percent.start()
            yield at, "The sentence speaks of 4 per mille, too, which is 0.4 %."


def _is_right(match: re.Match[str]) -> bool:
    """Whether a conversion is right, or has a number that a notebook glues."""
    pair = match.group("one", "tenth") if match["one"] else match.group("ten", "first")
    if any(number.startswith("00") for number in pair):
        return True
    many, few = (float(number.replace(",", "")) for number in pair)
    return abs(many - 10 * few) < 1e-9


@check(by_default=False)
def style_stock_without_depth(book: Book) -> Faults:
    """A sentence gives a stock in t C/ha, Pg C or Gt C, and nothing near it says to what depth.

    The depth may stand anywhere in the paragraph, also in words: topsoil, upper, profile. Tables
    and headings are not looked at, and neither are rates.
    """
    for page, run, text in _texts(book):
        # Most texts have no such word, and that is quick to see.
        if "stock" not in text or is_heading(run) or is_table(run) or re.search(_DEPTH, text):
            continue
        for sentence in _SENTENCE.finditer(text):
            stock = re.search(_STOCK, sentence[0])
            if stock and re.search(r"\bstocks?\b", sentence[0]):
                at = sentence.start() + stock.start()
                yield page, fault_at(run, at, "Say to what depth this stock is counted.")
