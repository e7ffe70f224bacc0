"""What holds for a whole build: its date, its name, and where outputs of notebooks are kept."""

from __future__ import annotations

import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from ..execute.options import Options
from ..project import CONFIG, Project
from .outputs import share_cache

STOCK_PROJECT_NAME = "Project name not set"


def setup(app: Sphinx) -> None:
    """Settle the configuration before any other extension reads it."""
    # Which editions `jb editions` puts beside the pages; empty when only pages are built.
    app.add_config_value("soilbook_editions", [], "html", [list, tuple])
    # The chapters that alone are wanted of the PDF edition, by the names of their first pages.
    app.add_config_value("soilbook_chapters", [], "", [list, tuple])
    app.connect("config-inited", settle, priority=100)


def settle(app: Sphinx, config: Config) -> None:
    """Fill what the author left unset; an author's own value is never changed."""
    if not (Path(app.srcdir) / CONFIG).is_file():
        return
    project = Project.at(Path(str(app.srcdir)))
    # What Sphinx starts has the environment of the kernels: one date, one style of figures.
    for name, value in Options.of(project).environment.items():
        os.environ.setdefault(name, value)
    if config.project in (STOCK_PROJECT_NAME, ""):
        config.project = project.title  # type: ignore[attr-defined]
    share_cache(config, project)
