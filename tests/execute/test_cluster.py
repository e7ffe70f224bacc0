"""``jb execute --scheduler``: a Dask cluster makes the same outputs, also when workers die."""

import os
import signal
import socket
import subprocess
import sys
import time

import dask.config
import psutil
import pytest
from distributed import Client, LocalCluster
from generated import make_book, page_of, shown, write

from soilbook.execute.worker import difference, surroundings

# Each run of the notebook leaves the number of its kernel.
LEAVES_NUMBER = (
    "import os, time\nwith open('{0}.pids', 'a') as f:\n    print(os.getpid(), file=f)\n"
)
KILLS_ITS_WORKER = """import os, signal, time
child = os.getppid()
worker = int(open(f'/proc/{child}/stat').read().split()[3])
os.kill(worker, signal.SIGKILL)
time.sleep(60)"""


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes; a notebook may cost two of them their life."""
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), local_cluster(2) as made:
        yield made


def local_cluster(workers):
    """A scheduler on any free port, with processes that run one notebook each."""
    return LocalCluster(
        n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
    )


def start(root, address):
    """Begin to run a book on a cluster."""
    command = [sys.executable, "-m", "soilbook", "execute", str(root), "--scheduler", address]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "too late"
        time.sleep(0.05)


def kernels(root):
    """The numbers of the kernels of all runs."""
    return [int(n) for path in root.glob("*.pids") for n in path.read_text("utf-8").split()]


def processes(root):
    """The kernels that run now, and the processes that run them."""
    found = [psutil.Process(number) for number in kernels(root)]
    return found + [kernel.parent() for kernel in found]


def left_of(running):
    """Those of these processes that do not end soon."""
    return psutil.wait_procs(running, timeout=10)[1]


def test_a_worker_that_dies_costs_a_retry_and_no_result(tmp_path, cluster, stale):
    cell = LEAVES_NUMBER + "time.sleep(1)\nprint(open('data.csv').read(), '{0}')"
    pages = {f"n{n}.md": page_of(cell.format(n)) for n in range(4)}
    root = make_book(tmp_path, pages)
    write(root, "data.csv", "7")

    process = start(root, cluster.scheduler_address)
    wait_for(lambda: len(kernels(root)) >= 2)
    running = processes(root)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    out, told = process.communicate(timeout=120)

    assert (process.returncode, out) == (0, ""), told
    assert [shown(root, page) for page in pages] == [f"7 {n}\n" for n in range(4)]
    assert len(kernels(root)) == 5
    assert told.count("attempt 2") == 1
    assert told.count(" (on tcp://127.0.0.1:") == 4
    assert not left_of(running)
    assert stale(root) == {}
    write(root, "data.csv", "8")
    assert stale(root) == dict.fromkeys(pages, "data.csv changed")


def test_findings_are_those_of_a_local_run(tmp_path, cluster, soilbook):
    fails = page_of("a = 1", "a\nopen('/etc/passwd').close()\na / 0", title="F")
    root = make_book(tmp_path, {"fails.md": fails, "works.md": page_of("open('/etc/passwd')")})

    far = soilbook("execute", root, "--scheduler", cluster.scheduler_address, "--jobs", 1)
    near = soilbook("execute", root, "--all")

    assert far.stdout == near.stdout
    assert "fails.md:15 mystnb.exec This notebook stopped here: ZeroDivisionError" in far.stdout
    assert "works.md:9 notebook-reads-outside" in far.stdout
    assert far.returncode == near.returncode == 1


def test_a_notebook_that_kills_its_workers_is_given_up(tmp_path, cluster, soilbook):
    pages = {"kills.md": page_of(KILLS_ITS_WORKER), "works.md": page_of("print('well')")}
    root = make_book(tmp_path, pages)

    answer = soilbook("execute", root, "--scheduler", cluster.scheduler_address)

    assert answer.returncode == 1, answer.stderr
    assert answer.stdout.startswith(
        "kills.md mystnb.exec This notebook stopped here: each worker that ran it died (tcp://"
    )
    assert shown(root, "works.md") == "well\n"


def interrupted(process):
    """What it says to Ctrl-C; pressed again, for Dask's threads may swallow the first one."""
    for timeout in (20, 20, 20):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=timeout)[1]
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("it goes on after three interruptions")


