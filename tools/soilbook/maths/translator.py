"""One equation, parsed once, in the three forms that the editions need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from . import mathml, speech, typst
from .parse import Macros, parse
from .tree import MathsError


class Translator:
    r"""Translates LaTeX; results are kept, so that asking again costs nothing.

    Parameters
    ----------
    macros : Mapping of str to str or [str, int]
        The book's macros as MathJax writes them: name without backslash → body, or body and
        number of arguments, such as ``{"SOC": r"\mathrm{SOC}", "E": [r"\mathbb{E}[#1]", 1]}``.
    language : str
        Of the spoken sentences: en, fr or es (also as ``fr-CA``); others are spoken in English.

    Raises
    ------
    MathsError
        A macro is neither a body nor a body with a number from 0 to 9.
    """

    def __init__(self, macros: Mapping[str, Any], language: str) -> None:
        self._macros = Macros({name: _macro(name, value) for name, value in macros.items()})
        self._language = language
        self._trees: dict[str, list[Element] | MathsError] = {}
        self._spoken: dict[str, str] = {}

    @classmethod
    def from_mathjax(cls, mathjax3_config: Mapping[str, Any] | None, language: str) -> Translator:
        """Read the macros of ``mathjax3_config``, from ``tex: macros:``."""
        tex = (mathjax3_config or {}).get("tex") or {}
        return cls(tex.get("macros") or {}, language)

    def mathml(self, latex: str, display: bool) -> str:
        r"""Return one ``<math>`` element, valid in HTML 5 and EPUB 3, with ``alttext``.

        Raises
        ------
        MathsError
            The equation cannot be converted; the text says why.
        """
        return mathml.mathml(self._tree(latex), display, self.speech(latex))

    def typst(self, latex: str, display: bool) -> str:
        """Return maths of Typst to stand between dollar signs; raises as `mathml` does."""
        return typst.typst(self._tree(latex), display)

    def speech(self, latex: str) -> str:
        """Return a spoken sentence, never raw LaTeX; raises as `mathml` does."""
        if latex not in self._spoken:
            self._spoken[latex] = speech.speech(self._tree(latex), self._language)
        return self._spoken[latex]

    def _tree(self, latex: str) -> Sequence[Element]:
        if latex not in self._trees:
            try:
                self._trees[latex] = parse(latex, self._macros)
            except MathsError as error:
                self._trees[latex] = error
            except RecursionError:
                self._trees[latex] = MathsError("Its groups are nested too deeply.")
        tree = self._trees[latex]
        if isinstance(tree, MathsError):
            raise tree
        return tree


def _macro(name: str, value: Any) -> tuple[int, str]:
    if isinstance(value, str):
        return 0, value
    if isinstance(value, Sequence) and len(value) >= 2:
        body, count = value[0], value[1]
        if isinstance(body, str) and isinstance(count, int) and 0 <= count <= 9:
            return count, body
    raise MathsError(f"The macro {name} must be LaTeX, or a list of LaTeX and a number.")
