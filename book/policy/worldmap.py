"""A world map drawn with matplotlib alone, in the Equal Earth projection.

Outlines come as rings of longitudes and latitudes in degrees. The projection keeps areas: the
share of the map that a country takes is its share of the earth. Its polynomial is that of
Šavrič, Patterson and Jenny (2018), doi:10.1080/13658816.2018.1504949.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

COEFFICIENTS = (1.340264, -0.081106, 0.000893, 0.003796)
#: Antarctica is left out: no party to a convention has its name, and it would fill the map.
LEFT_OUT = frozenset({"ATA"})


@dataclass(frozen=True, slots=True)
class Look:
    """How the countries of one class are filled: a colour, and a hatch for readers in grey."""

    colour: str
    hatch: str = ""


def equal_earth(longitude: ArrayLike, latitude: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Project degrees to the plane of the Equal Earth map, for a sphere of radius 1."""
    a1, a2, a3, a4 = COEFFICIENTS
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    slope = 9 * a4 * theta**8 + 7 * a3 * theta**6 + 3 * a2 * theta**2 + a1
    x = 2 * np.sqrt(3) * np.radians(longitude) * np.cos(theta) / (3 * slope)
    y = a4 * theta**9 + a3 * theta**7 + a2 * theta**3 + a1 * theta
    return x, y


def draw(
    ax: Axes,
    rings: pandas.DataFrame,
    points: pandas.DataFrame,
    towns: pandas.DataFrame,
    classes: Mapping[str, str],
    looks: Mapping[str, Look],
    missing: Look,
) -> None:
    """Fill each country by its class; a small state is a round mark at its town."""
    shapes = {key: part[["longitude", "latitude"]] for key, part in points.groupby("ring")}
    shown = rings[(rings["kind"] == "outer") & ~rings["code"].isin(LEFT_OUT)]
    # A country inside another is drawn after it, so that the hole of the other is not needed.
    shown = shown.assign(size=[_size(shapes[ring]) for ring in shown["ring"]])
    for row in shown.sort_values("size", ascending=False).itertuples():
        look = looks.get(classes.get(row.code, ""), missing)
        x, y = equal_earth(*shapes[row.ring].to_numpy().T)
        ax.fill(x, y, facecolor=look.colour, hatch=look.hatch, edgecolor="0.25", linewidth=0.35)
    for row in towns.itertuples():
        look = looks.get(classes.get(row.code, ""), missing)
        x, y = equal_earth(row.longitude, row.latitude)
        ax.plot(
            x,
            y,
            "o",
            markersize=3.6,
            color=look.colour,
            markeredgecolor="black",
            markeredgewidth=0.7,
        )
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_xlim(-2.72, 2.72)
    ax.set_ylim(-1.07, 1.33)


def _size(ring: pandas.DataFrame) -> float:
    x, y = equal_earth(*ring.to_numpy().T)
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
