"""Which checks run: those that are on by default, and what the configuration says."""

from __future__ import annotations

from collections.abc import Iterable

from ..findings import BLOCKING, SoilbookError, did_you_mean
from ..project import CONFIG, Project
from .registry import CHECKS


def chosen(project: Project, select: Iterable[str] | None = None) -> list[str]:
    """Return the names of the checks to run.

    Parameters
    ----------
    project : Project
        Its settings ``checks`` and ``ignore_checks`` count.
    select : iterable of str, optional
        Names that were asked for; then these run and no others.

    Returns
    -------
    list of str
        In the order in which the checks are declared, or that of `select`.

    Raises
    ------
    SoilbookError
        A name is not the name of a check, or a check that stops editions is switched off.
    """
    settings = project.settings
    _demand(settings.checks, f"{CONFIG}: soilbook: checks: there")
    _demand(settings.ignore_checks, f"{CONFIG}: soilbook: ignore_checks: there")
    for name in settings.ignore_checks:
        if name in BLOCKING:
            raise SoilbookError(
                f'{CONFIG}: soilbook: ignore_checks: "{name}" cannot be switched off.',
                "Editions would have holes: mend what it finds.",
            )
    names = list(select or ())
    _demand(names, "There")
    if names:
        return names
    wanted = [name for name in CHECKS if CHECKS[name].by_default or name in settings.checks]
    return [name for name in wanted if name not in settings.ignore_checks]


def _demand(names: Iterable[str], there: str) -> None:
    for name in names:
        if name not in CHECKS:
            raise SoilbookError(
                f'{there} is no check "{name}".{did_you_mean(name, CHECKS)}',
                "`jb check --list` shows them all.",
            )
