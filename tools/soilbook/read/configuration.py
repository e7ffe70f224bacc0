"""What holds for a whole build: its date, its name, and which outputs of notebooks it may reuse."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from .. import execute
from ..execute.freshness import data_digest
from ..project import CONFIG, Project

STOCK_PROJECT_NAME = "Project name not set"


def setup(app: Sphinx) -> None:
    """Settle the configuration before any other extension reads it."""
    app.connect("config-inited", settle, priority=100)


def settle(app: Sphinx, config: Config) -> None:
    """Fill what the author left unset; an author's own value is never changed."""
    if not (Path(app.srcdir) / CONFIG).is_file():
        return
    project = Project.at(Path(app.srcdir))
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(project.epoch))
    # Kernels inherit it: the same figures in every run. A matplotlibrc beside a notebook wins.
    os.environ.setdefault("MATPLOTLIBRC", str(Path(execute.__file__).parent / "matplotlibrc"))
    if config.project in (STOCK_PROJECT_NAME, ""):
        config.project = project.title  # type: ignore[attr-defined]
    _cache_outputs_by_data(config, project)


def _cache_outputs_by_data(config: Config, project: Project) -> None:
    options: Any = config
    if options.nb_execution_mode != "cache" or options.nb_execution_cache_path:
        return
    # The path is part of Sphinx's environment: when data changes, the pages are read again.
    digest = data_digest(project.root)
    options.nb_execution_cache_path = str(project.build / ".jupyter_cache" / digest)
