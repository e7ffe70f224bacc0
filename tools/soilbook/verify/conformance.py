"""Whether the published PDFs are what they claim to be: PDF/UA-1, and complete metadata.

The rules are those of page-validation, which shares no code with the builder, and a few of our own
on what libraries look for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import page as validator
import pikepdf
from lxml import etree

from ..findings import Finding
from ..project import Project

_ACCESSIBLE, _COMPLETE = "verify-pdf-accessibility", "verify-pdf-metadata"
_XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_AGAIN = "Build it again with `jb editions .`."


def unfit_pdfs(project: Project) -> Iterator[Finding]:
    """Yield what the PDF of the book, or of a chapter or note, breaks or leaves out.

    Yields
    ------
    Finding
        One for each rule that a PDF breaks, with how often it does.
    """
    for path in sorted((project.build / "pdf").rglob("*.pdf")):
        shown = path.relative_to(project.root).as_posix()
        for check, message in (*_broken_rules(path), *_left_out(path, project)):
            yield Finding(shown, 0, 0, check, message)


def _broken_rules(path: Path) -> Iterator[tuple[str, str]]:
    try:
        report = validator.validate_pdf(path, profile=validator.ValidationProfile.PDF_UA_1)
    except validator.PageError as error:
        yield _ACCESSIBLE, f"The PDF cannot be read: {error}. {_AGAIN}"
        return
    counted = Counter((one.rule_id, one.message) for one in report.failures)
    for (rule, message), count in sorted(counted.items()):
        times = f", {count} times" if count > 1 else ""
        yield _ACCESSIBLE, f"Not PDF/UA-1: {message.rstrip('.')} ({rule}{times})."


def _left_out(path: Path, project: Project) -> Iterator[tuple[str, str]]:
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            faults = [*_lacks(_described(pdf), project), *_misses(pdf)]
    # That it is damaged is told by the rules.
    except pikepdf.PdfError:
        return
    yield from ((_COMPLETE, f"{fault} {_AGAIN}") for fault in faults)


def _lacks(told: dict[str, str], project: Project) -> Iterator[str]:
    """What the configuration says and the metadata do not."""
    settings = project.settings
    wanted = {
        "dc:title": "",
        "dc:creator": "" if project.authors else None,
        "dc:language": project.language,
        "dc:date": "",
        "dc:rights": settings.licence or None,
        "dc:publisher": settings.publisher or None,
        "pdfuaid:part": "1",
    }
    for name, text in wanted.items():
        if text is not None and not told.get(name):
            yield f"The metadata (XMP) have no {name}."
        elif text and told[name] != text:
            yield f'The metadata (XMP) say "{told[name]}" for {name}, not "{text}".'


def _misses(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What readers expect of the file as a whole."""
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "Readers show the file name in place of the title."
    if len(pdf.pages) > 1 and "/Outlines" not in pdf.Root:
        yield "There are no bookmarks."


def _described(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The properties of the XMP packet: for lists the members, joined."""
    if "/Metadata" not in pdf.Root:
        return {}
    packet = re.sub(rb"<\?xpacket.*?\?>", b"", pdf.Root.Metadata.read_bytes())
    try:
        root = etree.fromstring(packet.strip())
    except etree.XMLSyntaxError:
        return {}
    names = {uri: prefix for prefix, uri in _XMP.items()}
    found = {}
    for description in root.iterfind(".//rdf:Description", _XMP):
        for element in description:
            name = etree.QName(element)
            prefix = names.get(name.namespace or "", name.namespace)
            texts = (" ".join(str(text).split()) for text in element.itertext())
            found[f"{prefix}:{name.localname}"] = "; ".join(filter(None, texts))
    return found
