"""Tests that a walk is listed once, from its first stride to its last."""

import pytest

from evenstride.analysis.counting.everyday.bout import WalkingBout
from evenstride.analysis.model.reps import AttemptWhy
from tests.analysis.strides import GAIT


def test_a_bout_is_listed_once_when_it_is_over() -> None:
    bout = WalkingBout()
    for at in range(5):
        bout.stride(1.2 * at, 1.2 * at + 1.1, 30.0 + at)
    assert bout.ended(6.0, 10.0) is None
    found = bout.ended(6.0 + GAIT.bout_pause_s, 10.0)
    assert found is not None
    assert (found.start_s, found.rom_deg, found.why) == (0.0, 34.0, AttemptWhy.WALKING)
    assert found.end_s == pytest.approx(5.9)
    assert bout.ended(100.0, 10.0) is None


def test_a_bout_of_slow_strides_is_one() -> None:
    # A stride of 3.4 s is known when it is over, more than a pause after the last one.
    bout = WalkingBout()
    for at in range(5):
        assert bout.ended(3.5 * at + 3.4, 10.0) is None
        bout.stride(3.5 * at, 3.5 * at + 3.4, 30.0)
    found = bout.ended(30.0, 10.0)
    assert found is not None
    assert found.start_s == 0.0
    assert found.end_s == pytest.approx(17.4)


def test_a_single_small_stride_is_a_fidget_and_no_bout() -> None:
    bout = WalkingBout()
    bout.stride(0.0, 1.1, 8.0)
    assert bout.ended(100.0, 10.0) is None
    bout.stride(200.0, 201.1, 12.0)
    assert bout.ended(300.0, 10.0) is not None
