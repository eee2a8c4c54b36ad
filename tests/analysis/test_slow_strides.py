"""Tests that strides as long as reps are recognised as a series."""

import pytest

from evenstride.analysis.counting.everyday.gait import Posture
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.sensors.samples import Placement
from tests.analysis.strides import GAIT, HANGING, Leg, movement, of, stride

SLOW = {"range_deg": 25.0, "yaw_deg_s": 12.0, "bounce_m_s2": 0.4, "out_part": 0.35}
"""Who walks slowly: strides as long as reps, and hardly felt; a leg swings in a third of each."""


def test_slow_strides_are_told_by_their_series() -> None:
    leg = Leg()
    seen = [leg.does(stride(3.0, **SLOW)) for _ in range(GAIT.series)]
    assert of(stride(3.0, **SLOW)).octaves < 0.0
    assert [one.in_series for one in seen] == [False, False, True]
    assert seen[-1].bout_start_s == pytest.approx(0.0)
    assert leg.watch.walks(leg.now_s)


def test_plain_strides_may_stand_for_a_moment_in_a_longer_series() -> None:
    leg = Leg()
    seen = [leg.does(stride(3.0, **SLOW), wait_s=0.8) for _ in range(GAIT.series_sure)]
    assert [one.in_series for one in seen] == [False] * (GAIT.series_sure - 1) + [True]


@pytest.mark.parametrize(
    ("motion", "wait_s"),
    [
        (stride(3.0, **SLOW), 1.5),  # each rests
        (movement(3.0), 0.1),  # nothing is felt
        (stride(3.0, **SLOW | {"yaw_deg_s": 1.0, "bounce_m_s2": 0.3}), 0.1),
        (stride(6.0, **SLOW), 0.1),  # no stride takes so long
        (stride(3.0, **SLOW | {"out_part": 0.45}), 0.1),  # it dips and wavers
    ],
)
def test_reps_that_follow_each_other_are_no_series_of_strides(
    motion: Motion, wait_s: float
) -> None:
    leg = Leg()
    assert not any(leg.does(motion, wait_s=wait_s).in_series for _ in range(8))


def test_a_shank_that_sways_as_long_on_either_way_makes_a_series() -> None:
    leg, sway = Leg(), stride(3.0, **SLOW | {"out_part": 0.45})
    seen = [leg.does(sway, placement=Placement.SHANK) for _ in range(GAIT.series)]
    assert seen[-1].in_series


def test_the_first_rep_after_slow_strides_is_none_of_them() -> None:
    leg = Leg()
    for _ in range(4):
        leg.does(stride(3.0, **SLOW))
    assert not leg.does(movement(3.0)).in_series


def test_what_is_like_a_sure_set_takes_a_longer_series_to_be_a_walk() -> None:
    leg = Leg()
    seen = [leg.does(stride(3.0, **SLOW), in_set=True) for _ in range(GAIT.series_sure)]
    assert [one.in_series for one in seen] == [False] * (GAIT.series_sure - 1) + [True]


def test_a_slow_walk_teaches_how_the_limb_hangs() -> None:
    leg = Leg()
    for _ in range(GAIT.series_taught):
        leg.does(stride(3.0, **SLOW))
    dip = leg.does(movement(4.0, from_deg=HANGING), ThighAtRest.LYING, wait_s=1.0)
    assert dip.posture is Posture.OTHER
