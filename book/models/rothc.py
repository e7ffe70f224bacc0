"""RothC-26.3, the Rothamsted carbon model, in monthly steps.

Four active pools decay by first-order kinetics, scaled by temperature, soil moisture and plant
cover: decomposable (DPM) and resistant plant material (RPM), microbial biomass (BIO) and humified
matter (HUM). A fifth pool, inert organic matter (IOM), does not change. Stocks are t C/ha in the
layer that is simulated.

Sources: Coleman and Jenkinson (1996), doi:10.1007/978-3-642-61094-3_17; constants and the order of
the steps as in the program RothC_Py of Rothamsted Research (Apache-2.0, March 2024); the size of
IOM after Falloon et al. (1998), doi:10.1016/S0038-0717(97)00256-3.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

#: Decay of DPM, RPM, BIO and HUM per year, before the rate modifiers.
DECAY = (10.0, 0.3, 0.66, 0.02)
#: Shares of farmyard manure carbon that enter DPM, RPM, BIO and HUM.
MANURE = (0.49, 0.49, 0.0, 0.02)


@dataclass(frozen=True, slots=True)
class Month:
    """The weather and the management of one month.

    Parameters
    ----------
    temperature : float
        Mean air temperature, °C.
    rain, evaporation : float
        Rainfall and open-pan evaporation, mm.
    plant_carbon, manure_carbon : float
        Carbon that enters the soil, t C/ha.
    covered : bool
        Whether plants cover the soil.
    quality : float
        Ratio of DPM to RPM in the plant carbon: 1.44 for crops and improved grassland.
    """

    temperature: float
    rain: float
    evaporation: float
    plant_carbon: float
    manure_carbon: float = 0.0
    covered: bool = True
    quality: float = 1.44


@dataclass(frozen=True, slots=True)
class Soil:
    """A layer of soil: clay in %, depth in cm, IOM in t C/ha."""

    clay: float
    depth: float
    inert: float


@dataclass(frozen=True, slots=True)
class State:
    """The active pools (t C/ha) and the soil moisture deficit (mm, zero or below)."""

    pools: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    deficit: float = 0.0

    def stock(self, soil: Soil) -> float:
        """Soil organic carbon of the layer, IOM included, t C/ha."""
        return sum(self.pools) + soil.inert


def inert_organic_matter(stock: float) -> float:
    """Estimate IOM (t C/ha) from the whole stock (t C/ha) after Falloon et al. (1998)."""
    return 0.049 * stock**1.139


def warmth(temperature: float) -> float:
    """Rate modifier for temperature (°C); 1 near 9.25 °C, 0 below −5 °C."""
    return 0.0 if temperature < -5 else 47.91 / (math.exp(106.06 / (temperature + 18.27)) + 1)


def next_deficit(soil: Soil, month: Month, deficit: float) -> float:
    """Return the soil moisture deficit (mm) at the end of a month."""
    driest = _driest(soil)
    balance = min(0.0, deficit + month.rain - 0.75 * month.evaporation)
    # Bare soil dries no further than a part of the way, unless it was drier already.
    limit = driest if month.covered else min(0.556 * driest, deficit)
    return max(limit, balance)


def wetness(soil: Soil, deficit: float) -> float:
    """Rate modifier for moisture: 1 while the soil is moist, 0.2 when it is driest."""
    driest = _driest(soil)
    one_bar = 0.444 * driest
    return 1.0 if deficit > one_bar else 0.2 + 0.8 * (driest - deficit) / (driest - one_bar)


def _driest(soil: Soil) -> float:
    return -(20 + 1.3 * soil.clay - 0.01 * soil.clay**2) * soil.depth / 23


def step(soil: Soil, month: Month, state: State) -> State:
    """Return the state of the soil one month later."""
    deficit = next_deficit(soil, month, state.deficit)
    rate = warmth(month.temperature) * wetness(soil, deficit) * (0.6 if month.covered else 1.0)
    kept = [pool * math.exp(-rate * k / 12) for pool, k in zip(state.pools, DECAY, strict=True)]
    decomposed = sum(state.pools) - sum(kept)
    # Clay decides which part of the decomposed carbon leaves as carbon dioxide.
    gas_ratio = 1.67 * (1.85 + 1.60 * math.exp(-0.0786 * soil.clay))
    formed = (0.0, 0.0, 0.46 * decomposed / (gas_ratio + 1), 0.54 * decomposed / (gas_ratio + 1))
    easy = month.quality / (month.quality + 1)
    plant = (easy * month.plant_carbon, (1 - easy) * month.plant_carbon, 0.0, 0.0)
    manure = (share * month.manure_carbon for share in MANURE)
    parts = zip(kept, formed, plant, manure, strict=True)
    dpm, rpm, bio, hum = (sum(part) for part in parts)
    return State((dpm, rpm, bio, hum), deficit)


def equilibrium(
    soil: Soil, year: list[Month], tolerance: float = 1e-6, longest: int = 20_000
) -> State:
    """Repeat one year until the stock of one December differs little from that of the last.

    Parameters
    ----------
    soil : Soil
        The layer.
    year : list of Month
        Twelve months.
    tolerance : float
        Largest change in a year, t C/ha.
    longest : int
        Years after which `RuntimeError` is raised.
    """
    state, before = State(), -1.0
    for _ in range(longest):
        for month in year:
            state = step(soil, month, state)
        if abs(sum(state.pools) - before) < tolerance:
            return state
        before = sum(state.pools)
    raise RuntimeError(f"no equilibrium after {longest} years")


def simulate(soil: Soil, months: Iterable[Month], state: State) -> Iterator[State]:
    """Yield the state at the end of each month."""
    for month in months:
        state = step(soil, month, state)
        yield state


def with_more_carbon(month: Month, factor: float) -> Month:
    """Return a month whose plant carbon is multiplied by `factor`."""
    return replace(month, plant_carbon=month.plant_carbon * factor)
