"""What sphinxcontrib-bibtex gets to read: each entry of the .bib files, repaired for print.

It keeps what it parsed in the data of its domain, and parses only what is newer. So we put there,
before it looks, what our own reader found: no entry is lost below a defect, and a value prints what
it says, in any style. An entry is made when it is first asked for, so what nobody cites costs
nothing, and all else (file names, lists of all entries, filters) works as its manual says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pybtex.database import BibliographyData, Entry, Person
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

from ..records.bibliography import BibEntry, read_bibliography, resolve
from ..records.names import Name
from ..records.printable import ROLES, persons, printable, printable_name
from ..records.source import read_source

logger = logging.getLogger(__name__)


@dataclass
class RepairedEntries(Mapping[str, Entry]):
    """The entries of all files by key, where capitals do not count, made when asked for."""

    written: dict[str, tuple[Path, BibEntry]] = field(default_factory=dict)
    made: dict[str, Entry] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Entry:
        name = key.lower()
        if name not in self.made:
            self.made[name] = repaired(self.written[name][1])
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return (entry.key for _, entry in self.written.values())

    def __len__(self) -> int:
        return len(self.written)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.lower() in self.written

    def __reduce__(self) -> tuple[type, tuple[()]]:
        # Every build reads the files again, before anything asks for an entry.
        return RepairedEntries, ()

    def add(self, path: Path, entries: Iterable[BibEntry]) -> list[str]:
        """Take over the entries of a file; return the keys of those that no key before hid."""
        keys: list[str] = []
        for entry in entries:
            first = self.written.setdefault(entry.key.lower(), (path, entry))[1]
            if first is entry:
                keys.append(entry.key)
            else:
                message = f'"{entry.key}" stands in the bibliography twice; the first one counts.'
                _warn(message, f"{path}:{entry.line}", "reference-duplicate-key")
        return keys

    def place_of(self, key: str) -> str:
        """Where an entry stands: ``path:line``."""
        path, entry = self.written[key.lower()]
        return f"{path}:{entry.line}"


def repaired(entry: BibEntry) -> Entry:
    """One entry as pybtex wants it; what it is called in its file stays its original type."""
    found = printable(entry)
    made = Entry(found.type, found.texts)
    made.key, made.original_type = entry.key, entry.type
    for role in ROLES:
        people = persons(entry.fields[role].value) if role in entry.fields else []
        if people:
            made.persons[role] = [_person(printable_name(name)) for name in people]
    return made


def _person(name: Name) -> Person:
    return Person(first=name.first, prelast=name.von, last=name.last, lineage=name.jr)


def put_in_place(app: Sphinx) -> None:
    """Read the files, and leave them where sphinxcontrib-bibtex looks for what it parsed."""
    names = app.config.bibtex_bibfiles
    if names is None:
        return
    encoding = app.config.bibtex_encoding
    entries = RepairedEntries()
    files: dict[Path, BibFile] = {}
    for path in [(Path(app.confdir) / name).resolve() for name in names]:
        keys = entries.add(path, _read(path, encoding))
        files[path] = BibFile(mtime=get_mtime(path), keys=dict.fromkeys(keys))
    data = BibliographyData()
    data.entries = entries
    domain: Any = app.env.get_domain("cite")
    domain.data["bibdata"] = BibData(encoding, files, data)


def _read(path: Path, encoding: str) -> list[BibEntry]:
    """The entries of one file, with what they inherit; what is wrong in it becomes warnings.

    `jb editions` checks first, and stops at what is wrong here; these are for `jb build`.
    """
    if not path.is_file():
        _warn(f"There is no bibliography {path.name}.", str(path), "bibliography-missing")
        return []
    found = read_bibliography(_text(path, encoding))
    for fault in found.faults:
        _warn(fault.message, f"{path}:{fault.line}", fault.name)
    return resolve(found.entries)


def _text(path: Path, encoding: str) -> str:
    """The text of a file, in the encoding that the configuration names."""
    if encoding.lower().startswith(("utf-8", "utf8")):
        source = read_source(path)
        if source.fault:
            _warn(source.fault.message, f"{path}:{source.fault.line}", "file-not-utf8")
        return source.text
    return path.read_text(encoding=encoding, errors="replace")


def _warn(message: str, place: str, fault: str) -> None:
    logger.warning(message, location=place, type="soilbook", subtype=fault)


def setup(app: Sphinx) -> None:
    """Be there before sphinxcontrib-bibtex, which looks at the usual time."""
    app.connect("builder-inited", put_in_place, priority=400)
