"""jupyter-cache's own interface runs notebooks on a cluster, by the name ``soilbook-dask``."""

import os
import subprocess
import sys

import nbformat
import pytest
from distributed import LocalCluster
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from nbformat.v4 import new_code_cell, new_notebook


@pytest.fixture(scope="module")
def address():
    """The address of a cluster of one worker."""
    with LocalCluster(
        n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address=":0"
    ) as made:
        yield made.scheduler_address


@pytest.fixture
def cache(tmp_path):
    """A project of jupyter-cache with two notebooks, of which one fails."""
    made = get_cache(tmp_path / "cache")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (tmp_path / "data.txt").write_text("data", encoding="utf-8")
    for name, code in {"fails": "1 / 0", "works": "print(open('data.txt').read())"}.items():
        notebook = new_notebook(cells=[new_code_cell(code)], metadata={"kernelspec": kernel})
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
        made.add_nb_to_project(str(tmp_path / f"{name}.ipynb"))
    return made


def output_of(cache, uri):
    record = cache.get_cached_project_nb(uri)
    return cache.get_cache_bundle(record.pk).nb.cells[0].outputs[0].text


def test_it_is_an_executor_like_those_of_jupyter_cache(tmp_path, cache, address):
    works, fails = (str(tmp_path / f"{name}.ipynb") for name in ("works", "fails"))

    result = load_executor("soilbook-dask", cache).run_and_cache(scheduler=address)

    assert result.as_json() == {"succeeded": [works], "excepted": [fails], "errored": []}
    assert output_of(cache, works) == "data\n"
    assert cache.get_cached_project_nb(fails) is None
    assert "ZeroDivisionError" in cache.get_project_record(fails).traceback
    assert [record.uri for record in cache.list_unexecuted()] == [fails]
    again = load_executor("soilbook-dask", cache).run_and_cache(scheduler=address, filter_uris=[])
    assert again.all() == []


def test_its_command_reads_the_address_from_the_environment(tmp_path, cache, address):
    (tmp_path / "fails.ipynb").unlink()
    cache.remove_nb_from_project(str(tmp_path / "fails.ipynb"))

    def run(**environment):
        code = "from jupyter_cache.cli.commands.cmd_main import jcache; jcache()"
        options = ["project", "--cache-path", str(tmp_path / "cache"), "execute"]
        return subprocess.run(
            [sys.executable, "-c", code, *options, "--executor", "soilbook-dask"],
            capture_output=True,
            text=True,
            env=os.environ | environment,
        )

    unnamed = run()
    assert "No Dask scheduler is named. Set DASK_SCHEDULER_ADDRESS" in unnamed.stderr
    named = run(DASK_SCHEDULER_ADDRESS=address)
    assert named.returncode == 0, named.stderr
    assert output_of(cache, str(tmp_path / "works.ipynb")) == "data\n"
