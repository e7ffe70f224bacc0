"""Watches a Python kernel from inside: the files, folders, modules and hosts that a notebook uses.

The runner sends the text of this file to the kernel before the first cell and calls `start`; after
the last cell it asks for `report`. Only the standard library is used and nothing of the package,
since the kernel may belong to another environment. This is a witness, not a sandbox: code in C, and
other programs that a notebook starts, are not seen.
"""

from __future__ import annotations

import importlib.machinery
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR
_LISTS = frozenset({"os.listdir", "os.scandir"})
_CONNECTS = frozenset({"socket.connect", "socket.getaddrinfo"})
_MOVES = frozenset({"os.rename", "os.remove"})
# What every program of this system reads: no data of a book.
_OF_THE_SYSTEM = """
    /proc /dev /sys /usr /lib /lib64 /opt /nix /System /Library /private/var/db /etc/localtime
    /etc/timezone /etc/fonts /etc/ssl /etc/mime.types /etc/os-release
""".split()
_OF_THE_USER = """
    .ipython .jupyter .matplotlib .fonts .cache .config/matplotlib .local/share/fonts
    .local/share/jupyter Library/Caches Library/Fonts
""".split()
_NAMED_BY = "MPLCONFIGDIR XDG_CACHE_HOME IPYTHONDIR JUPYTER_RUNTIME_DIR SYSTEMROOT".split()


