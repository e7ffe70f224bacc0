"""The passports of figures and tables as files inside the PDF."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from sphinx.environment import BuildEnvironment

from ...read.made import in_order
from ..figures import as_json, stem_of
from .markup import string

FOLDER = "passports"


def passports(env: BuildEnvironment, out: Path, docnames: Container[str]) -> str:
    """Lay the passports of some pages beside the source; return the calls that attach them."""
    lines = []
    for made in [one for one in in_order(env) if one.docname in docnames]:
        stem = stem_of(env, made)
        name = f"{FOLDER}/{made.kind}-{stem}.json"
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(as_json(env, made))
        what = f"Data and code of {made.kind} {stem} ({made.label})"
        lines.append(
            f'#pdf.attach({string(name)}, relationship: "data", mime-type: "application/json", '
            f"description: {string(what)})\n"
        )
    return "".join(lines)
