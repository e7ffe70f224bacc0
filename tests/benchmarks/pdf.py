"""Print what the PDFs cost beside that of LaTeX, on a book made up for the purpose.

How to run: ``python tests/benchmarks/pdf.py [CHAPTERS]`` (100 by default, about 500 pages). LaTeX
is measured as ``jb build --builder pdflatex`` on the same sources without soilbook, and only where
``pdflatex`` and ``latexmk`` are installed. CPU seconds are user + system time of a process and its
children; a “finished read” means that the pages were read before, so that what is measured is from
there to the PDF, with the start of the process (and, after an edit, the reading of one chapter).
Compare figures of one run only: machines drift.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pikepdf
import typst
from made_book import write_book

JB = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
# Builds once from the finished read, and writes down seconds and memory.
CHILD = """
import json, resource, sys, time
from pathlib import Path
begun = time.perf_counter()
from soilbook.editions.pdf.builder import PdfBuilder
from soilbook.editions.run import Plan, build_one
told = {}
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
def watch(name):
    method = getattr(PdfBuilder, name)
    def watched(self, *arguments):
        start, used = time.perf_counter(), cpu()
        method(self, *arguments)
        told[name] = (cpu() - used, time.perf_counter() - start)
    setattr(PdfBuilder, name, watched)
watch("write")
watch("_set_extracts")
built = build_one(Path(sys.argv[1]), "pdf", None, False, Plan(("pdf",), tuple(sys.argv[2:]), True))
told["process"] = (cpu(), time.perf_counter() - begun)
told.update(memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, whole=built.is_whole)
Path(sys.argv[1], "told.json").write_text(json.dumps(told))
"""


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as name:
        whole = of_typst(Path(name), count)
        seconds = of_latex(Path(name), count)
    if seconds is None:
        print("LaTeX is not installed here, or did not build the book: no comparison.")
    else:
        share = 100 * (whole["process"][0] - whole["_set_extracts"][0]) / seconds
        print(f"LaTeX: {seconds:.1f} CPU s; the PDF of the book takes {share:.0f} % of that.")


def of_typst(folder: Path, count: int) -> dict[str, Any]:
    """Measure our PDFs, print a row for each case, and return the first."""
    book = write_book(folder / "typst", count, extensions="soilbook")
    work = book / "_build" / ".work"
    build(book)
    with pikepdf.open(work / "pdf" / "a-book-made-up.pdf") as pdf:
        print(f"{count} chapters, {len(pdf.pages)} pages; from the finished read:")
    print(f"{'':44}{'CPU s':>8}{'wall s':>8}{'of which chapters':>20}{'MB':>7}")
    shutil.rmtree(work / "kept-pdf")
    row("the book and its chapters, nothing kept", whole := build(book))
    row("nothing changed", build(book))
    edit(book, count // 2)
    row("one chapter edited: its PDF", build(book, f"chapter-{count // 2}"))
    edit(book, count // 2)
    row("one chapter edited: everything", build(book))
    return whole


def build(book: Path, *chapters: str) -> dict[str, Any]:
    """Build the PDF from the finished read in a process of its own."""
    subprocess.run([sys.executable, "-c", CHILD, book, *chapters], check=True)
    told = json.loads((book / "told.json").read_text())
    if not told["whole"]:
        sys.exit((book / "_build" / ".work" / "pdf.log").read_text(errors="replace")[-2000:])
    return told


def edit(book: Path, number: int) -> None:
    """Add a sentence to a chapter."""
    path = book / f"chapter-{number}.md"
    path.write_text(f"{path.read_text()}\nAdded at {time.time()}.\n")


def row(name: str, told: dict[str, Any]) -> None:
    """Print one measurement: all of it, of that the chapters, and the memory."""
    cpu, wall = told["process"]
    of_chapters = "{:.2f} / {:.2f}".format(*told["_set_extracts"])
    print(f"{name:44}{cpu:8.2f}{wall:8.2f}{of_chapters:>20}{told['memory']:7.0f}", flush=True)


def of_latex(folder: Path, count: int) -> float | None:
    """CPU seconds of LaTeX from the sources to the PDF; None where it is not installed."""
    if not shutil.which("pdflatex") or not shutil.which("latexmk"):
        return None
    book = write_book(folder / "latex", count, extensions="")
    for drawing in book.glob("*.svg"):
        drawing.with_suffix(".pdf").write_bytes(as_pdf(drawing))
    for page in book.glob("chapter-*.md"):
        page.write_text(re.sub(r"(figure-\d+)\.svg", r"\1.pdf", page.read_text()))
    command = [*JB, "build", ".", "--builder", "pdflatex"]
    log = folder / "latex.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=book, stdout=stream, stderr=stream)
        _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        print(log.read_text(errors="replace")[-2000:])
        return None
    return used.ru_utime + used.ru_stime


def as_pdf(drawing: Path) -> bytes:
    """Convert a drawing, for LaTeX takes no SVG."""
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{drawing.name}")'
    return typst.compile(source.encode(), root=str(drawing.parent), format="pdf")


if __name__ == "__main__":
    main()
