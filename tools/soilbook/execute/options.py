"""What the configuration says about running notebooks, read as Jupyter Book reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..project import Project
from .formats import Format, formats_of

# What Jupyter Book 1 takes when the configuration says nothing.
_MYST = ("colon_fence", "dollarmath", "linkify", "substitution", "tasklist")


@dataclass(frozen=True)
class Options:
    """How the notebooks of one book run."""

    mode: str
    folder: Path
    timeout: int
    allow_errors: bool
    in_temp: bool
    excluded: tuple[str, ...]
    myst: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    epoch: int
    formats: tuple[Format, ...]

    @classmethod
    def of(cls, project: Project) -> Options:
        """Read ``execute:`` and ``parse:``, and what ``sphinx: config:`` says in their place."""
        found = project.config.get("execute")
        book: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
        sphinx = project.sphinx_options
        parse = project.config.get("parse")
        myst = parse.get("myst_enable_extensions") if isinstance(parse, Mapping) else None
        mode = sphinx.get("nb_execution_mode", book.get("execute_notebooks", "auto"))
        excluded = sphinx.get("nb_execution_excludepatterns") or book.get("exclude_patterns") or ()
        return cls(
            mode=str(mode) if mode else "off",
            folder=project.cache,
            timeout=int(sphinx.get("nb_execution_timeout", book.get("timeout", 30))),
            allow_errors=bool(sphinx.get("nb_execution_allow_errors", book.get("allow_errors"))),
            in_temp=bool(sphinx.get("nb_execution_in_temp", book.get("run_in_temp"))),
            excluded=tuple(map(str, excluded)),
            myst=tuple(sphinx.get("myst_enable_extensions", myst if myst is not None else _MYST)),
            aliases=tuple(dict(sphinx.get("nb_kernel_rgx_aliases") or {}).items()),
            epoch=project.epoch,
            formats=formats_of(project),
        )

    def format_of(self, name: str) -> Format | None:
        """The format that the book adds for a page; nothing for MyST and for notebook files."""
        return next((one for one in self.formats if name.endswith(one.suffix)), None)

    def excludes(self, page: Path) -> bool:
        """Whether the configuration says that a page does not run."""
        name = PurePosixPath(page.as_posix())
        return any(name.match(pattern) for pattern in self.excluded)

    @property
    def environment(self) -> dict[str, str]:
        """What kernels get on top: one date and one style for the figures of every run.

        A ``matplotlibrc`` beside a notebook wins, and so do variables that are set already.
        """
        ours = {
            "SOURCE_DATE_EPOCH": str(self.epoch),
            "MATPLOTLIBRC": str(Path(__file__).parent / "matplotlibrc"),
        }
        return {name: os.environ.get(name, value) for name, value in ours.items()}
