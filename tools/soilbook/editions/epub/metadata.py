"""What the EPUB says about the book."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sphinx.config import Config

from ...findings import SoilbookError
from ...project import CONFIG, Project, Settings
from .words import Words, words_in

# What `Project.epoch` is outside git.
UNKNOWN = 315532800


@dataclass(frozen=True)
class Book:
    """The metadata of one book.

    Parameters
    ----------
    title, subtitle, authors, notice, licence, publisher, copyright : str
        Plain text; empty when the book says nothing.
    language : str
        BCP 47 tag.
    identifier : str
        What ``soilbook: identifier:`` says, or a ``urn:uuid`` that stays the same for one book.
    certified_by : str
        Who vouches for the accessibility of the EPUB; empty when nobody does.
    stem : str
        File name without its ending.
    epoch : int
        Seconds since 1970 that date the edition.
    """

    title: str
    subtitle: str
    authors: str
    notice: str
    licence: str
    publisher: str
    copyright: str
    language: str
    identifier: str
    certified_by: str
    stem: str
    epoch: int

    @classmethod
    def of(cls, folder: Path, config: Config) -> Book:
        """Read the metadata of the book whose sources are in `folder`."""
        project = _project(folder, config)
        settings = project.settings
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        return cls(
            title=project.title,
            subtitle=settings.subtitle,
            authors=project.authors,
            notice=" ".join(settings.notice.split()),
            licence=settings.licence,
            publisher=settings.publisher,
            copyright=str(project.config.get("copyright") or ""),
            language=project.language,
            identifier=settings.identifier or _identifier(project),
            certified_by=settings.certified_by,
            stem=project.stem,
            epoch=int(epoch) if epoch.isdecimal() else project.epoch,
        )

    @property
    def words(self) -> Words:
        """The words of the edition in the language of the book, English where there are none."""
        return words_in(self.language)

    @property
    def date(self) -> str:
        """``2026-11-22``; empty when nothing dates the book."""
        if self.epoch <= UNKNOWN:
            return ""
        return datetime.fromtimestamp(self.epoch, UTC).strftime("%Y-%m-%d")

    @property
    def modified(self) -> str:
        """``2026-11-22T08:30:00Z``."""
        return datetime.fromtimestamp(self.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def rights(self) -> str:
        """One line on copyright and licence, empty when neither is known."""
        owner = f"© {self.copyright}" if self.copyright else ""
        return ". ".join(part for part in (owner, self.licence) if part)


def _project(folder: Path, config: Config) -> Project:
    """A folder with a ``conf.py`` instead of a ``_config.yml`` is a book as well."""
    try:
        return Project.at(folder)
    except SoilbookError:
        if (folder / CONFIG).is_file():
            raise
        known = {
            "title": config.html_title or config.project,
            "author": config.author,
            "copyright": config.copyright,
            "sphinx": {"config": {"language": config.language}},
        }
        return Project(folder, known, Settings())


def _identifier(project: Project) -> str:
    """The same for every build and machine: made of the title and the repository's address."""
    repository = (project.config.get("repository") or {}).get("url") or ""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{repository}#{project.title}").urn
