"""Tests finding the hinge of a movement with one sensor."""

import numpy as np
import pytest

from evenstride.analysis.counting.everyday.gait_signs import signs
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.hinge import hinge
from evenstride.analysis.counting.signs.lever import Lever, lever
from evenstride.analysis.counting.signs.plausibility import (
    weight_wanders,
)
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray
from tests.analysis.levers import raised


def measured(recent: RecentMotion, excursion: Excursion) -> Lever | None:
    return lever(recent, excursion, excursion.end + 10)


@pytest.mark.parametrize("level_m", [0.3, 0.15, 0.0, -0.2])
@pytest.mark.parametrize("range_deg", [8.0, 30.0])
def test_the_level_distance_from_the_hinge_is_found(level_m: float, range_deg: float) -> None:
    # On its way the sensor also comes nearer to the hinge: the figure is that of the whole way.
    found = measured(*raised((level_m, 0.0), range_deg=range_deg))
    assert found is not None
    assert found.rise_m == pytest.approx(level_m, abs=0.02 + 0.06 * abs(level_m))


def test_a_sensor_above_the_hinge_neither_rises_nor_sinks() -> None:
    found = measured(*raised((0.0, 0.5), range_deg=10.0))
    assert found is not None
    assert abs(found.rise_m) < COUNTING.lever.sink_m


def test_the_way_the_sensor_sits_changes_nothing() -> None:
    recent, excursion = raised((0.25, 0.1))
    turn = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))

    def turned(vector: FloatArray) -> tuple[float, float, float]:
        x, y, z = (turn @ vector).tolist()
        return x, y, z

    whole = recent.stretch(0, 10_000)
    other = RecentMotion(60.0)
    for index in range(len(whole.up)):
        rate = turned(whole.raw_rate_deg_s[index])
        other.append(
            Tick(
                index,
                turned(whole.up[index]),
                rate,
                rate,
                0.0,
                False,
                turned(whole.force_m_s2[index]),
            )
        )
    axis = turned(np.array(excursion.axis))
    plain = measured(recent, excursion)
    rotated = lever(
        other,
        Excursion(
            axis,
            excursion.range_deg,
            excursion.start,
            excursion.top,
            excursion.leave,
            excursion.end,
        ),
        excursion.end + 10,
    )
    assert plain is not None
    assert rotated is not None
    assert rotated.rise_m == pytest.approx(plain.rise_m, abs=1e-9)


def test_a_movement_that_was_mostly_bridged_tells_nothing() -> None:
    assert measured(*raised((0.25, 0.0), bridged=slice(30, 120))) is None


def test_a_few_bridged_ticks_do_not_matter() -> None:
    found = measured(*raised((0.25, 0.0), bridged=slice(40, 50)))
    assert found is not None
    assert found.rise_m == pytest.approx(0.25, abs=0.05)


def test_what_was_made_up_in_a_hole_says_nothing_of_a_lever_or_a_hinge_or_a_weight() -> None:
    recent, excursion = raised((0.25, 0.0), lost=slice(28, 58))
    found = measured(recent, excursion)
    assert found is not None
    assert found.rise_m == pytest.approx(0.25, abs=0.05)
    ways = (excursion.start, excursion.top), (excursion.leave, excursion.end)
    about = hinge(recent, ways, np.array(excursion.axis), excursion.end + 10)
    assert about is not None
    assert about.rise_m == pytest.approx(0.25 * np.cos(np.radians(15.0)), abs=0.05)
    assert not weight_wanders(recent, excursion)
    gone, excursion = raised((0.25, 0.0), lost=slice(0, 200))
    assert not weight_wanders(gone, excursion)
    assert hinge(gone, ways, np.array(excursion.axis), excursion.end + 10) is None


@pytest.mark.parametrize(("lost", "turns"), [(slice(0, 0), True), (slice(28, 58), False)])
def test_who_was_not_seen_on_both_ways_did_not_turn_round(lost: slice, *, turns: bool) -> None:
    recent, found = raised((0.25, 0.0), spin_deg_s=40.0, lost=lost)
    assert signs(recent.stretch(found.start, found.end), has_gyro=True).turns is turns


@pytest.mark.parametrize(
    ("rise_m", "error_m", "range_deg", "up", "down"),
    [
        (0.3, 0.02, 40.0, True, None),
        (-0.2, 0.02, 40.0, False, True),
        (0.3, 0.02, 10.0, True, False),
        (-0.2, 0.02, 10.0, False, True),
        (-0.04, 0.01, 10.0, False, False),
        (-0.04, 0.01, 25.0, False, None),
        (0.04, 0.01, 25.0, None, None),
        (COUNTING.lever.rise_m, 0.02, 10.0, None, False),
        (-COUNTING.lever.sink_m, 0.02, 10.0, False, None),
        (-0.035, 0.01, 16.0, False, None),  # a shallow dip hardly sinks
        (-0.055, 0.01, 16.0, False, True),
        (0.0, 0.01, 16.0, None, None),
        (0.0, 0.5, 10.0, None, None),
    ],
)
def test_a_lever_fits_or_contradicts_only_beyond_its_error(
    rise_m: float, error_m: float, range_deg: float, up: bool | None, down: bool | None
) -> None:
    found = Lever(rise_m, error_m, range_deg)
    assert found.fits(SensorMoves.UP) is up
    assert found.fits(SensorMoves.DOWN) is down
    assert found.fits(SensorMoves.ANY) is None


