"""Tests that the line under all arrivals of a moving window is that of a new window."""

import numpy as np
import pytest

from evenstride.sensors.clocks.envelope import Envelope

SIZE = 20


@pytest.mark.parametrize("seed", range(3))
def test_a_window_that_moves_on_has_the_line_of_its_points_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.uniform(0.3e6, 0.7e6, 400))
    drift = 1e-4 * np.sin(x / 4e7)
    y = np.cumsum(drift * 0.5e6) + rng.exponential(3e3, len(x)) * (rng.random(len(x)) < 0.8)
    moving = Envelope(SIZE)
    slopes = set()
    for at in range(len(x)):
        moving.add(float(x[at]), float(y[at]))
        if at % 97 == 96:
            moving.forget(but=5)
        count = len(moving)
        if count < 2:
            continue
        alone = Envelope(SIZE)
        for own in range(at + 1 - count, at + 1):
            alone.add(float(x[own]), float(y[own]))
        slope = moving.slope()
        slopes.add(slope)
        assert slope == pytest.approx(alone.slope(), abs=1e-12)
        above = y[at + 1 - count : at + 1] - slope * (x[at + 1 - count : at + 1] - x[at])
        assert moving.height(slope, float(x[at])) == above.min()
        # The edge touches the lowest points of both halves, whatever was computed before.
        assert moving.apart(slope) < 1e-3
        assert alone.apart(slope) < 1e-3
        assert moving.apart(slope + 1e-3) == alone.apart(slope + 1e-3)
        least = float(above[-5:].min() - 7.0)
        where = slope, float(x[at]), 7.0
        assert moving.are_above(*where, last=5, by=np.nextafter(least, -np.inf))
        assert not moving.are_above(*where, last=5, by=least)
    assert len(slopes) > 10
