"""Outputs of notebooks: run before anything is read, and handed to MyST-NB by the key of their run.

MyST-NB looks outputs up in jupyter-cache by the code and by the metadata of the kernel. The name of
the run is written into that metadata, in the text that MyST-NB reads and in what the stage of
execution stores; so it finds the outputs that belong to the data of today, and runs nothing itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..execute.options import Options
from ..execute.pages import marked
from ..execute.stage import Result, run
from ..findings import Finding
from ..project import CONFIG, Project

_LOGGER = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Connect the events; each does nothing for a book that does not keep outputs."""
    app.connect("builder-inited", _run_notebooks)
    app.connect("source-read", _mark)
    app.connect("env-get-outdated", _pages_with_new_outputs)


def share_cache(config: Config, project: Project) -> None:
    """Let MyST-NB find what the stage of execution stores, in one cache for every builder."""
    options: Any = config
    if options.nb_execution_mode != "cache":
        return
    ours = Options.of(project)
    options.nb_execution_cache_path = options.nb_execution_cache_path or str(ours.folder)
    options.nb_custom_formats = {one.suffix: one.as_configured for one in ours.formats}


def _run_notebooks(app: Sphinx) -> None:
    environment: Any = app.env
    environment.soilbook_runs = {}
    # A plain path: Sphinx's own is a kind of text, of which `replace` is another one.
    root = Path(str(app.srcdir))
    if app.config.nb_execution_mode != "cache" or not (root / CONFIG).is_file():
        return
    project = Project.at(root)
    results = run(project, progress=_tell_progress, wait=_tell_waiting)
    for finding in (finding for result in results for finding in result.findings):
        _warn(app, finding)
    environment.soilbook_runs = {_docname(app, result): result.key for result in results}


def _docname(app: Sphinx, result: Result) -> str:
    return app.project.path2doc(result.page) or result.page


def _tell_progress(page: str, seconds: float, done: int, total: int) -> None:
    _LOGGER.info(f"ran {page} in {seconds:.1f} s ({done} of {total})")


def _tell_waiting(holder: str) -> None:
    _LOGGER.info(f"waiting for {holder}, which runs notebooks of this book")


def _warn(app: Sphinx, finding: Finding) -> None:
    kind, _, name = finding.check.rpartition(".")
    docname = app.project.path2doc(str(app.srcdir / finding.path))
    _LOGGER.warning(
        finding.message,
        location=(docname, finding.line or None),
        type=kind or "soilbook",
        subtype=name,
    )


def _mark(app: Sphinx, docname: str, source: list[str]) -> None:
    environment: Any = app.env
    if key := environment.soilbook_runs.get(docname):
        name, own = app.env.doc2path(docname, base=False), tuple(app.config.nb_custom_formats)
        source[0] = marked(name, source[0], key, own)


def _pages_with_new_outputs(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    """Name the pages that were read last with the outputs of another run."""
    environment: Any = env
    now: dict[str, str] = environment.soilbook_runs
    before: dict[str, str] = getattr(environment, "soilbook_runs_read", {})
    # Sphinx keeps this with what it read: a build that breaks off leaves the old one.
    environment.soilbook_runs_read = dict(now)
    return [docname for docname, key in now.items() if before.get(docname) != key]
