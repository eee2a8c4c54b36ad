"""Where the hinge of a movement is, seen by the sensor alone."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.counting.everyday.gait import GaitWatch
from evenstride.analysis.counting.everyday.gait_signs import signs
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.hinge import hinge
from evenstride.analysis.counting.signs.lever import Lever, lever
from evenstride.analysis.counting.signs.plausibility import (
    came_back,
    ends_apart_deg,
    weight_wanders,
)
from evenstride.analysis.counting.small.small_leg import SmallReps
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.counting.verdict.evidence import Evidence, evidence
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.exercises import find
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

G_M_S2 = 9.81


def raised(
    lever_m: tuple[float, float],
    *,
    range_deg: float = 30.0,
    way_s: float = 1.0,
    bridged: slice = slice(0, 0),
    times: float = 1.0,
    lost: slice = slice(0, 0),
    spin_deg_s: float = 0.0,
) -> tuple[RecentMotion, Excursion]:
    """A limb turns about a hinge and back; the sensor is (level, upright) metres away from it.

    The sensor's frame has the axis of turning as x; y is level and z up at the start. Its
    accelerometer reads so many times the force. What is lost was made up, and wrong.
    """
    still, way = round(0.5 / TICK_S), round(way_s / TICK_S)
    part = np.linspace(0.0, 1.0, way)
    out = np.radians(range_deg) * (10 * part**3 - 15 * part**4 + 6 * part**5)
    angle = np.concatenate((np.zeros(still), out, np.full(still, out[-1]), out[::-1], [0] * still))
    speed = np.gradient(angle, TICK_S)
    acceleration = np.gradient(speed, TICK_S)
    level_m, upright_m = lever_m
    recent = RecentMotion(60.0)
    for index, (turned, omega, alpha) in enumerate(zip(angle, speed, acceleration, strict=True)):
        is_lost = lost.start <= index < lost.stop
        many = 1.3 * times if is_lost else times
        force = (
            0.0,
            many * (G_M_S2 * np.sin(turned) - alpha * upright_m - omega**2 * level_m),
            many * (G_M_S2 * np.cos(turned) + alpha * level_m - omega**2 * upright_m),
        )
        rate = (0.0 if is_lost else float(np.degrees(omega)), 0.0, 0.0)
        up = (0.0, float(np.sin(turned)), float(np.cos(turned)))
        is_bridged = is_lost or bridged.start <= index < bridged.stop
        spin = 0.0 if is_lost else spin_deg_s
        recent.append(Tick(index, up, rate, rate, spin, is_bridged, force, lost=is_lost))
    top, leave, end = still + way, 2 * still + way, 2 * (still + way)
    return recent, Excursion((1.0, 0.0, 0.0), range_deg, still, top, leave, end)


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
    assert abs(found.rise_m) < COUNTING.lever_sink_m


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
        (COUNTING.lever_rise_m, 0.02, 10.0, None, False),
        (-COUNTING.lever_sink_m, 0.02, 10.0, False, None),
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
    around = round(COUNTING.lever_around_s / TICK_S)
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


def shaken(recent: RecentMotion, by_m_s2: float) -> RecentMotion:
    """The same motion on a body that moves, too."""
    other = RecentMotion(60.0)
    random = np.random.default_rng(1)
    push = np.convolve(random.normal(size=(10_000, 3))[:, 0], np.hanning(25), "same")
    push *= by_m_s2 / push.std()
    for tick in recent.stretch(0, 10_000).ticks():
        x, y, z = tick.force_m_s2
        other.append(replace(tick, force_m_s2=(x + float(push[tick.index]), y, z)))
    return other


def seen_as(exercise: str, recent: RecentMotion, excursion: Excursion) -> Evidence:
    return evidence(
        recent,
        excursion,
        excursion.end + 10,
        find(exercise),
        None,
        has_gyro=True,
        stepped=False,
        gait=GaitWatch(),
    )


def seen_as_a_raise(recent: RecentMotion, excursion: Excursion) -> bool | None:
    return seen_as("straight-leg-raise", recent, excursion).fits


@pytest.mark.parametrize(
    ("exercise", "level_m", "range_deg", "unproven"),
    [
        ("straight-leg-raise", 0.0, 40.0, True),
        ("straight-leg-raise", 0.3, 40.0, False),
        ("hamstring-curl", 0.3, 75.0, True),  # a knee that bends lifts no thigh so far
        ("hamstring-curl", 0.3, 60.0, False),
    ],
)
def test_what_should_have_told_or_goes_hardly_so_far_needs_one_like_it(
    exercise: str, level_m: float, range_deg: float, *, unproven: bool
) -> None:
    moved = raised((level_m, 0.0), range_deg=range_deg)
    assert seen_as(exercise, *moved).is_unproven is unproven


@pytest.mark.parametrize(
    ("exercise", "stays_s", "unproven"),
    [("single-leg-dip", 8.0, True), ("single-leg-dip", 3.0, False), ("squat", 8.0, False)],
)
def test_who_stays_down_on_one_leg_for_long_needs_another_one_like_it(
    exercise: str, stays_s: float, *, unproven: bool
) -> None:
    recent, found = raised((-0.3, 0.0), range_deg=20.0)
    stays = replace(found, leave=found.top + round(stays_s / TICK_S))
    assert seen_as(exercise, recent, stays).is_unproven is unproven


@pytest.mark.parametrize(
    ("exercise", "level_m", "range_deg", "bare"),
    [
        ("single-leg-dip", 0.0, 55.0, True),  # kneeling down, a foot in front
        ("single-leg-dip", 0.0, 45.0, False),
        ("single-leg-dip", -0.3, 55.0, False),
        ("squat", 0.0, 55.0, False),  # on a chair, both legs may be trained
        ("straight-leg-raise", 0.0, 55.0, False),
    ],
)
def test_one_leg_that_dips_deep_should_have_been_seen_to_sink(
    exercise: str, level_m: float, range_deg: float, *, bare: bool
) -> None:
    moved = raised((level_m, 0.0), range_deg=range_deg)
    assert seen_as(exercise, *moved).is_bare is bare


def test_a_limb_whose_weight_wanders_with_its_pose_has_a_faulty_sensor() -> None:
    recent, excursion = raised((0.3, 0.1))
    faulty = RecentMotion(60.0)
    for tick in recent.stretch(0, 10_000).ticks():
        x, y, z = tick.force_m_s2
        faulty.append(replace(tick, force_m_s2=(x, 1.6 * y, z)))
    assert weight_wanders(faulty, excursion)
    assert not weight_wanders(shaken(recent, 0.5), excursion)


@pytest.mark.parametrize(("faulty", "carried"), [((), True), ((0, 1), False)])
def test_a_series_of_a_faulty_sensor_takes_no_rep_away_that_looks_sound(
    faulty: tuple[int, ...], carried: bool
) -> None:
    one, found = raised((0.0, 0.1), range_deg=10.0)
    rows = list(shaken(one, 0.5).stretch(0, 10_000).ticks())
    recent = RecentMotion(60.0)
    reps = SmallReps(recent, find("seated-knee-extension"))
    for number in range(3):
        first = number * len(rows)
        for row in rows:
            x, y, z = row.force_m_s2
            heavier = 1.0 + (0.6 * row.up[1] if number in faulty else 0.0)
            force = (x * heavier, y * heavier, z * heavier)
            sways = 15.0 * float(np.sin(9.0 * row.index * TICK_S))  # under a trunk, about itself
            index = first + row.index
            recent.append(replace(row, index=index, force_m_s2=force, spin_deg_s=sways))
        ends = {name: first + getattr(found, name) for name in ("start", "top", "leave", "end")}
        rep = replace(found, **ends)
        assert weight_wanders(recent, rep) == (number in faulty)
        last = reps.is_carried(rep, first + len(rows) - 1, has_gyro=True)
    assert last is carried


def test_a_thigh_that_turns_far_on_a_moving_body_without_a_hinge_is_not_raised() -> None:
    recent, excursion = raised((0.0, 0.0), range_deg=70.0)
    assert seen_as_a_raise(shaken(recent, 2.0), excursion) is False
    assert seen_as_a_raise(recent, excursion) is not False
    small, moved = raised((0.0, 0.0), range_deg=30.0)
    assert seen_as_a_raise(shaken(small, 2.0), moved) is not False


def test_a_raised_leg_that_is_shaken_shows_its_hinge_all_the_same() -> None:
    recent, excursion = raised((0.3, 0.0), range_deg=70.0)
    assert seen_as_a_raise(shaken(recent, 2.0), excursion) is not False


def test_a_limb_that_stays_where_it_went_is_felt_not_to_come_back() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=4.0)
    assert came_back(recent, rep, rep.end + 20, least_part=0.3)
    # The gyroscope's bias makes it seem to drift back while it stays.
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    assert not came_back(recent, stays, rep.leave, least_part=0.3)
    # An accelerometer that did not feel the way out either tells nothing.
    assert came_back(recent, replace(stays, range_deg=40.0), rep.leave, least_part=0.3)


def test_how_far_a_movement_ends_from_where_it_began_is_told_where_it_was_felt() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=40.0)
    assert ends_apart_deg(recent, rep) < 1.0
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    assert ends_apart_deg(recent, stays) == pytest.approx(40.0, abs=2.0)
    # An accelerometer that did not feel the way out, or a begin before all data, tell nothing.
    assert ends_apart_deg(recent, replace(stays, range_deg=100.0)) == 0.0
    assert ends_apart_deg(recent, replace(stays, start=2)) == 0.0


def test_poses_tell_nothing_where_the_gyroscope_felt_another_way_out() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=40.0)
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    rows = recent.stretch(0, rep.end).rows.copy()
    rows["force_m_s2"] *= (1.0, 1.0, 0.33)
    faulty = RecentMotion(60.0)
    faulty.extend(rows)
    assert ends_apart_deg(faulty, stays) == 0.0


def test_a_way_out_that_also_turns_about_the_vertical_tells_its_poses() -> None:
    recent, rep = raised((0.2, 0.05), range_deg=40.0, spin_deg_s=60.0)
    stays = replace(rep, leave=rep.top + 5, end=rep.top + 15)
    assert ends_apart_deg(recent, stays) == pytest.approx(40.0, abs=2.0)


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
