"""Who wrote a book or a page, from one line of text: persons, or a group as it calls itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from ...records.names import read_names

# One word of these, and the line names a group: its words are no given and family names.
_GROUPS = frozenset(
    """
    the contributors contributor community team group consortium committee project initiative
    institute university authors editors editor society association foundation network organization
    organisation department ministry programme program center centre council agency laboratory lab
    collaboration developers company press inc ltd gmbh academy college school book
    équipe communauté groupe université institut comité contributeurs contributrices société
    réseau ministère projet les auteurs fondation académie livre
    comunidad equipo grupo universidad instituto comité colaboradores sociedad fundación
    ministerio proyecto autores red academia libro
    """.split()
)
_BETWEEN = re.compile(r"\s*;\s*")
_COMMAS_OR_AND = re.compile(r"\s*,\s*(?:(?:and|et|y|&)\s+)?|\s+(?:and|et|y|&)\s+")
_PERSON = re.compile(r"[^\W\d_][\w.’'\-]*(?: [^\W\d_][\w.’'\-]*){1,4}")


@dataclass(frozen=True, slots=True)
class Author:
    """A person, or with `group` alone a group."""

    family: str = ""
    given: str = ""
    particle: str = ""
    group: str = ""

    @property
    def name(self) -> str:
        """As it is read aloud."""
        return self.group or " ".join(filter(None, (self.given, self.particle, self.family)))

    @property
    def sorted_name(self) -> str:
        """The family name first, as lists of references have it."""
        family = " ".join(filter(None, (self.particle, self.family)))
        return self.group or ", ".join(filter(None, (family, self.given)))


def authors_in(text: str) -> list[Author]:
    """Read the persons of one line.

    Parameters
    ----------
    text : str
        ``Jane Doe and Max van Dam``, ``Doe, Jane; van Dam, Max`` or the name of a group.

    Returns
    -------
    list of Author
        One group with the whole text, unless every part of it looks like a person: a group must
        never be printed with a first name that it does not have.
    """
    line = " ".join(text.split())
    if not line:
        return []
    names = _BETWEEN.split(line) if ";" in line else _COMMAS_OR_AND.split(line)
    if not all(map(_is_person, names)):
        return [Author(group=line)]
    read = (read_names(name)[0] for name in names)
    return [Author(one.last, one.first, one.von) for one in read]


def authors_of_page(value: str) -> list[Author]:
    """Read ``author:`` or ``authors:`` of a page: a line, or a list of names (as JSON)."""
    try:
        listed = json.loads(value)
    except ValueError:
        return authors_in(value)
    listed = listed if isinstance(listed, list) else [listed]
    names = (one.get("name", "") if isinstance(one, dict) else str(one) for one in listed)
    return [author for name in names for author in authors_in(name)]


def _is_person(name: str) -> bool:
    words = name.replace(",", " ").lower().split()
    bare = " ".join(name.replace(",", " ").split())
    is_named = bool(_PERSON.fullmatch(bare)) and bare[-1:] != "-"
    capitals = bare.split()[-1][:1].isupper() if bare else False
    return is_named and capitals and not _GROUPS & set(words)
