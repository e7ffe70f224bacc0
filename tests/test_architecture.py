"""The rules of tools/ARCHITECTURE.md, kept by the code itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tools" / "soilbook"
ROOT = PACKAGE.parent.parent

# Which parts of soilbook a part may import. Imports point left along the flow, or down to records.
MAY_IMPORT = {
    "__init__": {"execute", "extension", "records"},
    "__main__": {"cli"},
    "cli": {
        "check",
        "cite",
        "editions",
        "execute",
        "findings",
        "project",
        "records",
        "stages",
        "verify",
    },
    "extension": {"__init__", "editions", "read"},
    "findings": set(),
    "project": {"findings"},
    "stages": {"findings"},
    "records": {"findings", "project"},
    "check": {"findings", "project", "records"},
    "execute": {"findings", "project", "records"},
    "cite": {"__init__", "findings", "project", "records", "stages"},
    "maths": {"findings"},
    "read": {"__init__", "execute", "findings", "maths", "project", "records"},
    "editions": {"__init__", "execute", "findings", "maths", "project", "read", "records"},
    # Re-running a figure asks `execute`; what datasets and records are, `records` knows.
    "verify": {"execute", "findings", "project", "records"},
}
KNOW_SPHINX = {"editions", "extension", "maths", "read"}
# These ask MyST-NB for its readers, which need no Sphinx: what runs must be what is built.
USE_READERS = {"execute/pages.py"}
SPHINX = {"docutils", "jupyter_book", "myst_nb", "myst_parser", "sphinx"}
BANNED_NAMES = {"utils", "helpers", "common", "core", "base", "misc", "manager", "handler"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(module: Path) -> str:
    """The folder of a module below the package, or its own name at the top."""
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def imports_of(module: Path) -> Iterator[tuple[str, str]]:
    """Every import of a module: the top-level package, and the part of soilbook."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    depth = len(module.relative_to(PACKAGE).parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield split(name.name)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield split(node.module or "")
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            for name in node.names:
                target = (node.module or name.name).split(".")[0]
                yield "soilbook", target if exists(target) else "__init__"


def split(name: str) -> tuple[str, str]:
    top, _, rest = name.partition(".")
    return top, rest.split(".")[0] or "__init__"


def exists(part: str) -> bool:
    return (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").is_file()


def test_every_part_is_in_the_table():
    parts = {part_of(module) for module in MODULES}
    assert parts == set(MAY_IMPORT)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_imports_point_left(module):
    part = part_of(module)
    used = {inner for top, inner in imports_of(module) if top == "soilbook"}
    assert used <= MAY_IMPORT[part] | {part}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_sphinx_is_known_in_few_places(module):
    tops = {top for top, _ in imports_of(module)}
    if module.relative_to(PACKAGE).as_posix() in USE_READERS:
        assert tops & SPHINX == {"myst_nb", "myst_parser"}
    elif part_of(module) not in KNOW_SPHINX:
        runtime = tops & SPHINX
        assert not runtime or only_for_types(module, runtime)


def only_for_types(module: Path, tops: set[str]) -> bool:
    """Whether the packages are imported under ``if TYPE_CHECKING`` only."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = [ast.Pass()]
    left = ast.unparse(tree)
    return not any(f"import {top}" in left or f"from {top}" in left for top in tops)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_are_short_and_named(module):
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 400
    assert not set(module.relative_to(PACKAGE).with_suffix("").parts) & BANNED_NAMES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{node.name} is long"


def test_the_command_line_starts_without_sphinx_or_pandas():
    code = (
        "import sys, soilbook.cli, soilbook.check; "
        "print([m for m in ('sphinx', 'docutils', 'pandas') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
