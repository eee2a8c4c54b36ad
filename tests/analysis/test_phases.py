"""Tests finding the phases of a movement by its speed alone."""

import numpy as np
import pytest

from evenstride.analysis.counting.measuring.phases import Phases, phases_of
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


def way(ticks: int) -> FloatArray:
    """The speed of a way that rises evenly from rest to 100 °/s and falls again, shape (ticks,)."""
    return 100.0 - np.abs(np.linspace(-100.0, 100.0, ticks))


REST, OUT, HELD, BACK = np.zeros(20), way(100), np.zeros(60), -way(151)


def phases(held: FloatArray) -> Phases:
    speed = np.concatenate((REST, OUT, held, BACK, REST))
    return phases_of(speed, len(REST), len(speed) - len(REST))


def test_a_way_begins_and_ends_at_a_tenth_of_its_peak() -> None:
    found = phases(HELD)
    # A tenth of the peak is a twentieth of the way's ticks from its ends.
    assert (found.start, found.top) == pytest.approx((20 + 4.9, 20 + 94.1), abs=0.01)
    assert (found.leave, found.end) == pytest.approx((180 + 7.5, 180 + 142.5), abs=0.01)


def test_a_sag_at_the_top_is_neither_way() -> None:
    sag = np.concatenate((HELD[:20], np.full(10, -20.0), np.full(10, 20.0), HELD[:20]))
    assert phases(sag) == phases(HELD)


def test_the_ticks_of_the_phases_follow_each_other_and_their_times_are_in_their_middles() -> None:
    found = Phases(10.2, 30.0, 30.0, 50.6)
    assert [found.way_out, found.held, found.way_back, found.whole] == [
        slice(10, 31),
        slice(30, 31),
        slice(30, 52),
        slice(10, 52),
    ]
    assert found.times_s(100)[1] == pytest.approx(129.5 * TICK_S)
