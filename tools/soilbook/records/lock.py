"""What the registries said of each DOI: ``references.lock``, one JSON object a line.

Checks and builds read this file and ask nobody; ``jb cite refresh`` writes it. A line holds the
answer of a registry (``state``, ``source``, ``checked``, ``record``), the notices on the work
(``updates``), or both. Lines are sorted by DOI, so that two branches merge line by line, and each
carries a hash of itself, so that an answer changed by hand does not pass for one of a registry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .answers import (
    FOUND,
    NOT_FOUND,
    SOURCES,
    UPDATE_TYPES,
    Answer,
    Person,
    Record,
    Update,
    bare_doi,
)
from .places import Fault
from .writing import replace_file

LOCK = "references.lock"


@dataclass(slots=True)
class Lock:
    """The answers by DOI in lower case, their lines as they stand, and what is wrong with them."""

    answers: dict[str, Answer] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    malformed: list[Fault] = field(default_factory=list)
    changed: list[Fault] = field(default_factory=list)

    def get(self, doi: str) -> Answer | None:
        """The answer for a DOI, however it is written; nothing if there is none."""
        return self.answers.get(bare_doi(doi))


def read_lock(path: Path) -> Lock:
    """Read a lock; a file that does not exist is an empty one.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Lock
        With every line that can be read. A damaged line is a fault in ``malformed``; one whose
        hash disagrees is kept, with a fault in ``changed``.
    """
    lock = Lock()
    if not path.is_file():
        return lock
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if line.strip():
            _read_line(line, number, lock)
    return lock


def _read_line(line: bytes, number: int, lock: Lock) -> None:
    try:
        text = line.decode("utf-8").strip()
        content = json.loads(text)
        answer = _answer_of(content, number)
        if answer.doi in lock.answers:
            first = lock.answers[answer.doi].line
            raise ValueError(f"{answer.doi} stands on line {first} already; delete one of the two")
    except (ValueError, RecursionError) as error:
        # Not every error of the JSON reader can be shown as it is: it speaks of "line 1".
        reason = "this is no JSON object" if isinstance(error, _NOT_JSON) else str(error)
        lock.malformed.append(Fault(number, 1, f"This line is not used: {reason}."))
        return
    before, _, _ = text.rpartition(_HASH)
    if content.get("hash") != _hash(f"{before}}}"):
        message = f"{answer.doi} was changed since the registry answered. {_ASK_AGAIN}"
        lock.changed.append(Fault(number, 1, message))
    lock.answers[answer.doi] = answer
    lock.lines[answer.doi] = f"{text}\n"


#: What stands before the hash, which is that of the line without it.
_HASH = ', "hash": '
_NOT_JSON = (json.JSONDecodeError, UnicodeDecodeError, RecursionError)
_ASK_AGAIN = "Take the old line back, or ask anew: `jb cite refresh`."


def _answer_of(content: Any, line: int) -> Answer:
    """Read one object strictly; raises ValueError with the reason."""
    if not isinstance(content, dict):
        raise ValueError("this is no JSON object")
    content = {name: value for name, value in content.items() if name != "hash"}
    _fields(content, Answer, "line")
    record, updates = content.get("record"), content.get("updates", [])
    if not isinstance(updates, list) or not isinstance(record, dict | None):
        raise ValueError("record must be an object, and updates a list of objects")
    content |= {
        "updates": tuple(_update_of(one) for one in updates),
        "record": None if record is None else _record_of(record),
        "preprint_of": content.get("preprint_of") or "",
    }
    texts = {name: content.get(name, "") for name in ("doi", "state", "source", "checked")}
    for name, value in [*texts.items(), ("preprint_of", content["preprint_of"])]:
        if not isinstance(value, str):
            raise ValueError(f"{name} must be text")
    if not texts["doi"] or texts["doi"] != bare_doi(texts["doi"]):
        raise ValueError("doi must be a DOI in lower case, without a prefix")
    if texts["state"]:
        _check_answer(**texts)
    return Answer(**content, line=line)


def _check_answer(doi: str, state: str, source: str, checked: str) -> None:
    if state not in (FOUND, NOT_FOUND):
        raise ValueError(f'state must be "{FOUND}" or "{NOT_FOUND}"')
    if source not in SOURCES:
        raise ValueError(f"source must be one of {', '.join(SOURCES)}")
    try:
        date.fromisoformat(checked)
    except ValueError as error:
        raise ValueError("checked must be a date such as 2026-01-31") from error


def _update_of(content: Any) -> Update:
    _fields(content, Update)
    if not all(isinstance(value, str) for value in content.values()):
        raise ValueError("the values of an update must be text")
    if content.get("type") not in UPDATE_TYPES:
        raise ValueError(f"the type of an update must be one of {', '.join(UPDATE_TYPES)}")
    return Update(**content)


def _record_of(content: dict[str, Any]) -> Record:
    _fields(content, Record)
    authors = content.get("authors", [])
    if not isinstance(authors, list):
        raise ValueError("authors must be a list")
    for person in authors:
        _fields(person, Person)
    persons = tuple(Person(p.get("family", ""), p.get("given", "")) for p in authors)
    record = Record(**(content | {"authors": persons}))
    years = (record.year, record.first_year)
    others = [v for k, v in content.items() if k not in ("authors", "year", "first_year")]
    names = [part for person in persons for part in person]
    if not all(type(year) is int for year in years):
        raise ValueError("a year must be a number")
    if not all(isinstance(value, str) for value in [*others, *names]):
        raise ValueError("the values of a record must be text")
    return record


def _fields(content: Any, kind: type, *but: str) -> None:
    if not isinstance(content, dict):
        raise ValueError(f"{kind.__name__.lower()} must be an object")
    known = set(kind.__annotations__) - set(but)
    if unknown := sorted(set(content) - known):
        raise ValueError(f'there is no "{unknown[0]}" here')


def line_of(answer: Answer) -> str:
    """Write one line, with its hash and a line feed."""
    content: dict[str, Any] = {"doi": answer.doi}
    if answer.state:
        content |= {"state": answer.state, "source": answer.source, "checked": answer.checked}
        content |= {"record": _as_json(answer.record), "preprint_of": answer.preprint_of or None}
    content["updates"] = [asdict(one) for one in answer.updates]
    text = json.dumps(content, ensure_ascii=False)
    return f'{text[:-1]}{_HASH}"{_hash(text)}"}}\n'


def _as_json(record: Record | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return asdict(record) | {"authors": [person._asdict() for person in record.authors]}


def _hash(text: str) -> str:
    """The first 16 digits of the SHA-256 of a text: enough to see an edit."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write_lock(path: Path, lines: Mapping[str, str]) -> None:
    """Write a whole lock, sorted by DOI; the old file stays until the new one is complete.

    Parameters
    ----------
    path : Path
    lines : mapping of str to str
        The line of each DOI: of `line_of`, or as `Lock.lines` has it.
    """
    replace_file(path, "".join(lines[doi] for doi in sorted(lines)).encode("utf-8"))
