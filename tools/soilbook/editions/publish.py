"""Moves what is whole to where readers look; what stood there stays until then."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..project import Project
from ..records.writing import replace_file
from .addresses import CHAPTERS, NOTES, ON_THE_WEBSITE
from .sizes import tell_sizes


def published(project: Project, edition: str) -> Path:
    """Where the finished edition stands: a folder for HTML, else a file."""
    folder = project.build / edition
    return folder if edition == "html" else folder / f"{project.stem}.{edition}"


def publish(project: Project, whole: Mapping[str, Path]) -> list[Path]:
    """Publish editions; the website gets copies of the others, which its pages link to.

    Parameters
    ----------
    project : Project
    whole : mapping of str to pathlib.Path
        What was built, by the name of the edition.

    Returns
    -------
    list of pathlib.Path
        The files and folders that are new.

    Raises
    ------
    OSError
        The file system refuses to hold an edition; those before it still stand.
    """
    new: list[Path] = []
    for edition in [name for name in whole if name != "html"]:
        target = published(project, edition)
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, whole[edition])
        new.append(target)
    if "pdf" in whole:
        new += _publish_extracts(project, whole["pdf"].parent)
    website = published(project, "html")
    if "html" in whole:
        with_editions = _beside(website)
        _copy(whole["html"], with_editions)
        _lay_editions(project, with_editions / ON_THE_WEBSITE)
        tell_sizes(with_editions)
        _swap(website)
        new.append(website)
    elif (website / ON_THE_WEBSITE).is_dir():
        new.append(_renew_editions(project, website))
    return new


def publish_chapters(project: Project, work: Path) -> list[Path]:
    """Publish the PDFs of single chapters that were built in the folder `work`; return them."""
    new: list[Path] = []
    website = published(project, "html")
    for path in sorted(work.glob("*/*.pdf")):
        target = project.build / "pdf" / path.relative_to(work)
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, path)
        new.append(target)
    if new and (website / ON_THE_WEBSITE).is_dir():
        new.append(_renew_editions(project, website))
    return new


def _publish_extracts(project: Project, work: Path) -> Iterator[Path]:
    for name in (CHAPTERS, NOTES):
        target = project.build / "pdf" / name
        if (work / name).is_dir():
            _copy(work / name, _beside(target))
            _swap(target)
        else:
            shutil.rmtree(target, ignore_errors=True)
        yield target


def _renew_editions(project: Project, website: Path) -> Path:
    target = website / ON_THE_WEBSITE
    _lay_editions(project, _beside(target))
    _swap(target)
    tell_sizes(website)
    return website


def _lay_editions(project: Project, target: Path) -> None:
    """Copy the published PDFs and the EPUB into a folder, if there are any."""
    parts = [published(project, name) for name in ("pdf", "epub")]
    parts += [project.build / "pdf" / name for name in (CHAPTERS, NOTES)]
    shutil.rmtree(target, ignore_errors=True)
    for part in [one for one in parts if one.exists()]:
        target.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if part.is_dir() else shutil.copyfile
        copy(part, target / part.name)


def _replace(target: Path, source: Path) -> None:
    replace_file(target, source.read_bytes())


def _copy(source: Path, beside: Path) -> None:
    shutil.rmtree(beside, ignore_errors=True)
    try:
        shutil.copytree(source, beside, ignore=shutil.ignore_patterns(".buildinfo*"))
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.new")


def _swap(target: Path) -> None:
    """Put the folder that was made beside `target` into its place."""
    before = target.with_name(f".{target.name}.old")
    shutil.rmtree(before, ignore_errors=True)
    if target.exists():
        target.rename(before)
    _beside(target).rename(target)
    shutil.rmtree(before, ignore_errors=True)
