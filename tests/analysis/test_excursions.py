"""Tests finding movements out and back in angular rates that are made up tick by tick."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from evenstride.analysis.counting.moves.excursions import ExcursionFinder
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.moves.pairing import Expected
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.vectors import Vector, norm
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

X: Vector = (1.0, 0.0, 0.0)
Y: Vector = (0.0, 1.0, 0.0)


def still(duration_s: float) -> FloatArray:
    return np.zeros((round(duration_s / TICK_S), 3))


def move(turn_deg: float, duration_s: float, axis: Vector = X) -> FloatArray:
    """The rates of a minimum-jerk move about an axis."""
    tau = (np.arange(round(duration_s / TICK_S)) + 0.5) * TICK_S / duration_s
    speed = 30 * tau**2 * (1 - tau) ** 2 * turn_deg / duration_s
    return np.asarray(speed[:, None] * np.array(axis))


def rep(range_deg: float, back: float = 1.0, axis: Vector = X, hold_s: float = 0.6) -> FloatArray:
    ways = move(range_deg, 1.0, axis), still(hold_s), move(-back * range_deg, 1.0, axis)
    return np.vstack([*ways, still(0.8)])


def finder(min_range_deg: float = 8.0, max_rep_s: float = 20.0) -> ExcursionFinder:
    return ExcursionFinder(min_range_deg, max_rep_s, holds=True)


def found_in(
    *parts: FloatArray, of: ExcursionFinder | None = None, settle: bool = True
) -> list[tuple[int, Excursion]]:
    """Return the excursions that are found, each with the tick."""
    of = of or finder()
    found: list[tuple[int, Excursion]] = []
    rates = np.vstack([still(2.0), *parts]).tolist()
    for tick, (x, y, z) in enumerate(rates):
        excursion = of.step(tick, (x, y, z))
        if excursion:
            found.append((tick, excursion))
        if excursion and not excursion.is_pulse:
            expected = Expected(
                axis=excursion.axis, range_deg=excursion.range_deg, is_sure=len(found) > 2
            )
            of.expect(expected)
            of.settle()
    last = of.finish(len(rates))
    return [*found, (len(rates), last)] if last else found


def ranges(found: list[tuple[int, Excursion]]) -> list[float]:
    return [round(excursion.range_deg, 1) for _, excursion in found]


def test_stillness_is_nothing() -> None:
    assert found_in(still(30.0)) == []


def test_a_way_out_without_a_way_back_is_nothing() -> None:
    assert found_in(move(40.0, 1.0), still(3.0)) == []


def test_a_movement_out_and_back_is_found_with_its_range_axis_and_times() -> None:
    ((tick, one),) = found_in(rep(40.0, axis=Y))
    assert one.range_deg == pytest.approx(40.0, abs=0.3)
    assert one.axis == pytest.approx(Y, abs=1e-6)
    assert [t * TICK_S for t in (one.start, one.top, one.leave, one.end)] == pytest.approx(
        [2.0, 3.0, 3.6, 4.6], abs=0.15
    )
    assert one.start < one.top <= one.leave < one.end <= tick


def test_it_is_found_soon_after_it_ended() -> None:
    ((tick, one),) = found_in(rep(40.0))
    assert (tick - one.end) * TICK_S <= COUNTING.slow_s + TICK_S


@pytest.mark.parametrize("hold_s", [0.0, 0.1, 5.0])
def test_any_pause_at_the_top_is_one_movement(hold_s: float) -> None:
    assert ranges(found_in(*[rep(40.0, hold_s=hold_s)] * 3)) == pytest.approx([40.0] * 3, abs=0.3)


def test_a_limb_may_stay_at_the_top_for_as_long_as_it_likes() -> None:
    found = found_in(rep(40.0, hold_s=70.0), of=finder(max_rep_s=10.0))
    assert ranges(found) == pytest.approx([40.0], abs=0.3)


def test_a_way_out_that_others_followed_is_forgotten() -> None:
    posture, later = move(60.0, 1.0), move(-60.0, 1.0)
    parts = posture, still(6.0), move(30.0, 1.0, Y), still(8.0), later
    assert found_in(*parts, still(1.0), of=finder(max_rep_s=10.0)) == []


def test_pulses_at_the_top_belong_to_the_movement_and_are_told_apart() -> None:
    pulse = move(-20.0, 0.5), still(0.1), move(20.0, 0.5), still(0.2)
    whole = move(45.0, 1.0), still(0.3), *pulse * 3, move(-45.0, 1.0), still(1.5)
    found = found_in(*whole)
    pulses = [one for one in found if one[1].is_pulse]
    assert ranges(pulses) == pytest.approx([20.0] * 3, abs=0.5)
    assert ranges([one for one in found if one not in pulses]) == pytest.approx([45.0], abs=0.5)
    again = found_in(*whole, *whole, *whole)
    assert ranges([one for one in again if not one[1].is_pulse]) == pytest.approx(
        [45.0] * 3, abs=0.5
    )
    assert ranges([one for one in again if one[1].is_pulse]) == pytest.approx([20.0] * 9, abs=0.5)


def test_a_movement_that_goes_half_back_and_out_again_is_one() -> None:
    twice = move(45.0, 1.0), move(-20.0, 0.7), move(20.0, 0.7), move(-45.0, 1.0), still(1.5)
    found = found_in(rep(45.0), *twice, *twice)
    assert ranges([one for one in found if not one[1].is_pulse]) == pytest.approx(
        [45.0] * 3, abs=1.0
    )


def test_a_movement_under_the_smallest_range_is_nothing() -> None:
    assert found_in(*[rep(7.0)] * 4) == []
    assert len(found_in(*[rep(7.0)] * 4, of=finder(min_range_deg=5.0))) == 4


@pytest.mark.parametrize("back", [0.6, 0.8, 1.3, 1.7])
def test_a_way_back_need_not_end_where_the_way_out_began(back: float) -> None:
    assert ranges(found_in(rep(40.0, back))) == [pytest.approx(40.0, abs=0.3)]


def test_a_way_back_of_less_than_half_of_the_way_out_is_none() -> None:
    assert found_in(rep(40.0, 0.4)) == []


def test_a_change_of_posture_that_goes_far_beyond_is_no_way_back() -> None:
    assert found_in(move(20.0, 0.8), still(0.5), move(-80.0, 1.5), still(2.0)) == []


def back_in_two_goes() -> Excursion:
    parts = move(40.0, 1.0), still(1.0), move(-15.0, 0.6), still(0.8), move(-25.0, 0.8), still(1.0)
    ((_, one),) = found_in(*parts)
    return one


def test_a_way_back_may_be_done_in_two_goes() -> None:
    one = back_in_two_goes()
    assert [t * TICK_S for t in (one.start, one.end)] == pytest.approx([2.0, 6.2], abs=0.15)


def test_a_way_back_in_two_goes_does_not_make_the_way_out_shorter() -> None:
    assert back_in_two_goes().range_deg == pytest.approx(40.0, abs=0.5)


def test_a_way_out_may_be_done_in_two_goes() -> None:
    parts = move(20.0, 0.7), still(0.8), move(20.0, 0.7), still(1.0), move(-40.0, 1.0), still(1.0)
    ((_, one),) = found_in(*parts)
    assert one.range_deg == pytest.approx(40.0, abs=0.5)
    assert one.start * TICK_S == pytest.approx(2.0, abs=0.15)


def test_a_way_sideways_is_no_way_back() -> None:
    assert found_in(move(40.0, 1.0), still(1.0), move(40.0, 1.0, Y), still(1.0)) == []


def test_a_way_back_by_another_path_is_one() -> None:
    bent = (-float(np.cos(0.6)), float(np.sin(0.6)), 0.0)
    assert len(found_in(move(40.0, 1.0), still(1.0), move(40.0, 1.0, bent), still(1.0))) == 1


def test_drift_between_two_moves_is_not_seen() -> None:
    drift = np.tile([1.2, 0.0, 0.0], (250, 1))
    ((_, one),) = found_in(move(20.0, 1.0), drift, move(-20.0, 1.0), still(1.0))
    assert one.range_deg == pytest.approx(20.0, abs=0.5)


def test_what_is_nested_in_another_movement_is_found_and_that_one_goes_on() -> None:
    # A posture is taken, reps are done in it, and it is left again.
    parts = [move(90.0, 1.5, Y), still(3.0), *[rep(20.0)] * 3, still(1.0)]
    assert ranges(found_in(*parts)) == pytest.approx([20.0] * 3, abs=0.3)


def test_a_movement_that_the_data_end_in_is_found_at_the_end() -> None:
    parts = move(40.0, 1.0), still(0.6), move(-40.0, 1.0)[:-8]
    assert len(found_in(*parts)) == 1


def test_moving_out_and_returning_tell_where_the_limb_is() -> None:
    one = finder()
    seen: list[tuple[bool, bool, bool]] = []
    for tick, (x, y, z) in enumerate(np.vstack([still(1.0), rep(40.0)]).tolist()):
        if one.step(tick, (x, y, z)):
            one.settle()
        now = (one.moving, one.out is not None, one.returning and one.moving)
        if not seen or seen[-1] != now:
            seen.append(now)
    at_rest, out, top = (False, False, False), (True, False, False), (False, True, False)
    assert seen[:3] == [at_rest, out, top]
    assert (True, True, True) in seen
    assert seen[-1] == at_rest


@given(
    st.lists(st.floats(12.0, 80.0), min_size=1, max_size=5),
    st.floats(0.7, 1.25),
    st.integers(0, 999),
)
@settings(max_examples=30, deadline=None)
def test_each_of_some_movements_is_found_whatever_the_direction(
    sizes: list[float], back: float, seed: int
) -> None:
    rotation = Rotation.random(rng=np.random.default_rng(seed))
    parts = [rotation.apply(rep(size, back)) for size in sizes]
    assert ranges(found_in(*parts)) == pytest.approx(sizes, rel=0.03)


@given(st.integers(0, 999), st.floats(0.5, 80.0))
@settings(max_examples=40, deadline=None)
def test_whatever_moves_what_is_found_is_in_order_and_large_enough(seed: int, wild: float) -> None:
    rng = np.random.default_rng(seed)
    parts = [
        np.vstack(
            [
                move(float(rng.normal(0, wild)), float(rng.uniform(0.2, 2.0)), _axis(rng)),
                still(float(rng.choice([0.0, 0.1, 0.5, 2.0]))),
            ]
        )
        for _ in range(25)
    ]
    end_before = 0
    for tick, one in found_in(*parts):
        assert one.range_deg >= 8.0
        assert norm(one.axis) == pytest.approx(1.0)
        assert end_before <= one.start <= one.top <= one.leave <= one.end <= tick
        if not one.is_pulse:  # a pulse lies within the movement that it belongs to
            end_before = one.end


def _axis(rng: np.random.Generator) -> Vector:
    x, y, z = (rng.normal(size=3) * [1.0, 0.3, 0.3]).tolist()
    length = norm((x, y, z))
    return (x / length, y / length, z / length)
