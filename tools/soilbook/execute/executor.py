"""An executor of jupyter-cache, named ``soilbook-dask``, for notebooks that jupyter-cache keeps.

``DASK_SCHEDULER_ADDRESS=tcp://host:8786 jcache project execute --executor soilbook-dask`` runs the
notebooks of a project on a cluster. The address is read from Dask's own configuration, since the
command has no option for it. jupyter-cache alone decides what runs, by the code and not by the
data; the stage of execution does not go this way.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.db import NbProjectRecord
from jupyter_cache.executors.base import ExecutorRunResult, JupyterExecutorAbstract

from ..findings import SoilbookError
from .cluster import Cluster
from .runner import Job, Outcome
from .store import fill

if TYPE_CHECKING:
    from nbformat import NotebookNode


class DaskExecutor(JupyterExecutorAbstract):
    """Runs the notebooks of a jupyter-cache project on a Dask cluster, each in its own folder."""

    def run_and_cache(
        self,
        *,
        filter_uris: list[str] | None = None,
        filter_pks: list[int] | None = None,
        timeout: int | None = 30,
        allow_errors: bool = False,
        force: bool = False,
        scheduler: str = "",
        **_: Any,
    ) -> ExecutorRunResult:
        """Run what is not in the cache, and keep it there.

        Parameters
        ----------
        filter_uris, filter_pks, force
            Which notebooks, as in every executor.
        timeout : int, optional
            Seconds for one cell; no limit when None.
        allow_errors : bool
            Whether a notebook goes on after a cell that failed.
        scheduler : str, optional
            Address of the scheduler, in place of the one in Dask's configuration.

        Returns
        -------
        ExecutorRunResult
            A notebook whose cell failed, or took too long, is ``excepted``; one that could not be
            read or run at all is ``errored``, and the log says why.
        """
        records = self.get_records(filter_uris, filter_pks, force=force)
        result = ExecutorRunResult()
        jobs = [
            _job(record, notebook, timeout, allow_errors)
            for record, notebook in self._read(records, result)
        ]

        def done(job: Job, outcome: Outcome) -> None:
            self._take(job, outcome, result)

        try:
            if jobs:
                Cluster(scheduler or _configured())(jobs, done=done)
        except SoilbookError as error:
            self.logger.error(str(error))
            known = set(result.all())
            uris = (str(job.root / job.page) for job in jobs)
            result.errored += [uri for uri in uris if uri not in known]
        return result

    def _read(
        self, records: list[NbProjectRecord], result: ExecutorRunResult
    ) -> Iterator[tuple[NbProjectRecord, NotebookNode]]:
        for record in records:
            try:
                yield record, self.cache.get_project_notebook(record.pk).nb
            except OSError as error:
                self.logger.error(f"{record.uri} cannot be read: {error}")
                result.errored.append(record.uri)

    def _take(self, job: Job, outcome: Outcome, result: ExecutorRunResult) -> None:
        uri = str(job.root / job.page)
        if not outcome.failure:
            # The notebook as it was read: metadata that a run adds would change its key.
            fill(job.notebook, outcome.notebook)
            bundle = CacheBundleIn(job.notebook, uri, data={"execution_seconds": outcome.seconds})
            self.cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            result.succeeded.append(uri)
            return
        self.logger.warning(f"{uri}: {outcome.failure}")
        if outcome.cell:
            traceback = outcome.traceback or outcome.failure
            NbProjectRecord.set_traceback(uri, traceback, self.cache.db)
            result.excepted.append(uri)
        else:
            result.errored.append(uri)


def _job(
    record: NbProjectRecord, notebook: NotebookNode, timeout: int | None, allow_errors: bool
) -> Job:
    path = Path(record.uri)
    return Job(
        page=path.name,
        notebook=notebook,
        root=path.parent,
        timeout=timeout,
        allow_errors=allow_errors,
        in_temp=False,
        environment={},
    )


def _configured() -> str:
    """The address in Dask's configuration, where ``DASK_SCHEDULER_ADDRESS`` puts it."""
    try:
        import dask.config
    except ImportError:
        # The cluster says what to install.
        return ""
    address = dask.config.get("scheduler-address", None)
    if not address:
        raise SoilbookError(
            "No Dask scheduler is named.", "Set DASK_SCHEDULER_ADDRESS, such as tcp://host:8786."
        )
    return str(address)
