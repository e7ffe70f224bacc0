"""Seeded defects of the record layer: each is found at its line under its name, and nothing else.

The entries are made from words of the field; an entry and its record agree but for what a
bibliography may write otherwise (abbreviated journals, TeX, initials, "and others", subtitles).
"""

import random
from dataclasses import replace

import pytest

from soilbook.check import run
from soilbook.records.answers import Answer, Person, Record, Update
from soilbook.records.lock import line_of, write_lock

WORDS = (
    "aggregate amendment arable biochar biomass bulk carbon cropland density depth earthworm "
    "erosion fertility forest grassland humus inventory landscape legume mineral moisture "
    "nitrogen organic pasture peatland phosphorus residue rhizosphere rotation stock subsoil "
    "texture tillage topsoil turnover upland watershed weathering"
).split()
FAMILIES = (
    "Amelung Bossio Chenu Don Eglin Freibauer Guenet Hassink Jandl Kögel-Knabner Lal Minasny "
    "Nabuurs Ogle Poeplau Rumpel Smith Tiessen VandenBygaart Wiesmeier Zomer"
).split()
JOURNALS = {
    "Soil Biology and Biochemistry": "Soil Biol. Biochem.",
    "Agriculture, Ecosystems & Environment": r"Agric. Ecosyst. \& Environ.",
    "European Journal of Soil Science": "Eur J Soil Sci",
    "Geoderma": "Geoderma",
    "Global Change Biology": "Glob. Change Biol.",
}
COUNT = 12


def sound(number: int, chance: random.Random) -> tuple[dict[str, str], Answer]:
    """An entry and the answer to its DOI, which agree."""
    title = " ".join(chance.sample(WORDS, 8)).capitalize()
    people = tuple(Person(family, f"{family[0]}.") for family in chance.sample(FAMILIES, 4))
    year, journal = chance.randrange(1985, 2025), chance.choice(list(JOURNALS))
    names = [f"{person.family.replace('ö', chance.choice(['ö', 'oe']))}, X." for person in people]
    some = chance.random() < 0.3
    entry = {
        "author": " and ".join([*names[: 2 if some else 4], *(["others"] if some else [])]),
        "title": chance.choice([title, title.replace("i", "{i}", 1), f"{title}: a review"]),
        "year": str(year + chance.choice([0, 0, 1])),
        "journal": JOURNALS[journal] if chance.random() < 0.5 else journal.replace("&", r"\&"),
        "doi": f"10.1000/k{number}",
    }
    record = Record("article", title, people, year, year, journal)
    return entry, Answer(entry["doi"], "found", "crossref", "2026-01-31", record)


def other_work(entry, answer, chance):
    other = Record("article", "Whales of the southern sea", (Person("Melville", "H."),), 1851)
    return entry, replace(answer, record=other)


def title(entry, answer, chance):
    words = answer.record.title.split()
    return {**entry, "title": " ".join([*words[:5], *chance.sample(WORDS, 4)])}, answer


def author(entry, answer, chance):
    first, _, rest = entry["author"].partition(" and ")
    return {**entry, "author": f"{first} and Ishmael, B. and {rest}"}, answer


def year(entry, answer, chance):
    wrong = answer.record.year + chance.choice([-7, -2, -1, 2, 3, 10])
    return {**entry, "year": str(wrong)}, answer


def journal(entry, answer, chance):
    return {**entry, "journal": chance.choice(["Science", "Soil Science", "J. Ecology"])}, answer


def not_found(entry, answer, chance):
    return entry, Answer(answer.doi, "not found", "doi.org", "2026-01-31")


def noticed(kind):
    def seed(entry, answer, chance):
        notice = Update(kind, "10.1000/n", "2020-01-24", "crossref")
        return entry, replace(answer, updates=(notice,))

    return seed


def published(entry, answer, chance):
    return entry, replace(answer, preprint_of="10.1000/published")


SEEDS = {
    "record-other-work": (other_work, "doi"),
    "record-title-differs": (title, "title"),
    "record-author-differs": (author, "author"),
    "record-year-differs": (year, "year"),
    "record-journal-differs": (journal, "journal"),
    "record-doi-not-found": (not_found, "doi"),
    "record-retracted": (noticed("retraction"), "doi"),
    "record-withdrawn": (noticed("withdrawal"), "doi"),
    "record-concern": (noticed("concern"), "doi"),
    "record-corrected": (noticed("correction"), "doi"),
    "record-preprint-published": (published, "doi"),
}


@pytest.mark.parametrize("check", SEEDS)
def test_every_seed_is_found_at_its_line_and_nothing_else(check, book):
    seed, field = SEEDS[check]
    chance = random.Random(check)
    pairs = [sound(number, chance) for number in range(60)]
    seeded = sorted(chance.sample(range(60), COUNT))
    for number in seeded:
        pairs[number] = seed(*pairs[number], chance)
    rows, expected = [], []
    for number, (entry, _) in enumerate(pairs):
        rows.append(f"@article{{k{number},")
        if number in seeded:
            expected.append((len(rows) + 1 + list(entry).index(field), check))
        rows += [f"  {name} = {{{value}}}," for name, value in entry.items()] + ["}"]
    opened = book("\n".join([*rows, ""]))
    write_lock(opened.lock_path, {answer.doi: line_of(answer) for _, answer in pairs})

    found = run(book().project, [*SEEDS, "lock-malformed", "lock-changed-by-hand", "lock-stale"])

    assert [(finding.line, finding.check) for finding in found] == expected
