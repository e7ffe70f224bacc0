"""What an editor sees of the stage: a bar while notebooks run, and one line a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from . import stage


@contextmanager
def progress() -> Iterator[stage.Progress]:
    """Show a bar and the notebook that was done last, on a terminal only."""
    console = Console(stderr=True)
    columns = (
        TextColumn("running notebooks"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[last]}[/dim]"),
    )
    shown = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
    with shown as bar:
        task = bar.add_task("", total=None, last="")

        def watch(page: str, seconds: float, done: int, total: int) -> None:
            last = f"{page} {seconds:.1f} s".replace("[", "(")
            bar.update(task, completed=done, total=total, last=last)

        yield watch


def waiting(holder: str) -> None:
    """Say that another process has to be done first."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(
        f"Waiting for {holder}, which runs notebooks of this book.", markup=False
    )


def as_lines(results: Sequence[stage.Result], *, ran: bool = False) -> str:
    """One line a notebook: fresh, or why it runs, and its seconds when it `ran`."""
    lines = []
    for result in results:
        if not result.reason:
            lines.append(f"{result.page}: fresh")
        elif ran:
            where = f" (on {result.where})" if result.where else ""
            lines.append(f"{result.page}: {result.seconds:.1f} s, since {result.reason}{where}")
        else:
            lines.append(f"{result.reason} → {result.page}")
    stale = sum(bool(result.reason) for result in results)
    verb = "ran" if ran else "must run"
    return "\n".join([*lines, f"{stale} of {len(results)} notebooks {verb}"])
