"""One click command a stage; ``jb`` finds them by entry point. No Sphinx is imported here.

Exit codes: 0 nothing to report, 1 findings an author can mend, 2 the set-up is wrong.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from .findings import FORMATS, Finding, SoilbookError
from .project import Project

_book = click.argument(
    "path", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
_format = click.option(
    "--format",
    "shape",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to print the findings.",
)


def _stage(command: Callable[..., Sequence[Finding]]) -> Callable[..., None]:
    """Turn a function that returns findings into one that prints them and sets the exit code."""

    @functools.wraps(command)
    def run(*args: Any, shape: str = "text", **options: Any) -> None:
        try:
            findings = command(*args, **options)
        except SoilbookError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(2)
        if findings or shape in ("json", "sarif"):
            click.echo(FORMATS[shape](findings))
        sys.exit(1 if findings else 0)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check, build and verify the editions of a book."""


@main.command()
@_book
@click.option(
    "--edition",
    "chosen",
    multiple=True,
    type=click.Choice(["html", "epub", "pdf"]),
    help="Build only this edition; may be repeated. All three by default.",
)
@click.option("--all", "fresh", is_flag=True, help="Read every page again, changed or not.")
@_format
@_stage
def editions(path: Path, chosen: tuple[str, ...], fresh: bool) -> list[Finding]:
    """Build the HTML, PDF and EPUB editions of the book in PATH.

    Checks the sources, runs the notebooks whose data or code changed, reads the book once, writes
    the editions into _build/html, _build/pdf and _build/epub, and verifies that they agree. An
    edition that cannot be built whole leaves the last good one in its place.
    """
    from .check import run as run_checks
    from .editions.report import progress, summary
    from .editions.run import BLOCKING, build
    from .verify import verify as compare

    project = Project.at(path)
    findings = run_checks(project)
    if stops := [finding for finding in findings if finding.check in BLOCKING]:
        click.echo(f"Nothing was built: {len(stops)} findings must be mended first.", err=True)
        return findings
    wanted = chosen or ("html", "pdf", "epub")
    with progress("building") as watch:
        built = build(project, wanted, fresh=fresh, watch=watch)
    findings += [finding for one in built for finding in one.findings]
    if len(built) == 3 and all(one.is_whole for one in built):
        with progress("verifying"):
            findings += compare(project)
    click.echo(summary(project, built), err=True)
    return sorted(set(findings))
