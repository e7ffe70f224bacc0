"""What the EPUB says of its accessibility: only what was seen in its own pages.

The names are those of Schema.org's vocabulary, as EPUB Accessibility 1.1 asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from PIL import Image

from .cover import COVER_PAGE
from .links import Pages
from .metadata import Book
from .names import EPUB_TYPE, MATHML, elements, local, tag, text_of

STANDARD = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Facts:
    """What was found in the pages."""

    has_maths: bool
    maths_are_spoken: bool
    has_pictures: bool
    pictures_are_described: bool
    headings_are_in_order: bool
    has_index: bool
    has_page_list: bool
    may_move: bool

    @classmethod
    def of(cls, pages: Pages, files: Mapping[str, bytes]) -> Facts:
        """Look through every page and picture; the cover is no part of the content."""
        content = [page for name, page in pages.items() if name != COVER_PAGE]
        equations = [one for page in content for one in page.iter(f"{{{MATHML}}}math")]
        images = [image for page in content for image in elements(page, "img")]
        return cls(
            has_maths=bool(equations),
            maths_are_spoken=all(one.get("alttext", "").strip() for one in equations),
            has_pictures=bool(images),
            pictures_are_described=all(_is_described(image) for image in images),
            headings_are_in_order=all(_is_in_order(page) for page in content),
            has_index=any(_has(page, "section", "role", "doc-index") for page in content),
            has_page_list=any(_has(page, "nav", EPUB_TYPE, "page-list") for page in content),
            may_move=any(_moves(name, data) for name, data in files.items()),
        )


def _is_described(image: etree._Element) -> bool:
    """Whether a picture has a text of its own: the caption alone tells what, but not what of it."""
    alternative = " ".join(image.get("alt", "").split())
    if not alternative:
        return image.get("role") == "presentation"
    figure = next(image.iterancestors(tag("figure")), None)
    caption = None if figure is None else figure.find(f".//{tag('figcaption')}")
    return caption is None or text_of(caption) != alternative


def _is_in_order(page: etree._Element) -> bool:
    levels = [int(local(heading)[1]) for heading in elements(page, *_HEADINGS)]
    return all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def _has(page: etree._Element, name: str, key: str, value: str) -> bool:
    return any(element.get(key) == value for element in elements(page, name))


def _moves(name: str, data: bytes) -> bool:
    if not name.endswith((".gif", ".webp", ".png")):
        return False
    with Image.open(BytesIO(data)) as picture:
        return getattr(picture, "n_frames", 1) > 1


def statements(facts: Facts, book: Book) -> Iterator[tuple[str, str]]:
    """Yield pairs of property and value for the package document."""
    is_textual = facts.pictures_are_described and facts.maths_are_spoken
    yield "schema:accessMode", "textual"
    if facts.has_pictures:
        yield "schema:accessMode", "visual"
        yield "schema:accessModeSufficient", "textual,visual"
    if is_textual:
        yield "schema:accessModeSufficient", "textual"
    for feature, is_so in _features(facts):
        if is_so:
            yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "unknown" if facts.may_move else "none"
    yield "schema:accessibilitySummary", _summary(facts, book)
    # A conformance is somebody's word; without a name there is none to give.
    if book.certified_by and is_textual and facts.headings_are_in_order:
        yield "dcterms:conformsTo", STANDARD
        yield "a11y:certifiedBy", book.certified_by


def _features(facts: Facts) -> list[tuple[str, bool]]:
    return [
        ("tableOfContents", True),
        ("readingOrder", True),
        ("displayTransformability", True),
        ("structuralNavigation", facts.headings_are_in_order),
        ("alternativeText", facts.has_pictures and facts.pictures_are_described),
        ("MathML", facts.has_maths),
        ("describedMath", facts.has_maths and facts.maths_are_spoken),
        ("index", facts.has_index),
        ("pageNavigation", facts.has_page_list),
        ("pageBreakMarkers", facts.has_page_list),
    ]


def _summary(facts: Facts, book: Book) -> str:
    words = book.words
    pictures = (
        words.pictures_described if facts.pictures_are_described else words.pictures_not_described
    )
    said = [
        (words.text_in_any_size, True),
        (words.headings_in_order, facts.headings_are_in_order),
        (words.maths, facts.has_maths and facts.maths_are_spoken),
        (pictures, facts.has_pictures),
        (words.page_numbers, facts.has_page_list),
    ]
    return " ".join(sentence for sentence, is_so in said if is_so)
