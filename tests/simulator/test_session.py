"""Tests that measured values of whole simulated sessions agree with their truth."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.sensors.samples import Leg, Placement
from tests.simulator.body import GRAVITY_M_S2, SensorModel
from tests.simulator.motion import LegScript
from tests.simulator.people import Movement, Person, random_person
from tests.simulator.radio import RadioModel
from tests.simulator.session import (
    Equipment,
    Plan,
    SimulatedSession,
    simulate,
    simulate_session,
)

RAISE = Movement(range_deg=40.0, raise_s=1.4, hold_s=2.0, lower_s=1.2, pause_s=0.8)
PERFECT = Equipment(
    sensor=SensorModel(acc_noise_ug=0.0, gyr_noise_deg_s=0.0, bits=40, rate_hz=200.0)
)


@cache
def drawn(seed: int, hardness: float = 1.0) -> SimulatedSession:
    return simulate_session(seed, RAISE, hardness=hardness, reps=(3, 4))


@cache
def tidy(seed: int = 5) -> SimulatedSession:
    plan = Plan(movement=RAISE, sets=((Leg.RIGHT, 3), (Leg.LEFT, 2)), settle_s=3.0)
    person = Person(range_cv=0.1, tempo_cv=0.1, hold_cv=0.1, plane_deg=12.0, return_error=0.05)
    return simulate(plan, dict.fromkeys(Leg, person), dict.fromkeys(Leg, PERFECT), seed)


def as_bytes(session: SimulatedSession) -> bytes:
    columns = ("seq", "t_us", "host_us", "acc_m_s2", "gyr_rad_s")
    return b"".join(
        block.leg.encode() + getattr(block, column).tobytes()
        for block in session.blocks
        for column in columns
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    again = simulate_session(1, RAISE, hardness=1.0, reps=(3, 4))
    assert as_bytes(again) == as_bytes(drawn(1))
    assert again.truth == drawn(1).truth
    assert as_bytes(drawn(2)) != as_bytes(drawn(1))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_reps_follow_each_other_and_one_leg_at_a_time(seed: int) -> None:
    session = drawn(seed)
    every = sorted(
        (rep for truth in session.truth.values() for rep in (*truth.reps, *truth.attempts)),
        key=lambda rep: rep.start_s,
    )
    edges = [t for rep in every for t in (rep.start_s, rep.top_s, rep.leave_s, rep.end_s)]
    assert (np.diff(edges) > 0).all()
    for truth in session.truth.values():
        assert 3 <= len(truth.reps) <= 4


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_blocks_are_in_order_of_arrival_and_numbers_rise_on_each_leg(seed: int) -> None:
    blocks = drawn(seed).blocks
    assert (np.diff([block.host_us[0] for block in blocks]) >= 0).all()
    for leg in Leg:
        seq = np.concatenate([block.seq for block in blocks if block.leg is leg])
        assert (np.diff(seq) >= 1).all()


def test_the_time_origin_is_the_first_sample_that_arrived() -> None:
    gone = replace(PERFECT, radio=RadioModel(dropouts_s=((0.0, 2.0),)))
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 1),), settle_s=2.0)
    people = dict.fromkeys(Leg, Person())
    whole = simulate(plan, people, dict.fromkeys(Leg, PERFECT), 1)
    cut = simulate(plan, people, dict.fromkeys(Leg, gone), 1)
    assert cut.origin_s == pytest.approx(2.0)
    later_s = whole.truth[Leg.LEFT].reps[0].start_s - cut.truth[Leg.LEFT].reps[0].start_s
    assert later_s == pytest.approx(2.0)


def test_the_measured_angular_speed_crosses_a_tenth_of_its_peak_when_the_truth_says() -> None:
    session = tidy()
    for leg, truth in session.truth.items():
        time_s = session.readings[leg].time_s - session.origin_s
        speed = np.linalg.norm(session.readings[leg].gyr_rad_s, axis=1)
        for rep in truth.reps:
            for from_s, to_s in ((rep.start_s, rep.top_s), (rep.leave_s, rep.end_s)):
                way = (time_s > from_s - 0.1) & (time_s < to_s + 0.1)
                fast = time_s[way][speed[way] > 0.1 * speed[way].max()]
                assert fast[0] == pytest.approx(from_s, abs=0.006)
                assert fast[-1] == pytest.approx(to_s, abs=0.006)


def test_the_measured_turn_from_rest_to_top_is_the_true_range() -> None:
    session = tidy()
    for leg, truth in session.truth.items():
        readings = session.readings[leg]
        time_s = readings.time_s - session.origin_s
        for rep in truth.reps:
            out = (time_s > rep.start_s - 0.3) & (time_s < rep.top_s + 0.3)
            turn = np.sum(readings.gyr_rad_s[out], axis=0) / 200.0
            # Without roll the limb turns about one axis, and the integral is the angle.
            assert np.degrees(np.linalg.norm(turn)) == pytest.approx(rep.rom_deg, abs=0.1)


def test_gravity_turns_by_the_range_where_the_movement_is_upright() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 2),), settle_s=3.0)
    session = simulate(plan, dict.fromkeys(Leg, Person()), dict.fromkeys(Leg, PERFECT), 8)
    readings = session.readings[Leg.LEFT]
    time_s = readings.time_s - session.origin_s
    for rep in session.truth[Leg.LEFT].reps:
        at = np.searchsorted(time_s, [rep.start_s - 0.3, (rep.top_s + rep.leave_s) / 2])
        rest, top = readings.acc_m_s2[at] / GRAVITY_M_S2
        assert np.degrees(np.arccos(rest @ top)) == pytest.approx(rep.rom_deg, abs=1.5)


def test_a_lift_points_the_limb_up_and_a_dip_tips_it_forward() -> None:
    people = dict.fromkeys(Leg, Person())
    for ready_deg in (0.0, -90.0):
        movement = replace(RAISE, ready_pitch_deg=ready_deg)
        plan = Plan(movement=movement, sets=((Leg.LEFT, 1),), settle_s=2.0)
        session = simulate(plan, people, {Leg.LEFT: PERFECT}, 8)
        readings, rep = session.readings[Leg.LEFT], session.truth[Leg.LEFT].reps[0]
        top = np.searchsorted(readings.time_s - session.origin_s, (rep.top_s + rep.leave_s) / 2)
        # Gravity's share along the limb tells its pitch.
        pitch_deg = np.degrees(np.arcsin(readings.acc_m_s2[top, 0] / GRAVITY_M_S2))
        assert pitch_deg == pytest.approx(ready_deg + 40.0, abs=0.5)


def test_only_a_working_leg_trembles_and_vibrates() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 1),), settle_s=2.0)
    person = Person(tremor_deg=0.02, tremor_hz=8.0, vibration_m_s2=0.2)
    session = simulate(plan, dict.fromkeys(Leg, person), dict.fromkeys(Leg, PERFECT), 8)
    rep = session.truth[Leg.LEFT].reps[0]
    for leg, tremor_deg_s, vibration in ((Leg.LEFT, 0.02 * 2 * np.pi * 8, 0.2), (Leg.RIGHT, 0, 0)):
        readings = session.readings[leg]
        time_s = readings.time_s - session.origin_s
        held = (time_s > rep.top_s + 0.3) & (time_s < rep.leave_s - 0.3)
        trembling_deg_s = np.degrees(np.std(readings.gyr_rad_s[held], axis=0)).mean()
        assert trembling_deg_s == pytest.approx(tremor_deg_s, rel=0.5, abs=1e-6)
        # Above 10 Hz there is no limb that moves, only muscle.
        rough = np.diff(readings.acc_m_s2[held], n=2, axis=0)
        assert (rough.std() > 0.1 * vibration) == (leg is Leg.LEFT)
        still = (time_s > rep.start_s - 0.8) & (time_s < rep.start_s - 0.3)
        assert np.std(readings.gyr_rad_s[still], axis=0).max() < 1e-6


def test_the_resting_leg_goes_along_by_the_coupling() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 2),), settle_s=3.0)
    people = {Leg.LEFT: Person(), Leg.RIGHT: Person(coupling=0.25)}
    session = simulate(plan, people, dict.fromkeys(Leg, PERFECT), 8)
    rep = session.truth[Leg.LEFT].reps[0]
    readings = session.readings[Leg.RIGHT]
    time_s = readings.time_s - session.origin_s
    out = (time_s > rep.start_s - 0.3) & (time_s < rep.top_s + 0.5)
    turn_deg = np.degrees(np.linalg.norm(np.sum(readings.gyr_rad_s[out], axis=0)) / 200.0)
    assert turn_deg == pytest.approx(0.25 * 40.0, rel=0.05)
    assert not session.truth[Leg.RIGHT].reps


def test_getting_into_position_turns_the_limb_far_before_the_first_rep() -> None:
    session = tidy()
    readings = session.readings[Leg.RIGHT]
    first_s = session.truth[Leg.RIGHT].reps[0].start_s
    before = readings.time_s - session.origin_s < first_s - 0.5
    step = Rotation.from_rotvec(readings.gyr_rad_s[before] / 200.0)
    assert np.degrees(step.magnitude().sum()) > 90.0


def test_a_session_of_getting_into_position_alone_has_nothing_to_count() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 0),), settle_s=20.0, detours=8)
    session = simulate(plan, dict.fromkeys(Leg, Person()), dict.fromkeys(Leg, PERFECT), 4)
    assert all(not truth.reps and not truth.attempts for truth in session.truth.values())
    rate = np.concatenate([block.gyr_rad_s for block in session.blocks])
    assert np.degrees(np.abs(rate).max()) > 20.0


def test_a_breather_makes_some_pauses_long() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 12),), settle_s=2.0)
    people = dict.fromkeys(Leg, Person(breather_chance=0.3))
    reps = simulate(plan, people, {Leg.LEFT: PERFECT}, 4).truth[Leg.LEFT].reps
    pauses_s = np.array([after.start_s - rep.end_s for rep, after in pairwise(reps)])
    assert pauses_s.min() < 1.1
    assert pauses_s.max() > 2.3
    assert 1 <= (pauses_s > 2.3).sum() <= 7


def test_an_attempt_stays_under_half_of_the_range_and_is_no_rep() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 4),), settle_s=2.0)
    people = dict.fromkeys(Leg, Person(attempt_chance=1.0))
    truth = simulate(plan, people, {Leg.LEFT: PERFECT}, 4).truth[Leg.LEFT]
    assert len(truth.attempts) == len(truth.reps) == 4
    assert max(rep.rom_deg for rep in truth.attempts) < 0.5 * 40.0
    assert min(rep.rom_deg for rep in truth.reps) > 39.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_meant_as_a_rep_is_one_by_the_usual_range_of_its_set(seed: int) -> None:
    for truth in drawn(seed).truth.values():
        usual_deg = np.median([rep.rom_deg for rep in truth.reps])
        assert min(rep.rom_deg for rep in truth.reps) > 0.5 * usual_deg
        assert all(rep.rom_deg < 0.5 * usual_deg for rep in truth.attempts)


def test_fatigue_takes_range_and_hold_away_rep_by_rep() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 5),), settle_s=2.0)
    people = dict.fromkeys(Leg, Person(fatigue=0.3))
    reps = simulate(plan, people, {Leg.LEFT: PERFECT}, 4).truth[Leg.LEFT].reps
    assert (np.diff([rep.rom_deg for rep in reps]) < 0).all()
    assert (np.diff([rep.leave_s - rep.top_s for rep in reps]) < 0).all()


def test_a_leg_without_sensor_is_absent() -> None:
    plan = Plan(movement=RAISE, sets=((Leg.LEFT, 1),), settle_s=2.0)
    session = simulate(plan, dict.fromkeys(Leg, Person()), {Leg.RIGHT: PERFECT}, 4)
    assert set(session.sensors) == set(session.truth) == {Leg.RIGHT}
    assert {block.leg for block in session.blocks} == {Leg.RIGHT}


def test_a_movement_of_the_shank_is_worn_there() -> None:
    plan = Plan(movement=replace(RAISE, limb=Placement.SHANK), sets=((Leg.LEFT, 1),), settle_s=2.0)
    session = simulate(plan, dict.fromkeys(Leg, Person()), {Leg.LEFT: PERFECT}, 4)
    assert session.sensors[Leg.LEFT].placement is Placement.SHANK
    assert tidy().sensors[Leg.LEFT].placement is Placement.THIGH


def test_harder_people_are_more_uneven() -> None:
    rng = np.random.default_rng(0)
    tame = [random_person(rng, 0.1) for _ in range(50)]
    wild = [random_person(rng, 1.0) for _ in range(50)]
    for quality in ("range_cv", "tempo_cv", "tremor_deg", "sway_deg", "return_error"):
        means = [np.mean([getattr(person, quality) for person in group]) for group in (tame, wild)]
        assert means[1] > 1.5 * means[0], quality


def test_a_leg_that_is_stood_on_carries_the_hip_over_its_foot() -> None:
    dip = replace(RAISE, ready_pitch_deg=-90.0, shank_follows=0.5)
    script = LegScript(Person(), np.random.default_rng(1))
    script.start(dip.ready_pitch_deg)
    time_s = np.arange(0.0, script.do_set(1.0, dip, 2), 0.01)
    lift_deg = script.steps_deg(time_s)
    path = script.path(time_s, 0.0 * lift_deg, script.hip_m(lift_deg[:, 0]))
    knee_m = path.joint_m + path.orientation.apply([0.43, 0.0, 0.0])
    foot_m = path.joint_m[0] - [0.0, 0.0, 0.43 + 0.42]
    assert np.ptp(path.joint_m[:, 2]) > 0.1
    # The thigh of this person is turned outwards by a few degrees, which the shank goes along with.
    assert np.linalg.norm(knee_m - foot_m, axis=1) == pytest.approx(0.42, abs=0.01)
