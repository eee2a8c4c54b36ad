"""Tests the truth of a scripted rep against formulas."""

import numpy as np
import pytest

from tests.simulator.truth import (
    Step,
    TrueRep,
    Truth,
    add_steps,
    direction,
    minimum_jerk,
    time_of_way,
    true_rep,
)

# The speed of a minimum-jerk way is 30 τ²(1-τ)², with the peak 30/16 in the middle. A tenth of it:
# τ(1-τ) = √0.1 / 4.
EDGE = (1 - np.sqrt(1 - np.sqrt(0.1))) / 2
HOME = np.zeros(3)


def rep_of(hold_s: float, holding: list[Step] | None = None) -> TrueRep:
    out = [Step(10.0, 2.0, (40.0, 0.0, 0.0))]
    back = [Step(12.0 + hold_s, 1.0, (-40.0, 0.0, 0.0))]
    return true_rep(out, holding or [], back, HOME)


def test_a_way_begins_and_ends_8_6_percent_inside_its_command() -> None:
    assert pytest.approx(0.0865, abs=1e-4) == EDGE
    start_s, end_s = time_of_way([Step(3.0, 2.0, (40.0, 0.0, 0.0))])
    assert start_s == pytest.approx(3.0 + 2.0 * EDGE, abs=1e-3)
    assert end_s == pytest.approx(5.0 - 2.0 * EDGE, abs=1e-3)


def test_a_hold_is_the_commanded_one_and_8_6_percent_of_each_way() -> None:
    rep = rep_of(2.0)
    assert rep.hold_s == pytest.approx(2.0 + EDGE * (2.0 + 1.0), abs=2e-3)
    assert rep.rom_deg == pytest.approx(40.0, abs=0.01)


def test_the_edges_do_not_depend_on_how_far_the_limb_turns() -> None:
    small = time_of_way([Step(0.0, 1.5, (2.0, 0.0, 0.0))])
    large = time_of_way([Step(0.0, 1.5, (0.0, -90.0, 10.0))])
    assert small == pytest.approx(large, abs=1e-6)


def test_a_way_in_two_goes_lasts_until_the_second_is_over() -> None:
    two = [Step(0.0, 1.0, (20.0, 0.0, 0.0)), Step(1.5, 1.0, (20.0, 0.0, 0.0))]
    start_s, end_s = time_of_way(two)
    assert start_s == pytest.approx(EDGE, abs=1e-3)
    assert end_s == pytest.approx(2.5 - EDGE, abs=1e-3)


def test_a_correction_during_the_hold_is_of_neither_way() -> None:
    corrected = rep_of(2.0, [Step(12.0, 2.0, (-3.0, 0.0, 0.0)), Step(12.8, 0.4, (5.0, 0.0, 0.0))])
    plain = rep_of(2.0)
    assert (corrected.top_s, corrected.leave_s) == (plain.top_s, plain.leave_s)
    assert 41.0 < corrected.rom_deg < 45.0


def test_the_range_counts_from_where_the_limb_was() -> None:
    before = np.array([5.0, 0.0, 0.0])
    rep = true_rep(
        [Step(0.0, 1.0, (30.0, 0.0, 0.0))], [], [Step(2.0, 1.0, (-30.0, 0.0, 0.0))], before
    )
    assert rep.rom_deg == pytest.approx(30.0, abs=0.01)


def test_roll_is_no_range_and_a_slanted_turn_is() -> None:
    rep = true_rep(
        [Step(0.0, 1.0, (30.0, 40.0, 25.0))], [], [Step(2.0, 1.0, (-30.0, -40.0, 0.0))], HOME
    )
    assert rep.rom_deg == pytest.approx(50.0, abs=0.01)


def test_a_direction_is_a_unit_vector_at_the_angle_of_its_turn() -> None:
    turns = np.array([[0.0, 0.0, 7.0], [30.0, 0.0, 0.0], [0.0, 90.0, 0.0], [-30.0, 40.0, 9.0]])
    found = direction(turns)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0)
    np.testing.assert_allclose(found[:3, 0], np.cos(np.radians([0.0, 30.0, 90.0])), atol=1e-12)
    assert found[1, 2] == pytest.approx(0.5)
    assert found[2, 1] == pytest.approx(1.0)
    assert np.degrees(np.arccos(found[3, 0])) == pytest.approx(50.0)


def test_steps_add_up_and_stay() -> None:
    steps = [Step(1.0, 1.0, (10.0, 0.0, 0.0)), Step(1.5, 1.0, (-4.0, 2.0, 1.0))]
    turns = add_steps(np.array([0.0, 1.5, 2.0, 3.0]), steps)
    half = float(minimum_jerk(np.array([0.5]))[0])
    np.testing.assert_allclose(turns[0], 0.0)
    np.testing.assert_allclose(turns[1], [10 * half, 0.0, 0.0])
    np.testing.assert_allclose(turns[2], [10 - 4 * half, 2 * half, half])
    np.testing.assert_allclose(turns[3], [6.0, 2.0, 1.0])


def test_a_shifted_truth_keeps_its_durations() -> None:
    rep = rep_of(1.0)
    moved = Truth((rep,), ()).shifted(-2.5).reps[0]
    assert moved.start_s == pytest.approx(rep.start_s - 2.5)
    assert moved.hold_s == pytest.approx(rep.hold_s)
    assert moved.end_s - moved.start_s == pytest.approx(rep.end_s - rep.start_s)
