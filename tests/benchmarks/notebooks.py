"""How well and how fast notebooks follow their data: ``python tests/benchmarks/notebooks.py``.

Makes a book of 200 notebooks that share 40 data files and 10 local modules, changes one file 60
times, and after each change compares which notebooks ran, and what they show, with what the book
was made to do. Then times the decision that nothing changed, and 16 notebooks of 2 s one by one and
side by side. As a control, Jupyter Book without soilbook builds 8 such notebooks before and after a
change. ``--cluster 16`` runs 16 notebooks of 2 s on two Dask workers and kills one of them midway.
``--notebooks 20 --changes 6`` is a short form.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from generated import CONFIG, STOCK, make_book, page_of, shown, write


class Book:
    """A generated book that knows what each of its notebooks must show."""

    def __init__(self, root: Path, count: int, config: str = CONFIG, seed: int = 1) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.values = {f"data/d{n}.csv": n for n in range(40)}
        self.values |= {f"m{n}.py": n for n in range(10)}
        self.uses: dict[str, list[str]] = {}
        for number in range(count):
            files = self.random.sample([f"data/d{n}.csv" for n in range(40)], 2)
            self.uses[f"n{number}.md"] = [*files, f"m{self.random.randrange(10)}.py"]
        for name in self.values:
            self.write_value(name)
        make_book(root, {page: page_of(self.code(page)) for page in self.uses}, config)

    def code(self, page: str) -> str:
        *files, module = self.uses[page]
        reads = " + ".join(f"int(Path('{name}').read_text())" for name in files)
        module = module.removesuffix(".py")
        return f"from pathlib import Path\nimport {module}\nprint({reads} + {module}.VALUE)"

    def write_value(self, name: str) -> None:
        value = self.values[name]
        write(self.root, name, f"VALUE = {value}\n" if name.endswith(".py") else f"{value}\n")

    def change(self) -> set[str]:
        """Change one file; return the pages that use it."""
        name = self.random.choice(sorted(self.values))
        self.values[name] += self.random.randrange(1, 10**6)
        self.write_value(name)
        return {page for page, used in self.uses.items() if name in used}

    def right(self, page: str) -> str:
        """What a full execution of a page would print."""
        return f"{sum(self.values[name] for name in self.uses[page])}\n"

    def wrong(self) -> int:
        """How many notebooks show something else than a full execution would."""
        return sum(shown(self.root, page) != self.right(page) for page in self.uses)


def execute(root: Path, *options: str) -> tuple[float, set[str]]:
    """Run ``jb execute``; return the seconds and the pages that ran or would run."""
    command = [sys.executable, "-m", "soilbook", "execute", str(root), *options]
    start = time.perf_counter()
    answer = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if answer.returncode:
        sys.exit(answer.stdout + answer.stderr)
    said = (answer.stdout + answer.stderr).splitlines()
    ran = {line.split(": ")[0] for line in said if " s, since " in line}
    return seconds, ran | {line.rpartition(" → ")[2] for line in said if " → " in line}


def follow(count: int, changes: int) -> None:
    with TemporaryDirectory() as folder:
        book = Book(Path(folder), count)
        seconds, ran = execute(book.root)
        print(f"first run: {len(ran)} notebooks in {seconds:.1f} s, {book.wrong()} wrong")
        stale = needless = missed = total = 0
        for _ in range(changes):
            expected = book.change()
            _, ran = execute(book.root)
            stale += book.wrong()
            needless += len(ran - expected)
            missed += len(expected - ran)
            total += len(ran)
        share = 100 * needless / max(total, 1)
        print(f"{changes} changes: {total} runs, {stale} stale outputs, {missed} not run")
        print(f"needless runs: {needless} ({share:.1f} %)")
        times = sorted(execute(book.root, "--explain")[0] for _ in range(5))
        print(f"nothing changed, decided for {count} notebooks: {times[2]:.2f} s (median of 5)")


def control(count: int) -> None:
    """Show what Jupyter Book alone does: outputs stay as they were when data change."""
    with TemporaryDirectory() as folder:
        book = Book(Path(folder), count, STOCK)
        build_stock(book.root)
        first = [page for page in book.uses if not shows(book, page)]
        while not (changed := book.change()):
            pass
        build_stock(book.root)
        stale = [page for page in book.uses if not shows(book, page)]
    print(f"control without soilbook: {len(first)} of {count} pages wrong after the first build,")
    print(f"{len(stale)} of the {len(changed)} whose data changed stale after the second")


def build_stock(root: Path) -> None:
    """Run ``jb build`` of a book that does not load soilbook."""
    code = "from jupyter_book.cli.main import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", code, "build", str(root)], capture_output=True, text=True
    )
    if answer.returncode:
        sys.exit(answer.stdout + answer.stderr)


def shows(book: Book, page: str) -> bool:
    """Whether the HTML of a page has the output that its notebook would print now."""
    html = (book.root / "_build" / "html" / page).with_suffix(".html").read_text("utf-8")
    return f"<span></span>{book.right(page)}" in html


def make_computing(root: Path, count: int) -> None:
    """Make a book of notebooks that each compute for 2 s."""
    # A pause would show nothing of the cores.
    cell = "import time\nopen('{n}.begun', 'w').close()\n"
    cell += "n, end = {n}, time.process_time() + 2\nwhile time.process_time() < end:\n"
    cell += "    n += 1\nprint('done')"
    make_book(root, {f"n{n}.md": page_of(cell.format(n=n)) for n in range(count)})


def side_by_side(count: int) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        make_computing(root, count)
        serial, _ = execute(root, "--jobs", "1")
        parallel, _ = execute(root, "--all")
        whole = sum(shown(root, f"n{n}.md") == "done\n" for n in range(count))
    print(f"{count} notebooks of 2 s: {serial:.1f} s one by one, {parallel:.1f} s side by side")
    print(f"ratio {parallel / serial:.2f}, {whole} of {count} outputs")


def on_cluster(count: int) -> None:
    """Kill one of two workers when half of the notebooks are done."""
    from distributed import LocalCluster

    with (
        TemporaryDirectory() as folder,
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
        ) as cluster,
    ):
        root = Path(folder)
        make_computing(root, count)
        command = [sys.executable, "-m", "soilbook", "execute", folder, "--scheduler"]
        start = time.perf_counter()
        with subprocess.Popen(
            [*command, cluster.scheduler_address], stderr=subprocess.PIPE, text=True
        ) as process:
            while process.poll() is None and len(list(root.glob("*.begun"))) <= count // 2:
                time.sleep(0.1)
            # Now both workers are in the middle of a notebook.
            time.sleep(0.5)
            os.kill(cluster.workers[0].pid, signal.SIGKILL)
            _, told = process.communicate()
        seconds = time.perf_counter() - start
        whole = sum(shown(root, f"n{n}.md") == "done\n" for n in range(count))
    print(f"{count} notebooks of 2 s on a cluster, one of two workers killed: {seconds:.1f} s")
    print(f"{whole} of {count} outputs, {told.count(', attempt ')} retries")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=200)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--parallel", type=int, default=16)
    parser.add_argument("--control", type=int, default=8)
    parser.add_argument("--cluster", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.changes:
        follow(chosen.notebooks, chosen.changes)
    if chosen.control:
        control(chosen.control)
    if chosen.parallel:
        side_by_side(chosen.parallel)
    if chosen.cluster:
        on_cluster(chosen.cluster)


if __name__ == "__main__":
    main()
