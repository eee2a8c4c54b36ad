"""Tests filling holes in the data from gravity before and after them."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.verdict.evidence import Evidence
from evenstride.analysis.counting.verdict.verdict import judge
from evenstride.analysis.counting.verdict.verdict_types import AsAttempt, AsRep, SoFar
from evenstride.analysis.model.events import AttemptSeen
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import AttemptWhy, Flag
from evenstride.analysis.signal.holes.hole_way import ways_through
from evenstride.analysis.signal.holes.holes import HoleFiller, Pose
from evenstride.analysis.signal.holes.like_before import like_before
from evenstride.analysis.signal.holes.other_frame import is_other_frame
from evenstride.analysis.signal.holes.poses import Pace, angle_rad, up_at_first
from evenstride.analysis.signal.holes.seen_lately import Seen
from evenstride.analysis.signal.screening.grid import Ticks
from evenstride.analysis.signal.tick_rows import TickRows, blank_rows
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, Leg
from tests.analysis.moving import QUIET, Limb, analyzed, rows

G = 9.81


def at_deg(angle_deg: float) -> FloatArray:
    """The vertical in the frame of a sensor that is turned about its x."""
    angle = np.radians(angle_deg)
    return np.array([0.0, np.sin(angle), np.cos(angle)])


def ticks(
    first: int, angles_deg: FloatArray, *, has_gyro: bool = True, bias_rad_s: float = 0.0
) -> Ticks:
    n = len(angles_deg)
    acc = np.stack([G * at_deg(angle) for angle in angles_deg])
    gyr = np.full((n, 3), np.nan)
    if has_gyro:
        # The vertical turns in the sensor's frame the other way round than the sensor does.
        speed = -np.radians(np.gradient(angles_deg)) if n > 1 else np.zeros(n)
        gyr = bias_rad_s + np.column_stack((-speed / TICK_S, np.zeros((n, 2))))
    no = np.zeros(n, np.bool_)
    return Ticks(first + np.arange(n), acc, gyr, bridged=no, lost=no, saturated=no)


def filled(before_deg: float, after: Ticks, bias_rad_s: float = 0.0) -> Ticks:
    filler = HoleFiller()
    filler.begin(Pose(100, at_deg(before_deg), np.full(3, bias_rad_s)))
    found = filler.update(after)
    assert found is not None
    assert not filler.is_open
    assert found.ticks[1:] == (after,)
    assert found.known_tick == after.index[9]
    return found.ticks[0]


def turned_deg(hole: Ticks, bias_rad_s: float = 0.0) -> float:
    return float(np.degrees(np.linalg.norm((hole.gyr_rad_s - bias_rad_s).sum(axis=0))) * TICK_S)


@pytest.mark.parametrize("to_deg", [-20.0, 0.0, 15.0, 60.0, 170.0])
def test_a_limb_turns_in_a_hole_from_the_pose_before_to_the_pose_after(to_deg: float) -> None:
    hole = filled(5.0, ticks(161, np.full(12, to_deg)))
    assert hole.index.tolist() == list(range(101, 161))
    assert hole.lost.all()
    assert hole.bridged.all()
    assert turned_deg(hole) == pytest.approx(abs(to_deg - 5.0), abs=1e-6)
    np.testing.assert_allclose(hole.acc_m_s2[-1] / G, at_deg(to_deg), atol=1e-3)


def test_a_limb_that_arrived_in_the_hole_rests_before_its_end() -> None:
    hole = filled(0.0, ticks(161, np.full(12, 30.0)))
    assert np.abs(hole.gyr_rad_s[-10:]).max() < 1e-9
    assert np.abs(hole.gyr_rad_s[:49]).min(axis=0)[0] >= 0.0
    assert np.linalg.norm(hole.gyr_rad_s[:49], axis=1).min() > 0.1


def test_a_limb_that_still_moves_after_the_hole_moved_all_the_time() -> None:
    hole = filled(0.0, ticks(161, np.linspace(20.0, 28.8, 12)))
    assert np.linalg.norm(hole.gyr_rad_s, axis=1).min() > 0.1


def test_the_pose_after_a_hole_is_known_though_the_limb_turns_there() -> None:
    hole = filled(0.0, ticks(161, np.linspace(20.0, 33.2, 12)))
    assert turned_deg(hole) == pytest.approx(20.0, abs=0.7)


def test_a_bias_of_the_gyroscope_goes_on_in_the_hole() -> None:
    hole = filled(3.0, ticks(161, np.full(12, 3.0), bias_rad_s=0.05), bias_rad_s=0.05)
    np.testing.assert_allclose(hole.gyr_rad_s, 0.05, atol=1e-9)


def test_without_a_gyroscope_only_the_force_turns() -> None:
    hole = filled(0.0, ticks(161, np.full(12, 40.0), has_gyro=False))
    assert np.isnan(hole.gyr_rad_s).all()
    np.testing.assert_allclose(hole.acc_m_s2[-1] / G, at_deg(40.0), atol=1e-3)


def test_a_hole_waits_for_the_pose_after_it_and_two_with_too_little_between_are_one() -> None:
    filler = HoleFiller()
    filler.begin(Pose(100, at_deg(0.0), np.zeros(3)))
    assert filler.update(ticks(161, np.full(5, 10.0))) is None
    filler.begin(Pose(165, at_deg(10.0), np.zeros(3)))
    found = filler.update(ticks(221, np.full(10, 30.0)))
    assert found is not None
    assert found.ticks[0].index.tolist() == list(range(101, 221))
    assert turned_deg(found.ticks[0]) == pytest.approx(30.0, abs=1e-6)


def test_at_the_end_of_the_data_the_little_that_is_there_after_a_hole_tells() -> None:
    filler = HoleFiller()
    assert filler.finish() is None
    filler.begin(Pose(100, at_deg(0.0), np.zeros(3)))
    filler.update(ticks(161, np.full(3, 10.0)))
    found = filler.finish()
    assert found is not None
    assert found.known_tick == 163


def seen(*angles_deg: float) -> Seen:
    """A limb that goes from angle to angle at 40 °/s, and stays at each for half a second."""
    speed_deg = 40.0 * TICK_S
    path = [np.full(25, angles_deg[0])]
    for one, other in pairwise(angles_deg):
        steps = round(abs(other - one) / speed_deg)
        path += [np.linspace(one, other, steps + 1)[1:], np.full(25, other)]
    return Seen(motion(np.concatenate(path)[:-25]))  # it is on its way still


def motion(angles_deg: FloatArray) -> TickRows:
    """The motion of a limb that is turned to an angle at each tick."""
    found = blank_rows(len(angles_deg))
    found["index"] = np.arange(len(angles_deg))
    found["up"] = np.stack([at_deg(angle) for angle in angles_deg])
    found["force_m_s2"] = G * found["up"]
    found["raw_rate_deg_s"][:, 0] = np.diff(angles_deg, prepend=angles_deg[0]) / TICK_S
    return found


def swinging(size: int, *, spin_deg_s: float = 0.0) -> TickRows:
    """A limb that swings by 30° in 2 s, 40 cm from its hinge: what speeds it up is in its force."""
    phase = np.pi * np.arange(size) * TICK_S
    found = motion(15.0 * (1.0 - np.cos(phase)))
    found["force_m_s2"][:, 1] += 0.4 * np.radians(15.0) * np.pi**2 * np.cos(phase)
    found["spin_deg_s"] = spin_deg_s
    return found


@pytest.mark.parametrize("has_gyro", [True, False])
@pytest.mark.parametrize("at", [405, 420, 445, 480])
def test_a_limb_that_moves_as_before_is_where_it_was_then(at: int, has_gyro: bool) -> None:
    swing = swinging(520)
    now = swing[at : at + 10]
    rates = np.radians(now["raw_rate_deg_s"]) if has_gyro else np.full((10, 3), np.nan)
    gravity = up_at_first(now["force_m_s2"], rates)
    found = like_before(Seen(swing[:350]), now["force_m_s2"], rates)
    assert found is not None
    off_deg = np.degrees([angle_rad(up, now["up"][0]) for up in (found.up, gravity)])
    assert off_deg[0] < 0.5
    assert off_deg[0] < 0.5 * off_deg[1]
    speed_deg_s = np.degrees(found.rate_rad_s[0])
    assert speed_deg_s == pytest.approx(now["raw_rate_deg_s"][:6, 0].mean(), abs=2.0)


def test_a_way_back_is_not_like_a_way_out_nor_what_lies_in_a_hole_like_anything() -> None:
    swing = swinging(200)
    now = swing[170:180]
    force, rates = now["force_m_s2"], np.radians(now["raw_rate_deg_s"])
    assert like_before(Seen(swing[100:150]), force, rates) is None  # its way out
    assert like_before(Seen(swing[165:185]), force, rates) is not None
    lost = swing[165:185].copy()
    lost["lost"] = True
    assert like_before(Seen(lost), force, rates) is None
    assert like_before(Seen(swing[:5]), force, rates) is None


def test_a_limb_may_have_been_where_it_turns_back_at_once() -> None:
    found = np.degrees(np.arctan2(*Seen(swinging(330)).lingered()[:, 1:].T))
    assert found.max() == pytest.approx(30.0, abs=0.5)
    trembling = motion(15.0 + 0.2 * np.cos(np.pi * 8.0 * np.arange(150) * TICK_S))
    assert len(Seen(trembling[30:]).lingered()) <= len(Seen(trembling).lingered())


@pytest.mark.parametrize(
    ("before", "after_deg", "rate_deg_s", "hole_s", "through_deg"),
    [
        ((0, 44, 30), 34, 40, 3.0, [0]),  # lowered, then lifted: it rested in between
        ((0, 44, 0, 20), 30, -40, 3.0, [44]),  # lifted, then lowered: it was at the top
        ((0, 44, 0, 20), 30, 40, 5.0, [44, 0]),  # far too slow for a single way
        ((0, 44, 0, 20), 20.5, 35, 5.0, []),  # it goes on in its way: the clock jumped
        ((0, 44, 0, 20), 44, 0, 3.0, []),  # lifted, and it is at the top
        ((0, 44, 30), 0, 0, 3.0, []),  # lowered, and it rests
        ((0, 44, 30), 34, 40, 0.6, []),  # it could not have gone so far
        ((0, 30), 34, -40, 3.0, []),  # nothing is known of a top
    ],
)
def test_a_limb_goes_on_in_a_hole_to_where_it_had_lingered(
    before: tuple[float, ...],
    after_deg: float,
    rate_deg_s: float,
    hole_s: float,
    through_deg: list[float],
) -> None:
    so_far = seen(*before)
    rate = np.radians([rate_deg_s, 0.0, 0.0])
    ways = ways_through(so_far.up[-1], so_far, Pace(at_deg(after_deg), rate), hole_s)
    found = [float(np.degrees(np.arctan2(up[1], up[2]))) for up in ways[1:-1]]
    assert found == pytest.approx(through_deg, abs=1.0)


@pytest.mark.parametrize(
    ("before", "hole_s", "through_deg"),
    [
        ((0, 44, 0, 44, 0, 44, 44), 3.0, [0]),  # lifted before and after, far longer than ever
        ((0, 44, 0, 44, 0, 44, 44), 1.4, []),  # no time to come down and rise again
        ((0, 44, 0, 44, 44, 44, 44, 44, 44, 0, 44, 44), 2.5, []),  # it had been held as long
        ((0, 44, 0, 44, 0, *[44] * 6), 3.0, []),  # it was held longer already: that tells nothing
        ((0, 44, 44), 3.0, []),  # nothing is known of how long it is held
    ],
)
def test_a_limb_that_would_have_stayed_for_too_long_was_at_its_other_end(
    before: tuple[float, ...], hole_s: float, through_deg: list[float]
) -> None:
    so_far = seen(*before)
    ways = ways_through(so_far.up[-1], so_far, Pace(at_deg(44.0), np.zeros(3)), hole_s)
    found = [float(np.degrees(np.arctan2(up[1], up[2]))) for up in ways[1:-1]]
    assert found == pytest.approx(through_deg, abs=1.0)


@pytest.mark.parametrize(
    ("from_s", "to_s", "count"),
    [
        (10.1, 13.0, 5),  # a whole rep
        (11.8, 15.2, 6),  # from one top to the next: nobody holds for so long who did not before
    ],
)
def test_of_a_hole_in_which_a_whole_rep_may_lie_it_is_told(
    from_s: float, to_s: float, count: int
) -> None:
    limb = Limb(pitch_deg=2.0).wait(4.0).reps(6, 40.0).wait(2.0)
    samples = limb.samples(sensor=QUIET)
    cut = (samples.t_s < from_s) | (samples.t_s > to_s)
    events, summary = analyzed([rows(samples, np.flatnonzero(cut))], "straight-leg-raise")
    leg = summary.legs[Leg.RIGHT]
    assert leg.count == count
    assert [one.why for one in leg.attempts] == [AttemptWhy.GAP] * (6 - count)
    assert sum(isinstance(event, AttemptSeen) for event in events) == 6 - count


@pytest.mark.parametrize(
    ("from_s", "to_s", "cut"),
    [
        (12.6, 14.45, (3, 4)),  # from the way back of one to the way out of the next
        (11.1, 12.6, (3,)),  # over the top, from the way out to the way back
        (12.3, 14.75, (3, 4)),  # from just below one top to just below the next
    ],
)
def test_a_hole_from_one_way_to_another_costs_no_rep(
    from_s: float, to_s: float, cut: tuple[int, ...]
) -> None:
    limb = Limb(pitch_deg=2.0).wait(4.0).reps(6, 40.0).wait(2.0)
    samples = limb.samples(sensor=QUIET)
    seen = (samples.t_s < from_s) | (samples.t_s > to_s)
    _, summary = analyzed([rows(samples, np.flatnonzero(seen))], "straight-leg-raise")
    leg = summary.legs[Leg.RIGHT]
    assert leg.count == 6
    assert leg.attempts == ()
    assert [rep.number for rep in leg.reps if Flag.SIGNAL_GAP in rep.flags] == [*cut]


def test_two_holes_in_a_rep_leave_no_time_inside_of_one() -> None:
    limb = Limb(pitch_deg=2.0).wait(4.0).reps(6, 40.0, hold_s=2.0).wait(2.0)
    samples = limb.samples(sensor=QUIET)
    holes = ((13.5, 14.8), (16.45, 17.8))  # the ways out and back of the third one
    gone = np.zeros(len(samples), np.bool_)
    for from_s, to_s in holes:
        gone |= (samples.t_s > from_s) & (samples.t_s < to_s)
    _, summary = analyzed([rows(samples, np.flatnonzero(~gone))], "straight-leg-raise")
    leg = summary.legs[Leg.RIGHT]
    assert leg.count == 6
    third = leg.reps[2]
    assert (third.start_s, third.top_s, third.end_s) == (None, None, None)
    assert third.leave_s == pytest.approx(16.44, abs=0.02)  # where it was last seen at the top
    assert third.hold_s is None


@pytest.mark.parametrize(
    ("after", "is_other"),
    [
        (at_deg(30.0), False),  # on the arc
        (at_deg(62.0), False),  # further along it: a larger rep
        (at_deg(80.0), True),  # far beyond
        (Rotation.from_rotvec([0.0, 0.3, 0.0]).apply(at_deg(20.0)), True),  # 17 degrees off it
        (Rotation.from_rotvec([0.0, 0.12, 0.0]).apply(at_deg(20.0)), False),
    ],
)
def test_a_pose_that_no_rep_goes_through_tells_that_the_sensor_sits_otherwise(
    after: FloatArray, is_other: bool
) -> None:
    assert is_other_frame(seen(0, 44, 0, 44, 0, 20), after) == is_other


def test_before_a_limb_went_out_and_back_any_pose_may_be_one_of_its_own() -> None:
    assert not is_other_frame(seen(0, 44), at_deg(90.0))


@pytest.mark.parametrize("turn_deg", [(180.0, 0.0, 0.0), (40.0, 70.0, -110.0)])
def test_a_strap_that_was_turned_in_a_hole_costs_no_rep(turn_deg: tuple[float, ...]) -> None:
    limb = Limb(pitch_deg=2.0).wait(4.0).reps(7, 40.0, pause_s=1.5).wait(2.0)
    samples = limb.samples(sensor=QUIET)
    at = np.searchsorted(samples.t_s, (18.6, 19.8))  # between the fourth and the fifth
    before, after = rows(samples, slice(0, int(at[0]))), rows(samples, slice(int(at[1]), None))
    turn = Rotation.from_euler("xyz", turn_deg, degrees=True)
    turned = replace(
        after,
        acc_m_s2=turn.apply(after.acc_m_s2),
        gyr_rad_s=turn.apply(after.gyr_rad_s),
    )
    _, summary = analyzed([before, turned], "straight-leg-raise")
    leg = summary.legs[Leg.RIGHT]
    assert [one.count for one in leg.sets] == [7]


def test_a_movement_that_lies_in_a_hole_as_a_whole_is_listed_and_not_counted() -> None:
    seen = Evidence(found=Excursion((1.0, 0.0, 0.0), 40.0, 0, 40, 60, 100), is_unseen=True)
    exercise = find("straight-leg-raise")
    so_far = SoFar(reps=3, usual_range_deg=40.0, latest=seen.found)
    verdict = judge(seen, so_far, exercise)
    assert isinstance(verdict, AsAttempt)
    assert verdict.why is AttemptWhy.GAP


def test_a_first_rep_that_a_hole_cuts_waits_unless_it_carries_the_sensor_as_it_should() -> None:
    found = Excursion((1.0, 0.0, 0.0), 40.0, 0, 40, 60, 120)
    exercise = find("straight-leg-raise")
    verdicts = [
        judge(Evidence(found=found, ways_seen=1, fits=fits), SoFar(), exercise)
        for fits in (None, True)
    ]
    assert isinstance(verdicts[0], AsAttempt)
    assert isinstance(verdicts[1], AsRep)
