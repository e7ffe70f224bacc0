"""The one style sheet of all pages: of every rule of the theme and the extensions, what they use.

It is made when all pages are written, since only then it is known what stands in them. A second
sheet, which only readers without JavaScript load, gives them the colours that their system asks
for: with a script, ``data-theme`` at the root does that.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sphinx.application import Sphinx

from .icons import with_icons
from .shell import OUR_SHEETS, SHEET, applies, is_bundled, is_ours
from .trimming import Names, Rule, rules_of, without_unused

WITHOUT_SCRIPT = "soilbook-noscript.css"

# What does nothing without a script.
_IDLE = (
    ".pst-js-only{display:none!important}@media (min-width:960px){.primary-toggle{display:none}}\n"
)

# The theme first, then the extensions by name, then our own.
_FIRST = ("basic", "pydata-sphinx-theme", "pygments", "sphinx-book-theme", "togglebutton")
_IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"');]+)["']?\)?\s*;""")
_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#|/|\w+:)([^"')]+)\1\s*\)""")
_NOTICE = re.compile(r"/\*!.*?\*/", re.S)
_THEME = re.compile(r"""\[data-theme=["']?(light|dark)["']?\]""")
_SCRIPT = re.compile(r"""<script\b[^>]*?(?:src=["']([^"'?]+)[^>]*)?>(.*?)</script>""", re.S)


def setup(app: Sphinx) -> None:
    """Write it after the theme has written the colours of code."""
    app.connect("build-finished", _write, priority=900)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or not applies(app):
        return
    root = Path(app.outdir)
    sheets = {path: path.read_text(encoding="utf-8") for path in _sheets(root / "_static")}
    names = names_in(root)
    stamp = _stamp([*map(repr, map(sorted, vars(names).values())), *sheets.values()])
    bundle = root / "_static" / SHEET
    if bundle.is_file() and stamp in bundle.read_text(encoding="utf-8")[:200]:
        return
    rules = [
        rule
        for path, text in sheets.items()
        for rule in rules_of(_at_home(text, path, root / "_static"), names)
    ]
    rules = with_icons(without_unused(rules, names), root / "_static")
    head = f'@charset "UTF-8";\n/* {stamp} */\n{_notices(sheets.values())}'
    bundle.write_text(head + "".join(map(str, rules)), encoding="utf-8")
    other = _IDLE + "".join(map(str, as_the_system_asks(rules)))
    bundle.with_name(WITHOUT_SCRIPT).write_text(other, encoding="utf-8")


def names_in(root: Path) -> Names:
    """Collect the names of all pages below a folder, and of the scripts that they load."""
    names = Names()
    scripts: set[Path] = set()
    for page in sorted(root.rglob("*.html")):
        if "_static" in page.relative_to(root).parts:
            continue
        text = page.read_text(encoding="utf-8", errors="replace")
        names.add_page(text)
        for address, body in set(_SCRIPT.findall(text)):
            names.add_script(body)
            scripts.add((page.parent / address).resolve())
    for script in sorted(scripts):
        if script.is_file():
            add = names.add_our_script if is_ours(script) else names.add_script
            add(script.read_text(encoding="utf-8", errors="replace"))
    for sheet in sorted((root / "_static").rglob("*.css")):
        if not is_bundled(sheet.relative_to(root).as_posix()) and sheet.name != SHEET:
            names.variables.update(re.findall(r"--[\w-]+", sheet.read_text(encoding="utf-8")))
    return names


def _sheets(static: Path) -> list[Path]:
    found = [p for p in static.rglob("*.css") if is_bundled(p.relative_to(static).as_posix())]
    return sorted(found, key=lambda path: (_rank(path.stem), path.name))


def _rank(stem: str) -> int:
    order = [*_FIRST, None, "soilbook", *sorted(OUR_SHEETS - {"soilbook"})]
    return order.index(stem if stem in order else None)


def _at_home(text: str, path: Path, static: Path) -> str:
    """Make addresses start from the folder of the bundle; what is imported is bundled, too."""
    folder = path.parent.relative_to(static).as_posix()

    def moved(match: re.Match[str]) -> str:
        return f'url("{posixpath.normpath(posixpath.join(folder, match[2]))}")'

    return _URL.sub(moved, _IMPORT.sub("", text))


def _notices(sheets: Iterable[str]) -> str:
    notices = dict.fromkeys(notice for sheet in sheets for notice in _NOTICE.findall(sheet))
    return "".join(f"{notice}\n" for notice in notices)


def _stamp(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:32]


def as_the_system_asks(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Return the rules of each colour mode for a root that no script has marked."""
    rules = list(rules)
    asked = "(prefers-color-scheme: dark)"
    yield Rule([f"@media print,not all and {asked}"], inner=list(_of_mode(rules, "light")))
    yield Rule([f"@media screen and {asked}"], inner=list(_of_mode(rules, "dark")))


def _of_mode(rules: Iterable[Rule], mode: str) -> Iterator[Rule]:
    for rule in rules:
        if rule.inner and rule.head[0].startswith("@media"):
            inner = list(_of_mode(rule.inner, mode))
            if inner:
                yield replace(rule, inner=inner)
            continue
        heads = [h for h in rule.head if (found := _THEME.search(h)) and found[1] == mode]
        if heads:
            yield replace(rule, head=[_THEME.sub(":not([data-theme])", h) for h in heads])
