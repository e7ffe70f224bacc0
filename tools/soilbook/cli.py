"""One click command a stage; ``jb`` finds them by entry point. No Sphinx is imported here.

Exit codes: 0 nothing to report, 1 findings an author can mend, 2 the set-up is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import click

from .cite.command import cite
from .findings import Finding, Report, SoilbookError
from .project import Project
from .stages import book_argument, format_option, stage


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check, build and verify the editions of a book."""


main.add_command(cite)


def _count(findings: Sequence[Finding]) -> str:
    return f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"


def _list_checks(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from .check import CHECKS

    for name in sorted(CHECKS):
        state = "" if CHECKS[name].by_default else "(off by default) "
        click.echo(f"{name:32} {state}{CHECKS[name].sentence}")
    context.exit()


@main.command(short_help="Check the sources of a book without building it.")
@book_argument
@click.option(
    "--select",
    "chosen",
    multiple=True,
    metavar="NAME",
    help="Run only this check; may be repeated. All that are not off by default.",
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_checks,
    help="Show the name of each check with what it finds, and exit.",
)
@format_option
@stage
def check(path: Path, chosen: tuple[str, ...]) -> Report:
    """Check the sources of the book in PATH without building it.

    Each finding is one line, `path:line:column check-name message`. The exit code is 0 when there
    is nothing to report, 1 when there are findings, and 2 when the set-up is wrong.

    `% soilbook-allow: check-name because REASON until 2027-01-31`, directly above an entry of a
    .bib file or a block of a page, takes findings of that name away; the last day may be left out.
    """
    from .records.remembered import Remembered

    project = Project.at(path)
    last = Remembered(project, chosen)
    if (known := last.report()) is not None:
        return known
    from .check import report
    from .records.book import Book

    book = Book(project)
    found = report(project, chosen, book)
    last.keep(found, book.outside)
    return found


@main.command(short_help="Build the HTML, PDF and EPUB editions of a book.")
@book_argument
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="How many notebooks run at once; as many as there are cores, or as a cluster takes.",
)
@click.option("--explain", is_flag=True, help="Say what would run, and why; run nothing.")
@click.option("--all", "everything", is_flag=True, help="Run every notebook, changed or not.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run them on the Dask cluster of this scheduler, such as tcp://host:8786.",
)
@format_option
@stage
def execute(
    path: Path, jobs: int | None, explain: bool, everything: bool, scheduler: str | None
) -> list[Finding]:
    """Run the notebooks of the book in PATH whose code, data or environment changed.

    What a notebook read is observed while it runs; its outputs are kept until one of these files,
    its code or a package that it imported is another one. `jb build` and `jb editions` do the same
    before they read the pages.
    """
    from .execute.report import as_lines, progress, waiting
    from .execute.stage import demand_cache, plan, run

    project = Project.at(path)
    demand_cache(project)
    if explain:
        click.echo(as_lines(plan(project)))
        return []
    runner = None
    if scheduler:
        from .execute.cluster import Cluster

        runner = Cluster(scheduler, jobs)
    with progress() as watch:
        results = run(project, None, jobs, watch, waiting, everything=everything, runner=runner)
    click.echo(as_lines(results, ran=True), err=True)
    return sorted({finding for result in results for finding in result.findings})


@main.command()
@book_argument
@click.option(
    "--edition",
    "chosen",
    multiple=True,
    type=click.Choice(["html", "epub", "pdf"]),
    help="Build only this edition; may be repeated. All three by default.",
)
@click.option(
    "--chapter",
    "chapters",
    multiple=True,
    metavar="PAGE",
    help="Set only the PDF of the chapter or note that begins with this page; may be repeated.",
)
@click.option("--all", "fresh", is_flag=True, help="Read every page again, changed or not.")
@format_option
@stage
def editions(
    path: Path, chosen: tuple[str, ...], chapters: tuple[str, ...], fresh: bool
) -> list[Finding]:
    """Build the HTML, PDF and EPUB editions of the book in PATH.

    Checks the sources, runs the notebooks whose data or code changed, reads the book once, writes
    the editions into _build/html, _build/pdf and _build/epub, and verifies that they agree. An
    edition that cannot be built whole leaves the last good one in its place. The PDF edition has
    the whole book, a PDF of each chapter in _build/pdf/chapters, and one of each synthesis note in
    _build/pdf/notes; what did not change since the last build is not set again.
    """
    from .check import run as run_checks
    from .editions.report import progress, summary
    from .editions.run import BLOCKING, build
    from .verify import unfit_pdfs
    from .verify import verify as compare

    if chapters and chosen not in ((), ("pdf",)):
        raise click.UsageError("--chapter sets PDFs; leave --edition out.")
    project = Project.at(path)
    findings = run_checks(project)
    if stops := [finding for finding in findings if finding.check in BLOCKING]:
        click.echo(f"Nothing was built: {_count(stops)} must be mended first.", err=True)
        return findings
    wanted = ("pdf",) if chapters else chosen or ("html", "pdf", "epub")
    names = [str(PurePosixPath(name).with_suffix("")) for name in chapters]
    with progress("building") as watch:
        built = build(project, wanted, fresh=fresh, watch=watch, chapters=names)
    findings += [finding for one in built for finding in one.findings]
    if len(built) == 3 and all(one.is_whole for one in built):
        with progress("verifying"):
            findings += compare(project)
    elif any(one.edition == "pdf" and one.is_whole for one in built):
        findings += unfit_pdfs(project)
    click.echo(summary(project, built, names), err=True)
    return sorted(set(findings))


@main.command(short_help="Compare the finished editions of a book.")
@book_argument
@click.option(
    "--figure",
    "label",
    metavar="LABEL",
    help="Run the notebook of this figure or table again, and compare what it makes.",
)
@format_option
@stage
def verify(path: Path, label: str | None) -> list[Finding]:
    """Read the finished editions of the book in PATH back, and report where they differ.

    Compares headings, figures, tables, equations, citations and the bibliography of _build/html,
    _build/pdf and _build/epub: numbers, captions, alternative texts, cells, order. Follows the
    chain of each figure that a notebook made: data, code, run, picture, editions. Each finding
    names the file and the place in it.
    """
    from .verify import verify as compare
    from .verify.rerun import compare_again

    if label is None:
        return compare(Project.at(path))
    answer = compare_again(Project.at(path), label)
    if answer.said:
        click.echo(answer.said, err=True)
    return answer.findings


@stage
def _validate_datasets(path: Path) -> list[Finding]:
    from .check.validation import validate

    return validate(Project.at(path))


@main.command()
@book_argument
@click.option(
    "--validate",
    "deep",
    is_flag=True,
    help="Print findings instead: our own checks, and those of the frictionless library.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the list or the findings.",
)
def datasets(path: Path, deep: bool, shape: str) -> None:
    """List the datasets of the book in PATH: version, licence, tables, and where each is used."""
    if deep:
        _validate_datasets(path=path, shape=shape)
    from .records import catalogue
    from .records.book import Book

    try:
        entries = catalogue.catalogue(Book(Project.at(path)))
    except SoilbookError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    as_shape = catalogue.as_json if shape == "json" else catalogue.as_text
    click.echo(as_shape(entries) or "There are no datasets in datasets/.")
