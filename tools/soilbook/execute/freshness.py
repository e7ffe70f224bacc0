"""When notebooks run again: a cache of outputs for each state of the data.

jupyter-cache keys a record by the code alone, so a changed CSV would leave the old number in the
book. Here each state of the data files has a cache folder of its own: the outputs are right after
every change, at the price of running all notebooks once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

# What a notebook may read besides its own code. Text of the book is not data.
DATA_SUFFIXES = frozenset(
    """
    .bin .csv .dat .feather .geojson .h5 .hdf5 .json .mplstyle .nc .npy .npz .ods .parquet .pkl .py
    .r .rda .rds .shp .sqlite .toml .tsv .txt .xls .xlsx .xml .yaml .yml .zip
    """.split()
)
NOT_DATA = frozenset({"_config.yml", "_toc.yml"})


NOT_SOURCES = frozenset({"_build", "__pycache__", "node_modules", "tests"})


def data_digest(root: Path) -> str:
    """Return a hexadecimal digest (12 digits) of the names and contents of all data files.

    Hidden folders, builds, tests and virtual environments are left out.
    """
    digest = hashlib.sha256()
    for path in sorted(_data_files(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _data_files(root: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(root):
        folders[:] = [name for name in folders if _holds_sources(Path(top, name))]
        for name in names:
            if Path(name).suffix.lower() in DATA_SUFFIXES and name not in NOT_DATA:
                yield Path(top, name)


def _holds_sources(folder: Path) -> bool:
    if folder.name.startswith(".") or folder.name in NOT_SOURCES:
        return False
    return not (folder / "pyvenv.cfg").exists()
