"""The address of a licence that is known by its name."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(
    r"(?:CC|Creative Commons)[ -](?P<terms>BY(?:-NC)?(?:-SA|-ND)?)[ -](?P<version>\d\.\d)"
    r"(?P<igo>[ -]IGO)?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"CC-?0(?:[ -]1\.0)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>()]+[^\s<>().,;]")


def address_of(licence: str) -> str:
    """Return the address of a licence, empty when it is not known.

    Parameters
    ----------
    licence : str
        As a book names it: ``CC BY 4.0``, ``CC-BY-NC-SA 3.0 IGO``, ``CC0``, or a text with an
        address in it.
    """
    if address := _ADDRESS.search(licence):
        return address[0]
    if found := _CREATIVE_COMMONS.search(licence):
        igo = "igo/" if found["igo"] else ""
        terms = found["terms"].lower()
        return f"https://creativecommons.org/licenses/{terms}/{found['version']}/{igo}"
    if _ZERO.search(licence):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return ""
