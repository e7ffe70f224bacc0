"""The datasets of the repository: one folder each, described by a Data Package v2 descriptor."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


def dataset(name: str, resource: str | None = None) -> pandas.DataFrame:
    """Read one table of a dataset of this repository.

    Parameters
    ----------
    name : str
        The folder under ``datasets/``.
    resource : str, optional
        Which table, when the dataset has several; the first by default.

    Returns
    -------
    pandas.DataFrame
        Columns typed by the descriptor's schema. ``frame.attrs`` holds ``name``, ``title``,
        ``version``, ``sha256`` and ``units`` (column to unit).
    """
    import pandas

    folder = _find(name)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    table = next(r for r in package["resources"] if resource in (None, r["name"]))
    path = folder / table["path"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if table["hash"] != f"sha256:{digest}":
        raise ValueError(f"{path}: the file is not the one that datapackage.json describes")
    fields = table["schema"]["fields"]
    dtypes = {"string": "string", "integer": "Int64", "number": "float64", "year": "Int64"}
    frame = pandas.read_csv(
        path, dtype={f["name"]: dtypes.get(f["type"], "object") for f in fields}
    )
    units = {f["name"]: f["unit"] for f in fields if "unit" in f}
    frame.attrs |= {
        "name": name,
        "title": package["title"],
        "version": package["version"],
        "sha256": digest,
        "units": units,
    }
    return frame


def _find(name: str) -> Path:
    here = Path.cwd()
    for root in (here, *here.parents):
        if (root / "datasets" / name / "datapackage.json").is_file():
            return root / "datasets" / name
    raise FileNotFoundError(f'there is no dataset "{name}" in datasets/ above {here}')
