"""Characters that no font of the PDF has are printed as their code point, never lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import typst
from sphinx.util import logging

logger = logging.getLogger(__name__)

_REFUSED = re.compile(r"the text `\"(.*?)\"` could not be displayed")
# Control characters, spaces and halves of characters.
_NEVER_DRAWN = {"Cc", "Cs", "Zs", "Zl", "Zp"}
_ASCII = frozenset(map(chr, range(0x80)))
_STRING = r'"(?:[^"\\]|\\.)*"'
# What is spoken or stored is not drawn. The running head repeats the heading that follows it.
_TOKENS = rf"/\*@ (?P<place>.+?) \*/|(?P<unseen>\b(?:alt|description): {_STRING})"
_TOKENS += rf"|(?P<again>#opening\({_STRING})|(?P<lost>[%s])"
_SVG_TEXT = re.compile(r"<(?P<tag>(?:\w+:)?text)\b.*?</(?P=tag)>", re.DOTALL)
# Of a file in another script one warning is enough.
_MANY_LINES, _SHOWN = 50, 8
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|(\d+));")


@dataclass
class Glyphs:
    """Which characters of a book its fonts can print.

    Parameters
    ----------
    root : pathlib.Path
        The repository, in which the places of characters are looked up.
    fonts : sequence of pathlib.Path
        Folders with more fonts than those of Typst.
    """

    root: Path
    fonts: Sequence[Path] = ()
    missing: set[str] = field(default_factory=set)
    _tried: set[str] = field(default_factory=lambda: set(_ASCII))
    _read: dict[str, list[str]] = field(default_factory=dict)
    _reported: set[tuple[str, str]] = field(default_factory=set)

    def visible(self, source: str) -> str:
        """Return Typst source that can be printed: ``[U+XXXX]`` for each missing character.

        Every character is reported once a file, with the line where it stands; the comments of the
        source say which block it comes from.
        """
        lost = self._lost(source)
        if not lost:
            return source
        place, found = "_config.yml", dict[str, list[str]]()

        def replaced(match: re.Match[str]) -> str:
            nonlocal place
            place = match["place"] or place
            if character := match["lost"]:
                found.setdefault(place, []).append(character)
                return _escaped(character)
            if match["again"]:
                return "".join(_escaped(one) if one in lost else one for one in match[0])
            return match[0]

        printable = re.sub(_TOKENS % _any_of(lost), replaced, source)
        self._report(found)
        return printable

    def mend_pictures(self, folder: Path, placed: Mapping[str, str]) -> None:
        """Do the same in the words of SVG pictures.

        Parameters
        ----------
        folder : pathlib.Path
            Where copies of the pictures are, which are changed.
        placed : mapping of str to str
            Their names, with the place in the book that shows them.
        """
        for name, place in placed.items():
            if name.endswith(".svg"):
                path = folder / name
                before = path.read_bytes().decode("utf-8", errors="replace")
                after = _SVG_TEXT.sub(lambda match, at=place: self._mended(match[0], at), before)
                if after != before:
                    path.write_bytes(after.encode())

    def learn(self, characters: Iterable[str]) -> bool:
        """Take characters for missing that Typst refused; False when that is nothing new."""
        new = set(characters) - self.missing - _ASCII
        self.missing |= new
        return bool(new)

    def _mended(self, words: str, place: str) -> str:
        plain = _REFERENCE.sub(_referred, words)
        lost = sorted(self._lost(plain))
        for character in lost:
            plain = plain.replace(character, _shown(character))
        self._report({place: lost})
        return plain if lost else words

    def _lost(self, text: str) -> set[str]:
        used = set(text)
        self._try(used - self._tried)
        return used & self.missing

    def _try(self, characters: Iterable[str]) -> None:
        """Find, by a trial page, which of these characters the fonts do not have.

        PDF/UA-1 refuses such a character, and Typst then names all of them at once; the fonts
        inside the wheel cannot be read in any other public way.
        """
        self._tried |= set(characters)
        used = sorted(c for c in characters if unicodedata.category(c) not in _NEVER_DRAWN)
        if not used:
            return
        page = "".join(f"#text({_literal(one)})\n\n" for one in used)
        source = f'#set document(title: "probe")\n#set text(lang: "en")\n{page}'
        try:
            typst.compile(
                source.encode(),
                ignore_system_fonts=True,
                font_paths=[str(folder) for folder in self.fonts],
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            self.missing |= refused(error.diagnostic) & set(used)

    def _report(self, found: Mapping[str, Iterable[str]]) -> None:
        """Warn of characters by the block that has them: once a line, or once a file of many."""
        lines: dict[str, dict[str, list[str]]] = {}
        for place, characters in found.items():
            path = place.rpartition(":")[0] or place
            for character in dict.fromkeys(characters):
                if (path, character) not in self._reported and not _is_hint(character):
                    self._reported.add((path, character))
                    line = self._line(path, place, character)
                    lines.setdefault(path, {}).setdefault(line, []).append(character)
        for of_file in lines.values():
            if len(of_file) > _MANY_LINES:
                _warn(next(iter(of_file)), [one for some in of_file.values() for one in some])
            else:
                for line, characters in of_file.items():
                    _warn(line, characters)

    def _line(self, path: str, place: str, character: str) -> str:
        """Find the line itself: a comment names the first line of a block, or none."""
        number = int(place.rpartition(":")[2]) if place != path else 1
        having = [n for n, line in enumerate(self._lines(path), start=1) if character in line]
        nearest = min(having, key=lambda n: (abs(n - number), n), default=None)
        return f"{path}:{nearest or number}"

    def _lines(self, path: str) -> list[str]:
        # The lines of a notebook are counted by cells.
        if path not in self._read and not path.endswith(".ipynb"):
            with suppress(OSError, UnicodeDecodeError):
                self._read[path] = (self.root / path).read_text(encoding="utf-8").splitlines()
        return self._read.get(path, [])


def _warn(place: str, characters: Sequence[str]) -> None:
    shown = ", ".join(f"“{one}” (U+{ord(one):04X})" for one in characters[:_SHOWN])
    if more := len(characters) - _SHOWN if len(characters) > _SHOWN else 0:
        shown += f" and {more} more in this file"
    printed = "their codes are" if len(characters) > 1 else "its code is"
    message = (
        f"No font of the PDF has {shown}; {printed} printed instead. Name a folder with a font in "
        "`soilbook: fonts:`, or write other letters."
    )
    logger.warning(message, location=place, type="soilbook", subtype="pdf-missing-glyph")


def refused(diagnostic: str) -> set[str]:
    """Return the characters without glyph that a message of Typst names."""
    return {one for text in _REFUSED.findall(diagnostic) for one in _plain(text)}


def _shown(character: str) -> str:
    return "" if _is_hint(character) else f"[U+{ord(character):04X}]"


def _is_hint(character: str) -> bool:
    """Whether it only says how the one before it should look: nobody misses it."""
    return unicodedata.name(character, "").startswith("VARIATION SELECTOR")


def _escaped(character: str) -> str:
    # These escapes mean the same in text, in strings and in equations of Typst.
    return "".join(f"\\u{{{ord(one):x}}}" for one in _shown(character))


def _any_of(characters: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted(characters)))


def _literal(character: str) -> str:
    return f'"\\u{{{ord(character):x}}}"'


def _plain(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def _referred(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    is_plain = number > 0x7F and number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_plain else match[0]
