"""YAML and JSON with places, and patterns of files."""

import json

import pytest
import yaml
from sphinx.util.matching import Matcher

from soilbook.records.json_places import read_json
from soilbook.records.places import Malformed, Value
from soilbook.records.source import excluded_by
from soilbook.records.yaml_places import read_yaml


def plain(value: Value | None):
    if value is None:
        return None
    if isinstance(value.content, dict):
        return {key: plain(item) for key, item in value.content.items()}
    if isinstance(value.content, list):
        return [plain(item) for item in value.content]
    return value.content


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: 1\nb: [x, 2.5, true, null, 2020-01-01]\nc: {d: 'e'}\n",
        "a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n",
        "a: |\n  two\n  lines\n",
        "just text",
    ],
)
def test_yaml_means_what_the_safe_loader_says(text):
    assert plain(read_yaml(text)) == yaml.safe_load(text)


def test_places_in_yaml_count_from_where_the_text_begins():
    value = read_yaml("a:\n  b: c\n", first_line=10, first_column=3)
    assert value.get("a").place_of("b") == (11, 5)
    assert value.get("a", "b").place == (11, 8)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b: c", (1, 5)),
        ("a: 1\na: 2", (2, 1)),
        ("a: [1, 2", (1, 4)),
        ("a: !!python/name:x", (1, 4)),
        ("a: &x [*x]", (1, 4)),
        ("a: 2020-99-99", (1, 4)),
        ("a: \x01", (1, 1)),
    ],
)
def test_faulty_yaml_has_a_place(text, place):
    with pytest.raises(Malformed) as error:
        read_yaml(text)
    assert (error.value.fault.line, error.value.fault.column) == place


def test_json_means_what_json_says():
    text = '\n{"a": [1, -2.5e3, true, null, "\\u00e9\\n"], "b": {}, "c": []} '
    value = read_json(text)
    assert plain(value) == json.loads(text)
    assert value.keys["b"] == (2, text.index('"b"'))
    assert value.get("a").items()[1].place == (2, 11)


@pytest.mark.parametrize("text", ["", "{", '{"a" 1}', '{"a": 1,}', "[" * 100_000])
def test_faulty_json_has_a_place(text):
    with pytest.raises(Malformed) as error:
        read_json(text)
    assert error.value.fault.line == 1


PATTERNS = [".*", "tools", "**/README.md", "a/*.md", "**.ipynb_checkpoints", "x?[ab].md", "[!c]z"]
NAMES = ["tools/a.md", "a/b.md", "a/b/c.md", "README.md", "a/README.md", ".venv/a.md", "x1a.md"]
NAMES += ["a/.ipynb_checkpoints/b.md", "x1c.md", "az", "cz", "tools.md", "a/tools"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_mean_what_sphinx_reads(pattern):
    theirs = Matcher([pattern])
    ours = excluded_by([pattern])
    for name in NAMES:
        parts = name.split("/")
        prefixes = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        assert ours(name) == any(theirs(prefix) for prefix in prefixes), name
