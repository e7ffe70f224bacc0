"""Characters that no font of the PDF has are printed as their code point, never lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import typst
from docutils import nodes
from sphinx.util import logging

logger = logging.getLogger(__name__)

_REFUSED = re.compile(r"the text `\"(.*?)\"` could not be displayed")
# Control characters, spaces and halves of characters.
_NEVER_DRAWN = {"Cc", "Cs", "Zs", "Zl", "Zp"}


@dataclass(frozen=True)
class Glyphs:
    """The characters of a book that cannot be printed."""

    missing: frozenset[str] = frozenset()
    reported: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def probe(cls, texts: Iterable[str]) -> Glyphs:
        """Ask Typst, by a trial page, which characters of `texts` its fonts do not have.

        PDF/UA-1 refuses such a character, and Typst then names all of them at once; the fonts
        inside the wheel cannot be read in any other public way.
        """
        used = sorted(set().union(*map(set, texts)) - set(map(chr, range(0x20, 0x7F))))
        used = [one for one in used if unicodedata.category(one) not in _NEVER_DRAWN]
        page = "".join(f"#text({_literal(one)})\n\n" for one in used)
        source = f'#set document(title: "probe")\n#set text(lang: "en")\n{page}'
        try:
            typst.compile(source.encode(), ignore_system_fonts=True, pdf_standards=["ua-1"])
        except typst.TypstError as error:
            refused = {one for text in _REFUSED.findall(error.diagnostic) for one in _plain(text)}
            return cls(frozenset(refused & set(used)))
        return cls()

    def visible(self, text: str, node: nodes.Node) -> str:
        """Return `text` with what cannot be printed as ``[U+XXXX]``, and report it at `node`."""
        for character in sorted(self.missing.intersection(text)):
            self._report(character, node)
        return self.printable(text)

    def printable(self, text: str) -> str:
        """Return `text` with what cannot be printed as ``[U+XXXX]``."""
        for character in self.missing.intersection(text):
            text = text.replace(character, code_point(character))
        return text

    def _report(self, character: str, node: nodes.Node) -> None:
        where = (
            str(getattr(node, "source", None) or (node.parent and node.parent.source)),
            character,
        )
        if where in self.reported:
            return
        self.reported.add(where)
        message = (
            f"No font of the PDF has “{character}” ({code_point(character)[1:-1]}); "
            "its code is printed instead. Transcribe it in Latin letters, or use a picture."
        )
        place = node if isinstance(node, nodes.Element) else node.parent
        logger.warning(message, location=place, type="soilbook", subtype="pdf-missing-glyph")


def code_point(character: str) -> str:
    """Return ``[U+XXXX]`` for one character."""
    return f"[U+{ord(character):04X}]"


def _literal(character: str) -> str:
    return f'"\\u{{{ord(character):x}}}"'


def _plain(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)
