"""``references.lock``: what is written is read again, and damage is named by its line."""

import json
import random
from pathlib import Path

import pytest

from soilbook.records.answers import Answer, Person, Record, Update, bare_doi, is_doi, merged
from soilbook.records.lock import line_of, read_lock, write_lock

ANSWERS = [
    Answer("10.1000/b", "not found", "doi.org", "2026-01-31"),
    Answer(
        "10.1000/a",
        "found",
        "crossref",
        "2026-01-31",
        Record("article", "Kögel", (Person("Lal", "R."), Person("ISRIC")), 2018, 2017, "Soil"),
        (Update("correction", "10.1000/n", "2020-01", "crossref"),),
        "10.1000/p",
    ),
    Answer("10.1000/c", updates=(Update("retraction", "", "", "a list"),)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "references.lock"
    write_lock(path, {answer.doi: line_of(answer) for answer in ANSWERS})
    return path


def test_what_is_written_is_read_again(path):
    lock = read_lock(path)

    assert lock.answers == {answer.doi: answer for answer in ANSWERS}
    assert lock.malformed == lock.changed == []


@pytest.mark.parametrize(
    "committed", ["references.lock", "tests/books/every-markup/references.lock"]
)
def test_the_locks_of_this_repository_are_sound(committed):
    lock = read_lock(Path(__file__).parents[2] / committed)

    assert lock.answers
    assert lock.malformed == lock.changed == []


def test_lines_are_sorted_and_stable(path):
    lines = path.read_text().splitlines()

    assert [json.loads(line)["doi"] for line in lines] == ["10.1000/a", "10.1000/b", "10.1000/c"]
    write_lock(path, read_lock(path).lines)
    assert path.read_text().splitlines() == lines


def test_a_line_for_a_known_notice_says_nothing_of_a_record():
    assert set(json.loads(line_of(ANSWERS[2]))) == {"doi", "updates", "hash"}


def test_no_file_is_an_empty_lock(tmp_path):
    assert read_lock(tmp_path / "references.lock").answers == {}


def test_every_change_by_hand_is_seen(path):
    """Each value of a sound line is changed in turn."""
    line = line_of(ANSWERS[1])
    for old, new in [
        ("Kögel", "Kogel"),
        ("2018", "2019"),
        ("2026-01-31", "2026-02-01"),
        ("10.1000/p", "10.1000/q"),
        ('"Lal"', '"Lala"'),
        ("correction", "retraction"),
        ("10.1000/n", "10.1000/m"),
    ]:
        path.write_text(line.replace(old, new))
        lock = read_lock(path)
        assert [fault.line for fault in lock.changed] == [1], old
        assert list(lock.answers) == ["10.1000/a"]


def test_other_line_ends_are_no_change(path):
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_lock(path).changed == []


def test_random_damage_is_named_and_never_stops_the_reader(path):
    chance = random.Random(7)
    sound = path.read_bytes()
    for _ in range(500):
        at = chance.randrange(len(sound))
        damaged = sound[:at] + bytes([chance.randrange(256)]) + sound[at + chance.randrange(3) :]
        if b"".join(damaged.split()) == b"".join(sound.split()):
            continue
        path.write_bytes(damaged)
        lock = read_lock(path)
        assert lock.malformed or lock.changed, damaged


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[]", "this is no JSON object"),
        ("[" * 100_000, "this is no JSON object"),
        ('{"doi": "10.1000/a", "colour": 1}', 'there is no "colour" here'),
        ('{"doi": "https://doi.org/10.1000/a"}', "without a prefix"),
        ('{"doi": 3}', "doi must be text"),
        ('{"doi": "10.1000/a", "updates": {}}', "updates a list of objects"),
        ('{"doi": "10.1000/a", "updates": [{"type": "correction", "doi": 1}]}', "must be text"),
        ('{"doi": "10.1000/a", "record": {"year": "2020"}}', "a year must be a number"),
        ('{"doi": "10.1000/a", "record": {"authors": [{"family": 1}]}}', "must be text"),
        ('{"doi": "10.1000/a", "record": {"authors": {}}}', "authors must be a list"),
        (
            '{"doi": "10.1000/a", "state": "found", "source": "me", "checked": "2026-01-31"}',
            "source must be one of crossref",
        ),
        (
            '{"doi": "10.1000/a", "state": "found", "source": "crossref", "checked": "soon"}',
            "checked must be a date",
        ),
    ],
)
def test_a_line_that_cannot_be_read(path, line, words):
    path.write_text(f"\n{line}\n")

    lock = read_lock(path)

    assert lock.answers == {}
    assert [(fault.line, fault.column) for fault in lock.malformed] == [(2, 1)]
    assert words in lock.malformed[0].message


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        (" 10.1000/A ", "10.1000/a"),
        ("https://doi.org/10.1000/a%3Cb%3E", "10.1000/a<b>"),
        ("http://dx.doi.org/10.1000/a", "10.1000/a"),
        ("DOI: 10.1000/a", "10.1000/a"),
        (r"10.1000/a\_b", "10.1000/a_b"),
        ("10/abc", "10/abc"),
    ],
)
def test_a_doi_however_it_is_written(written, doi):
    assert bare_doi(written) == doi
    assert is_doi(doi)


def notices(*dated: str) -> tuple[Update, ...]:
    return tuple(Update(one.split()[0], one, one.partition(" ")[2]) for one in dated)


@pytest.mark.parametrize(
    ("updates", "in_force"),
    [
        (("retraction 2020", "reinstatement 2021"), []),
        (("retraction 2020-05-01", "reinstatement 2020-05"), ["retraction"]),
        (("retraction", "reinstatement 2021"), []),
        (("retraction 2020", "reinstatement"), []),
        (("reinstatement 2021", "retraction 2022"), ["retraction"]),
        (("concern 2019", "correction 2018", "reinstatement 2021"), ["correction"]),
        (("correction 2018", "retraction 2022"), ["retraction", "correction"]),
    ],
)
def test_what_was_taken_back_is_not_in_force(updates, in_force):
    found = Answer("10.1000/a", updates=notices(*updates)).in_force

    assert [one.type for one in found] == in_force


def test_a_reinstatement_with_the_doi_of_the_retraction_stays():
    both = (Update("retraction", "10.1000/n"), Update("reinstatement", "10.1000/n"))

    assert merged((*both, Update("correction", "10.1000/n"))) == both[::-1]


def test_an_interrupted_write_leaves_the_old_file(path, monkeypatch):
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_lock(path, {})

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
