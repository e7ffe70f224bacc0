"""Links between pages: each one is made to arrive, or is made ordinary text and reported."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from .names import elements, tag, xml_id
from .unfolding import Notice

Pages = Mapping[str, etree._Element]

_OUTWARD = ("http", "https", "mailto", "tel", "doi", "urn", "ftp")


@dataclass(frozen=True)
class Targets:
    """The ids of every page, by the address of the page in the package."""

    ids: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, pages: Pages) -> Targets:
        """Collect the ids of `pages`."""
        return cls({name: frozenset(page.xpath("//@id")) for name, page in pages.items()})

    def holders(self, fragment: str) -> list[str]:
        """Return the pages that have the id `fragment`."""
        return [name for name, ids in self.ids.items() if fragment in ids]


def mend(pages: Pages) -> Iterator[tuple[str, Notice]]:
    """Mend every link of `pages` in place; yield what could not be, with the page it is on."""
    targets = Targets.of(pages)
    for name, page in pages.items():
        for link in elements(page, "a"):
            address = link.get("href")
            if address is None:
                continue
            mended, said = _mended(address, name, targets)
            if said:
                yield name, Notice("epub-dead-link", said)
            if mended is None:
                _unlink(link)
            elif mended != address:
                link.set("href", mended)


def goal(address: str, page: str) -> str:
    """Return the file of the package that a link on `page` goes to, or nothing."""
    parts = _split(address)
    if parts is None or parts.scheme or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


def _mended(address: str, page: str, targets: Targets) -> tuple[str | None, str]:
    """Return the address that arrives (None: there is none) and what is to be said about it."""
    parts = _split(address)
    if parts is None:
        return None, f'"{address}" is no address; it became ordinary text.'
    if parts.scheme:
        if parts.scheme not in _OUTWARD:
            return None, f'A link to "{parts.scheme}:" does not work here; it became ordinary text.'
        return quoted(address), ""
    file = goal(address, page) or page
    if file not in targets.ids:
        return None, f'"{address}" is not in this edition; the link became ordinary text.'
    return _within(page, file, xml_id(unquote(parts.fragment)) if parts.fragment else "", targets)


def _within(page: str, file: str, fragment: str, targets: Targets) -> tuple[str | None, str]:
    if fragment and fragment not in targets.ids[file]:
        holders = targets.holders(fragment)
        if len(holders) == 1:
            file = holders[0]
        elif file == page:
            return None, f'There is no place "#{fragment}"; the link became ordinary text.'
        else:
            said = f'There is no place "#{fragment}" in {file}; the link goes to its beginning.'
            return relative(page, file), said
    if file == page and fragment:
        return f"#{fragment}", ""
    return relative(page, file) + (f"#{fragment}" if fragment else ""), ""


def relative(page: str, file: str) -> str:
    """Return the way from one page of the package to another file of it."""
    return quote(posixpath.relpath(file, posixpath.dirname(page) or "."))


def quoted(address: str) -> str:
    """Return an outward address with every character that addresses do not allow encoded."""
    return quote(address.strip(), safe="%/:?#@!$&'()*+,;=~")


def _split(address: str):  # noqa: ANN202  (urllib has no public name for it)
    try:
        parts = urlsplit(address.strip())
        parts.port  # noqa: B018  (raises for a port that is no number)
    except ValueError:
        return None
    return parts if not parts.scheme.startswith("http") or parts.hostname else None


def _unlink(link: etree._Element) -> None:
    link.tag = tag("span")
    for key in ("href", "hreflang", "rel", "role"):
        link.attrib.pop(key, None)
