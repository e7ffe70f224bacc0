"""The commands below ``jb cite``: asking registries, adding entries, repairing what is certain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..findings import Finding
from ..project import Project
from ..stages import book_argument, format_option, stage

if TYPE_CHECKING:
    from .lookup import Registries


@click.group(short_help="Look references up, add them, and repair the bibliography.")
def cite() -> None:
    """Look references up in the registries, add entries by DOI, and repair the bibliography.

    `refresh` and `add` are the only commands that use the network; checks and builds read what
    they found from references.lock.
    """


@cite.command(short_help="Ask Crossref, DataCite and doi.org about the references.")
@book_argument
@click.option("--only", "keys", multiple=True, metavar="KEY", help="Only this entry; repeatable.")
@click.option(
    "--older-than",
    type=click.IntRange(min=0),
    default=0,
    metavar="DAYS",
    help="Leave answers alone that are not older than this; those of today by default.",
)
@click.option(
    "--retractions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The list of Retraction Watch, a CSV file that Crossref publishes.",
)
@format_option
@stage
def refresh(
    path: Path, keys: tuple[str, ...], older_than: int, retractions: Path | None
) -> list[Finding]:
    """Ask the registries about the references of the book in PATH; keep it in references.lock.

    Each answer is stored at once, so a run that is interrupted goes on where it stopped. What a
    registry could not be asked is reported and leaves the old answer as it was.
    """
    from ..records.book import Book
    from . import refresh as asking

    book = Book(Project.at(path))
    registries = _registries(book.project)
    listed = asking.retractions(registries, retractions)
    dois = asking.wanted(book, keys, older_than, book.project.today)
    with click.progressbar(length=len(dois), label="asking", file=sys.stderr) as bar:
        try:
            done = asking.refresh(book, registries, dois, listed, lambda _: bar.update(1))
        except KeyboardInterrupt:
            click.echo(f"\nStopped. What was answered is in {book.lock_path.name}.", err=True)
            sys.exit(130)
    click.echo(done.summary, err=True)
    return asking.findings(book, done)


@cite.command(short_help="Append the entry of a work, by its DOI.")
@click.argument("doi")
@book_argument
@click.option("--key", default="", help="Of the entry; family, year and a word by default.")
@stage
def add(doi: str, path: Path, key: str) -> list[Finding]:
    """Append the entry of the work with this DOI to the bibliography of the book in PATH.

    The entry is printed. No entry is ever overwritten; a DOI or key that is there already is an
    error. Look at the entry: registries hold what publishers sent them.
    """
    from ..records.book import Book
    from .add import add as append

    book = Book(Project.at(path))
    added = append(book, _registries(book.project), doi, key)
    click.echo(added.text, nl=False)
    for notice in added.answer.in_force:
        click.echo(f"Beware: the registry lists a {notice.type} {notice.doi}".rstrip(), err=True)
    return []


@cite.command(short_help="Repair in the bibliography what loses nothing.")
@book_argument
@click.option("--diff", is_flag=True, help="Print what would change; change nothing.")
@stage
def fix(path: Path, diff: bool) -> list[Finding]:
    """Repair in the .bib files of the book in PATH what can be repaired without losing anything.

    Prefixes of DOIs, dashes between pages, names of months, forgotten and doubled commas, identical
    fields that stand twice, white space around values, the encoding. Never names, titles or years;
    every other byte stays. With --diff the exit code is 1 if something would change.
    """
    from ..records.book import Book
    from ..records.writing import replace_file
    from .fix import as_diff, fixed

    is_changed = False
    book = Book(Project.at(path))
    for file in book.project.bibliographies:
        if not file.is_file():
            continue
        before = file.read_bytes()
        after = fixed(before)
        is_changed |= before != after
        if diff:
            click.echo(as_diff(before, after, book.name_of(file)), nl=False)
        elif before != after:
            replace_file(file, after)
            click.echo(f"{book.name_of(file)} was repaired.", err=True)
    if diff and is_changed:
        sys.exit(1)
    return []


def _registries(project: Project) -> Registries:
    from .client import Client
    from .lookup import Registries, endpoints

    settings = project.settings
    if not settings.mailto:
        click.echo(
            "Crossref asks for a mail address, and serves those first who give one: write "
            "`mailto:` below `soilbook:` in _config.yml.",
            err=True,
        )
    return Registries(Client(settings.mailto), endpoints(settings.endpoints))
