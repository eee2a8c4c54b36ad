"""Samples as arrays, as a script would have them."""

from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, FloatArray, Samples
from evenstride.sensors.timeline import Timeline

Leg: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]


@cache
def arrays_of(path: Path) -> dict[str, Leg]:
    """Each sensor's times, forces and rates on the timeline on which a recording is analyzed."""
    timeline, parts = Timeline(), dict[str, list[Samples]]()
    for item in read(path):
        if isinstance(item, Block):
            samples = timeline.update(item)
            parts.setdefault(str(samples.site), []).append(samples)
    return {
        leg: (
            np.concatenate([one.t_s for one in of_leg]),
            np.concatenate([one.acc_m_s2 for one in of_leg]),
            np.concatenate([one.gyr_rad_s for one in of_leg]),
        )
        for leg, of_leg in parts.items()
    }


def tables_of(path: Path) -> dict[str, "pd.DataFrame"]:
    """Each leg's rows of a recording, as pandas reads them."""
    every = pd.read_csv(path, comment="#")
    return {str(leg): rows for leg, rows in every.groupby("leg")}


def still(
    seconds: float = 2.0, rate_hz: float = 50.0, from_s: float = 0.0
) -> tuple[FloatArray, FloatArray, None]:
    """An accelerometer at rest."""
    n = round(seconds * rate_hz)
    noise = np.random.default_rng(1).normal(0.0, 0.02, (n, 3))
    return from_s + np.arange(n) / rate_hz, np.array([0.0, 0.0, 9.81]) + noise, None
