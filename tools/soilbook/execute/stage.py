"""The stage: decide which notebooks must run, run these side by side, and keep what they made."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..findings import Finding, SoilbookError
from ..project import Project
from ..records.digests import Digests, records_of
from . import fresh, guard
from .failure import line_in_page, stopped
from .formats import MARK, add_folders
from .lock import only_one
from .options import Options
from .pages import Summaries, Summary, marked, notebooks_of, read_notebook
from .records import Run, observed, read_all, read_runs, remember
from .store import Store, fill

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from .runner import Job, Outcome, Runner

#: Called with the page that is done, how long it took, and how many are done of how many.
Progress = Callable[[str, float, int, int], None]
#: Called with the name of another process that runs notebooks of this book, before waiting for it.
Wait = Callable[[str], None]


@dataclass
class Result:
    """What became of one notebook.

    Parameters
    ----------
    page : str
        Its path in the repository.
    reason : str
        Why it ran, or must run; empty for one that is fresh.
    key : str
        The name of the run whose outputs are to be shown; empty when there is none.
    seconds : float
        How long it ran now; 0 when it did not.
    where : str
        The worker of a cluster that ran it; empty for this computer.
    findings : list of Finding
    """

    page: str
    reason: str
    key: str = ""
    seconds: float = 0.0
    where: str = ""
    findings: list[Finding] = field(default_factory=list)


def plan(project: Project, pages: Iterable[str] | None = None) -> list[Result]:
    """Say of each notebook whether its outputs are those of today, without running one."""
    return [result for result, _ in _Stage(project).decide(pages)]


def run(
    project: Project,
    pages: Iterable[str] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    wait: Wait | None = None,
    *,
    everything: bool = False,
    runner: Runner | None = None,
) -> list[Result]:
    """Run the notebooks whose code, data or environment changed.

    Parameters
    ----------
    project : Project
    pages : iterable of str, optional
        Only these pages; all of the book by default.
    jobs : int, optional
        How many run at once; as many as this computer has cores by default.
    progress : callable, optional
        Called after each notebook.
    wait : callable, optional
        Called when another process runs notebooks of this book, which this one waits for.
    everything : bool
        Run also those that are fresh.
    runner : Runner, optional
        What runs them in place of this computer, such as `cluster.Cluster`; it has its own `jobs`.

    Returns
    -------
    list of Result
        In the order of the book, with the findings of notebooks that failed, or that use what is
        not in the repository.
    """
    with only_one(project.cache, wait or (lambda _: None)) as is_left_untidy:
        stage = _Stage(project)
        decided = stage.decide(pages)
        if everything:
            for result, _ in decided:
                result.reason = result.reason or "all were asked for"
        stage.settle()
        stale = [(result, summary) for result, summary in decided if result.reason]
        if stale:
            from .runner import run_all

            runner = runner or partial(run_all, limit=jobs or os.cpu_count() or 1)
            stage.run(stale, runner, progress or (lambda *_: None))
        if pages is None:
            stage.summaries.save()
        if is_left_untidy or stage.store.is_changed:
            stage.tidy()
    return [result for result, _ in decided]


def demand_cache(project: Project) -> None:
    """Raise `SoilbookError` when the book does not keep the outputs of its notebooks."""
    mode = Options.of(project).mode
    if mode != "cache":
        raise SoilbookError(
            f"_config.yml: execute_notebooks is {mode}, so outputs are not kept.",
            "Write `execute_notebooks: cache` below `execute:`.",
        )


class _Stage:
    """One run of the stage over one book."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = project.root
        self.options = Options.of(project)
        self.store = Store(self.options.folder)
        self.summaries = Summaries(self.root, self.options)
        self.digests = Digests(self.root)
        # Runs that are shown again, or by a page that shows them in another way.
        self.unsettled: list[tuple[Run, Summary]] = []
        if self.options.formats:
            add_folders(project)

    def decide(self, pages: Iterable[str] | None) -> list[tuple[Result, Summary]]:
        wanted = None if pages is None else set(pages)
        decided = []
        for page in notebooks_of(self.project):
            is_wanted = wanted is None or page in wanted
            if not is_wanted or self.options.excludes(self.root / page):
                continue
            summary = self.summaries.of(page)
            if summary.code:
                decided.append((self.decide_one(page, summary), summary))
        return decided

    def decide_one(self, page: str, summary: Summary) -> Result:
        runs = read_runs(records_of(self.options.folder, page))
        found, reason = fresh.decide(summary.code, runs, self.digests.of, self.store.holds)
        declared = self.declared(page, summary)
        if found and not set(declared) <= set(found.inputs):
            found, reason = None, f"{min(set(declared) - set(found.inputs))} is new"
        result = Result(page, reason, found.key if found else "")
        if found:
            result.findings += self.guarded(found, summary)
            if found is not runs[0] or found.shape != summary.shape:
                self.unsettled.append((found, summary))
        return result

    def settle(self) -> None:
        """Have the record of the run that is shown stand first, with outputs that are found.

        The metadata of the cells, such as a caption, are part of the key of jupyter-cache, but no
        reason to run a notebook again.
        """
        for run, summary in self.unsettled:
            if run.shape != summary.shape:
                run = self.keep(replace(run, shape=summary.shape), self.store.get(run))
            remember(records_of(self.options.folder, run.page), run)

    def tidy(self) -> None:
        """Drop outputs that no record names any more, and what a killed process left half done."""
        for path in (*self.options.folder.glob(".*"), *self.options.folder.glob("runs/.*")):
            path.unlink()
        self.store.prune({run.output for run in read_all(self.options.folder)})

    def declared(self, page: str, summary: Summary) -> list[str]:
        """The files that the front matter names, for kernels that cannot be watched."""
        names = []
        for dataset in summary.datasets:
            folder = self.root / "datasets" / dataset
            names += [f"datasets/{dataset}/", *self.files_in(folder)]
        for name in summary.inputs:
            start = self.root if name.startswith("/") else (self.root / page).parent
            path = Path(os.path.normpath(start / name.lstrip("/")))
            names += self.files_in(path) if path.is_dir() else [self.name_of(path)]
        return names

    def files_in(self, folder: Path) -> list[str]:
        return sorted(self.name_of(path) for path in folder.rglob("*") if path.is_file())

    def name_of(self, path: Path) -> str:
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root).as_posix() if inside else path.as_posix()

    def guarded(self, run: Run, summary: Summary) -> list[Finding]:
        if not run.outside:
            return []
        text = self.summaries.texts[run.page]
        return guard.findings_of(run, text, self.store.sources(run), summary.allow)

    def run(
        self, stale: Sequence[tuple[Result, Summary]], runner: Runner, progress: Progress
    ) -> None:
        by_page = {result.page: (result, summary) for result, summary in stale}
        jobs = [job for result, _ in stale if (job := self.job(result))]
        count = 0

        def done(job: Job, outcome: Outcome) -> None:
            nonlocal count
            count += 1
            self.take(*by_page[job.page], outcome)
            progress(job.page, outcome.seconds, count, len(jobs))

        runner(jobs, done=done)

    def job(self, result: Result) -> Job:
        from .runner import Job

        text = self.summaries.texts[result.page]
        return Job(
            page=result.page,
            notebook=read_notebook(self.root / result.page, text, self.options),
            root=self.root,
            timeout=self.options.timeout,
            allow_errors=self.options.allow_errors,
            in_temp=self.options.in_temp,
            environment=self.options.environment,
        )

    def take(self, result: Result, summary: Summary, outcome: Outcome) -> None:
        """Keep the outputs of a run, then its record: a record always has its outputs."""
        result.seconds, result.where = outcome.seconds, outcome.where
        log = records_of(self.options.folder, result.page).with_suffix(".err.log")
        with suppress(FileNotFoundError):
            log.unlink()
        if outcome.failure:
            self.take_failure(result, outcome, log)
            return
        declared = self.declared(result.page, summary)
        run = observed(
            self.root, result.page, summary.code, outcome.report, declared, sys.prefix
        ).with_key()
        run = replace(
            run,
            cells=outcome.cells,
            seconds=outcome.seconds,
            datasets=sorted({*run.datasets, *summary.datasets}),
            shape=summary.shape,
        )
        run = self.keep(run, outcome.notebook)
        remember(records_of(self.options.folder, result.page), run)
        result.key = run.key
        result.findings = self.guarded(run, summary)

    def take_failure(self, result: Result, outcome: Outcome, log: Path) -> None:
        """Keep what there is, so that the page shows it; without a record it is never fresh."""
        text = self.summaries.texts[result.page]
        cells = [cell.source for cell in outcome.notebook.cells if cell.cell_type == "code"]
        line = line_in_page(text, cells, outcome.cell, outcome.line) if outcome.cell else 0
        if outcome.traceback:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(outcome.traceback, encoding="utf-8")
        shown = repr([outcome.failure, [cell.get("outputs") for cell in outcome.notebook.cells]])
        result.key = "failed-" + hashlib.sha256(f"{result.page}{shown}".encode()).hexdigest()
        self.keep(Run(result.page, "", key=result.key, seconds=outcome.seconds), outcome.notebook)
        result.findings = [stopped(result.page, line, outcome.failure)]

    def keep(self, run: Run, ran: NotebookNode) -> Run:
        """Store the outputs in the notebook that MyST-NB will ask for, and say where they are."""
        path = self.root / run.page
        # The text that was run; the file may have another one by now.
        own = tuple(one.suffix for one in self.options.formats)
        text = marked(run.page, self.summaries.texts[run.page], run.key, own)
        asked = read_notebook(path, text, self.options)
        assert asked.metadata["kernelspec"][MARK] == run.key
        fill(asked, ran)
        output, digest = self.store.put(asked, path, run.seconds)
        return replace(run, output=output, output_sha256=digest)
