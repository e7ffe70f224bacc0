"""Pictures read for comparison: what they show, without what programs write beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

_PNG_START = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
# What the writers of editions add or take away, and what shows nothing.
_UNSEEN = frozenset(f"{{{_SVG}}}{name}" for name in ("metadata", "script", "foreignObject"))
_OUTSIDE = re.compile(r"@import[^;]*;?|url\(\s*[\"']?(?!#|[\"']?data:)[^)]*\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NAME = re.compile(r"url\(#([^)]+)\)|^#(.+)$")
#: By how much a coordinate of a drawing, or a colour of a pixel, may differ and be the same.
UNITS, LEVELS = 0.01, 2

Node = tuple[str, tuple[tuple[str, str], ...], str, str]


def show_the_same(one: bytes, other: bytes) -> bool:
    """Whether two files show the same picture; their metadata may differ."""
    if one == other:
        return True
    if _is_png(one) and _is_png(other):
        return _pixels_of(one) == _pixels_of(other)
    return _is_drawing(one) and _is_drawing(other) and _canonical(one) == _canonical(other)


def difference(published: bytes, again: bytes) -> str:
    """Say how much two pictures differ, or nothing where no eye could see it.

    Parameters
    ----------
    published, again : bytes
        Two SVG drawings, in which ids are free to differ, or two PNG pictures. Files of another
        kind are compared byte by byte.
    """
    if published == again:
        return ""
    if _is_png(published) and _is_png(again):
        return _difference_of_pixels(published, again)
    if _is_drawing(published) and _is_drawing(again):
        return _difference_of_drawings(published, again)
    return "the files differ"


def _is_png(content: bytes) -> bool:
    return content.startswith(_PNG_START)


def _is_drawing(content: bytes) -> bool:
    try:
        return _parse(content).tag == f"{{{_SVG}}}svg"
    except etree.XMLSyntaxError:
        return False


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    return etree.fromstring(content, parser)


def _pixels_of(content: bytes) -> list[bytes]:
    """All chunks but those of text."""
    chunks, at = [], len(_PNG_START)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        chunk = content[at : at + length + 12]
        if chunk[4:8] not in (b"tEXt", b"zTXt", b"iTXt", b"tIME"):
            chunks.append(chunk)
        at += length + 12
    return chunks


def _canonical(content: bytes) -> bytes:
    """What a drawing shows, written in the one way that XML has for it."""
    root = _parse(content)
    for element in list(root.iter(*_UNSEEN)):
        element.getparent().remove(element)
    for element in root.iter(f"{{{_SVG}}}style"):
        element.text = _fold(_OUTSIDE.sub("", element.text or ""))
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if not _is_inside(name, value):
                del element.attrib[name]
    return etree.tostring(root, method="c14n", exclusive=True)


def _nodes(content: bytes) -> Iterator[Node]:
    """The elements of a drawing in order: name, attributes, text, and the text after it."""
    for element in etree.fromstring(_canonical(content)).iter():
        attributes = tuple(sorted(element.attrib.items()))
        yield str(element.tag), attributes, _fold(element.text), _fold(element.tail)


def _is_inside(name: str, value: str) -> bool:
    is_link = name.rpartition("}")[2] == "href"
    return not name.startswith("on") and (not is_link or value.startswith(("#", "data:")))


def _fold(text: str | None) -> str:
    return " ".join((text or "").split())


def _difference_of_drawings(published: bytes, again: bytes) -> str:
    mine, theirs = _without_ids(published), _without_ids(again)
    count, most = 0, 0.0
    for one, other in zip_longest(mine, theirs, fillvalue=("", (), "", "")):
        if one == other:
            continue
        before, after = _NUMBER.split(_written(one)), _NUMBER.split(_written(other))
        if before != after or one[2:] != other[2:]:
            return _first_difference(one, other)
        numbers = zip(_NUMBER.findall(_written(one)), _NUMBER.findall(_written(other)), strict=True)
        gaps = [abs(float(a) - float(b)) for a, b in numbers if a != b]
        count += sum(gap > UNITS for gap in gaps)
        most = max([most, *gaps])
    if not count:
        return ""
    counted = "1 number in the drawing differs" if count == 1 else f"{count} numbers differ"
    return f"{counted}, by {most:.6g} at most"


def _without_ids(content: bytes) -> list[Node]:
    """The nodes with ids counted in their order: programs choose them at random."""
    nodes = list(_nodes(content))
    ids = [value for node in nodes for name, value in node[1] if name == "id"]
    numbers = {one: f"id{number}" for number, one in enumerate(dict.fromkeys(ids))}

    def named(match: re.Match[str]) -> str:
        whole, name = match[0], match[1] or match[2]
        return whole.replace(f"#{name}", f"#{numbers.get(name, name)}")

    def renamed(name: str, value: str) -> str:
        return numbers[value] if name == "id" else _NAME.sub(named, value)

    return [
        (tag, tuple((name, renamed(name, value)) for name, value in attributes), text, tail)
        for tag, attributes, text, tail in nodes
    ]


def _written(node: Node) -> str:
    return f"{node[0].rpartition('}')[2]} {node[1]}"


def _first_difference(one: Node, other: Node) -> str:
    if one[2:] != other[2:]:
        texts = [" ".join(node[2:]).strip() for node in (one, other)]
        return f'its words differ: "{texts[0][:60]}" is now "{texts[1][:60]}"'
    return "it is built of other lines and shapes"


def _difference_of_pixels(published: bytes, again: bytes) -> str:
    from PIL import Image, ImageChops

    mine, theirs = (Image.open(io.BytesIO(one)).convert("RGBA") for one in (published, again))
    if mine.size != theirs.size:
        sizes = [" × ".join(map(str, one.size)) for one in (mine, theirs)]
        return f"its size of {sizes[0]} pixels is now {sizes[1]}"
    bands = ImageChops.difference(mine, theirs).split()
    worst = bands[0]
    for band in bands[1:]:
        worst = ImageChops.lighter(worst, band)
    levels = worst.histogram()
    count = sum(levels[LEVELS + 1 :])
    if not count:
        return ""
    most = max(level for level, times in enumerate(levels) if times)
    share = 100 * count / (mine.width * mine.height)
    return f"{count} pixels ({share:.3g} %) differ, at most by {most} of 255"
