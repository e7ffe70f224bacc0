"""How well and how fast notebooks follow their data: ``python tests/benchmarks/notebooks.py``.

Makes a book of 200 notebooks that share 40 data files and 10 local modules, changes one file 60
times, and after each change compares which notebooks ran, and what they show, with what the book
was made to do. Then times the decision that nothing changed, and 16 notebooks of 2 s one by one and
side by side. ``--notebooks 20 --changes 6`` is a short form.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n\n"
CONFIG = """
title: Benchmark
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 120}
sphinx: {extra_extensions: [soilbook]}
"""


class Book:
    """A generated book that knows what each of its notebooks must show."""

    def __init__(self, root: Path, count: int, seed: int = 1) -> None:
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
        write_book(root, {page: self.code(page) for page in self.uses})

    def code(self, page: str) -> str:
        *files, module = self.uses[page]
        reads = " + ".join(f"int(Path('{name}').read_text())" for name in files)
        module = module.removesuffix(".py")
        return f"from pathlib import Path\nimport {module}\nprint({reads} + {module}.VALUE)"

    def write_value(self, name: str) -> None:
        value = self.values[name]
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"VALUE = {value}\n" if name.endswith(".py") else f"{value}\n", "utf-8")

    def change(self) -> set[str]:
        """Change one file; return the pages that use it."""
        name = self.random.choice(sorted(self.values))
        self.values[name] += self.random.randrange(1, 10**6)
        self.write_value(name)
        return {page for page, used in self.uses.items() if name in used}

    def wrong(self) -> int:
        """How many notebooks show something else than a full execution would."""
        return sum(
            shown(self.root, page) != f"{sum(self.values[name] for name in used)}\n"
            for page, used in self.uses.items()
        )


def write_book(root: Path, cells: dict[str, str]) -> None:
    (root / "_config.yml").write_text(CONFIG, "utf-8")
    (root / "index.md").write_text("# Benchmark\n", "utf-8")
    chapters = "".join(f"  - file: {page.removesuffix('.md')}\n" for page in cells)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}", "utf-8")
    for page, code in cells.items():
        (root / page).write_text(
            f"{HEAD}# {page}\n\n```{{code-cell}} python\n{code}\n```\n", "utf-8"
        )


def shown(root: Path, page: str) -> str:
    """What the newest run of a page printed."""
    cache = root / "_build" / ".jupyter_cache"
    run = json.loads((cache / "runs" / f"{page}.json").read_text("utf-8"))[0]
    stored = json.loads((cache / "executed" / run["output"] / "base.ipynb").read_text("utf-8"))
    return "".join("".join(out.get("text", "")) for out in stored["cells"][0]["outputs"])


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


def side_by_side(count: int) -> None:
    # Computes; a pause would show nothing of the cores.
    cell = "import time\nn, end = {n}, time.process_time() + 2\nwhile time.process_time() < end:\n"
    cell += "    n += 1\nprint('done')"
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write_book(root, {f"n{n}.md": cell.format(n=n) for n in range(count)})
        serial, _ = execute(root, "--jobs", "1")
        parallel, _ = execute(root, "--all")
        whole = sum(shown(root, f"n{n}.md") == "done\n" for n in range(count))
    print(f"{count} notebooks of 2 s: {serial:.1f} s one by one, {parallel:.1f} s side by side")
    print(f"ratio {parallel / serial:.2f}, {whole} of {count} outputs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=200)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--parallel", type=int, default=16)
    chosen = parser.parse_args()
    if chosen.changes:
        follow(chosen.notebooks, chosen.changes)
    if chosen.parallel:
        side_by_side(chosen.parallel)


if __name__ == "__main__":
    main()
