"""Tests when movements confirm each other: similar ones, near ones, and certain ones."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from evenstride.analysis.counting.count.lone_movements import goes_like, is_borne_out, without_like
from evenstride.analysis.counting.measuring.kept_movement import KeptMovement
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.events import NO_TRACE
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Flag
from evenstride.analysis.signal.tuning import TICK_S
from tests.analysis.made import rep

LONE = COUNTING.lone


def kept(
    start_s: float,
    *,
    range_deg: float = 40.0,
    axis_deg: float = 0.0,
    from_deg: float = 0.0,
    is_lifted: bool = False,
    is_cut: bool = False,
) -> KeptMovement:
    """Four seconds of a limb that turns about an axis, from a pose."""
    start = round(start_s / TICK_S)
    about, begin = np.radians(axis_deg), np.radians(from_deg)
    axis = (float(np.cos(about)), float(np.sin(about)), 0.0)
    found = Excursion(axis, range_deg, start, start + 50, start + 150, start + 200)
    flags = (Flag.SIGNAL_GAP,) if is_cut else ()
    poses = np.array([[np.sin(begin), 0.0, np.cos(begin)]])
    of = Movement(
        found=found,
        measured=replace(rep(start_s=start_s), flags=flags),
        curve=NO_TRACE,
        poses=poses,
        is_lifted=is_lifted,
    )
    return KeptMovement.of(of)


def left(*movements: KeptMovement, attempts: tuple[Attempt, ...] = ()) -> list[int]:
    """Which movements remain where each is a set of its own and nothing follows."""
    sets = {at: [one] for at, one in enumerate(movements)}
    none = without_like(set(sets), sets, attempts, inf)
    return [at for at in range(len(movements)) if at not in none]


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (kept(20.0), True),
        (kept(20.0, range_deg=40.0 * LONE.follows_part + 0.1), True),
        (kept(20.0, range_deg=40.0 * LONE.follows_part - 0.1), False),
        (kept(20.0, axis_deg=36.0), True),
        (kept(20.0, axis_deg=38.0), False),
        (kept(20.0, axis_deg=180.0), False),  # the other way
        (kept(20.0, from_deg=LONE.follows_deg - 1.0), True),
        (kept(20.0, from_deg=LONE.follows_deg + 1.0), False),
    ],
)
def test_alike_is_what_begins_in_one_pose_and_goes_as_far_the_same_way(
    other: KeptMovement, *, alike: bool
) -> None:
    assert goes_like(kept(10.0), other) is goes_like(other, kept(10.0)) is alike


@pytest.mark.parametrize(
    ("movements", "is_set"),
    [
        ([kept(0.0)], False),
        ([kept(0.0), kept(4.0 + LONE.follows_s - 0.1)], True),
        ([kept(0.0), kept(4.0 + LONE.follows_s + 0.1)], False),  # another errand
        ([kept(0.0), kept(14.0), kept(28.0)], True),  # three, however slowly
        ([kept(0.0), kept(14.0), kept(28.0, range_deg=10.0)], False),
        ([kept(0.0), kept(6.0, from_deg=60.0), kept(12.0)], False),
        ([kept(0.0, is_cut=True), kept(6.0, is_cut=True)], False),  # made up alike
        ([kept(0.0, is_cut=True), kept(6.0)], True),
        ([kept(0.0, is_cut=True, is_lifted=True), kept(6.0, is_cut=True)], True),
        ([kept(0.0, is_cut=True), kept(6.0, is_cut=True), kept(12.0, is_cut=True)], True),
    ],
)
def test_a_set_is_two_alike_soon_or_three_later(
    movements: list[KeptMovement], *, is_set: bool
) -> None:
    assert is_borne_out(movements) is is_set


def test_of_single_movements_three_that_are_near_bear_each_other_out() -> None:
    assert left(kept(0.0), kept(40.0), kept(80.0)) == [1]  # only one of them has two near
    assert left(kept(0.0), kept(20.0), kept(40.0)) == [0, 1, 2]
    assert left(kept(0.0), kept(20.0)) == []
    assert left(kept(0.0), kept(60.0), kept(120.0)) == []


def test_what_was_lifted_needs_one_other_or_that_nothing_else_moved() -> None:
    assert left(kept(0.0, is_lifted=True), kept(20.0, is_lifted=True)) == [0, 1]
    assert left(kept(0.0, is_lifted=True)) == [0]
    near = Attempt(start_s=20.0, end_s=22.0, rom_deg=30.0, why=AttemptWhy.UNLIKE)
    assert left(kept(0.0, is_lifted=True), attempts=(near,)) == []
    assert left(kept(0.0, is_lifted=True), attempts=(replace(near, start_s=60.0, end_s=62.0),)) == [
        0
    ]


def test_one_like_a_sure_set_is_a_rep_however_long_after() -> None:
    sure = [kept(6.0 * at) for at in range(3)]
    assert without_like({2}, {1: sure, 2: [kept(300.0)]}, (), inf) == set()
    assert without_like({2}, {1: sure, 2: [kept(300.0, from_deg=60.0)]}, (), inf) == {2}
    # Two are a set, but not so sure that others are taken for reps by them.
    assert without_like({2}, {1: sure[:2], 2: [kept(300.0)]}, (), inf) == {2}


def test_nothing_is_taken_back_while_one_like_it_may_follow() -> None:
    ends_s = 14.0
    may_follow_s = ends_s + LONE.slowly_follows_s
    assert without_like({1}, {1: [kept(10.0)]}, (), may_follow_s - 0.1) == set()
    assert without_like({1}, {1: [kept(10.0)]}, (), may_follow_s + 0.1) == {1}
