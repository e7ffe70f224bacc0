"""An entry of the bibliography against the record of its DOI: in what they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from . import likeness
from .answers import FOUND, NAMES, Answer, Person, Record
from .bibliography import BibEntry
from .names import Name, read_names
from .tex import plain

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs: ``work``, ``title``, ``author``, ``year`` or ``journal``, where, and how.

    `fields` are the fields of the entry to point at, the best first.
    """

    kind: str
    fields: tuple[str, ...]
    message: str


def differences(entry: BibEntry, answer: Answer) -> list[Difference]:
    """Compare an entry with what the registry said of its DOI, field by field.

    A DOI that belongs to another work is one difference, not one in each field.

    Parameters
    ----------
    entry : BibEntry
        With what it inherits.
    answer : Answer
        Without a record there is nothing to compare.
    """
    if answer.state != FOUND or answer.record is None:
        return []
    pair = _Pair(entry, answer.record, NAMES[answer.source])
    if pair.is_other_work():
        message = f"has the DOI of another work: {pair.who} has {pair.theirs} for {answer.doi}."
        return [Difference("work", ("doi",), message)]
    found = (pair.title(), pair.author(), pair.year(), pair.journal())
    return [one for one in found if one]


@dataclass(frozen=True)
class _Pair:
    """An entry, the record of its DOI, and who has that."""

    entry: BibEntry
    record: Record
    who: str

    def text(self, *names: str) -> str:
        """The first of some fields that has a text, as it will be printed."""
        fields = self.entry.fields
        return next(
            (t for name in names if name in fields and (t := plain(fields[name].value))), ""
        )

    @property
    def theirs(self) -> str:
        """The work of the record, in a few words."""
        names = [person.family for person in self.record.authors[:1]]
        names += ["and others"] if len(self.record.authors) > 1 else []
        when = [f"({self.record.year})"] if self.record.year else []
        return " ".join([*names, *when, f'"{self.record.title}"'])

    def is_other_work(self) -> bool:
        """Whether title and first author disagree, or, where one has no author, title and year."""
        title = self.text("title")
        if not self.record.title or not title:
            return False
        if self.likeness >= likeness.OTHER_TITLE:
            return False
        persons = self.persons
        if persons and self.record.authors:
            return not likeness.same_person(persons[0], self.record.authors[0])
        return self.year() is not None

    @cached_property
    def names(self) -> list[Name]:
        """The authors, else the editors."""
        fields = self.entry.fields
        values = (fields[name].value for name in ("author", "editor") if name in fields)
        return read_names(next((value for value in values if value.strip()), ""))

    @cached_property
    def persons(self) -> list[Person]:
        """The names as plain text, without "others"."""
        return [
            Person(plain(f"{name.von} {name.last}").strip(), plain(name.first))
            for name in self.names
            if not name.is_others
        ]

    @cached_property
    def likeness(self) -> float:
        """How like the two titles are."""
        return likeness.title_likeness(self.text("title"), self.record.title)

    def title(self) -> Difference | None:
        """A missing subtitle, and a spelling that differs in a few letters, do not count."""
        ours, theirs = self.text("title"), self.record.title
        if not ours or not theirs:
            return None
        if self.likeness >= likeness.SAME_TITLE:
            return None
        return Difference(
            "title", ("title",), f'has the title "{ours}"; {self.who} has "{theirs}".'
        )

    def author(self) -> Difference | None:
        """Family names are compared; a list that ends in "and others" may be short."""
        ours = self.persons
        if not ours or not self.record.authors or not (reason := self._authors_differ(ours)):
            return None
        families = [person.family for person in self.record.authors]
        listed = ", ".join(families if len(families) < 7 else [*families[:6], "…"])
        return Difference("author", ("author", "editor"), f"{reason}; {self.who} has {listed}.")

    def _authors_differ(self, ours: list[Person]) -> str:
        """What is wrong with the list of authors; empty if nothing is."""
        theirs = self.record.authors
        if [person.family for person in ours] == [person.family for person in theirs]:
            return ""
        if unknown := likeness.strangers(ours, theirs):
            return f"has the author{'s' if len(unknown) > 1 else ''} {', '.join(unknown)}"
        if not likeness.same_person(ours[0], theirs[0]):
            return f"begins with the author {ours[0].family}"
        # Registries list bodies and working groups, too, which a reference need not name.
        persons = [person for person in theirs if person.given]
        is_abridged = any(name.is_others for name in self.names)
        missing = [] if is_abridged else likeness.strangers(persons, ours)
        return f"does not name {', '.join(missing)}" if missing else ""

    def year(self) -> Difference | None:
        """A work may be cited by the year in which it appeared online, or by that of its issue.

        Where the registry has one date only, the issue may have come a year later.
        """
        written = _YEAR.fullmatch(self.text("year", "date")[:4])
        if not self.record.year or written is None:
            return None
        first = self.record.first_year or self.record.year
        if first <= int(written[0]) <= max(self.record.year, first + 1):
            return None
        years = " and ".join(str(year) for year in sorted({first, self.record.year}))
        message = f"has the year {written[0]}; {self.who} has {years}."
        return Difference("year", ("year", "date"), message)

    def journal(self) -> Difference | None:
        """Abbreviations do not count."""
        ours, theirs = self.text("journal", "journaltitle"), self.record.container
        if not ours or not theirs or self.record.type != "article":
            return None
        if likeness.same_journal(ours, theirs):
            return None
        message = f'has the journal "{ours}"; {self.who} has "{theirs}".'
        return Difference("journal", ("journal", "journaltitle"), message)
