"""Style sheets that keep the rules which some page, or a script in it, can use."""

import pytest

from soilbook.editions.html.bundle import as_the_system_asks
from soilbook.editions.html.trimming import Names, rules_of, without_unused

PAGE = """<html lang="en"><body><div class="note wide" id="sec-a"><a href="#">b</a></div>
<table class='dataframe'></table><p style="color: var(--ink)">x</p></body></html>"""
SCRIPT = "// it's nothing\nbox.className = 'opened'; all(`li.sorted`); let unquoted = 1;"


@pytest.fixture
def names():
    names = Names()
    names.add_page(PAGE)
    names.add_script(SCRIPT)
    return names


SELECTORS = {
    ".note": True,
    ".card": False,
    "div.note > a:hover": True,
    "div.note > em": False,
    "#sec-a": True,
    "#sec-b": False,
    # Single quotes are quotes.
    ".dataframe": True,
    # A script may put there what stands in its strings, and nothing else.
    ".opened": True,
    "li.sorted": True,
    ".unquoted": False,
    # What is excluded need not be there; of alternatives one must.
    "a:not(.button)": True,
    ":is(.card, .note) a": True,
    ":is(.card, .badge) a": False,
    'html[data-theme="dark"] .note': True,
    '[class*="wid"]': True,
    '[class*="narrow"]': False,
    "a::before": True,
    "[popover]:popover-open": True,
}


@pytest.mark.parametrize("selector", SELECTORS)
def test_selectors(selector, names):
    assert bool(rules_of(f"{selector} {{ color: red }}", names)) is SELECTORS[selector]


SHEETS = {
    ".note, .card { color: red; }": ".note{color:red}",
    "/* why */ .note { margin : 0   auto !important }": ".note{margin:0 auto!important}",
    ".note { width: calc(1px + 2px); content: 'a  b' }": (
        '.note{width:calc(1px + 2px);content:"a  b"}'
    ),
    "@media print { .card { a: b } .note { c: d } }": "@media print{.note{c:d}}",
    "@media print { .card { a: b } }": "",
    # Variables, animations and fonts stay when something refers to them.
    ".note { --a: 1; --b: var(--c); --c: 2; top: var(--b) }": (
        ".note{--b:var(--c);--c:2;top:var(--b)}"
    ),
    ".note { --ink: black }": ".note{--ink:black}",
    "@keyframes turn { to { a: b } } .note { animation: turn 1s }": (
        "@keyframes turn{to{a:b}}.note{animation:turn 1s}"
    ),
    "@keyframes turn { to { a: b } }": "",
    "@font-face { font-family: 'Icons'; src: url(a.woff2) }": "",
    # What is set anew for the same elements was never in force.
    ".note { --ink: red; top: 0 } .note { --ink: black }": ".note{top:0}.note{--ink:black}",
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheets(sheet, names):
    rules = without_unused(rules_of(sheet, names), names)
    assert "".join(map(str, rules)) == SHEETS[sheet]


def test_colours_for_readers_without_scripts(names):
    sheet = """.note { top: 0 } html[data-theme="dark"] .note { color: white }
      @media print { html[data-theme=light] .note { color: black } }"""
    asked = "".join(map(str, as_the_system_asks(rules_of(sheet, names))))
    assert asked == (
        "@media print,not all and (prefers-color-scheme: dark)"
        "{@media print{html:not([data-theme]) .note{color:black}}}"
        "@media screen and (prefers-color-scheme: dark)"
        "{html:not([data-theme]) .note{color:white}}"
    )