def test_an_interruption_ends_what_runs(tmp_path, cluster):
    root = make_book(tmp_path, {"n.md": page_of(LEAVES_NUMBER.format("n") + "time.sleep(60)")})
    process = start(root, cluster.scheduler_address)
    wait_for(lambda: kernels(root))

    running = processes(root)

    told = interrupted(process)

    assert process.returncode == 130
    assert told == "Stopped. The finished editions are as they were.\n"
    assert not left_of(running)


def test_a_killed_command_leaves_no_kernel(tmp_path, cluster):
    root = make_book(tmp_path, {"n.md": page_of(LEAVES_NUMBER.format("n") + "time.sleep(60)")})
    process = start(root, cluster.scheduler_address)
    wait_for(lambda: kernels(root))

    running = processes(root)

    process.kill()
    process.communicate()

    assert not left_of(running)


def test_a_scheduler_that_goes_away_ends_the_command(tmp_path):
    root = make_book(tmp_path, {"n.md": page_of(LEAVES_NUMBER.format("n") + "time.sleep(60)")})
    with local_cluster(1) as leaving:
        process = start(root, leaving.scheduler_address)
        wait_for(lambda: kernels(root))
        running = processes(root)
    _, told = process.communicate(timeout=60)

    assert process.returncode == 2
    assert told.startswith(f"Error: The Dask scheduler at {leaving.scheduler_address} went away. ")
    assert not left_of(running)


def test_nobody_answers(tmp_path, soilbook):
    root = make_book(tmp_path, {"n.md": page_of("1")})
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        begun = time.monotonic()
        answer = soilbook("execute", root, "--scheduler", address)

    assert time.monotonic() - begun < 15
    assert answer.returncode == 2
    assert answer.stderr == (
        f"Error: No Dask scheduler answers at {address}. Give the address that `dask scheduler` "
        "shows when it starts, such as tcp://host:8786.\n"
    )
    assert soilbook("execute", root, "--scheduler", "nonsense://x").returncode == 2


def test_a_cluster_must_have_a_worker_and_each_must_have_soilbook(tmp_path, soilbook):
    root = make_book(tmp_path / "book", {"n.md": page_of("1")})
    with local_cluster(0) as empty:
        address = empty.scheduler_address
        answer = soilbook("execute", root, "--scheduler", address)
        assert answer.returncode == 2
        assert f"{address} has no worker. Start one with `dask worker {address}`" in answer.stderr

        code = (
            "import sys; sys.modules['soilbook'] = None; from distributed.cli import dask_worker;"
            f"dask_worker.main(['{address}', '--no-nanny', '--no-dashboard', '--local-directory', "
            f"'{tmp_path}'])"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as worker:
            with Client(address) as client:
                client.wait_for_workers(1, timeout=30)
            answer = soilbook("execute", root, "--scheduler", address)
            worker.kill()
    assert answer.returncode == 2
    assert "Error: The worker tcp://127.0.0.1:" in answer.stderr
    assert "lacks soilbook" in answer.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"python": "3.9.1"}, "runs Python 3.9.1, here it is "),
        ({"prefix": "/other"}, "uses the environment /other, here it is "),
        ({"packages": {}}, "does not have "),
        ({"folders": {}}, "does not have the folder "),
        ({"folders": 1}, "has another folder at "),
    ],
)
def test_a_worker_that_differs_is_not_used(tmp_path, changed, said):
    here = surroundings([str(tmp_path)])
    if changed.get("folders") == 1:
        changed = {"folders": {str(tmp_path): 1}}

    assert difference(here, here) == ""
    assert said in difference(here, here | changed)


def test_what_is_not_installed_is_named(tmp_path):
    root = make_book(tmp_path, {"n.md": page_of("1")})
    code = (
        "import sys; sys.modules['distributed'] = None; from soilbook.cli import main;"
        f"main(['execute', {str(root)!r}, '--scheduler', 'tcp://127.0.0.1:1'])"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert answer.returncode == 2
    assert 'Run `pip install "soilbook[cluster]"`.' in answer.stderr


def test_dask_is_imported_for_a_scheduler_only(tmp_path):
    root = make_book(tmp_path, {"n.md": page_of("print(1)")})
    code = (
        "import sys, atexit; from soilbook.cli import main\n"
        "atexit.register(lambda: print({'dask', 'distributed'} & set(sys.modules)))\n"
        "main()"
    )
    for command in ("check", "execute"):
        answer = subprocess.run(
            [sys.executable, "-c", code, command, str(root)], capture_output=True, text=True
        )
        assert answer.stdout == "set()\n", answer.stderr
