"""The book of one repository: its records, each read once and only when it is asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from ..project import TOC, Project
from .answers import bare_doi, is_doi
from .bibliography import BibEntry, Bibliography, read_bibliography
from .datasets import FOLDER
from .descriptors import Dataset, read_dataset
from .lock import LOCK, Lock, read_lock
from .markdown import Directive
from .pages import Page, read_page
from .places import Fault
from .source import Source, as_expression, excluded_by, files_below, read_source
from .suppressions import Suppression, in_bibliography
from .toc import Toc, TocEntry, read_toc

#: Where this kind of repository keeps its pages.
PAGE_FOLDERS = ("book", "syntheses")
_SUFFIXES = (".md", ".ipynb", ".rst", ".myst")
_JUPYTER_BOOK_EXCLUDES = ("_build", "Thumbs.db", ".DS_Store", "**.ipynb_checkpoints")
_NOT_PAGES = frozenset(
    {"README", "CHANGELOG", "CODE_OF_CONDUCT", "CONTRIBUTING", "LICENSE", "LICENSE-CONTENT"}
)


class Book:
    """What the repository of a project holds."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = project.root
        #: Files outside the repository that a page or the configuration names.
        self.outside = {
            place
            for path in project.bibliographies
            if not self.holds(path)
            for place in (path, path.with_name(LOCK))
        }

    def name_of(self, path: Path) -> str:
        """A path as findings show it: relative to the top folder."""
        # Not resolve(): a linked file keeps the name that the author knows.
        return path.relative_to(self.root).as_posix() if self.holds(path) else path.as_posix()

    def holds(self, path: Path) -> bool:
        """Whether a path lies in the repository."""
        return path.is_relative_to(self.root)

    @cached_property
    def _toc_source(self) -> Source | None:
        return read_source(self.project.toc) if self.project.toc.is_file() else None

    @cached_property
    def toc(self) -> Toc:
        """The table of contents."""
        if self._toc_source is None:
            message = f"There is no {TOC}: Jupyter Book needs one to know the order of the pages."
            return Toc(faults=[Fault(0, 0, message)])
        return read_toc(self._toc_source.text)

    @cached_property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of files that can be pages, the ones first that Sphinx tries first."""
        own = self.project.sphinx_options.get("nb_custom_formats")
        return (*_SUFFIXES, *(own if isinstance(own, Mapping) else ()))

    def file_of(self, entry: TocEntry) -> str | None:
        """The page that an entry names, with or without its ending; nothing if there is none."""
        name = entry.target.removeprefix("./")
        if name.endswith(self.suffixes) and (self.root / name).is_file():
            return name
        found = (name + suffix for suffix in self.suffixes)
        return next((name for name in found if (self.root / name).is_file()), None)

    @cached_property
    def listed(self) -> list[str]:
        """The pages of the table of contents, in its order."""
        names: dict[str, None] = {}
        for entry in self.toc.entries:
            if entry.kind == "glob":
                names |= dict.fromkeys(self.matches(entry.target))
            elif entry.kind != "url" and (name := self.file_of(entry)):
                names[name] = None
        return list(names)

    def matches(self, pattern: str) -> list[str]:
        """The pages that a pattern of the table of contents means."""
        matches = re.compile(as_expression(pattern)).match
        return [name for name in self._files if matches(name.removesuffix(Path(name).suffix))]

    @cached_property
    def _files(self) -> list[str]:
        """Every file that could be a page."""
        patterns = list(_JUPYTER_BOOK_EXCLUDES)
        for options in (self.project.config, self.project.sphinx_options):
            own = options.get("exclude_patterns")
            patterns += map(str, own) if isinstance(own, list) else ()
        return list(files_below(self.root, self.suffixes, excluded_by(patterns)))

    @cached_property
    def unlisted(self) -> list[str]:
        """Pages that an editor would expect in the table of contents, but which are not there.

        Without ``only_build_toc_files``: every page that is not excluded, because all are built.
        With it: the pages below ``book/`` and ``syntheses/``; in a repository without these, the
        pages that share a folder (not the top one) with a page that is listed.
        """
        rest = [name for name in self._files if name not in self.listed]
        if not self.project.config.get("only_build_toc_files"):
            return rest
        rest = [name for name in rest if PurePosixPath(name).stem.upper() not in _NOT_PAGES]
        if any((self.root / folder).is_dir() for folder in PAGE_FOLDERS):
            return [name for name in rest if name.startswith(tuple(f"{f}/" for f in PAGE_FOLDERS))]
        folders = {PurePosixPath(name).parent for name in self.listed} - {PurePosixPath()}
        return [name for name in rest if PurePosixPath(name).parent in folders]

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its name: listed, unlisted, then the texts that these include."""
        pages = {name: self._read(name) for name in [*self.listed, *self.unlisted]}
        waiting = list(pages.values())
        while waiting:
            for name in self._includes(waiting.pop()):
                if name not in pages:
                    pages[name] = self._read(name)
                    waiting.append(pages[name])
        return pages

    def _read(self, name: str) -> Page:
        return read_page(name, read_source(self.root / name))

    @cached_property
    def included(self) -> frozenset[str]:
        """The texts that are part of another page."""
        return frozenset(name for page in self.pages.values() for name in self._includes(page))

    def _includes(self, page: Page) -> Iterator[str]:
        for directive in page.directives:
            if directive.name != "include" or {"literal", "code"} & directive.options.keys():
                continue
            path = self.path_from(page, directive.argument)
            if path.is_file() and self.holds(path) and path.suffix in (".md", ".rst", ".txt"):
                yield self.name_of(path)

    def path_from(self, page: Page, target: str) -> Path:
        """The file that a page means: from its own folder, or with ``/`` from the top folder."""
        start = self.root if target.startswith("/") else (self.root / page.name).parent
        # Parts such as ".." go, so that the name is the one that the author knows.
        path = Path(os.path.normpath(start / target.lstrip("/")))
        if not self.holds(path):
            self.outside.add(path)
        return path

    def directives(self, name: str) -> Iterator[Directive]:
        """The directives of one name on all pages."""
        for page in self.pages.values():
            yield from (found for found in page.directives if found.name == name)

    @cached_property
    def bibliography_sources(self) -> dict[str, Source]:
        """The text of each .bib file that exists."""
        paths = [path for path in self.project.bibliographies if path.is_file()]
        return {self.name_of(path): read_source(path) for path in paths}

    @cached_property
    def bibliographies(self) -> dict[str, Bibliography]:
        """Each .bib file that exists, by its name."""
        sources = self.bibliography_sources.items()
        return {name: read_bibliography(source.text) for name, source in sources}

    @cached_property
    def keys(self) -> dict[str, None]:
        """The keys of all bibliographies, in their order."""
        found = (bibliography.entries for bibliography in self.bibliographies.values())
        return dict.fromkeys(entry.key for entries in found for entry in entries)

    @cached_property
    def identified(self) -> list[tuple[str, BibEntry, str]]:
        """The entries that have a DOI, with their file and the DOI in lower case."""
        return [
            (name, entry, doi)
            for name, bibliography in self.bibliographies.items()
            for entry in bibliography.entries
            if "doi" in entry.fields and is_doi(doi := bare_doi(entry.fields["doi"].value))
        ]

    @cached_property
    def lock_path(self) -> Path:
        """Where the answers of the registries lie: beside the first bibliography."""
        return next(iter(self.project.bibliographies), self.root / LOCK).with_name(LOCK)

    @cached_property
    def lock(self) -> Lock:
        """What the registries said of the references."""
        return read_lock(self.lock_path)

    @cached_property
    def suppressions(self) -> dict[str, list[Suppression]]:
        """The comments that allow findings, by the file in which they stand."""
        pages = {name: page.suppressions for name, page in self.pages.items()}
        bibliographies = self.bibliographies.items()
        return pages | {name: list(in_bibliography(found)) for name, found in bibliographies}

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        """Each folder below ``datasets/``, by its name."""
        top = self.root / FOLDER
        folders: Iterable[Path] = sorted(top.iterdir()) if top.is_dir() else ()
        visible = [
            path for path in folders if path.is_dir() and not path.name.startswith((".", "_"))
        ]
        # A folder named "datasets" in another kind of repository holds what its authors like.
        if not any((path / "datapackage.json").is_file() for path in visible):
            return {}
        return {path.name: read_dataset(path) for path in visible}

    def utf8_faults(self) -> Iterator[tuple[str, Fault]]:
        """Every file that is not UTF-8, with the place of the first byte that is not."""
        sources: dict[str, Fault | None] = {name: p.utf8_fault for name, p in self.pages.items()}
        sources |= {name: source.fault for name, source in self.bibliography_sources.items()}
        sources[TOC] = self._toc_source.fault if self._toc_source else None
        for name, dataset in self.datasets.items():
            sources[f"{FOLDER}/{name}/datapackage.json"] = dataset.utf8_fault
            for table in dataset.resources:
                sources[self.name_of(table.path)] = read_source(table.path).fault
        yield from ((name, fault) for name, fault in sources.items() if fault)
