"""Every figure of a notebook as a file of its own in ``_build/figures``, with its passport.

For reuse in a talk, a paper or a translation: the file says inside where it comes from.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lxml import etree
from sphinx.application import Sphinx

from ..read.made import Made, in_order, ledger_of, number_of
from ..read.passports import Passport

FOLDER = "figures"
_SVG = "http://www.w3.org/2000/svg"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PNG_START = b"\x89PNG\r\n\x1a\n"
#: Elements of Dublin Core, and what each says.
Terms = list[tuple[str, str]]


def folder_of(outdir: Path) -> Path | None:
    """``figures`` in the ``_build`` that `outdir` lies in: elsewhere files may be an author's."""
    above = (parent for parent in outdir.parents if parent.name == "_build")
    return next((build / FOLDER for build in above), None)


def export(app: Sphinx, error: Exception | None) -> None:
    """Write what changed, and remove what the book no longer has."""
    folder = folder_of(Path(app.outdir))
    if error or folder is None or app.builder.name not in ("html", "dirhtml"):
        return
    wanted: dict[str, bytes] = {}
    for made in in_order(app.env):
        if made.kind == "figure":
            wanted |= _files(app, made)
    if wanted or folder.is_dir():
        _write(folder, wanted)


def _write(folder: Path, wanted: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in wanted and path.suffix in (".json", *PICTURES):
            path.unlink()
    for name, content in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def _files(app: Sphinx, made: Made) -> dict[str, bytes]:
    """The pictures of one figure and the JSON that goes with them, by file name."""
    passport = ledger_of(app.env).passports[made.docname]
    stem = ".".join(map(str, number_of(app.env, made))) or made.label
    pictures = _pictures(app, made)
    terms = list(_terms(app.config.project, stem, made, passport))
    files = {
        stem + suffix: PICTURES[suffix](content, terms) for suffix, content in pictures.items()
    }
    told = {
        "number": stem,
        "label": made.label,
        "caption": made.caption,
        "alt": made.alt,
        "files": sorted(files),
        "page": passport.page,
        "cell": made.cell,
        "data": [asdict(one) for one in passport.data],
        "other_files": {one.name: one.sha256 for one in passport.files},
        "python": passport.python,
        "packages": dict(passport.packages),
        "commit": passport.commit,
        "date": passport.date,
    }
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    return {**files, f"{stem}.json": text.encode()}


def _pictures(app: Sphinx, made: Made) -> dict[str, bytes]:
    """What the cell drew, by the ending of the file; a drawing in HTML or text has none."""
    found: dict[str, bytes] = {}
    for path in (Path(app.srcdir, name) for name in made.pictures):
        if path.suffix in PICTURES and path.is_file():
            found.setdefault(path.suffix, path.read_bytes())
    return found


def _terms(book: str, stem: str, made: Made, passport: Passport) -> Iterator[tuple[str, str]]:
    """Dublin Core: the name of each element and what it says."""
    yield "title", made.caption
    if made.alt:
        yield "description", made.alt
    yield "identifier", f"{book}, Figure {stem} ({made.label})"
    yield "source", f"{passport.page}, code cell {made.cell}"
    for one in passport.data:
        yield "source", f"{one.name} {one.version} sha256:{one.sha256}"
    if passport.commit:
        yield "source", f"commit {passport.commit}"
    if passport.date:
        yield "date", passport.date


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
    about = etree.SubElement(rdf, f"{{{_RDF}}}Description", nsmap={"rdf": _RDF, "dc": _DC})
    about.set(f"{{{_RDF}}}about", "")
    for name, text in terms:
        etree.SubElement(about, f"{{{_DC}}}{name}").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def in_png(content: bytes, terms: Terms) -> bytes:
    """Put the terms into text chunks after the header; the picture itself stays as it is."""
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


# A JPEG goes as it is.
PICTURES: dict[str, Callable[[bytes, Terms], bytes]] = {
    ".svg": in_svg,
    ".png": in_png,
    ".jpg": lambda content, _: content,
    ".jpeg": lambda content, _: content,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the files when the HTML edition is finished."""
    app.connect("build-finished", export)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
