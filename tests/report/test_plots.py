"""What the plots of the report rest on: curves, places of sessions, weeks without any."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from evenstride.report.paper import fits_two_sheets
from evenstride.report.plots import evenly, session_places, weeks_without
from tests.analysis.made import rep
from tests.report.made_sessions import DIP, RAISE, content, curve, outcome, session

MONDAY = date(2026, 10, 26)


def test_of_many_curves_a_few_are_drawn_evenly_from_the_first_to_the_last() -> None:
    curves = [curve(rep(number)) for number in range(1, 31)]
    drawn = [one.rep.number for one in evenly(curves, 5)]
    assert drawn[0] == 1
    assert drawn[-1] == 30
    assert np.ptp(np.diff(drawn)) <= 1
    assert evenly(curves, 30) == curves


def test_sessions_stand_by_their_day_and_two_on_one_day_beside_each_other() -> None:
    days = [MONDAY, MONDAY + timedelta(days=2), MONDAY + timedelta(days=2)]
    places = session_places(days)
    assert places[:2] == [0.0, 2.0]
    assert 2.0 < places[2] < 3.0


def test_without_every_day_sessions_stand_one_after_the_other() -> None:
    assert session_places([MONDAY, None, MONDAY]) == [1.0, 2.0, 3.0]


def test_the_weeks_without_training_are_found() -> None:
    days = [MONDAY + timedelta(days=at) for at in (0, 6, 8, 28)]
    assert weeks_without(days) == [MONDAY + timedelta(weeks=2), MONDAY + timedelta(weeks=3)]
    assert weeks_without([MONDAY]) == []


def test_four_exercises_fit_two_sheets_and_go_on_on_the_next_one_where_much_is_told() -> None:
    both = (outcome(RAISE, 1), outcome(DIP, 2))
    more = tuple(
        replace(one, exercise=replace(one.exercise, id=f"{one.exercise.id}-2")) for one in both
    )
    made = content(*(session(day, *both, *more) for day in (0, 2)))
    assert fits_two_sheets(made, made.exercises)
    wordy = replace(made, notes=("My knee is sore on the stairs. " * 50,))
    assert not fits_two_sheets(wordy, wordy.exercises)
