"""Where things are in a repository, and the settings of soilbook."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from .findings import SoilbookError, did_you_mean

CONFIG = "_config.yml"
TOC = "_toc.yml"
_GROUPS = ("sphinx", "execute", "html", "latex", "launch_buttons", "parse", "repository")


@dataclass(frozen=True)
class Settings:
    """What ``soilbook:`` in ``_config.yml`` may say; each option is declared here and only here."""

    subtitle: str = field(default="", metadata={"help": "below the title on the title page"})
    notice: str = field(default="", metadata={"help": "a notice on the title page, plain text"})
    licence: str = field(default="", metadata={"help": "of the book, such as CC BY 4.0"})
    publisher: str = field(default="", metadata={"help": "on the imprint and in the metadata"})
    identifier: str = field(default="", metadata={"help": "of the book: a DOI, ISBN or address"})
    certified_by: str = field(
        default="", metadata={"help": "who vouches that the EPUB meets WCAG 2.2 AA"}
    )
    keywords: tuple[str, ...] = field(
        default=(), metadata={"help": "what the book is about, for the metadata of PDF and EPUB"}
    )
    stem: str = field(default="", metadata={"help": "file name of the PDF and EPUB"})
    paper: str = field(default="a4", metadata={"help": "such as a4 or 170mm x 240mm, of the PDF"})
    margins: Mapping[str, str] = field(
        default_factory=dict, metadata={"help": "of the PDF: inside, outside, top, bottom"}
    )
    binding: str = field(
        default="", metadata={"help": "more room at the back, such as 10mm; pages have two sides"}
    )
    text_size: str = field(default="", metadata={"help": "of the text of the PDF, such as 10.5pt"})
    text_font: tuple[str, ...] = field(default=(), metadata={"help": "of the text of the PDF"})
    heading_font: tuple[str, ...] = field(default=(), metadata={"help": "of the headings"})
    code_font: tuple[str, ...] = field(default=(), metadata={"help": "of code in the PDF"})
    maths_font: tuple[str, ...] = field(default=(), metadata={"help": "of equations in the PDF"})
    fonts: str = field(default="", metadata={"help": "folder of the repository with more fonts"})
    cover: str = field(default="", metadata={"help": "picture on the first page of the PDF"})
    lists: tuple[str, ...] = field(
        default=("figures", "tables"),
        metadata={"help": "lists behind the contents of the PDF; also listings"},
    )
    template: str = field(default="", metadata={"help": "theme of the PDF: a Typst file"})
    notes: tuple[str, ...] = field(
        default=("syntheses",), metadata={"help": "folders whose chapters are synthesis notes"}
    )
    checks: tuple[str, ...] = field(
        default=(), metadata={"help": "checks to run that are off by default"}
    )
    ignore_checks: tuple[str, ...] = field(default=(), metadata={"help": "checks not to run"})
    mailto: str = field(default="", metadata={"help": "your mail address, for Crossref"})
    lock_days: int = field(
        default=0, metadata={"help": "days after which an answer of a registry is too old"}
    )
    self_citations: int = field(
        default=25, metadata={"help": "percent of a page's works that may be by its authors"}
    )
    redirects: Mapping[str, str] = field(
        default_factory=dict, metadata={"help": "pages that moved: old page, new page"}
    )
    endpoints: Mapping[str, str] = field(
        default_factory=dict, metadata={"help": "other addresses of the registries"}
    )

    @classmethod
    def of(cls, options: Any, where: str) -> Settings:
        """Read the options, or raise `SoilbookError` for one that does not exist."""
        if not isinstance(options, Mapping):
            raise SoilbookError(
                f"{where}: soilbook: must be a list of options.", "Write `name: value`, indented."
            )
        unset = cls()
        known = {option.name: getattr(unset, option.name) for option in fields(cls)}
        for name in options:
            if name not in known:
                raise SoilbookError(
                    f'{where}: soilbook has no option "{name}".{did_you_mean(str(name), known)}',
                    f"The options are {', '.join(sorted(known))}.",
                )
        # An option with nothing behind the colon says nothing.
        said = {
            name: _read_as(type(known[name]), value, f"{where}: soilbook: {name}:")
            for name, value in options.items()
            if value is not None
        }
        if re.search(r"[\\/\0]|\A\.", stem := str(said.get("stem", ""))):
            raise SoilbookError(
                f'{where}: soilbook: stem: "{stem}" is no file name.',
                "Write it without folders and without an ending.",
            )
        return cls(**said)


def _read_as(kind: type, value: Any, where: str) -> Any:
    readers = {tuple: _names, dict: _texts, int: _number}
    return readers[kind](value, where) if kind in readers else str(value)


def _texts(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise SoilbookError(f"{where} must be a list of options.", "Write `name: value`, indented.")
    return {str(name): str(address) for name, address in value.items()}


def _number(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SoilbookError(f'{where} "{value}" is no number.', "Write a whole number.")
    return value


def _names(value: Any, where: str) -> tuple[str, ...]:
    """A list of names, or the one name that was written without a list."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SoilbookError(f"{where} must be a list of names.", "Write `[name, name]`.")
    return tuple(names)


