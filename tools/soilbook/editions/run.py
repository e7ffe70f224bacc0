"""Build the editions side by side, and publish each only when it is whole.

The HTML edition reads the sources; the EPUB and the PDF are then written at the same time from what
it read. Every edition is built in ``_build/.work`` and moved into place at the end, so that a build
that fails leaves the last good edition as it was.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import active_children, get_context
from pathlib import Path

from .. import __version__
from ..execute.failure import explain
from ..execute.lock import only_one
from ..findings import BLOCKING, Finding, SoilbookError
from ..project import TOC, Project
from .addresses import KEPT
from .look import check_look
from .publish import publish, publish_chapters, published
from .stops import explain_stop, explain_unwritten
from .sums import write_sums

# The EPUB takes the numbers of the pages from the PDF, which is therefore made with it or before.
BUILDERS = {"html": "html", "pdf": "soilbook-pdf", "epub": "soilbook-epub"}


@dataclass(frozen=True)
class Built:
    """One edition after a build."""

    edition: str
    path: Path
    seconds: float
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found that would leave it wrong or with a hole."""
        return not any(finding.check in BLOCKING for finding in self.findings)


def build(
    project: Project,
    editions: Sequence[str],
    *,
    fresh: bool,
    watch: Callable[[str], None],
    chapters: Sequence[str] = (),
) -> list[Built]:
    """Build and publish `editions`.

    Parameters
    ----------
    project : Project
    editions : sequence of str
        Of ``html``, ``epub``, ``pdf``.
    fresh : bool
        Read everything again, even what did not change.
    watch : callable
        Called with a line that says how far the work is.
    chapters : sequence of str
        Set these alone, by the names of their first pages; `editions` is then the PDF.

    Returns
    -------
    list of Built
        In the order of `editions`. One that is not whole was not published.

    Raises
    ------
    SoilbookError
        The book does not load the extension, a setting of the PDF cannot be, or another build of
        the book is at work.
    OSError
        The file system refuses to hold an edition; those before it still stand.
    """
    if "soilbook" not in project.extensions:
        raise SoilbookError(
            "_config.yml: the book does not load soilbook.",
            "Add `- soilbook` to the list `sphinx: extra_extensions:`.",
        )
    if "pdf" in editions:
        check_look(project)
    with only_one(_work(project)):
        return _build(project, editions, chapters, fresh, watch)


def _build(
    project: Project,
    editions: Sequence[str],
    chapters: Sequence[str],
    fresh: bool,
    watch: Callable[[str], None],
) -> list[Built]:
    state = _State(project)
    fresh = fresh or not state.is_clean()
    state.forget()
    if fresh:
        shutil.rmtree(_work(project) / KEPT, ignore_errors=True)
    # The first edition to be built reads the sources; the others start from what it read.
    first, *others = sorted(editions, key=list(BUILDERS).index)
    _page_numbers(project).unlink(missing_ok=True)
    plan = Plan(_offered(project, editions), tuple(chapters), "pdf" in editions)
    with ProcessPoolExecutor(max(1, len(others)), mp_context=get_context("spawn")) as pool:
        built = _await(pool, project, [(first, None, fresh)], plan, watch)
        if built[0].is_whole:
            built += _await(pool, project, [(name, first, False) for name in others], plan, watch)
    new = _published(project, [one for one in built if one.is_whole], bool(chapters))
    if new:
        write_sums(project, new)
    # What a chapter does not show was not written, so of its faults nothing is known.
    if not (chapters and fresh):
        state.remember(built)
    return sorted(built, key=lambda one: editions.index(one.edition))


def _published(project: Project, whole: Sequence[Built], are_chapters: bool) -> list[Path]:
    if are_chapters:
        return [path for one in whole for path in publish_chapters(project, one.path.parent)]
    return publish(project, {one.edition: one.path for one in whole})


def _offered(project: Project, editions: Sequence[str]) -> tuple[str, ...]:
    """The editions that stand beside the website: those being made, and those made before."""
    return tuple(name for name in BUILDERS if name in editions or published(project, name).exists())


@dataclass(frozen=True)
class Plan:
    """What each process is told of the whole build."""

    offered: tuple[str, ...]
    chapters: tuple[str, ...]
    has_pdf: bool


