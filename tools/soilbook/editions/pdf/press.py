"""Makes PDFs of Typst sources: what Typst refuses is set otherwise, what is known is not set."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sphinx.util import logging

from ...findings import SoilbookError
from ...records.writing import replace_file
from .compile import Compiled, MissingGlyphsError, compile_pdf, refused_equations, refused_pictures
from .glyphs import Glyphs
from .kept import Kept
from .metadata import Metadata
from .pictures import Pictures

logger = logging.getLogger(__name__)

#: Asks a finished PDF for what is written beside it as JSON.
Question = Callable[[Compiled], object]


@dataclass(frozen=True)
class Draft:
    """A Typst source that may still be refused.

    Parameters
    ----------
    source, target : pathlib.Path
        Where the source and the PDF are to be written.
    text : str
    equations : list of str
        The source of every equation in it.
    metadata : Metadata
        What is said of the PDF.
    questions : mapping of pathlib.Path to callable
        Files to be written beside the PDF.
    """

    source: Path
    target: Path
    text: str
    equations: list[str]
    metadata: Metadata
    questions: Mapping[Path, Question] = field(default_factory=dict)


#: Translates with what is known to be refused: sources of equations and names of pictures.
Translate = Callable[[Mapping[str, str]], Draft]


@dataclass
class Press:
    """Sets the PDFs of one book, in one folder.

    Parameters
    ----------
    glyphs : Glyphs
    pictures : Pictures
    kept : Kept
    fonts : sequence of pathlib.Path
        Folders with more fonts than those of Typst.
    """

    glyphs: Glyphs
    pictures: Pictures
    kept: Kept
    fonts: Sequence[Path] = ()
    refused: dict[str, str] = field(default_factory=dict)
    mended: set[str] = field(default_factory=set)

    def make(self, translate: Translate) -> None:
        """Translate and set one PDF; what Typst refuses is set otherwise in a second try.

        Raises
        ------
        SoilbookError
            Typst refuses the source; the message names the place in the book.
        """
        draft = self.write(translate)
        try:
            self.pull(draft)
        except SoilbookError:
            refused = refused_equations(draft.equations)
            refused |= refused_pictures(self.pictures.placed, self.pictures.out)
            if refused.keys() <= self.refused.keys():
                raise
            self.refused |= refused
            self.pull(self.write(translate))

    def write(self, translate: Translate) -> Draft:
        """Translate, and write the source with its characters as they can be printed."""
        draft = translate(self.refused)
        draft.source.write_text(self.glyphs.visible(draft.text), encoding="utf-8")
        placed = self.pictures.placed
        self.glyphs.mend_pictures(
            self.pictures.out, {name: placed[name] for name in placed.keys() - self.mended}
        )
        self.mended |= placed.keys()
        return draft

    def pull(self, draft: Draft) -> None:
        """Set a source that was written, unless its PDF is known; needs no Python meanwhile."""
        draft.target.parent.mkdir(parents=True, exist_ok=True)
        files = [draft.target, *draft.questions]
        if self.kept.take(self.kept.key(draft.source, draft.metadata), files):
            return
        compiled = self._set(draft)
        for path, question in draft.questions.items():
            # Another process may wait for the file.
            replace_file(path, json.dumps(question(compiled)).encode())
        for warning in compiled.warnings:
            logger.warning("Typst: %s", warning, type="soilbook", subtype="pdf-typst")
        # Sphinx does not repeat what it did not do again, so only what is in order is kept.
        if not compiled.warnings:
            self.kept.keep(self.kept.key(draft.source, draft.metadata), files)

    def _set(self, draft: Draft) -> Compiled:
        try:
            return compile_pdf(draft.source, draft.target, draft.metadata, self.fonts)
        except MissingGlyphsError as error:
            # What Typst composes by itself, such as the title of the contents, no page shows.
            if not self.glyphs.learn(error.characters):
                raise
            text = draft.source.read_text(encoding="utf-8")
            draft.source.write_text(self.glyphs.visible(text), encoding="utf-8")
            return self._set(draft)
