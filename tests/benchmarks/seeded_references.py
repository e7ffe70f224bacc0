"""How many sown defects of references are found: ``python tests/benchmarks/seeded_references.py``.

Each defect is sown alone, into a generated book and into a copy of this repository's own. It must
be found at its line under its own name, and nothing else may be found that was not there before.
The odd but right changes must not be found at all. With ``--rounds`` each kind is sown more often.
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from reference_defects import (
    BIB,
    DEFECTS,
    ODD_SENTENCES,
    ODD_VALUES,
    TRAPS,
    Defect,
    Draft,
    odd_sentence,
)

from soilbook.check import run
from soilbook.findings import Finding
from soilbook.project import Project

ROOT = Path(__file__).parents[2]
#: Kinds that this repository's own book cannot have: its style prints titles as they are.
ONLY_GENERATED = frozenset({"reference-acronym-unprotected"})
_SURNAMES = """Abbott Bär Çelik Dvořák Eriksen Fjällström García Hölderlin Ibáñez Jónsson Kowalski
Lindström Müller Nuñez Østergård Pérez Quesada Rossi Šimek Träger Ullmann Vágner Weiß Yılmaz
Zúñiga""".split()
_GIVEN = "Anna Berta Carl Dora Emil Frieda Gustav Hedwig Ivan Johanna Karl Lena".split()
_WORDS = """carbon soils under grass and forest in dry regions after drought with clay minerals from
long experiments on slopes below peat across farms""".split()
_ENDS = "stocks losses gains models roots depth rates turnover texture erosion".split()


@dataclass(frozen=True)
class Base:
    """A book that defects are sown into, and what is found in it before."""

    name: str
    folder: Path
    before: Counter[tuple[str, ...]]

    @classmethod
    def of(cls, name: str, folder: Path) -> "Base":
        """Check a book as it is."""
        return cls(name, folder, Counter(map(_identity, run(Project.at(folder)))))

    def sow(self, defect: Defect, seed: str) -> tuple[tuple[str, int], list[Finding]]:
        """Change one thing; return its place, and the findings that are new."""
        names = [BIB, *(p.relative_to(self.folder).as_posix() for p in self._pages())]
        texts = {name: (self.folder / name).read_text(encoding="utf-8") for name in names}
        rows = {name: text.split("\n") for name, text in texts.items()}
        draft = Draft(rows.pop(BIB), rows, Random(seed))
        place = defect(draft)
        try:
            for name, changed in {BIB: draft.bib, **draft.pages}.items():
                (self.folder / name).write_text("\n".join(changed), encoding="utf-8")
            return place, self._new(run(Project.at(self.folder)))
        finally:
            for name, text in texts.items():
                (self.folder / name).write_text(text, encoding="utf-8")

    def _pages(self) -> list[Path]:
        pages = sorted((self.folder / "book").rglob("*.md"))
        return [page for page in pages if "{bibliography}" not in page.read_text("utf-8")] or pages

    def _new(self, findings: list[Finding]) -> list[Finding]:
        known = self.before.copy()
        new = []
        for finding in findings:
            known[_identity(finding)] -= 1
            if known[_identity(finding)] < 0:
                new.append(finding)
        return new


def _identity(finding: Finding) -> tuple[str, ...]:
    # Lines move when something is sown above.
    return finding.path, finding.check, re.sub(r"\d+", "", finding.message)


def generated(folder: Path, size: int = 60, seed: str = "a book") -> Path:
    """Write a book of `size` entries: every page cites some, and lists what it cites."""
    chance = Random(seed)
    (folder / "book").mkdir(parents=True)
    entries = [_entry(chance, number) for number in range(size)]
    (folder / BIB).write_text("\n".join(entries), encoding="utf-8")
    (folder / "_config.yml").write_text(
        f"title: A book\nonly_build_toc_files: true\nbibtex_bibfiles: [{BIB}]\n"
    )
    names = [f"page{number}" for number in range(size // 15)]
    for at, name in enumerate(names):
        cited = ", ".join(f"work{number}" for number in range(at, size, len(names)))
        text = f"# {name}\n\nAfter {{cite:p}}`{cited}`.\n\n```{{bibliography}}\n"
        text += ":filter: docname in docnames\n```\n"
        (folder / f"book/{name}.md").write_text(text, encoding="utf-8")
    chapters = "".join(f"  - file: book/{name}\n" for name in names[1:])
    toc = f"format: jb-book\nroot: book/{names[0]}\nchapters:\n{chapters}"
    (folder / "_toc.yml").write_text(toc)
    return folder


def _entry(chance: Random, number: int) -> str:
    persons = chance.sample(range(len(_SURNAMES)), chance.randint(1, 4))
    author = " and ".join(f"{_SURNAMES[at]}, {_GIVEN[at % len(_GIVEN)]}" for at in persons)
    words = [*chance.sample(_WORDS, 5), chance.choice(_ENDS)]
    title = f"{' '.join(words).capitalize()}, number {number}"
    kind = chance.choice(["article", "article", "article", "book", "incollection", "thesis"])
    fields = {"author": author, "title": title} | _where(kind, chance, number)
    if chance.random() < 0.7:
        fields["doi"] = f"10.{chance.randint(1000, 99999)}/soil.{number}"
    indent = chance.choice(["  ", "    ", "\t"])
    rows = (f"{indent}{name} = {_quoted(value, chance)}," for name, value in fields.items())
    return "\n".join([f"@{kind}{{work{number},", *rows, "}", ""])


def _where(kind: str, chance: Random, number: int) -> dict[str, str]:
    year, page = str(chance.randint(1950, 2024)), chance.randint(1, 900)
    pages = f"{page}--{page + chance.randint(0, 40)}"
    if kind == "article":
        return {"journal": f"Journal {number % 7}", "year": year, "volume": "12", "pages": pages}
    if kind == "book":
        return {"publisher": "Earth Press", "year": year, "edition": "Second"}
    if kind == "incollection":
        return {"booktitle": "Soils of the world", "year": year, "pages": pages}
    return {"institution": "University of Soils", "date": f"{year}-0{number % 9 + 1}"}


def _quoted(value: str, chance: Random) -> str:
    return f'"{value}"' if chance.random() < 0.2 else f"{{{value}}}"


def real(folder: Path) -> Path:
    """Copy the sources of this repository's own book."""
    for name in ("book", "syntheses", "datasets"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    for name in (BIB, "_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@dataclass
class Score:
    """How often one kind was sown and found, and what else was found."""

    sown: int = 0
    found: int = 0
    others: int = 0

    def __str__(self) -> str:
        precision = self.found / ((self.found + self.others) or 1)
        return f"{self.sown:5} {self.found / (self.sown or 1):8.3f} {precision:10.3f}"


def sow_kind(base: Base, check: str, rounds: int, score: Score) -> list[str]:
    """Sow each defect of one kind; return what went wrong."""
    wrong = []
    for at in range(rounds):
        defect = DEFECTS[check][at % len(DEFECTS[check])]
        (path, line), new = base.sow(defect, f"{check} {at}")
        right = [f for f in new if (f.path, f.line, f.check) == (path, line, check)]
        score.sown += 1
        score.found += bool(right)
        score.others += len(new) - bool(right)
        if len(new) != 1 or not right:
            found = [str(finding) for finding in new]
            wrong.append(f"{base.name}: {check} {at} at {path}:{line}: found {found}")
    return wrong


def sow_oddities(base: Base, score: Score) -> list[str]:
    """Make the changes that are right; return what was found all the same."""

    def row(text: str) -> Defect:
        names = tuple(re.findall(r"(\w+) = ", text))
        return lambda draft: (BIB, draft.insert(draft.entry(without=(*names, "editor")), text))

    def value(name: str, text: str) -> Defect:
        return lambda draft: (BIB, draft.put(draft.entry(name), name, text))

    changes = [row(text) for text in TRAPS]
    changes += [value(name, text) for name, texts in ODD_VALUES.items() for text in texts]
    changes += map(odd_sentence, ODD_SENTENCES)
    wrong = []
    for at, change in enumerate(changes):
        _, new = base.sow(change, f"odd {at}")
        score.sown += 1
        score.others += len(new)
        wrong += [f"{base.name}: oddity {at}: {finding}" for finding in new]
    return wrong


def main() -> int:
    """Print recall and precision of each kind, and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="per kind and book")
    rounds = parser.parse_args().rounds
    wrong: list[str] = []
    scores = {check: Score() for check in sorted(DEFECTS)}
    odd = Score()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        (top / "real").mkdir()
        bases = [
            Base.of("generated", generated(top / "generated")),
            Base.of("real", real(top / "real")),
        ]
        for base in bases:
            for check, score in scores.items():
                if base.name == "generated" or check not in ONLY_GENERATED:
                    wrong += sow_kind(base, check, rounds, score)
            wrong += sow_oddities(base, odd)
    print(f"{'check':34} sown   recall  precision")
    for check, score in scores.items():
        print(f"{check:34}{score}")
    total = Score(
        *(sum(getattr(s, name) for s in scores.values()) for name in ("sown", "found", "others"))
    )
    print(f"{'all':34}{total}")
    print(f"{odd.sown} odd but right changes: {odd.others} findings")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
