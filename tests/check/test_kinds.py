"""Every fault that a reader names has a check of that name, so none is lost on the way."""

import random

from case_pages import CLEAN

from soilbook.check import CHECKS
from soilbook.records.bibliography import read_bibliography
from soilbook.records.names import name_faults

SIGNS = '{}"=,@#%;& \n\\'


def damaged(text: str, chance: random.Random) -> str:
    """A text with one to three characters lost, added or replaced."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", chance.choice(SIGNS)]) + text[at + 1 :]
    return text


def test_every_fault_in_the_syntax_of_a_bibliography():
    chance = random.Random("syntax")
    whole = (CLEAN / "references.bib").read_text(encoding="utf-8")
    names = set()
    for _ in range(1500):
        names |= {fault.name for fault in read_bibliography(damaged(whole, chance)).faults}

    assert len(names) > 9
    assert names <= set(CHECKS)


def test_every_fault_in_a_list_of_persons():
    chance = random.Random("persons")
    whole = "Smith, Anna and von Neumann, Jr., John; Jones, B. & Young, C. and others and et al."
    names = set()
    for _ in range(1500):
        names |= {f"reference-{fault.name}" for fault in name_faults(damaged(whole, chance))}

    assert len(names) > 4
    assert names <= set(CHECKS)
