"""Tests that holes which may contain a whole rep are listed at the end of a set."""

from dataclasses import replace

import pytest

from evenstride.analysis.counting.count.set_in_progress import SetInProgress
from evenstride.analysis.counting.count.unseen_holes import UnseenHoles
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.signal.tuning import TICK_S
from tests.analysis.made import rep as made_rep


def in_set(*starts_s: float, cut: tuple[int, ...] = ()) -> SetInProgress:
    """A set of reps of three seconds; a hole touches some of them."""
    now = SetInProgress()
    for place, start_s in enumerate(starts_s):
        rep = made_rep(start_s=start_s, raise_s=1.0, hold_s=1.0, lower_s=1.0)
        flags = (Flag.SIGNAL_GAP,) if place in cut else ()
        at = round(start_s / TICK_S)
        found = Excursion((1.0, 0.0, 0.0), 40.0, at, at + 50, at + 100, at + 150)
        now.add(replace(rep, flags=flags), found)
    return now


@pytest.mark.parametrize(
    ("starts_s", "cut", "is_listed"),
    [
        ((5, 10, 20, 25), (), True),  # in twice the time there is one rep fewer
        ((5, 10, 15, 20), (2,), False),  # the rep that it touches counted
        ((5, 10, 18.5, 23.5, 28.5), (), True),  # it took 8.5 s, and 5 s before and after
        ((5, 10, 17, 22, 27), (), False),  # the pause was longer
        ((5, 10, 15, 25, 30), (2,), True),  # the one that it touches are two
    ],
)
def test_a_hole_is_listed_where_the_rhythm_of_the_set_lacks_a_rep(
    starts_s: tuple[float, ...], cut: tuple[int, ...], *, is_listed: bool
) -> None:
    unseen = UnseenHoles()
    unseen.add(14.0, 15.5)
    assert list(unseen.of_set(in_set(*starts_s, cut=cut))) == [(14.0, 15.5)] * is_listed


@pytest.mark.parametrize(("lower_s", "is_listed"), [(2.5, False), (3.5, True)])
def test_a_hole_in_a_rep_that_lasts_as_long_as_two_is_listed(
    lower_s: float, *, is_listed: bool
) -> None:
    now = in_set(5, 10, 15, 21, cut=(2,))
    long = made_rep(start_s=15.0, raise_s=1.0, hold_s=1.0, lower_s=lower_s)
    now.renumber([*now.reps[:2], replace(long, flags=(Flag.SIGNAL_GAP,)), now.reps[3]])
    unseen = UnseenHoles()
    unseen.add(16.0, 17.5)
    assert bool(list(unseen.of_set(now))) is is_listed


def test_a_hole_right_before_or_after_a_set_is_listed_where_it_is_long_and_near() -> None:
    unseen = UnseenHoles()
    for hole in ((2.0, 6.0), (40.0, 42.5), (43.0, 43.5)):
        unseen.add(*hole)
    for hole in ((50.0, 52.5), (53.0, 54.0), (60.0, 62.5)):
        unseen.add(*hole)
    assert list(unseen.of_set(in_set(46.0))) == [(40.0, 42.5), (50.0, 52.5)]
    assert list(unseen.of_set(in_set(66.0))) == [(60.0, 62.5)]  # too far from the first one


@pytest.mark.parametrize(("from_s", "is_listed"), [(45.5, False), (43.5, True)])
def test_a_hole_that_cut_the_first_rep_is_listed_where_it_leaves_time_for_another(
    from_s: float, *, is_listed: bool
) -> None:
    now = in_set(46.0, 49.0)
    now.renumber([replace(now.reps[0], start_s=None), now.reps[1]])
    unseen = UnseenHoles()
    unseen.add(from_s, 47.0)
    assert list(unseen.of_set(now)) == [(from_s, 47.0)] * is_listed
