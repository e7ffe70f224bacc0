"""What an editor sees of a build: a line while it runs, and a table at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ..project import Project
from .addresses import pdf_of
from .publish import published
from .run import Built


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show `title` and the line given last, on a terminal only."""
    console = Console(stderr=True)
    with console.status(title) as status:
        yield lambda line: status.update(f"{title}  [dim]{line.replace('[', '(')}[/dim]")


def summary(
    project: Project,
    built: Sequence[Built],
    chapters: Sequence[str] = (),
    width: int | None = None,
) -> str:
    """Return the table of editions, or of `chapters`, as text: file, size, seconds, findings."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in (
        ("edition", "left"),
        ("file", "left"),
        ("size", "right"),
        ("seconds", "right"),
        ("findings", "right"),
        ("", "left"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    notes = project.settings.notes
    alone = [project.build / "pdf" / pdf_of(name, notes) for name in chapters]
    rows = [(one, path) for one in built for path in alone or [published(project, one.edition)]]
    for one, path in rows:
        table.add_row(
            one.edition,
            path.relative_to(project.root).as_posix(),
            size(path),
            f"{one.seconds:.1f}",
            str(len(one.findings)),
            "" if one.is_whole else "not published; the edition before it still stands",
        )
    console = Console(width=width or 120, color_system=None)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def size(path: Path) -> str:
    """Say how long an edition is: pages of HTML or PDF, and kilobytes."""
    if not path.exists():
        return "none"
    if path.is_dir():
        pages = list(path.rglob("*.html"))
        total = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        return f"{len(pages)} pages, {_kilobytes(total)}"
    if path.suffix == ".pdf":
        count = _pdf_pages(path)
        return f"{count} page{'' if count == 1 else 's'}, {_kilobytes(path.stat().st_size)}"
    return _kilobytes(path.stat().st_size)


def _pdf_pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as document:
        return len(document.pages)


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.0f} kB"
