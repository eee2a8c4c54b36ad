"""What the plots of the report rest on: mean curves, places of sessions, weeks without any."""

from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean

import numpy as np
import pytest

from analysis.events import Flag, Progress, Trace
from sensors.samples import Leg
from tests.analysis.made import rep
from tests.tui.report_content import DIP, RAISE, content, curve, outcome, session
from tui.report.curves import mean_curve
from tui.report.paper import fits_two_sheets
from tui.report.plots import evenly, session_places, weeks_without
from tui.report.reading import Angles

MONDAY = date(2026, 10, 26)


def test_the_mean_curve_has_the_mean_durations_of_its_reps() -> None:
    reps = [rep(raise_s=1.0, hold_s=1.0, lower_s=1.0), rep(raise_s=2.0, hold_s=4.0, lower_s=1.5)]
    mean = mean_curve([curve(one) for one in reps])
    assert mean is not None
    t_s, angle_deg = mean
    assert t_s[-1] == pytest.approx(fmean(one.end_s - one.start_s for one in reps))
    at_top = t_s[angle_deg > 0.99 * angle_deg.max()]
    assert at_top[-1] - at_top[0] == pytest.approx(2.5, abs=0.1)
    # Laid on each other from their starts, no time would have both of them at rest but the first.
    assert angle_deg[[0, -1]] == pytest.approx([0.0, 0.0], abs=1.0)


def test_there_is_no_mean_of_nothing() -> None:
    assert mean_curve([]) is None


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


def test_a_curve_is_from_the_rest_and_to_the_top_of_its_own_rep() -> None:
    reps = [rep(number, start_s=10.0 * number) for number in range(1, 6)]
    drawn = [curve(one) for one in reps]
    angles = Angles()
    for number, one in enumerate(drawn):
        angle_deg = one.angle_deg.copy()
        if number == 1:
            angle_deg += 20.0  # from another posture
        elif number == 2:
            angle_deg[50:100] = 0.0  # rest was taken to be at the top
        elif number == 3:
            angle_deg *= 2.0
        trace = Trace(one.t_s + one.rep.start_s, angle_deg)
        angles.on_progress(Progress(traces={Leg.LEFT: trace}))
    reps[4] = replace(reps[4], flags=(Flag.GAP,))
    assert [one.rep.number for one in angles.curves(Leg.LEFT, reps)] == [1]
    assert angles.curves(Leg.RIGHT, reps) == ()


def test_four_exercises_fit_two_sheets_and_go_on_on_the_next_one_where_much_is_told() -> None:
    both = (outcome(RAISE, 1), outcome(DIP, 2))
    more = tuple(
        replace(one, exercise=replace(one.exercise, id=f"{one.exercise.id}-2")) for one in both
    )
    made = content(*(session(day, *both, *more) for day in (0, 2)))
    assert fits_two_sheets(made, made.exercises)
    wordy = replace(made, notes=("My knee is sore on the stairs. " * 50,))
    assert not fits_two_sheets(wordy, wordy.exercises)
