"""MathML elements while they are made; the parse that every edition shares is a tree of these.

Attributes that start with an underscore are our own notes and are never written out: ``_tex`` is
the spacing class of TeX (ord, op, bin, rel, open, close, punct, inner), ``_role`` what the element
stands for where its name alone does not tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

THIN = "0.167em"


class MathsError(ValueError):
    """An equation cannot be converted; the text says what is wrong with it."""


def element(tag: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """Make an element; ``_tex`` is ord unless given."""
    made = Element(tag, {"_tex": "ord", **attributes})
    made.text = text or None
    made.extend(children)
    return made


def row(items: Sequence[Element]) -> Element:
    """Make one element of several: themselves when there is one, else an mrow."""
    if len(items) == 1:
        return items[0]
    return element("mrow", *items)


def group(items: Sequence[Element]) -> Element:
    """Make what TeX's braces make: an ordinary atom, whatever is inside."""
    if len(items) == 1 and items[0].tag != "mo":
        return items[0]
    return element("mrow", *items)


def space(width: str) -> Element:
    """Make a horizontal space; browsers know negative ones only as a margin."""
    if width.startswith("-"):
        return element("mspace", style=f"margin-left: {width}", _width=width, _tex="space")
    return element("mspace", width=width, _width=width, _tex="space")


def operator(char: str, tex: str, **attributes: str) -> Element:
    """Make an operator, a relation or a delimiter of its own size."""
    return element("mo", text=char, _tex=tex, **attributes)


def fenced(opening: str, content: list[Element], closing: str) -> Element:
    """Put delimiters that grow around content; an empty one is not drawn."""
    left = [operator(opening, "open", form="prefix", stretchy="true")] if opening else []
    right = [operator(closing, "close", form="postfix", stretchy="true")] if closing else []
    role = f"fenced{'-left' * bool(left)}{'-right' * bool(right)}"
    return element("mrow", *left, *content, *right, _tex="inner", _role=role)


def words(element_: Element) -> str:
    """Return all text inside."""
    return "".join(element_.itertext())


def is_empty(element_: Element) -> bool:
    """Tell whether there is nothing inside, like ``{}``."""
    return element_.tag == "mrow" and len(element_) == 0


def tex(element_: Element) -> str:
    """Return the spacing class of TeX."""
    return element_.get("_tex", "ord")
