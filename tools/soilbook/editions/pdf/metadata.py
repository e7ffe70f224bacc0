"""What a library reads in a finished PDF: title, creators, rights, identifier, language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from lxml import etree

from ... import __version__
from ...project import Project
from ...records.licences import address_of
from ..html.authors import authors_in
from .tags import mend_tags

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The XMP specification asks for this first line; what follows it is found by the identifier.
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END = '<?xpacket end="r"?>'


@dataclass(frozen=True)
class Metadata:
    """What is said of one PDF; empty texts are left out.

    Parameters
    ----------
    title : str
        Of the book, chapter or note, plain text.
    creators : tuple of str
        One name each.
    language : str
        A BCP 47 tag.
    epoch : int
        Seconds since 1970, the date of the edition.
    publisher, rights, rights_url, identifier, description : str
        As the settings have them; `rights_url` is the address of the licence.
    keywords : tuple of str
    source : str
        The book that a chapter or note is taken from: its identifier, or else its title.
    """

    title: str
    creators: tuple[str, ...] = ()
    language: str = "en"
    epoch: int = 0
    publisher: str = ""
    rights: str = ""
    rights_url: str = ""
    identifier: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    source: str = ""

    @classmethod
    def of(cls, project: Project, epoch: int) -> Metadata:
        """Return what the configuration says of the whole book."""
        settings = project.settings
        return cls(
            title=project.title,
            creators=tuple(author.name for author in authors_in(project.authors)),
            language=project.language,
            epoch=epoch,
            publisher=settings.publisher,
            rights=settings.licence,
            rights_url=address_of(settings.licence),
            identifier=settings.identifier,
            description=settings.subtitle,
            keywords=settings.keywords,
        )


def finished(data: bytes, metadata: Metadata) -> bytes:
    """Return a PDF of Typst with its metadata, as a smaller file.

    The same PDF and metadata give the same bytes. Tags, links and attached files stay as they are.
    """
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        mend_tags(pdf)
        packet = _packet(pdf.Root.Metadata.read_bytes(), metadata)
        pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype="/XML")
        pdf.Root.Lang = pikepdf.String(metadata.language)
        for key, text in _docinfo(metadata).items():
            pdf.docinfo[key] = pikepdf.String(text)
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return out.getvalue()


def _docinfo(metadata: Metadata) -> dict[str, str]:
    """The older half of the metadata, which file managers show."""
    told = {
        "/Title": metadata.title,
        "/Author": "; ".join(metadata.creators),
        "/Subject": metadata.description,
        "/Keywords": "; ".join(metadata.keywords),
    }
    return {key: text for key, text in told.items() if text}


def _packet(before: bytes, metadata: Metadata) -> bytes:
    """Return the XMP of Typst, which has claims and dates, with all that is known."""
    root = etree.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", before))
    about = root.find(f".//{{{_RDF}}}Description")
    if about is None:
        raise ValueError("The XMP of the PDF describes nothing.")
    for element in _properties(metadata):
        for old in about.findall(element.tag):
            about.remove(old)
        about.append(element)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["rdf"])
    return f"{_BEGIN}{etree.tostring(root, encoding='unicode')}{_END}".encode()


def _properties(metadata: Metadata) -> Iterator[etree._Element]:
    day = datetime.fromtimestamp(metadata.epoch, UTC).date().isoformat()
    yield _list("dc:title", "Alt", [metadata.title])
    yield from _some("dc:creator", "Seq", metadata.creators)
    yield from _some("dc:publisher", "Bag", [metadata.publisher])
    yield from _some("dc:description", "Alt", [metadata.description])
    yield from _some("dc:subject", "Bag", metadata.keywords)
    yield _list("dc:language", "Bag", [metadata.language])
    yield _list("dc:date", "Seq", [day])
    yield _list("dc:type", "Bag", ["Text"])
    if metadata.identifier:
        yield _text("dc:identifier", metadata.identifier)
    if metadata.source:
        yield _text("dc:source", metadata.source)
    if metadata.rights:
        yield _list("dc:rights", "Alt", [metadata.rights])
        yield _text("xmpRights:Marked", "True")
        yield _list("xmpRights:UsageTerms", "Alt", [metadata.rights])
    if metadata.rights_url:
        yield _text("xmpRights:WebStatement", metadata.rights_url)
    if metadata.keywords:
        yield _text("pdf:Keywords", "; ".join(metadata.keywords))
    yield _text("pdf:Producer", f"soilbook {__version__}")


def _some(name: str, kind: str, texts: tuple[str, ...] | list[str]) -> Iterator[etree._Element]:
    if given := [text for text in texts if text]:
        yield _list(name, kind, given)


def _list(name: str, kind: str, texts: list[str]) -> etree._Element:
    """A list of XMP: ``Seq`` is ordered, ``Bag`` is not, ``Alt`` is one text in languages."""
    element = _text(name, None)
    members = etree.SubElement(element, f"{{{_RDF}}}{kind}")
    for text in texts:
        member = etree.SubElement(members, f"{{{_RDF}}}li")
        member.text = text
        if kind == "Alt":
            member.set(_XML_LANG, "x-default")
    return element


def _text(name: str, text: str | None) -> etree._Element:
    prefix, _, local = name.partition(":")
    namespace = _PREFIXES[prefix]
    element = etree.Element(f"{{{namespace}}}{local}", nsmap={prefix: namespace})
    element.text = text
    return element
