"""The pages that are notebooks: read as MyST-NB will read them, and marked with the run to show.

This is the one module of this stage that knows MyST-NB, whose readers need no Sphinx. They are
imported only for a page whose text is new.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from ..findings import SoilbookError
from ..project import Project
from ..records.book import Book
from .formats import KERNEL, MARK, read_marked, with_mark
from .options import Options
from .records import write_json

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LOAD = re.compile(r"^[ \t]*:?load:[ \t]*(\S+)", re.MULTILINE)
_OF_A_RUN = ("raises-exception", "skip-execution")
# The form of the summaries that are kept; one of another form is not found.
_FORM = "2"
_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)", re.DOTALL)


@dataclass(frozen=True)
class Summary:
    """What deciding needs to know of a page; `code` is empty for one that is not run.

    `code` is a digest of what decides the outputs, `shape` one of all that is part of the key of
    jupyter-cache: the metadata of the cells too, such as the caption of a figure.
    """

    code: str
    shape: str = ""
    datasets: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    allow: tuple[dict[str, str], ...] = ()


def notebooks_of(project: Project) -> list[str]:
    """The pages of the book that could be notebooks, in its order."""
    book = Book(project)
    names = list(book.listed)
    if not project.config.get("only_build_toc_files"):
        names += book.unlisted
    own = tuple(str(suffix) for suffix in project.sphinx_options.get("nb_custom_formats") or ())
    return [name for name in names if name.endswith((".md", ".ipynb", *own))]


def read_text(path: Path) -> str:
    """The text as Sphinx reads it: without a byte order mark, with one kind of line end."""
    return path.read_text(encoding="utf-8-sig", errors="replace")


class Summaries:
    """Summaries of pages by the digest of their text, kept between builds."""

    def __init__(self, root: Path, options: Options) -> None:
        self.root = root
        self.options = options
        self.path = options.folder / "code.json"
        self.known = _read_known(self.path)
        self.used: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}

    def of(self, name: str) -> Summary:
        """Summarize a page; its cells are parsed only when the text is new."""
        self.texts[name] = text = read_text(self.root / name)
        if self.options.format_of(name):
            # What a reader of the book's own makes of a text can change without the text.
            return self._read(name, text)
        digest = self._digest(name, text)
        if digest not in self.known:
            self.known[digest] = json.loads(json.dumps(asdict(self._read(name, text))))
        self.used[digest] = found = self.known[digest]
        return Summary(
            found["code"],
            found["shape"],
            tuple(found["datasets"]),
            tuple(found["inputs"]),
            tuple(found["allow"]),
        )

    def save(self) -> None:
        """Keep what was used now, if that is not what is there."""
        if self.used != _read_known(self.path):
            write_json(self.path, self.used)

    def _digest(self, name: str, text: str) -> str:
        parts = [_FORM, name, repr(self.options.myst), repr(self.options.aliases), text]
        folder = (self.root / name).parent
        for target in _LOAD.findall(text):
            loaded = folder / target
            parts.append(read_text(loaded) if loaded.is_file() else "")
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _read(self, name: str, text: str) -> Summary:
        if self.options.format_of(name) is None and metadata_of(name, text) is None:
            return Summary("")
        try:
            notebook = read_notebook(self.root / name, text, self.options)
        except SoilbookError:
            raise
        # MyST-NB and nbformat have errors of many kinds for a text that is no notebook.
        except Exception as error:
            message = f"{name} cannot be read as a notebook: {' '.join(str(error).split())}"
            raise SoilbookError(message, "Mend the page.") from error
        metadata = notebook.metadata
        if _mode(metadata) != "cache":
            return Summary("")
        own = metadata.get("soilbook")
        allow = own.get("allow") if isinstance(own, Mapping) else None
        datasets, inputs = _names(metadata, "datasets"), _names(metadata, "inputs")
        kernel, cells = metadata.get("kernelspec") or {}, code_cells(notebook)
        decides = [[[cell.source, _tags(cell)] for cell in cells], kernel.get("name")]
        decides += [metadata.get("execution"), _of_execution(metadata), datasets, inputs]
        return Summary(
            _sha256(decides),
            _sha256([[[cell.source, cell.metadata] for cell in cells], kernel]),
            datasets,
            inputs,
            tuple(
                {str(k): str(v) for k, v in entry.items()}
                for entry in allow or ()
                if isinstance(entry, Mapping)
            ),
        )


def _read_known(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _names(metadata: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = metadata.get(key) or ()
    return tuple(map(str, [value] if isinstance(value, str) else value))


def _sha256(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _tags(cell: NotebookNode) -> list[str]:
    """The tags of a cell that decide how it runs; the others say how it is shown."""
    return [tag for tag in _OF_A_RUN if tag in (cell.metadata.get("tags") or ())]


def _of_execution(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says to MyST-NB of its execution."""
    own = metadata.get("mystnb")
    said = own if isinstance(own, Mapping) else {}
    return {key: value for key, value in said.items() if key.startswith("execution")}


