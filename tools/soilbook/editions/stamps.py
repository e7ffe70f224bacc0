"""Writes into the file of a picture where it comes from, in Dublin Core, and changes no dot."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PNG_START = b"\x89PNG\r\n\x1a\n"
_JPEG_START = b"\xff\xd8"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
# What one segment of a JPEG holds.
_SEGMENT = 0xFFFF - 2
#: Elements of Dublin Core, and what each says.
Terms = list[tuple[str, str]]


def in_svg(content: bytes, terms: Terms) -> bytes:
    """Put the terms into ``<metadata>``; what a drawing program left there stays."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        # The editions say that the picture is broken; this one copy changes nothing.
        return content
    metadata = root.find(f"{{{_SVG}}}metadata")
    if metadata is None:
        metadata = etree.Element(f"{{{_SVG}}}metadata")
        root.insert(0, metadata)
    rdf = metadata.find(f"{{{_RDF}}}RDF")
    if rdf is None:
        rdf = etree.SubElement(metadata, f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF, "dc": _DC})
    _describe(rdf, terms)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _describe(rdf: etree._Element, terms: Terms) -> None:
    about = etree.SubElement(rdf, f"{{{_RDF}}}Description", nsmap={"rdf": _RDF, "dc": _DC})
    about.set(f"{{{_RDF}}}about", "")
    for name, text in terms:
        etree.SubElement(about, f"{{{_DC}}}{name}").text = text


def in_png(content: bytes, terms: Terms) -> bytes:
    """Put the terms into text chunks after the header."""
    if not content.startswith(_PNG_START):
        return content
    header = len(_PNG_START) + 25
    chunks = b"".join(_chunk(name.capitalize(), text) for name, text in terms)
    return content[:header] + chunks + content[header:]


def _chunk(keyword: str, text: str) -> bytes:
    """``tEXt`` for what Latin-1 can write, else ``iTXt``."""
    try:
        kind, body = b"tEXt", keyword.encode() + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        kind, body = b"iTXt", keyword.encode() + b"\0\0\0\0\0" + text.encode()
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def in_jpeg(content: bytes, terms: Terms) -> bytes:
    """Put the terms into a segment of XMP, the first of the file."""
    body = _XMP + _xmp(terms)
    if not content.startswith(_JPEG_START) or len(body) > _SEGMENT:
        return content
    # The length counts itself; the marker of the start stays in front.
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return content[:2] + segment + content[2:]


def _xmp(terms: Terms) -> bytes:
    """A packet of XMP. There an element comes once, with a list where it says several things."""
    meta = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    rdf = etree.SubElement(meta, f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF})
    _describe(rdf, _joined(terms))
    packet = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return packet + etree.tostring(meta, encoding="utf-8") + b'<?xpacket end="r"?>'


def _joined(terms: Terms) -> Terms:
    names = dict.fromkeys(name for name, _ in terms)
    return [(one, "; ".join(text for name, text in terms if name == one)) for one in names]


def in_pdf(content: bytes, terms: Terms) -> bytes:
    """Put the terms into the XMP of a PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
                for name, text in _joined(terms):
                    meta[f"dc:{name}"] = [text] if name == "date" else text
            made = io.BytesIO()
            pdf.save(made, deterministic_id=True)
    except pikepdf.PdfError:
        return content
    return made.getvalue()


STAMPS: dict[str, Callable[[bytes, Terms], bytes]] = {
    ".svg": in_svg,
    ".png": in_png,
    ".jpg": in_jpeg,
    ".jpeg": in_jpeg,
    ".pdf": in_pdf,
}