class Observer:
    """What was seen so far; paths are absolute until `report` is made."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.is_active = True
        self.cell = 0
        self.reads: dict[str, list[int] | None] = {}
        self.written: set[str] = set()
        # Where the notebook read and wrote: the cell, its line, and the path.
        self.read_at: dict[tuple[int, int, str], None] = {}
        self.written_at: dict[tuple[int, int, str], None] = {}
        self.listed: set[str] = set()
        self.datasets: set[str] = set()
        self.outside: dict[tuple[int, int, str], None] = {}
        self.before = set(sys.modules)
        named = [os.environ[name] for name in _NAMED_BY if os.environ.get(name)]
        user = [os.path.join(os.path.expanduser("~"), name) for name in _OF_THE_USER]  # noqa: PTH111, PTH118
        installed = {sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(None, sys.path)}
        self.installed = [path for path in installed if not _is_in(self.root, path)]
        self.ignored = [tempfile.gettempdir(), *self.installed, *_OF_THE_SYSTEM, *user, *named]

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of one audit event; an event that says nothing is left out."""
        if not self.is_active:
            return
        if event == "open":
            self.open(arguments)
        elif event in _LISTS:
            self.list(arguments[0])
        elif event == "soilbook.dataset":
            self.datasets.add(str(arguments[0]))
            self.read_at[self.cell, _line_of_cell(), f"datasets/{arguments[0]}/"] = None
        elif event in _CONNECTS:
            self.connect(event, arguments)
        elif event in _MOVES:
            for path in filter(None, map(_absolute, arguments[:2])):
                self.write(path)
        elif event == "sqlite3.connect":
            self.read(_absolute(arguments[0]))

    def open(self, arguments: tuple[Any, ...]) -> None:
        if (path := _absolute(arguments[0])) is None or _is_of_import():
            return
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if flags & _WRITES:
            self.write(path)
        else:
            self.read(path)

    def write(self, path: str) -> None:
        self.written.add(path)
        self.written_at[self.cell, _line_of_cell(), path] = None

    def read(self, path: str | None) -> None:
        if path is None:
            return
        if path in self.written:
            self.read_at[self.cell, _line_of_cell(), path] = None
        if _is_in(path, self.root):
            if self.is_source(path):
                self.reads.setdefault(path, signature(path))
                self.read_at[self.cell, _line_of_cell(), path] = None
        elif not any(_is_in(path, top) for top in self.ignored):
            self.note(f"open {path}")

    def list(self, folder: Any) -> None:
        path = _absolute("." if folder is None else folder)
        if path and _is_in(path, self.root) and self.is_source(path) and not _is_of_import():
            self.listed.add(path)
            self.read_at[self.cell, _line_of_cell(), path + os.sep] = None

    def connect(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            address = arguments[1]
            if not isinstance(address, tuple):
                return
            host, port = address[0], address[1]
        else:
            host, port = arguments[0], arguments[1]
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if not name or name in ("localhost", "::1", "0.0.0.0", "::") or name.startswith("127."):
            return
        self.note(f"connect {name}:{port}" if port is not None else f"connect {name}")

    def is_source(self, path: str) -> bool:
        """Whether a path in the repository holds what an author keeps there."""
        if _is_in(path, sys.prefix) and _is_in(sys.prefix, self.root):
            return False
        folders = Path(path).relative_to(self.root).parts[:-1]
        hidden = any(name.startswith(".") or name in ("_build", "__pycache__") for name in folders)
        return not hidden and not path.endswith(".pyc")

    def note(self, what: str) -> None:
        self.outside[self.cell, _line_in_cell(), what] = None

    def next_cell(self, _: Any) -> None:
        """Count the cells that run; what the runner itself asks for is silent, so not counted."""
        self.cell += 1

    def modules(self) -> list[str]:
        """The files of the modules in the repository, and notes of those from elsewhere."""
        local = []
        for module in list(sys.modules.values()):
            path = _absolute(vars(module).get("__file__")) if isinstance(module, ModuleType) else ""
            if path and _is_in(path, self.root):
                local += [path] if self.is_source(path) else []
            elif path and not any(_is_in(path, top) for top in self.ignored):
                self.note(f"import {path}")
        return local

    def imports(self, local: list[str]) -> list[str]:
        """The top names that were imported after the start, but for Python's and local ones."""
        ours = {
            name.partition(".")[0]
            for name, module in list(sys.modules.items())
            if isinstance(module, ModuleType) and vars(module).get("__file__") in local
        }
        names = {name.partition(".")[0] for name in set(sys.modules) - self.before}
        return sorted(names - ours - sys.stdlib_module_names)

    def report(self) -> str:
        """Everything that was seen, as JSON."""
        self.is_active = False
        local = self.modules()
        return json.dumps(
            {
                "reads": self.reads,
                "modules": sorted(set(local)),
                "written": sorted(self.written),
                "read_at": [list(one) for one in self.read_at],
                "written_at": [list(one) for one in self.written_at],
                "listed": sorted(self.listed),
                "datasets": sorted(self.datasets),
                "outside": [list(one) for one in self.outside],
                "imports": self.imports(local),
                "python": platform.python_version(),
                "prefix": sys.prefix,
            }
        )


def signature(path: str) -> list[int] | None:
    """What changes when a file is written; nothing for a file that is not there."""
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return [state.st_size, state.st_mtime_ns, state.st_ino]


def _is_in(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def _absolute(path: Any) -> str | None:
    """An absolute path, or nothing for a number (a file that is open already)."""
    if not isinstance(path, str | bytes | os.PathLike):
        return None
    name = os.fsdecode(path)
    return os.path.abspath(name) if name and "\0" not in name else None  # noqa: PTH100


def _is_of_import() -> bool:
    """Whether the import system asks; modules are told apart from data in `Observer.modules`."""
    frame: FrameType | None = sys._getframe(3)
    name = frame.f_code.co_filename if frame else ""
    return name.startswith("<frozen ") or os.sep + "importlib" + os.sep in name


def _shell() -> Any:
    interactive = sys.modules.get("IPython")
    return interactive.get_ipython() if interactive else None


def _line_in_cell() -> int:
    """The line of the cell that is running now, or 0."""
    space = getattr(_shell(), "user_ns", None)
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_globals is space and frame.f_code.co_filename != "soilbook_observe":
            return frame.f_lineno
        frame = frame.f_back
    return 0


def _line_of_cell() -> int:
    """The line of the cell from which everything that runs now was called, or 0."""
    space = getattr(_shell(), "user_ns", None)
    frame: FrameType | None = sys._getframe(1)
    found = 0
    while frame is not None:
        if frame.f_globals is space and frame.f_code.co_filename != "soilbook_observe":
            found = frame.f_lineno
        frame = frame.f_back
    return found


class _FromSource(importlib.machinery.SourceFileLoader):
    """Compiles a module of the repository from its text.

    Python takes a compiled file for current by the date and the size of the text, so that a module
    that changed within a second would run in its old form.
    """

    def get_code(self, fullname: str) -> Any:
        path = self.get_filename(fullname)
        if _observer is not None:
            _observer.read_at[_observer.cell, _line_of_cell(), os.path.abspath(path)] = None  # noqa: PTH100
        return self.source_to_code(self.get_data(path), path)


def _finder(path: str) -> importlib.machinery.FileFinder:
    """Find the modules in a folder of the repository; other folders are left to Python."""
    found = os.path.abspath(path or ".")  # noqa: PTH100
    is_own = _observer is not None and _is_in(found, _observer.root)
    if not is_own or _is_in(found, sys.prefix) or not os.path.isdir(found):  # noqa: PTH112
        raise ImportError(path)
    return importlib.machinery.FileFinder(
        found,
        (importlib.machinery.ExtensionFileLoader, importlib.machinery.EXTENSION_SUFFIXES),
        (_FromSource, importlib.machinery.SOURCE_SUFFIXES),
    )


_observer: Observer | None = None


def start(root: str) -> None:
    """Begin to watch; an audit hook stays until the kernel ends."""
    global _observer
    _observer = Observer(root)
    if (shell := _shell()) is not None:
        shell.events.register("pre_run_cell", _observer.next_cell)
    sys.path_hooks.insert(0, _finder)
    sys.path_importer_cache.clear()
    sys.addaudithook(_observer.hook)


def report() -> str:
    """Stop watching, and say what was seen."""
    return _observer.report() if _observer else "{}"
