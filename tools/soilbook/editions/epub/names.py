"""Namespaces, and the small steps on a tree that lxml has no word for."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
EPUB_TYPE = f"{{{OPS}}}type"


def tag(name: str) -> str:
    """Return the XHTML element name as lxml spells it."""
    return f"{{{XHTML}}}{name}"


def local(element: etree._Element) -> str:
    """Return the name of an XHTML element, or nothing for other vocabularies and comments."""
    name = element.tag
    return name.removeprefix(f"{{{XHTML}}}") if isinstance(name, str) and XHTML in name else ""


def elements(root: etree._Element, *names: str) -> list[etree._Element]:
    """Return the XHTML elements below `root` (all, or those called `names`), safe to change."""
    if names:
        return list(root.iter(*(tag(name) for name in names)))
    return list(root.iter(f"{{{XHTML}}}*"))


def make(name: str, text: str = "", **attributes: str) -> etree._Element:
    """Make an XHTML element; ``class_`` stands for ``class``."""
    element = etree.Element(tag(name))
    for key, value in attributes.items():
        element.set(key.rstrip("_"), value)
    element.text = text or None
    return element


def classes(element: etree._Element) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


def text_of(element: etree._Element) -> str:
    """Return the text inside an element, spaces made single."""
    return " ".join("".join(element.itertext()).split())


def drop(element: etree._Element) -> None:
    """Take an element out with all it holds; the text after it stays."""
    _keep_text(element, element.tail or "")
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Take an element out and leave what it holds in its place."""
    parent = element.getparent()
    assert parent is not None
    children = list(element)
    _keep_text(element, element.text or "")
    place = parent.index(element)
    tail = element.tail or ""
    parent.remove(element)
    parent[place:place] = children
    if not tail:
        return
    if place + len(children) > 0:
        last = parent[place + len(children) - 1]
        last.tail = (last.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _keep_text(element: etree._Element, text: str) -> None:
    """Add `text` just before `element`."""
    before, parent = element.getprevious(), element.getparent()
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def replace(old: etree._Element, new: etree._Element) -> None:
    """Put `new` where `old` was; the text after it stays."""
    parent = old.getparent()
    assert parent is not None
    new.tail = old.tail
    parent.replace(old, new)


def descendants(element: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
    """Yield the XHTML elements inside `element` whose name is one of `names`."""
    return (child for child in element.iterdescendants() if local(child) in names)


def xml_id(name: str) -> str:
    """Return `name` as an id that XML allows, always the same for the same name."""
    ascii_name = unicodedata.normalize("NFC", name)
    safe = re.sub(r"[^\w.\-]", "-", ascii_name)
    return safe if re.match(r"[^\W\d]", safe) else f"id-{safe}"


def safe_path(path: str) -> str:
    """Return a path that needs no escapes in a package; a changed one stays unlike all others."""
    plain = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9._/\-]+", "-", plain)
    if safe == path:
        return path
    stem, dot, suffix = safe.rpartition(".") if "." in safe.rpartition("/")[2] else (safe, "", "")
    return f"{stem}-{hashlib.sha256(path.encode()).hexdigest()[:8]}{dot}{suffix}"
