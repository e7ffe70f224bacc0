"""LaTeX parsed once → MathML (HTML, EPUB), Typst (PDF) and a spoken sentence (alternative text)."""

from .translator import Translator
from .tree import MathsError

__all__ = ["MathsError", "Translator"]
