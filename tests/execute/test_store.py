"""The cache of outputs: bounded, and sound whatever a process left behind that was killed."""

import nbformat
from jupyter_cache import get_cache

from soilbook.execute.store import Store


def notebook(code):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])


def put(folder, *codes):
    """Store notebooks in a process of their own, as it were; return their names."""
    store = Store(folder)
    return [store.put(notebook(code), folder / "page.md", 1.0)[0] for code in codes]


def kept(folder):
    """The names that are stored, which the database and the folders must agree about."""
    names = {record.hashkey for record in get_cache(folder).list_cache_records()}
    assert names == {path.parent.name for path in folder.glob("executed/*/base.ipynb")}
    assert names == {path.name for path in folder.glob("executed/*")}
    return names


def test_outputs_that_no_record_names_are_removed(tmp_path):
    named, other = put(tmp_path, "1", "2")
    store = Store(tmp_path)
    failed, _ = store.put(notebook("3"), tmp_path / "page.md", 1.0)

    store.prune({named})

    assert kept(tmp_path) == {named, failed}
    assert other not in kept(tmp_path)


def test_a_record_without_its_file_is_removed(tmp_path):
    (name,) = put(tmp_path, "1")
    (tmp_path / "executed" / name / "base.ipynb").unlink()

    Store(tmp_path).prune(set())

    assert kept(tmp_path) == set()


def test_a_folder_without_its_file_is_no_hindrance(tmp_path):
    (name,) = put(tmp_path, "1")
    (tmp_path / "executed" / name / "base.ipynb").unlink()

    assert put(tmp_path, "1") == [name]
    assert kept(tmp_path) == {name}
