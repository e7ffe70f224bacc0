"""A registry on this machine, a client that does not wait, and small books."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from replay import TODAY, Registry, serving

from soilbook.cite.client import Client
from soilbook.cite.lookup import Registries, endpoints
from soilbook.project import Project
from soilbook.records.book import Book


@pytest.fixture
def registry() -> Iterator[Registry]:
    """The replay server."""
    with serving() as found:
        yield found


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the client would have waited."""
    return []


@pytest.fixture
def client(waits: list[float]) -> Client:
    """A client that notes its waits, with the same chances in every run."""
    return Client(
        "editor@example.org", timeout=0.3, pause=waits.append, chance=random.Random(4).random
    )


@pytest.fixture
def registries(registry: Registry, client: Client) -> Registries:
    """The registries at the addresses of the replay server."""
    return Registries(client, endpoints(registry.endpoints))


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Book]:
    """Write a book with this bibliography; or read it again."""

    def write(bibliography: str | bytes | None = None, options: object = None) -> Book:
        if bibliography is not None:
            content = bibliography.encode() if isinstance(bibliography, str) else bibliography
            (tmp_path / "references.bib").write_bytes(content)
            config = {"bibtex_bibfiles": ["references.bib"], "soilbook": options or {}}
            (tmp_path / "_config.yml").write_text(json.dumps(config), encoding="utf-8")
        project = Project.at(tmp_path)
        return Book(Project(project.root, project.config, project.settings, TODAY))

    return write
