"""Every figure of a notebook as a file of its own in ``_build/figures``, with its passport.

For reuse in a talk, a paper or a translation: the file says inside where it comes from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..read.extracted import Picture, executed, pictures_of
from ..read.made import Made, in_order, ledger_of, number_of, passport_for
from ..read.passports import Passport
from .stamps import STAMPS

FOLDER = "figures"
#: Dots to the inch of a PNG that is made from a drawing.
DENSITY = 300
# One page around the drawing, which is at most as wide as a sheet of paper.
_SHEET = """#set page(width: auto, height: auto, margin: 0pt)
#let drawing = image.with(bytes(sys.inputs.svg), format: "svg")
#context if measure(drawing()).width > 600pt { drawing(width: 600pt) } else { drawing() }
"""


def folder_of(outdir: Path) -> Path | None:
    """``figures`` in the ``_build`` that `outdir` lies in: elsewhere files may be an author's."""
    above = (parent for parent in outdir.parents if parent.name == "_build")
    return next((build / FOLDER for build in above), None)


def export(app: Sphinx, error: Exception | None) -> None:
    """Write what changed, and remove what the book no longer has."""
    folder = folder_of(Path(app.outdir))
    if error or folder is None or app.builder.name not in ("html", "dirhtml"):
        return
    figures = [made for made in in_order(app.env) if made.kind == "figure"]
    pictures = _pictures(app, figures)
    wanted: dict[str, bytes] = {}
    for made in figures:
        wanted |= _files(app, made, pictures[made.docname, made.label])
    if wanted or folder.is_dir():
        _write(folder, wanted)


def _write(folder: Path, wanted: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in wanted and path.suffix in (".json", *STAMPS):
            path.unlink()
    for name, content in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def _pictures(app: Sphinx, figures: list[Made]) -> dict[tuple[str, str], list[Picture]]:
    """What the cell of each figure drew; each notebook is taken apart once."""
    root = Path(app.srcdir)
    taken: dict[str, dict[int, list[Picture]]] = {}
    for docname in dict.fromkeys(made.docname for made in figures):
        page = ledger_of(app.env).passports[docname].page
        notebook = executed(root, page)
        taken[docname] = pictures_of(notebook) if notebook else {}
    found = {}
    for made in figures:
        of_cell = taken[made.docname].get(made.cell, ())
        found[made.docname, made.label] = [one for one in of_cell if one.key == made.glued] or list(
            _shown(root, made)
        )
    return found


def _shown(root: Path, made: Made) -> Iterator[Picture]:
    """The pictures that the page shows, of a notebook whose outputs are not kept."""
    for path in (root / name for name in made.pictures):
        if path.suffix in STAMPS and path.is_file():
            yield Picture(path.suffix, path.read_bytes())


def _files(app: Sphinx, made: Made, pictures: list[Picture]) -> dict[str, bytes]:
    """The pictures of one figure and the JSON that goes with them, by file name."""
    passport = passport_for(app.env, made)
    stem = stem_of(app.env, made)
    terms = list(_terms(app.config.project, stem, made, passport))
    named = dict(_named(stem, [one for one in pictures if one.suffix in STAMPS]))
    files = {
        name: STAMPS[Path(name).suffix](one.content, terms) for name, (one, _) in named.items()
    }
    told = {
        name: {"sha256": hashlib.sha256(files[name]).hexdigest(), "output": source.sha256}
        for name, (_, source) in sorted(named.items())
    }
    return {**files, f"{stem}.json": as_json(app.env, made, told)}


def _named(stem: str, pictures: list[Picture]) -> Iterator[tuple[str, tuple[Picture, Picture]]]:
    """A name for each picture, with it and the output it is made from; drawings come as PNG too."""
    counts: dict[str, int] = {}
    has_png = any(one.suffix == ".png" for one in pictures)
    for one in pictures:
        counts[one.suffix] = count = counts.get(one.suffix, 0) + 1
        name = stem if count == 1 else f"{stem}-{count}"
        yield f"{name}{one.suffix}", (one, one)
        if one.suffix == ".svg" and not has_png and (dots := rasterized(one.content)):
            yield f"{name}.png", (Picture(".png", dots), one)


def rasterized(svg: bytes) -> bytes | None:
    """A drawing as PNG, set as in the PDF edition; nothing for one that Typst refuses."""
    import typst

    try:
        made = typst.compile(
            _SHEET.encode(),
            format="png",
            ppi=DENSITY,
            ignore_system_fonts=True,
            sys_inputs={"svg": svg.decode()},
        )
    except (typst.TypstError, UnicodeDecodeError):
        return None
    return made if isinstance(made, bytes) else None


def stem_of(env: BuildEnvironment, made: Made) -> str:
    """The number of a figure, which is the name of its files; its label where it has none."""
    return ".".join(map(str, number_of(env, made))) or made.label


def as_json(
    env: BuildEnvironment, made: Made, files: Mapping[str, Mapping[str, str]] | None = None
) -> bytes:
    """The passport of one figure for machines; `files` are the digests of its pictures."""
    whole = ledger_of(env).passports[made.docname]
    own = passport_for(env, made)
    told: dict[str, Any] = {
        "number": stem_of(env, made),
        "kind": made.kind,
        "label": made.label,
        "caption": made.caption,
        "alt": made.alt,
        **({"files": files} if files is not None else {}),
        "page": own.page,
        "cell": made.cell,
        "code": own.code,
        "run": own.run,
        "traced": own.is_traced,
        "data": [asdict(one) for one in own.data],
        "other_files": {one.path: one.sha256 for one in own.files},
        "notebook_data": [asdict(one) for one in whole.data],
        "notebook_files": {one.path: one.sha256 for one in whole.files},
        "python": own.python,
        "packages": dict(own.packages),
        "commit": own.commit,
        "date": own.date,
    }
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


def _terms(book: str, stem: str, made: Made, passport: Passport) -> Iterator[tuple[str, str]]:
    """Dublin Core: the name of each element and what it says."""
    yield "title", made.caption
    if made.alt:
        yield "description", made.alt
    yield "identifier", f"{book}, Figure {stem} ({made.label})"
    yield "source", f"{passport.page}, code cell {made.cell}"
    for one in (*passport.data, *passport.files):
        yield "source", f"{one.name} {one.version}".rstrip() + f" sha256:{one.sha256}"
    if passport.commit:
        yield "source", f"commit {passport.commit}"
    if passport.date:
        yield "date", passport.date


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the files when the HTML edition is finished."""
    app.connect("build-finished", export)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
