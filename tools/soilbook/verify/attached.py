"""The passports inside the PDF edition: the only thing in it that can be held against a run.

A picture in a PDF is drawn anew by its compiler, so that its lines cannot be compared with those of
a file; that the whole file is as it was published, `published` sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf

from ..findings import Finding
from ..project import Project
from .passports import RECORD, Passport
from .published import AGAIN


def other_passports(project: Project, passports: Sequence[Passport]) -> Iterator[Finding]:
    """Yield the figures whose passport in the PDF is another than the one beside the picture."""
    path = project.build / "pdf" / f"{project.stem}.pdf"
    shown = path.relative_to(project.root).as_posix()
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            inside = dict(_inside(pdf))
    # That it is missing or damaged is told by those who compare the editions.
    except (OSError, pikepdf.PdfError):
        return
    for passport in passports:
        there = inside.get(passport.label)
        if there is None:
            message = f"This edition holds no passport of {passport.name}. {AGAIN}"
            yield Finding(shown, 0, 0, RECORD, message)
        elif odd := [key for key, value in there.items() if passport.values.get(key) != value]:
            message = f'The passport of {passport.name} in this edition has another "{odd[0]}"'
            yield Finding(shown, 0, 0, RECORD, f"{message} than {passport.path}. {AGAIN}")


def _inside(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each figure's label with what its passport says; other attachments are not of these."""
    for name, attached in pdf.attachments.items():
        if name.rpartition("/")[2].startswith("figure-"):
            try:
                told = json.loads(attached.get_file().read_bytes())
            except ValueError:
                continue
            if isinstance(told, dict):
                yield str(told.get("label")), told