def _await(
    pool: ProcessPoolExecutor,
    project: Project,
    jobs: Sequence[tuple[str, str | None, bool]],
    plan: Plan,
    watch: Callable[[str], None],
) -> list[Built]:
    with _deaf_to_interrupts():
        futures: list[Future[Built]] = [
            pool.submit(build_one, project.root, edition, source, fresh, plan)
            for edition, source, fresh in jobs
        ]
    logs = [_log(project, edition) for edition, *_ in jobs]
    try:
        while not all(future.done() for future in futures):
            watch(" · ".join(filter(None, map(_last_line, logs))))
            time.sleep(0.2)
    except KeyboardInterrupt:
        for child in active_children():
            child.terminate()
        raise
    return [_outcome(project, job[0], future) for job, future in zip(jobs, futures, strict=True)]


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that leave Ctrl-C to this one, which ends them without their tracebacks."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _outcome(project: Project, edition: str, future: Future[Built]) -> Built:
    try:
        return future.result()
    except BrokenProcessPool as error:
        log = _log(project, edition).relative_to(project.root).as_posix()
        return Built(edition, _work(project), 0.0, [explain_stop(edition, error, "", log)])


def build_one(root: Path, edition: str, source: str | None, fresh: bool, plan: Plan) -> Built:
    """Build one edition in this process; `source` names the edition whose reading it shares."""
    from jupyter_book.sphinx import build_sphinx
    from sphinx.util.console import nocolor

    from .collect import collecting, page_in_work

    nocolor()
    project = Project.at(root)
    work = _work(project)
    doctrees = work / "doctrees" / edition
    if source:
        shutil.rmtree(doctrees, ignore_errors=True)
        shutil.copytree(work / "doctrees" / source, doctrees)
    # Sphinx leaves the pages and pictures of former builds; what is published starts from nothing.
    shutil.rmtree(work / edition, ignore_errors=True)
    reports = work / edition / "reports"
    start = time.perf_counter()
    with _output_to(_log(project, edition)), collecting() as findings:
        try:
            outcome = build_sphinx(
                str(root),
                str(work / edition),
                noconfig=True,
                path_config=str(root / "_config.yml"),
                confoverrides={
                    "external_toc_path": TOC,
                    "latex_individualpages": False,
                    "soilbook_editions": list(plan.offered),
                    "soilbook_chapters": list(plan.chapters),
                    "soilbook_pages": str(_page_numbers(project)) if plan.has_pdf else "",
                },
                doctreedir=str(doctrees),
                builder=BUILDERS[edition],
                force_all=fresh,
                freshenv=fresh,
            )
        # Jupyter Book catches what Sphinx raises, but not what its own reading of options does.
        except Exception as error:
            traceback.print_exc()
            outcome = error
    if edition == "pdf" and not _page_numbers(project).exists():
        # There is no PDF, and an EPUB without page numbers is better than one that waits for them.
        _page_numbers(project).parent.mkdir(parents=True, exist_ok=True)
        _page_numbers(project).write_text("{}", encoding="utf-8")
    log = _log(project, edition).relative_to(project.root).as_posix()
    findings = explain_unwritten(edition, findings, log)
    if isinstance(outcome, BaseException):
        findings.append(explain_stop(edition, outcome, page_in_work(), log))
    product = work / edition if edition == "html" else work / edition / f"{project.stem}.{edition}"
    return Built(edition, product, time.perf_counter() - start, explain(findings, root, reports))


class _State:
    """Whether the next build may start from the last one.

    Sphinx does not repeat a warning for a page that it does not read again, so after a build with
    findings everything is read anew: an exit code of 0 then means that there is nothing to report.
    """

    def __init__(self, project: Project) -> None:
        self.path = _work(project) / "state.json"
        self.of_clean_build = {"soilbook": __version__, "findings": 0}

    def is_clean(self) -> bool:
        try:
            state: object = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return state == self.of_clean_build

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def remember(self, built: Sequence[Built]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        count = sum(len(one.findings) for one in built)
        state = self.of_clean_build | {"findings": count}
        self.path.write_text(json.dumps(state), encoding="utf-8")


@contextmanager
def _output_to(log: Path) -> Iterator[None]:
    """Send what this process and its kernels print to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    with log.open("w", encoding="utf-8") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
        yield
        sys.stdout.flush()
        sys.stderr.flush()


def _last_line(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[-1].strip()[-70:] if lines else ""


def _work(project: Project) -> Path:
    return project.build / ".work"


def _page_numbers(project: Project) -> Path:
    return _work(project) / "pdf" / "pages.json"


def _log(project: Project, edition: str) -> Path:
    return _work(project) / f"{edition}.log"
