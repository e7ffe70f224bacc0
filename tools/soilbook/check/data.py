"""Checks of the datasets, and of the notebooks that ask for them."""

from __future__ import annotations

import csv
import hashlib

from ..findings import did_you_mean
from ..records.book import Book
from ..records.calls import dataset_calls
from ..records.datasets import FOLDER
from ..records.descriptors import DESCRIPTOR, Dataset, Resource
from ..records.pages import Page
from ..records.places import Fault
from ..records.source import read_source
from ..records.tables import rows_of, table_faults
from .entries import known_keys
from .registry import Faults, check

#: A column with this name holds keys of the bibliography.
KEY_COLUMN = "source_key"


def _descriptor(dataset: Dataset) -> str:
    return f"{FOLDER}/{dataset.name}/{DESCRIPTOR}"


@check
def dataset_unknown(book: Book) -> Faults:
    """A page or a notebook asks for a dataset, or for a table of one, that does not exist."""
    for page in book.pages.values():
        yield from _unknown_pages(book, page)
        for call in dataset_calls(page):
            dataset = book.datasets.get(call.name)
            tables = [table.name for table in dataset.resources] if dataset else []
            if dataset is None:
                hint = did_you_mean(call.name, book.datasets)
                message = f'There is no dataset "{call.name}" in {FOLDER}/.{hint}'
            elif call.resource and not dataset.faults and call.resource not in tables:
                hint = did_you_mean(call.resource, tables)
                message = f'The dataset "{call.name}" has no table "{call.resource}".{hint}'
            else:
                continue
            yield page.name, Fault(call.line, call.column, message)


def _unknown_pages(book: Book, page: Page) -> Faults:
    """Directives ``{dataset}`` that name no dataset."""
    for directive in page.directives:
        name = directive.argument.strip()
        if directive.name == "dataset" and name not in book.datasets:
            hint = did_you_mean(name, book.datasets)
            message = f'There is no dataset "{name}" in {FOLDER}/.{hint}'
            yield page.name, Fault(directive.line, directive.column, message)


@check
def dataset_malformed(book: Book) -> Faults:
    """The descriptor of a dataset is no JSON, or lacks what a reader of the data needs."""
    for dataset in book.datasets.values():
        for fault in dataset.faults:
            yield _descriptor(dataset), fault


@check
def dataset_licence_missing(book: Book) -> Faults:
    """A dataset does not say under which licence it may be used, by name, title and address."""
    for dataset in book.datasets.values():
        if not dataset.has_licence and (dataset.resources or dataset.title):
            message = (
                'The dataset has no complete licence. Add "licenses": a list of objects with '
                '"name" (such as CC-BY-4.0), "title" and "path" (the address of its text).'
            )
            yield _descriptor(dataset), Fault(dataset.licence_line, 0, message)


@check
def dataset_hash_mismatch(book: Book) -> Faults:
    """A table is not the file that its descriptor describes: hash or size differ."""
    for dataset in book.datasets.values():
        for table in dataset.resources:
            data = table.path.read_bytes()
            digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
            if table.hash and table.hash != digest:
                message = (
                    f"{table.path.name} has changed: its hash is {digest}. Put the old file back, "
                    "or raise the version and write the new hash."
                )
                place = table.places.get("hash", table.place)
                yield _descriptor(dataset), Fault(*place, message)
            elif table.bytes is not None and table.bytes != len(data):
                message = f"{table.path.name} has {len(data)} bytes, not {table.bytes}."
                place = table.places.get("bytes", table.place)
                yield _descriptor(dataset), Fault(*place, message)


@check
def dataset_source_unknown(book: Book) -> Faults:
    """A dataset, or the column source_key of a table, names a key that no bibliography has."""
    for dataset in book.datasets.values():
        for source in dataset.sources:
            if source.key and source.key not in book.keys:
                message = _unknown_key(book, source.key)
                yield _descriptor(dataset), Fault(source.line, source.column, message)
        for table in dataset.resources:
            yield from _unknown_cells(book, table)


def _unknown_cells(book: Book, table: Resource) -> Faults:
    names = [field.name for field in table.fields]
    if KEY_COLUMN not in names:
        return
    position = names.index(KEY_COLUMN)
    try:
        rows = list(rows_of(read_source(table.path).text))[1:]
    except csv.Error:
        # dataset-table-invalid says so.
        return
    for line, cells in rows:
        key = cells[position] if len(cells) > position else ""
        if key and key not in book.keys:
            yield book.name_of(table.path), Fault(line, 0, _unknown_key(book, key))


def _unknown_key(book: Book, key: str) -> str:
    return f'No bibliography has the key "{key}".{known_keys(book).hint(key)}'


@check
def dataset_table_invalid(book: Book) -> Faults:
    """A table does not follow its schema: a column, a type, or a limit of its values."""
    for dataset in book.datasets.values():
        for table in dataset.resources:
            if not table.fields:
                continue
            for fault in table_faults(table, read_source(table.path).text):
                yield book.name_of(table.path), fault
