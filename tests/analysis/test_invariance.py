"""Tests that straps, blocks, rates and damage neither change a result nor invent a rep."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from evenstride.analysis.model.events import Event
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.sensors.samples import Leg, Samples
from tests.analysis.damage import Damage, damages
from tests.analysis.moving import QUIET, Limb, analyzed, announced, cut, rotated, rows

REPS = 4
RAISE = "straight-leg-raise"
_SEEDS = st.integers(0, 2**32 - 1)
_TIMES = ("start_s", "top_s", "leave_s", "end_s")


@cache
def reps_of(rate_hz: float = 50.0, *, has_gyro: bool = True) -> Samples:
    """A few uneven reps, the last of them half as far as the first."""
    limb = Limb(pitch_deg=3.0).wait(3.0)
    for number in range(REPS):
        limb.rep(40.0 - 6.0 * number, 0.9 + 0.2 * number, 0.4 * number, back=0.95)
    limb.wait(1.5)
    return limb.samples(sensor=replace(QUIET, rate_hz=rate_hz, has_gyro=has_gyro))


@cache
def rest(*, has_gyro: bool = True) -> Samples:
    sensor = replace(QUIET, rate_hz=50.0, has_gyro=has_gyro)
    return Limb(pitch_deg=3.0).wait(14.0).samples(sensor=sensor)


def found(samples: Samples, rate_hz: float = 50.0) -> tuple[list[Event], Summary]:
    return analyzed(list(cut(samples, 400)), RAISE, rate_hz=rate_hz)


def of_leg(samples: Samples, rate_hz: float = 50.0) -> LegSummary:
    return found(samples, rate_hz)[1].legs[Leg.RIGHT]


@cache
def undamaged(*, has_gyro: bool = True) -> tuple[list[Event], Summary]:
    return found(reps_of(has_gyro=has_gyro))


@pytest.mark.parametrize("has_gyro", [True, False])
def test_the_undamaged_reps_are_all_counted_and_nothing_at_rest(has_gyro: bool) -> None:
    assert undamaged(has_gyro=has_gyro)[1].legs[Leg.RIGHT].count == REPS
    assert of_leg(rest(has_gyro=has_gyro)).count == 0


@given(_SEEDS, st.booleans())
@settings(max_examples=12)
def test_a_strap_any_way_round_gives_the_same_reps_and_times(seed: int, has_gyro: bool) -> None:
    turn = Rotation.random(rng=np.random.default_rng(seed))
    turned = of_leg(rotated(reps_of(has_gyro=has_gyro), turn))
    plain = undamaged(has_gyro=has_gyro)[1].legs[Leg.RIGHT]
    assert turned.count == plain.count
    for one, other in zip(plain.reps, turned.reps, strict=True):
        assert one.flags == other.flags
        for name in (*_TIMES, "rom_deg", "peak_speed_deg_s"):
            assert getattr(other, name) == pytest.approx(getattr(one, name), abs=1e-6), name


@given(st.lists(st.integers(0, 900), max_size=25), st.integers(1, 9), st.booleans())
@settings(max_examples=12)
def test_blocks_of_any_size_in_any_number_per_call_give_identical_events(
    cuts: list[int], per_call: int, has_gyro: bool
) -> None:
    samples = reps_of(has_gyro=has_gyro)
    edges = sorted({0, *(at for at in cuts if at < len(samples)), len(samples)})
    blocks = [rows(samples, slice(a, b)) for a, b in pairwise(edges)]
    assert analyzed(blocks, RAISE, rate_hz=50.0, per_call=per_call) == undamaged(has_gyro=has_gyro)


@given(damages(), st.integers(3, 40))
@settings(max_examples=8)
def test_damaged_samples_in_blocks_of_any_size_give_identical_events(
    damage: Damage, size: int
) -> None:
    samples = damage.done_to(reps_of())
    assert analyzed(list(cut(samples, size)), RAISE, rate_hz=50.0) == found(samples)


@given(
    st.sampled_from([12.5, 25.0, 31.25, 50.0, 60.0, 100.0, 104.0, 200.0]),
    st.floats(0.95, 1.05),
    st.floats(0.97, 1.03),
    _SEEDS,
)
@example(rate_hz=12.5, wrong=1.0, scale=1.0, seed=689088)
@settings(max_examples=12)
def test_any_rate_even_wrong_by_5_percent_and_with_5_percent_lost_gives_the_same_count(
    rate_hz: float, wrong: float, scale: float, seed: int
) -> None:
    samples = reps_of(rate_hz)
    rng = np.random.default_rng(seed)
    kept = np.ones(len(samples), dtype=np.bool_)
    while kept.mean() > 0.95:
        from_s = rng.uniform(0.0, samples.t_s[-1])
        kept[(samples.t_s > from_s) & (samples.t_s < from_s + rng.uniform(0.1, 0.4))] = False
    samples = rows(replace(samples, t_s=samples.t_s * scale), np.flatnonzero(kept))
    assert of_leg(samples, rate_hz * wrong).count == REPS


@given(st.lists(damages(), min_size=1, max_size=3), st.booleans())
# A clock that is set while the limb is held: no sample is missing, so that it has not come down.
@example(wrong=[Damage("jump ahead", at=0.8125, length=0.125, seed=4)], has_gyro=True)
@settings(max_examples=30)
def test_damage_never_invents_a_rep(wrong: list[Damage], has_gyro: bool) -> None:
    samples = reps_of(has_gyro=has_gyro)
    for damage in wrong:
        samples = damage.done_to(samples)
    with np.errstate(all="ignore"):
        events, summary = found(samples)
    leg = summary.legs[Leg.RIGHT]
    assert leg.count <= REPS
    assert len(announced(events)) >= leg.count
    assert 0.0 <= leg.data.lost_fraction < 1.0
    assert np.isfinite([leg.data.duration_s, leg.data.rate_hz]).all()
    for rep in leg.reps:
        times = [getattr(rep, name) for name in _TIMES]
        known = [at_s for at_s in times if at_s is not None]
        assert known == sorted(known)


@given(st.lists(damages(), min_size=1, max_size=3), st.booleans())
# Two spikes beyond the sensor's range, 0.9 s apart.
@example(wrong=[Damage("spikes", at=0.0625, length=0.09375, seed=36)], has_gyro=True)
@settings(max_examples=30)
def test_a_resting_leg_does_nothing_whatever_its_sensor_does(
    wrong: list[Damage], has_gyro: bool
) -> None:
    samples = rest(has_gyro=has_gyro)
    for damage in wrong:
        samples = damage.done_to(samples)
    with np.errstate(all="ignore"):
        assert of_leg(samples).count == 0
