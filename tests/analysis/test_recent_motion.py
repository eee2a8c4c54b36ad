"""Tests the memory of the last stretch of a leg's motion."""

from copy import deepcopy

import numpy as np
import pytest

from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import TICK_DTYPE, Tick, TickRows
from evenstride.analysis.signal.tuning import TICK_S


def tick(index: int, rate: Vector = (0.0, 0.0, 0.0), *, bridged: bool = False) -> Tick:
    raw, force = (0.5 * index, 0.0, 0.0), (0.0, 0.0, 9.8)
    return Tick(index, (float(index), 0.0, 1.0), rate, raw, 0.0, bridged, force)


def filled(first: int, last: int, length_s: float = 2.0) -> RecentMotion:
    recent = RecentMotion(length_s)
    for index in range(first, last + 1):
        recent.append(tick(index))
    return recent


def test_a_stretch_has_its_ticks_both_ends_included() -> None:
    stretch = filled(5, 60).stretch(20, 30)
    assert stretch.first == 20
    np.testing.assert_array_equal(stretch.up[:, 0], np.arange(20.0, 31.0))
    np.testing.assert_array_equal(stretch.raw_rate_deg_s[:, 0], 0.5 * np.arange(20.0, 31.0))
    assert stretch.rate_deg_s.shape == (11, 3)


def test_a_stretch_across_the_end_of_the_ring_is_in_order() -> None:
    stretch = filled(0, 250).stretch(190, 210)
    np.testing.assert_array_equal(stretch.up[:, 0], np.arange(190.0, 211.0))


def test_what_is_too_long_ago_or_not_yet_there_is_left_out() -> None:
    recent = filled(0, 250)
    stretch = recent.stretch(0, 999)
    assert stretch.first == 151
    np.testing.assert_array_equal(stretch.up[:, 0], np.arange(151.0, 251.0))
    assert recent.stretch(240, 999).up[-1, 0] == 250.0


def test_it_begins_with_its_first_tick() -> None:
    assert filled(70, 80).stretch(0, 75).first == 70


def test_after_clearing_it_begins_anew() -> None:
    recent = filled(0, 250)
    recent.clear()
    assert recent.span_deg(200, 250) == 0.0
    recent.append(tick(900))
    recent.append(tick(901))
    stretch = recent.stretch(0, 999)
    assert stretch.first == 900
    np.testing.assert_array_equal(stretch.up[:, 0], [900.0, 901.0])


def test_a_stretch_knows_whether_it_touches_a_gap() -> None:
    recent = RecentMotion(2.0)
    for index in range(50):
        recent.append(tick(index, bridged=index == 20))
    assert recent.stretch(10, 20).bridged.any()
    assert not recent.stretch(21, 49).bridged.any()
    assert not recent.stretch(0, 19).bridged.any()


def test_the_vertical_of_a_tick_is_given() -> None:
    np.testing.assert_array_equal(filled(0, 250).stretch(200, 200).up[0], [200.0, 0.0, 1.0])


def turned(rates: list[Vector]) -> RecentMotion:
    recent = RecentMotion(10.0)
    for index, rate in enumerate(rates):
        recent.append(tick(index, rate))
    return recent


def test_the_span_is_the_farthest_turn_from_where_it_began() -> None:
    out, back = (30.0, 0.0, 0.0), (-30.0, 0.0, 0.0)
    recent = turned([out] * 50 + [back] * 50 + [(0.0, 0.0, 0.0)] * 50)
    assert recent.span_deg(0, 149) == pytest.approx(50 * 30.0 * TICK_S)
    assert recent.span_deg(25, 149) == pytest.approx(25 * 30.0 * TICK_S, rel=0.05)
    assert recent.span_deg(110, 149) == 0.0


def test_turns_about_different_axes_add_up_as_vectors() -> None:
    recent = turned([(30.0, 0.0, 0.0)] * 50 + [(0.0, 40.0, 0.0)] * 50)
    assert recent.span_deg(0, 99) == pytest.approx(np.hypot(30.0, 40.0))


def test_what_drifts_at_rest_does_not_span_anything() -> None:
    assert turned([(1.0, 0.0, 0.0)] * 400).span_deg(0, 399) == 0.0


def test_a_span_outside_of_what_is_kept_is_nothing() -> None:
    recent = turned([(30.0, 0.0, 0.0)] * 50)
    assert recent.span_deg(50, 60) == 0.0
    assert RecentMotion(10.0).span_deg(0, 10) == 0.0
    assert recent.span_deg(0, 999) == recent.span_deg(0, 49)


def test_the_turn_between_two_ticks_is_the_sum_of_their_rates() -> None:
    recent = RecentMotion(2.0)
    for index in range(50):
        recent.append(tick(index, (10.0, 0.0, -5.0)))
    assert recent.turned_deg(10, 35) == pytest.approx((5.0, 0.0, -2.5))


def test_what_is_not_there_did_not_turn() -> None:
    assert filled(5, 60).turned_deg(70, 90) == (0.0, 0.0, 0.0)


def test_a_copy_does_not_see_what_comes_after_it() -> None:
    recent = RecentMotion(60.0)
    rows = np.zeros(700, TICK_DTYPE)
    rows["index"] = np.arange(700)
    recent.extend(rows[:600])
    copied = deepcopy(recent)
    rows["spin_deg_s"] = 1.0
    recent.extend(rows[600:])
    assert copied.reaches(599)
    copied.extend(_still(600, 650))
    assert not copied.stretch(0, 649).spin_deg_s.any()
    assert recent.stretch(0, 699).spin_deg_s.sum() == 100.0


def _still(start: int, end: int) -> TickRows:
    rows = np.zeros(end - start, TICK_DTYPE)
    rows["index"] = np.arange(start, end)
    return rows