def _mode(metadata: Mapping[str, Any]) -> str:
    """The mode that a page asks for by itself."""
    own = metadata.get("mystnb")
    return str(own.get("execution_mode", "cache")) if isinstance(own, Mapping) else "cache"


def metadata_of(name: str, text: str) -> dict[str, Any] | None:
    """The metadata of a notebook, or nothing for a page of another kind."""
    if name.endswith(".ipynb"):
        try:
            found = json.loads(text)
        except ValueError:
            return None
        return dict(found.get("metadata") or {}) if isinstance(found, dict) else None
    front = _FRONT.match(text)
    if front is None:
        return None
    try:
        found = yaml.safe_load(front["yaml"])
    except yaml.YAMLError:
        return None
    return found if isinstance(found, dict) and _is_notebook(found) else None


def _is_notebook(metadata: Mapping[str, Any]) -> bool:
    value: Any = metadata
    if metadata.get("file_format") == "mystnb":
        return True
    for key in ("jupytext", "text_representation", "format_name"):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value == "myst"


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells of a notebook, in their order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def read_notebook(path: Path, text: str, options: Options) -> NotebookNode:
    """Read the text of a page into the notebook that MyST-NB makes of it."""
    from myst_nb.core.read import read_myst_markdown_notebook, standard_nb_read
    from myst_parser.config.main import MdParserConfig

    if own := options.format_of(path.name):
        notebook = read_marked(text, own.reader, own.keywords)
    elif path.suffix == ".ipynb":
        notebook = standard_nb_read(text)
    else:
        markdown = MdParserConfig(enable_extensions=set(options.myst))
        notebook = read_myst_markdown_notebook(
            text, config=markdown, add_source_map=True, path=str(path)
        )
    kernel = notebook.metadata.get("kernelspec", {})
    for pattern, alias in options.aliases:
        if re.fullmatch(pattern, kernel.get("name", "")):
            kernel["name"] = alias
            break
    return notebook


def marked(name: str, text: str, key: str, own: tuple[str, ...]) -> str:
    """The text of a page with the name of its run in the kernel metadata, line for line.

    `own` are the endings of the formats that the book adds; there it stands before the text.
    """
    if name.endswith(own):
        return with_mark(text, key)
    metadata = metadata_of(name, text)
    if metadata is None:
        return text
    metadata["kernelspec"] = {**(metadata.get("kernelspec") or KERNEL), MARK: key}
    if PurePosixPath(name).suffix == ".ipynb":
        return json.dumps({**json.loads(text), "metadata": metadata})
    front = _FRONT.match(text)
    assert front is not None
    flow = yaml.safe_dump(
        metadata, default_flow_style=True, default_style='"', width=10**9, allow_unicode=True
    )
    # As many lines as before, so that every message names the right one.
    filler = "\n" * (front["yaml"].count("\n") - 1)
    start, end = front.span("yaml")
    return text[:start] + flow.rstrip("\n") + "\n" + filler + text[end:]
