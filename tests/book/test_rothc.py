"""The model of the chapter on models gives what the program of its makers published."""

import csv
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "datasets" / "rothc-example"


@pytest.fixture(scope="module")
def rothc():
    spec = importlib.util.spec_from_file_location("rothc", ROOT / "book" / "models" / "rothc.py")
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name while it is being made.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def soil(rothc):
    return rothc.Soil(clay=13.0, depth=25.0, inert=3.0041)


@pytest.fixture(scope="module")
def months(rothc):
    with (DATA / "rothc-input.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = "temperature_c rain_mm evaporation_mm plant_carbon_t_ha manure_carbon_t_ha".split()

    def month(row):
        values = [float(row[name]) for name in names]
        return rothc.Month(*values, row["plant_cover"] == "1", float(row["dpm_rpm"]))

    return {
        first: [month(row) for row in rows if (row["year"] == "1") == first]
        for first in (True, False)
    }


def test_every_year_of_the_published_example(rothc, soil, months):
    with (DATA / "rothc-published.csv").open(encoding="utf-8") as file:
        published = [float(row["soc_t_ha"]) for row in csv.DictReader(file)]
    start = rothc.equilibrium(soil, months[True])
    course = [state.stock(soil) for state in rothc.simulate(soil, months[False], start)]
    assert start.stock(soil) == pytest.approx(37.211, abs=5e-4)
    assert course[-1] == pytest.approx(38.1915, abs=5e-5)
    assert [start.stock(soil), *course[11::12]] == pytest.approx(published, abs=1e-9)


def test_carbon_is_neither_made_nor_lost_in_cold_soil(rothc, soil):
    frozen = rothc.Month(-10, 50, 0, plant_carbon=1.0, manure_carbon=0.5)
    state = rothc.step(soil, frozen, rothc.State((1.0, 2.0, 3.0, 4.0)))
    assert sum(state.pools) == pytest.approx(11.5)


def test_bare_soil_dries_less_than_covered_soil(rothc, soil):
    dry = rothc.Month(20, 0, 200, 0)
    bare = rothc.Month(20, 0, 200, 0, covered=False)
    assert rothc.next_deficit(soil, dry, 0) < rothc.next_deficit(soil, bare, 0) < 0


def test_no_equilibrium_is_an_error(rothc, soil, months):
    with pytest.raises(RuntimeError, match="after 2 years"):
        rothc.equilibrium(soil, months[True], longest=2)


def test_inert_matter_after_falloon(rothc):
    assert rothc.inert_organic_matter(37.211) == pytest.approx(0.049 * 37.211**1.139)
