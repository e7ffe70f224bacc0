"""Two builds at once, and a build that is stopped: one line each, the last good editions stay."""

import os
import signal
import subprocess
import sys
import time

import pytest

from soilbook.execute.lock import only_one
from soilbook.findings import SoilbookError

SLEEPING = "```{code-cell} python3\nimport time\n\nopen('ran', 'w').close()\ntime.sleep(60)\n```\n"


def test_a_second_build_does_not_start(tmp_path):
    with only_one(tmp_path), pytest.raises(SoilbookError) as error, only_one(tmp_path):
        pass

    assert f"is being built by process {os.getpid()} (" in str(error.value)
    with only_one(tmp_path):
        assert (tmp_path / "lock").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")
def test_ctrl_c_ends_the_build_in_one_line(book, soilbook):
    root = book("tiny")
    with (root / "rain.md").open("a", encoding="utf-8") as page:
        page.write("\n" + SLEEPING)
    last = root / "_build" / "html" / "index.html"
    last.parent.mkdir(parents=True)
    last.write_text("the last good one", encoding="utf-8")
    command = [sys.executable, "-m", "soilbook", "editions", str(root)]
    build = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    wait_for(lambda: list(root.rglob("ran")) or build.poll() is not None)
    assert f"by process {build.pid} (soilbook editions)" in soilbook("editions", root).stderr

    # As a terminal does: to the command and to all that it started.
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=30)

    assert said == "Stopped. The finished editions are as they were.\n"
    assert build.returncode == 130
    assert last.read_text(encoding="utf-8") == "the last good one"


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
