"""What the commands of all stages share: the book, the shape of findings and the exit codes.

Exit codes: 0 nothing to report, 1 findings an author can mend, 2 the set-up is wrong.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from .findings import DOCUMENTS, FORMATS, Finding, Report, SoilbookError

#: The folder of the book, the current one by default.
book_argument = click.argument(
    "path", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
#: How findings are printed.
format_option = click.option(
    "--format",
    "shape",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to print the findings.",
)


def stage(command: Callable[..., Sequence[Finding] | Report]) -> Callable[..., None]:
    """Turn a function that returns findings into one that prints them and sets the exit code."""

    @functools.wraps(command)
    def run(*args: Any, shape: str = "text", **options: Any) -> None:
        try:
            found = command(*args, **options)
        except SoilbookError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(2)
        except OSError as error:
            # A full disk, a folder without the right to write: of the machine, not of the book.
            click.echo(f"Error: {_refusal(error)}", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("Stopped. The finished editions are as they were.", err=True)
            sys.exit(130)
        report = found if isinstance(found, Report) else Report(found)
        if report.findings or shape in DOCUMENTS:
            click.echo(FORMATS[shape](report))
        sys.exit(1 if report.findings else 0)

    return run


def _refusal(error: OSError) -> str:
    # What copies whole folders gives one reason for each file; the first one tells enough.
    reasons = error.args[0] if error.args and isinstance(error.args[0], list) else []
    reason = str(reasons[0][2]) if reasons else error.strerror or str(error)
    place = str(reasons[0][1]) if reasons else error.filename2 or error.filename
    where = f" ({place})" if place and not reasons else ""
    return f"{reason}{where}. Make room, or give yourself the right to write there."