@dataclass(frozen=True)
class Project:
    """One repository with a ``_config.yml`` at its top."""

    root: Path
    config: Mapping[str, Any]
    settings: Settings
    #: The day on which what has a last day is judged; editions are dated by `epoch` instead.
    today: date = field(default_factory=date.today)

    @classmethod
    def at(cls, folder: Path) -> Project:
        """Open the repository in `folder`.

        Raises
        ------
        SoilbookError
            There is no ``_config.yml``, or it cannot be read.
        """
        root = folder.resolve()
        path = root / CONFIG
        if not path.is_file():
            raise SoilbookError(
                f"There is no {CONFIG} in {folder}.", "Run the command in the top folder of a book."
            )
        config = _read_config(path)
        _check_shapes(config)
        return cls(root, config, Settings.of(config.get("soilbook") or {}, CONFIG))

    @property
    def build(self) -> Path:
        """The folder of everything that is made."""
        return self.root / "_build"

    @property
    def cache(self) -> Path:
        """The folder where the outputs of notebooks are kept."""
        own = self.config.get("execute")
        said = own.get("cache") if isinstance(own, Mapping) else None
        folder = self.sphinx_options.get("nb_execution_cache_path") or said
        return self.root / str(folder) if folder else self.build / ".jupyter_cache"

    @property
    def toc(self) -> Path:
        """The table of contents."""
        return self.root / TOC

    @property
    def title(self) -> str:
        """Title of the book, plain text."""
        return str(self.config.get("title") or "Untitled book")

    @property
    def authors(self) -> str:
        """The authors as one line, the way the configuration gives them."""
        return str(self.config.get("author") or "")

    @property
    def sphinx_options(self) -> Mapping[str, Any]:
        """The part ``sphinx: config:`` of the configuration."""
        sphinx = self.config.get("sphinx") or {}
        return sphinx.get("config") or {}

    @property
    def extensions(self) -> list[str]:
        """The Sphinx extensions that the configuration adds to Jupyter Book's own."""
        sphinx = self.config.get("sphinx") or {}
        return [str(name) for name in sphinx.get("extra_extensions") or []]

    @property
    def language(self) -> str:
        """Language of the book as a BCP 47 tag."""
        return str(self.sphinx_options.get("language") or "en").replace("_", "-")

    @property
    def bibliographies(self) -> list[Path]:
        """The .bib files that the configuration names."""
        names = self.config.get("bibtex_bibfiles") or self.sphinx_options.get("bibtex_bibfiles")
        return [self.root / name for name in ([names] if isinstance(names, str) else names or [])]

    @property
    def stem(self) -> str:
        """File name of the PDF and EPUB, without its ending."""
        return self.settings.stem or _slug(self.title)

    @cached_property
    def epoch(self) -> int:
        """Seconds since 1970 of the last commit, or of 1980 outside git; dates every edition."""
        command = ["git", "-C", str(self.root), "log", "-1", "--format=%ct"]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            return int(answer.stdout)
        except (OSError, subprocess.CalledProcessError, ValueError):
            return 315532800


def _read_config(path: Path) -> Mapping[str, Any]:
    try:
        config = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SoilbookError(f"{CONFIG} is not UTF-8 text: {error}.", "Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{CONFIG}:{mark.line + 1}:{mark.column + 1}" if mark else CONFIG
        raise SoilbookError(
            f"{place}: this is not YAML: {error.problem}.", "Mend that line or the one above it."
        ) from error
    if config is not None and not isinstance(config, Mapping):
        raise SoilbookError(f"{CONFIG}:1: this is not a list of options.", "Write `name: value`.")
    return config or {}


def _check_shapes(config: Mapping[str, Any]) -> None:
    """Raise `SoilbookError` where a part that soilbook reads is not of the kind it must be."""
    sphinx = config.get("sphinx") or {}
    options = (sphinx.get("config") or {}) if isinstance(sphinx, Mapping) else {}
    for name in ("title", "author"):
        if not isinstance(config.get(name) or "", str):
            raise SoilbookError(f"{CONFIG}: {name}: must be text.", "Write it between quotes.")
    extensions = (sphinx.get("extra_extensions") or []) if isinstance(sphinx, Mapping) else []
    if not isinstance(extensions, list):
        raise SoilbookError(
            f"{CONFIG}: sphinx: extra_extensions: must be a list.", "Write `- soilbook` below it."
        )
    for name, value in [
        *((name, config.get(name) or {}) for name in _GROUPS),
        ("sphinx: config", options),
    ]:
        if not isinstance(value, Mapping):
            raise SoilbookError(
                f"{CONFIG}: {name}: must be a list of options.", "Write `name: value`, indented."
            )
    for holder in (config, options):
        files = holder.get("bibtex_bibfiles") or []
        if not isinstance(files, str | list) or not all(isinstance(file, str) for file in files):
            raise SoilbookError(
                f"{CONFIG}: bibtex_bibfiles: must be a list of file names.",
                "Write `- references.bib` below it.",
            )


def _slug(title: str) -> str:
    # casefold() first: it makes "ss" of "ß", which no normal form does.
    letters = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", "-", plain, flags=re.ASCII)
    return words.strip("-")[:60].strip("-") or "book"
