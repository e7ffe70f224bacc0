"""From Typst source to a PDF that screen readers can read, and from Typst's errors to findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from ...findings import SoilbookError
from ...records.writing import replace_file
from ..look import THEME
from .glyphs import refused
from .markup import string
from .metadata import Metadata, finished

# Accessible, and fit for an archive: tagged (PDF/A-3a), with the passports attached.
ACCESSIBLE, ARCHIVE = "ua-1", "a-3a"
_PLACE = re.compile(r"/\*@ (.+?) \*/")
_POSITION = re.compile(r"┌─ (?:.*[\\/])?(?P<file>[^\\/]+\.typ):(?P<line>\d+):(?P<column>\d+)")
_THEME = re.compile(rf"┌─ (?:.*[\\/])?{THEME}[\\/](?P<path>.+?\.typ):(?P<line>\d+):")
_REMEDIES = {
    "missing alt text": "Give the picture or equation an alternative text.",
    "could not be displayed": "Write the character in Latin letters, or use a picture.",
    "does not exist in the document": "Mend or remove the reference.",
    "failed to parse": "Save the picture again, or in another format.",
    "failed to decode": "Save the picture again, or in another format.",
}


class MissingGlyphsError(SoilbookError):
    """Typst found `characters` that no font has."""

    def __init__(self, explained: SoilbookError, characters: set[str]) -> None:
        super().__init__(explained.message, explained.remedy)
        self.characters = characters


@dataclass(frozen=True)
class Compiled:
    """A PDF that was set: what Typst warns of, and the compiler, which can still be asked."""

    compiler: typst.Compiler
    warnings: list[str]

    def evaluate(self, expression: str) -> Any:
        """Return the value of a Typst expression in the finished document."""
        return json.loads(self.compiler.eval(expression))


def compile_pdf(
    source: Path, target: Path, metadata: Metadata, fonts: Sequence[Path] = ()
) -> Compiled:
    """Compile `source` to `target`, which is replaced only by a whole new file.

    Parameters
    ----------
    source : pathlib.Path
        A Typst file; everything it names is in its folder.
    target : pathlib.Path
        The PDF.
    metadata : Metadata
        What is said of the PDF, its date among it.
    fonts : sequence of pathlib.Path
        Folders with more fonts than those of Typst.

    Raises
    ------
    MissingGlyphsError
        No font has some characters.
    SoilbookError
        Typst refused the source; the message names the place in the book.
    """
    compiler = typst.Compiler(
        str(source),
        root=str(source.parent),
        ignore_system_fonts=True,
        font_paths=[str(folder) for folder in fonts],
    )
    try:
        data, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=[ACCESSIBLE, ARCHIVE], timestamp=metadata.epoch
        )
    except typst.TypstError as error:
        explained = _explained(error, source)
        if lost := refused(error.diagnostic):
            raise MissingGlyphsError(explained, lost) from error
        raise explained from error
    replace_file(target, finished(data, metadata))
    return Compiled(compiler, [warning.message for warning in warnings])


def refused_equations(equations: Iterable[str]) -> dict[str, str]:
    """Return the equations (Typst source) that Typst refuses, with what it says of each.

    They are tried one on a line, apart from the book, and again without those found so far, for
    Typst stops at the first unknown name.
    """
    left, refused = list(dict.fromkeys(equations)), dict[str, str]()
    while left:
        lines = [f"$ {' '.join(equation.split())} $" for equation in left]
        try:
            typst.compile("\n".join(lines).encode(), ignore_system_fonts=True, format="pdf")
        except typst.TypstError as error:
            bad = {int(one["line"]) - 1 for one in _POSITION.finditer(error.diagnostic)}
            found = [left[line] for line in sorted(bad) if line < len(left)]
            if not found:
                break
            refused.update(dict.fromkeys(found, error.message))
            left = [equation for equation in left if equation not in refused]
        else:
            break
    return refused


def refused_pictures(names: Iterable[str], folder: Path) -> dict[str, str]:
    """Return the pictures in `folder` that Typst cannot read, with what it says of each."""
    refused = {}
    for name in names:
        source = f"#image({string(name)})".encode()
        try:
            typst.compile(source, root=str(folder), ignore_system_fonts=True, format="pdf")
        except typst.TypstError as error:
            refused[name] = error.message
    return refused


def _explained(error: typst.TypstError, source: Path) -> SoilbookError:
    place = place_of(error.diagnostic, source)
    message = re.sub(r"\APDF/[^:]+ error: ", "", error.message)
    remedy = next((text for sign, text in _REMEDIES.items() if sign in message), "")
    hints = " ".join(f"{hint[0].upper()}{hint[1:]}." for hint in error.hints if hint)
    return SoilbookError(
        f"{place}: the PDF cannot be made: {message}.",
        remedy or hints or f"Typst found it in {_position(error.diagnostic)}.",
    )


def place_of(diagnostic: str, source: Path) -> str:
    """Return ``path:line`` in the book for the first position that Typst names."""
    first = _POSITION.search(diagnostic)
    theme = _THEME.match(diagnostic, first.start()) if first else None
    if theme:
        return f"{theme['path']}:{theme['line']}"
    # An error inside the template names the calls that led to it, the book's own among them.
    found = (one for one in _POSITION.finditer(diagnostic) if one["file"] == source.name)
    position = next(found, None)
    if position is None:
        return source.name
    lines = source.read_text(encoding="utf-8").splitlines()[: int(position["line"])]
    if lines:
        lines[-1] = lines[-1].encode()[: int(position["column"]) + 1].decode(errors="ignore")
    for line in reversed(lines):
        if found := _PLACE.findall(line):
            return found[-1]
    return source.name


def _position(diagnostic: str) -> str:
    position = _POSITION.search(diagnostic)
    return f"{position['file']}, line {position['line']}" if position else "an unknown place"