def test_no_lever_contradicts_a_raise_only_where_the_sensor_feels_more_than_gravity() -> None:
    assert Lever(0.0, 0.01, 40.0).fits(SensorMoves.UP) is None
    assert Lever(0.0, 0.01, 40.0).fits(SensorMoves.UP, feels=True) is False
    assert Lever(0.08, 0.02, 40.0).fits(SensorMoves.UP, feels=True) is None
    assert Lever(0.08, 0.02, 40.0).fits(SensorMoves.UP, feels=True, least_m=0.2) is False
    assert Lever(0.25, 0.02, 40.0).fits(SensorMoves.UP, feels=True, least_m=0.2) is True
    assert Lever(0.0, 0.01, 40.0).fits(SensorMoves.DOWN, feels=True) is None


def test_less_contradicts_a_raise_that_goes_as_far_as_getting_up_from_a_chair() -> None:
    assert Lever(0.06, 0.015, 40.0).fits(SensorMoves.UP, feels=True) is None
    assert Lever(0.06, 0.015, 75.0).fits(SensorMoves.UP, feels=True) is False
    assert Lever(0.09, 0.015, 75.0).fits(SensorMoves.UP, feels=True) is None


@pytest.mark.parametrize(
    ("range_deg", "knocked", "sound"),
    [(70.0, [-1], True), (70.0, [0, -1], False), (50.0, [-1], True), (30.0, [-1], False)],
)
def test_a_knock_at_one_end_of_sitting_down_says_nothing_against_the_sensor(
    range_deg: float, knocked: list[int], sound: bool
) -> None:
    recent, found = raised((0.25, 0.0), range_deg=range_deg)
    around = round(COUNTING.lever.around_s / TICK_S)
    rows = recent.stretch(found.start - around, found.end + around).rows
    for end in knocked:
        part = rows[:around] if end == 0 else rows[-around:]
        part["force_m_s2"] *= 1.08
    shaken = RecentMotion(60.0)
    shaken.extend(rows)
    measured = lever(shaken, found, found.end + around)
    assert measured is not None
    assert measured.is_sound is sound


@pytest.mark.parametrize(
    ("rise_m", "up", "down"), [(0.3, True, None), (-0.3, False, True), (0.06, None, None)]
)
def test_a_raised_leg_that_lowers_the_sensor_is_on_its_way_back(
    rise_m: float, up: bool | None, down: bool | None
) -> None:
    found = Lever(rise_m, 0.02, 40.0)
    assert found.goes_out(SensorMoves.UP) is up
    assert found.goes_out(SensorMoves.DOWN) is down
    assert found.goes_out(SensorMoves.ANY) is None


@pytest.mark.parametrize("moves", SensorMoves)
def test_a_sensor_that_reports_gravity_alone_contradicts_nothing(moves: SensorMoves) -> None:
    found = measured(*raised((0.0, 0.0), range_deg=10.0))
    assert found is not None
    assert found.fits(moves) is not False


def test_a_limb_that_hardly_speeds_up_may_show_too_short_a_lever() -> None:
    short, sunk = Lever(0.04, 0.01, 3.0, short_m=0.08), Lever(-0.04, 0.01, 3.0, short_m=0.08)
    assert short.fits(SensorMoves.UP) is None
    assert Lever(0.04, 0.01, 3.0).fits(SensorMoves.UP) is False
    assert sunk.fits(SensorMoves.UP) is False
    slow = measured(*raised((0.3, 0.0), range_deg=3.0, way_s=3.0))
    quick = measured(*raised((0.3, 0.0), range_deg=30.0, way_s=1.0))
    assert slow is not None
    assert quick is not None
    assert slow.short_m > 0.1
    assert quick.short_m < 0.02


@pytest.mark.parametrize("times", [0.85, 1.0, 1.15])
def test_a_hinge_explains_the_force_of_an_accelerometer_of_another_scale(times: float) -> None:
    recent, found = raised((0.3, 0.1), times=times)
    ways = (found.start, found.top), (found.leave, found.end)
    about = hinge(recent, ways, np.array(found.axis), found.end + 10)
    assert about is not None
    assert about.left_m_s2 < 0.05
    assert about.rise_m > 0.2


def test_a_movement_that_is_no_longer_remembered_tells_nothing() -> None:
    recent, excursion = raised((0.3, 0.0))
    last = recent.stretch(0, 10_000).ticks()
    recent.clear()
    recent.append(list(last)[-1])
    assert measured(recent, excursion) is None
