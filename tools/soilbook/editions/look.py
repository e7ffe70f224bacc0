"""The look of the PDF: our Typst files, what the settings say, and the theme of the book."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import typst

from ..findings import SoilbookError, did_you_mean
from ..project import CONFIG, Project, Settings

OURS = Path(__file__).parent / "pdf" / "template"
ENTRY = f"{OURS.name}/book.typ"
"""What the source of a book imports, from its folder."""

THEME = "theme"
"""Where the theme of the book is laid, below the folder of the source."""

LISTS = ("figures", "tables", "listings")
EDGES = ("inside", "outside", "top", "bottom")
_LENGTH = re.compile(r"\d+(\.\d+)?\s*(mm|cm|in|pt)")
_SIZE = re.compile(rf"({_LENGTH.pattern})\s*[x×]\s*({_LENGTH.pattern})")
_NAMED = re.compile(r'"([^"\n]+\.\w+)"')


def check_look(project: Project) -> None:
    """Raise `SoilbookError` for a setting of the look that cannot be.

    Raises
    ------
    SoilbookError
        It names the option, what is wrong with it, and what to write instead.
    """
    settings = project.settings
    _said(settings)
    _check_paper(settings.paper)
    for option in ("template", "cover"):
        _file(project, option)
    _check_fonts(project)
    for name in settings.lists:
        if name not in LISTS:
            raise _wrong("lists", f'"{name}" is no list', f"Write some of {', '.join(LISTS)}.")


def font_folders(project: Project) -> list[Path]:
    """Return the folders with fonts of the book, beside those that come with Typst."""
    name = project.settings.fonts
    return [project.root / name] if name else []


def lay_look(project: Project, out: Path) -> None:
    """Lay our files, the settings and the theme into the folder of the Typst source."""
    shutil.copytree(OURS, out / OURS.name, dirs_exist_ok=True)
    theme = _file(project, "template")
    lines = ["// What the configuration says, and the theme of the book."]
    lines.append(f"#let said = {_dictionary(_said(project.settings))}")
    if theme:
        for path in _with_named(theme, project.root):
            target = out / THEME / path.relative_to(project.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        place = theme.relative_to(project.root).as_posix()
        lines.append(f"#import {_string(f'../{THEME}/{place}')} as own-theme")
    lines.append(f"#let theme = {'dictionary(own-theme)' if theme else '(:)'}")
    text = "\n".join(lines) + "\n"
    (out / OURS.name / "given.typ").write_text(text, encoding="utf-8")


def lay_cover(project: Project, out: Path) -> str | None:
    """Lay the picture of the cover into the folder of the source; return its name there."""
    path = _file(project, "cover")
    if path is None:
        return None
    shutil.copyfile(path, out / f"cover{path.suffix.lower()}")
    return f"cover{path.suffix.lower()}"


def _said(settings: Settings) -> dict[str, str]:
    """What the settings say, as Typst expressions by the names of ``palette.typ``."""
    size = _SIZE.fullmatch(settings.paper.strip())
    paper = {"width": size[1], "height": size[4]} if size else {"paper": _string(settings.paper)}
    margins = {name: _length(f"margins: {name}", one) for name, one in settings.margins.items()}
    if unknown := next((name for name in margins if name not in EDGES), None):
        hint = did_you_mean(unknown, EDGES)
        raise _wrong("margins", f'there is no "{unknown}".{hint}', f"Name {', '.join(EDGES)}.")
    said = {
        "paper": _dictionary(paper),
        "margins": _dictionary(margins) if margins else "",
        "lists": _strings(settings.lists),
    }
    for name in ("binding", "text_size"):
        said[name] = _length(name, getattr(settings, name)) if getattr(settings, name) else ""
    for name in ("text_font", "heading_font", "code_font", "maths_font"):
        names = getattr(settings, name)
        said[name] = _strings(names) if names else ""
    return {name.replace("_", "-"): value for name, value in said.items() if value}


def _length(option: str, value: str) -> str:
    if not _LENGTH.fullmatch(value.strip()):
        raise _wrong(
            option, f'"{value}" is no length', "Write such as `12mm`, `1.5cm` or `10.5pt`."
        )
    return value.strip().replace(" ", "")


def _dictionary(values: Mapping[str, str]) -> str:
    return f"({', '.join(f'{name}: {value}' for name, value in values.items())},)".replace(
        "(,)", "(:)"
    )


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _strings(texts: Iterable[str]) -> str:
    return f"({''.join(f'{_string(text)},' for text in texts)})"


def _check_paper(paper: str) -> None:
    """Ask Typst, which knows some hundred names of papers."""
    if _SIZE.fullmatch(paper.strip()):
        return
    try:
        typst.compile(f"#set page(paper: {_string(paper)})".encode(), ignore_system_fonts=True)
    except typst.TypstError:
        remedy = "Write a name such as `a4` or `us-letter`, or a size such as `170mm x 240mm`."
        raise _wrong("paper", f'Typst knows no paper "{paper}"', remedy) from None


def _file(project: Project, option: str) -> Path | None:
    """Return the file of the repository that an option names."""
    name = getattr(project.settings, option)
    if not name:
        return None
    path = (project.root / name).resolve()
    if not path.is_file() or not path.is_relative_to(project.root):
        remedy = "Name a file of the repository, from its top folder."
        raise _wrong(option, f'there is no file "{name}"', remedy)
    return path


def _check_fonts(project: Project) -> None:
    """Raise for a folder without fonts, and for a font that neither it nor Typst has."""
    settings, folders = project.settings, font_folders(project)
    inside = typst.Fonts(include_system_fonts=False).families()
    own = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    ).families()
    if folders and not own:
        remedy = "Name a folder with .otf or .ttf files."
        raise _wrong("fonts", f'there is no font in "{settings.fonts}"', remedy)
    known = {name.lower(): name for name in (*inside, *own)}
    for option in ("text_font", "heading_font", "code_font", "maths_font"):
        for name in getattr(settings, option):
            if name.lower() not in known:
                hint = did_you_mean(name, list(known.values()))
                remedy = f"There are {', '.join(sorted(known.values()))}; put others into `fonts:`."
                raise _wrong(option, f'there is no font "{name}".{hint}', remedy)


def _with_named(path: Path, root: Path) -> Iterator[Path]:
    """The file and the files of the repository that it names between quotes, and so on."""
    found, left = set[Path](), [path]
    while left:
        one = left.pop()
        if one in found or not one.is_relative_to(root) or not one.is_file():
            continue
        found.add(one)
        yield one
        if one.suffix == ".typ":
            text = one.read_text(encoding="utf-8")
            left += [(one.parent / name).resolve() for name in _NAMED.findall(text)]


def _wrong(option: str, what: str, remedy: str) -> SoilbookError:
    end = "" if what.endswith(("?", ".")) else "."
    return SoilbookError(f"{CONFIG}: soilbook: {option}: {what}{end}", remedy)
