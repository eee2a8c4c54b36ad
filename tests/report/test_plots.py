"""Tests the data of the report's plots: curves, places of sessions, weeks without any."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from evenstride.analysis.model.feeling import Feeling
from evenstride.report.axes import round_ticks
from evenstride.report.drawing import HAIR_MM, thinned
from evenstride.report.felt_words import felt_words
from evenstride.report.paper import fits_two_sheets
from evenstride.report.plots import evenly, session_places, weeks_without
from evenstride.sensors.samples import Leg
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


def test_ticks_are_round_and_no_more_than_there_is_room_for() -> None:
    assert round_ticks(0.0, 47.0, most=5) == [0.0, 10.0, 20.0, 30.0, 40.0]
    assert round_ticks(-1.3, 0.4, most=4) == [-1.0, -0.5, 0.0]
    assert round_ticks(3.0, 3.0, most=4) == [3.0]
    for low, high in ((0.0, 0.013), (-900.0, 17.0), (2.0, 2.5)):
        ticks = round_ticks(low, high, most=6)
        assert 1 <= len(ticks) <= 6
        assert all(low <= at <= high for at in ticks)


def test_a_thinned_line_stays_where_it_was_within_a_hair() -> None:
    xs = np.linspace(0.0, 60.0, 400)
    ys = 10.0 * np.sin(xs / 6.0)
    kept = thinned(list(zip(xs.tolist(), ys.tolist(), strict=True)))
    assert len(kept) < 80
    assert (kept[0], kept[-1]) == ((xs[0], ys[0]), (xs[-1], ys[-1]))
    line = np.array(kept)
    assert np.abs(np.interp(xs, line[:, 0], line[:, 1]) - ys).max() < 2 * HAIR_MM
    assert thinned([(1.0, 1.0)]) == [(1.0, 1.0)]


def test_pain_is_told_of_the_session_and_of_those_before() -> None:
    pains = ((0, 2.0), (2, 4.0))
    history = []
    for at, pain in pains:
        one = outcome(RAISE, at)
        felt = (Feeling(at_s=9.0, exercise=RAISE.id, leg=Leg.LEFT, pain=pain),)
        done = replace(one, part=replace(one.part, felt=felt))
        history.append((replace(session(at, done), morning_pain=1.0 + at), done))
    assert felt_words(history) == (
        "Pain: left 4 of 10. Sore the morning after: 3 of 10. Worst pain: 2 on 26\u00a0Oct, 4 on "
        "28\u00a0Oct. Sore the morning after: 1 on 26\u00a0Oct, 3 on 28\u00a0Oct."
    )
    assert felt_words([(session(0, outcome(RAISE, 1)), outcome(RAISE, 1))]) == ""
