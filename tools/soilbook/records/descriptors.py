"""Descriptors of datasets (Data Package v2): what one says, and what it lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..findings import did_you_mean
from .json_places import read_json
from .places import Fault, Malformed, Place, Value
from .source import Source, read_source

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
STATUS = ("measured", "published", "second hand", "derived", "illustrative")
#: The types of Table Schema v2.
TYPES = frozenset(
    """any array boolean date datetime duration geojson geopoint integer list number object string
    time year yearmonth""".split()
)
_FIXED = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}


@dataclass(frozen=True, slots=True)
class TableField:
    """One column: its type, its unit ("1" if it has no dimension), what its values must be."""

    name: str
    type: str
    unit: str
    constraints: dict[str, Any]
    missing: frozenset[str]
    title: str = ""
    description: str = ""

    @property
    def meaning(self) -> str:
        """What the column holds, in the longest words that the descriptor has."""
        return self.description or self.title


@dataclass(slots=True)
class Resource:
    """One table; `path` is its file, `places` says where each property stands."""

    name: str
    path: Path
    hash: str
    bytes: int | None
    fields: list[TableField]
    places: dict[str, Place]
    place: Place
    primary_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the data may be used, and where these can be read."""

    name: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where the numbers come from: a key of the bibliography, or an address."""

    title: str
    key: str
    path: str
    line: int
    column: int


@dataclass(slots=True)
class Dataset:
    """One folder under ``datasets/``."""

    folder: Path
    title: str = ""
    description: str = ""
    version: str = ""
    status: str = ""
    licences: list[Licence] = field(default_factory=list)
    has_licence: bool = False
    licence_line: int = 1
    sources: list[DataSource] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    utf8_fault: Fault | None = None

    @property
    def name(self) -> str:
        """The name by which a notebook asks for it."""
        return self.folder.name


def read_dataset(folder: Path) -> Dataset:
    """Read the descriptor of a dataset; what is wrong with it stands in its ``faults``."""
    dataset = Dataset(folder)
    path = folder / DESCRIPTOR
    if not path.is_file():
        dataset.faults.append(Fault(0, 0, f"There is no {DESCRIPTOR} in this folder."))
        return dataset
    source: Source = read_source(path)
    dataset.utf8_fault = source.fault
    try:
        top = read_json(source.text)
    except Malformed as error:
        dataset.faults.append(error.fault)
        return dataset
    if top.is_mapping:
        _Reader(dataset).descriptor(top)
    else:
        dataset.faults.append(Fault(1, 1, "The descriptor must be a JSON object: { … }."))
    return dataset


class _Reader:
    """Fills in one dataset, and collects its faults."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def fault(self, place: Place, message: str) -> None:
        self.dataset.faults.append(Fault(*place, message))

    def need(self, holder: Value, key: str, what: str) -> str:
        """The text of a property that must be there."""
        value = holder.get(key)
        if value is None:
            hint = did_you_mean(key, [k for k in holder.keys if k != key])
            hint = hint.replace("Did you mean", "Rename").replace("?", ".") if hint else ""
            self.fault(holder.place, f'{what} has no "{key}".{hint}')
        elif not isinstance(value.content, str) or not value.content.strip():
            self.fault(value.place, f'"{key}" must be a text that is not empty.')
        return holder.text(key)

    def fixed(self, holder: Value, key: str, wanted: str, what: str) -> None:
        found = self.need(holder, key, what)
        if found and found.lower() != wanted:
            message = f'"{key}" must be "{wanted}", not "{found}".'
            self.fault(holder.get(key).place if holder.get(key) else holder.place, message)

    def members(self, holder: Value, key: str, what: str) -> list[Value]:
        """The objects of a list that must be there and hold at least one."""
        found = holder.get(key)
        if found is None or not found.items():
            self.fault(holder.place_of(key), f'{what} needs a list "{key}" with at least one item.')
            return []
        for item in found.items():
            if not item.is_mapping:
                self.fault(item.place, f'Each item of "{key}" must be an object: {{ … }}.')
        return [item for item in found.items() if item.is_mapping]

    def descriptor(self, top: Value) -> None:
        dataset = self.dataset
        self.fixed(top, "$schema", PROFILE, "The dataset")
        name = self.need(top, "name", "The dataset")
        if name and name != dataset.name:
            message = f'The name is "{name}" but the folder is "{dataset.name}": make them equal.'
            self.fault(top.content["name"].place, message)
        dataset.title = self.need(top, "title", "The dataset")
        dataset.description = self.need(top, "description", "The dataset")
        dataset.version = self.need(top, "version", "The dataset")
        self.status(top)
        self.licences(top)
        for source in self.members(top, "sources", "The dataset"):
            self.source(source)
        for resource in self.members(top, "resources", "The dataset"):
            self.resource(resource)

    def status(self, top: Value) -> None:
        status = self.dataset.status = self.need(top, "status", "The dataset")
        if status and status not in STATUS:
            hint = did_you_mean(status, STATUS)
            message = f'"{status}" is no status.{hint} It is one of: {", ".join(STATUS)}.'
            self.fault(top.content["status"].place, message)

    def licences(self, top: Value) -> None:
        """A licence counts when it has a name and an address where it can be read."""
        licences = top.get("licenses")
        found = licences.items() if licences else []
        self.dataset.licence_line = top.place_of("licenses" if licences else "licences").line
        stated = [Licence(x.text("name"), x.text("title"), x.text("path")) for x in found]
        self.dataset.licences = [x for x in stated if x.name and x.title and x.path]
        self.dataset.has_licence = bool(found) and len(self.dataset.licences) == len(found)

    def source(self, value: Value) -> None:
        title = self.need(value, "title", "This source")
        key, path = value.text("key"), value.text("path")
        if not key and not path:
            message = 'This source needs a "key" of the bibliography, or a "path" if it has none.'
            self.fault(value.place, message)
        place = value.get("key").place if value.get("key") else value.place
        self.dataset.sources.append(DataSource(title, key, path, *place))

    def resource(self, value: Value) -> None:
        name = self.need(value, "name", "This resource")
        for key, wanted in _FIXED.items():
            self.fixed(value, key, wanted, "This resource")
        path = self.file(value)
        digest = self.need(value, "hash", "This resource")
        if digest and not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
            self.fault(value.content["hash"].place, '"hash" must be sha256: and 64 hex digits.')
            digest = ""
        size = value.get("bytes").content if value.get("bytes") else None
        if not isinstance(size, int):
            self.fault(value.place_of("bytes"), 'This resource needs its size in "bytes".')
            size = None
        fields = self.fields(value)
        if any(name and name == other.name for other in self.dataset.resources):
            self.fault(value.place_of("name"), f'Two resources have the name "{name}".')
        if path is not None:
            keys = self.primary_key(value.get("schema"), [one.name for one in fields])
            found = Resource(name, path, digest, size, fields, value.keys, value.place, keys)
            self.dataset.resources.append(found)

    def file(self, value: Value) -> Path | None:
        name = self.need(value, "path", "This resource")
        if not name:
            return None
        path = self.dataset.folder / name
        if not path.is_file():
            self.fault(value.content["path"].place, f'There is no file "{name}" in this folder.')
            return None
        if not path.resolve().is_relative_to(self.dataset.folder.resolve()):
            self.fault(value.content["path"].place, "A table must lie in the dataset's own folder.")
            return None
        return path

    def fields(self, resource: Value) -> list[TableField]:
        schema = resource.get("schema")
        if schema is None or not schema.is_mapping:
            self.fault(resource.place_of("schema"), 'This resource needs a "schema" with "fields".')
            return []
        values = self.members(schema, "fields", "The schema")
        # A table that mixes units has a column "unit" that says the unit of each row.
        has_unit_column = any(value.text("name") == "unit" for value in values)
        missing = _words(schema.get("missingValues"))
        return [self.table_field(value, has_unit_column, missing) for value in values]

    def primary_key(self, schema: Value | None, names: list[str]) -> tuple[str, ...]:
        """The columns that together name a row; one may be given as a text, not a list."""
        value = schema.get("primaryKey") if schema else None
        if value is None:
            return ()
        keys = tuple(str(item.content) for item in value.items() or [value])
        for key in keys:
            if key not in names:
                message = f'The primary key names "{key}", which is no field.'
                self.fault(value.place, f"{message}{did_you_mean(key, names)}")
                return ()
        return keys

    def table_field(self, value: Value, unit_column: bool, missing: frozenset[str]) -> TableField:
        name = self.need(value, "name", "This field")
        kind = self.need(value, "type", "This field")
        if kind and kind not in TYPES:
            hint = did_you_mean(kind, TYPES)
            self.fault(value.content["type"].place, f'"{kind}" is no type of a field.{hint}')
        if not value.text("title") and not value.text("description"):
            self.fault(value.place, f'The field "{name}" needs a title or a description.')
        unit = value.text("unit")
        if kind == "number" and not unit and not unit_column:
            message = f'The field "{name}" needs a "unit"; write "1" if it has no dimension.'
            self.fault(value.place, message)
        constraints = value.get("constraints")
        return TableField(
            name,
            kind,
            unit,
            _plain(constraints) if constraints and constraints.is_mapping else {},
            _words(value.get("missingValues")) if value.get("missingValues") else missing,
            value.text("title"),
            value.text("description"),
        )


def _words(value: Value | None) -> frozenset[str]:
    """The texts that mean "no value"; the empty text unless others are named."""
    if value is None:
        return frozenset({""})
    words = (item.text("value") if item.is_mapping else item.content for item in value.items())
    return frozenset(str(word) for word in words)


def _plain(value: Value) -> Any:
    if isinstance(value.content, dict):
        return {key: _plain(item) for key, item in value.content.items()}
    if isinstance(value.content, list):
        return [_plain(item) for item in value.content]
    return value.content
