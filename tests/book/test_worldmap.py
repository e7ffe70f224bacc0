"""The map of the chapter on policy keeps areas, as its projection promises."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def worldmap():
    path = ROOT / "book" / "policy" / "worldmap.py"
    spec = importlib.util.spec_from_file_location("worldmap", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.parametrize("latitude", [-80.0, -45.0, 0.0, 30.0, 60.0])
def test_areas_are_kept(worldmap, latitude):
    step, width = 1e-4, 1.0
    below = worldmap.equal_earth(width, latitude - step)
    above = worldmap.equal_earth(width, latitude + step)
    # x grows in proportion to longitude, so that the cell is a trapezium.
    drawn = (below[0] + above[0]) / 2 * (above[1] - below[1])
    sines = np.sin(np.radians([latitude - step, latitude + step]))
    assert drawn == pytest.approx(np.radians(width) * (sines[1] - sines[0]), rel=1e-4)


def test_middle_and_pole_stand_where_they_should(worldmap):
    assert worldmap.equal_earth(0.0, 0.0) == (0.0, 0.0)
    assert worldmap.equal_earth(0.0, 90.0)[1] == pytest.approx(1.3173627591574)
    assert worldmap.equal_earth(180.0, 0.0)[0] == pytest.approx(2.7066299836960)
