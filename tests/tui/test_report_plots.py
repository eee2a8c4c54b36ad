"""What the plots of the report rest on: mean curves, places of sessions, weeks without any."""

from datetime import date, timedelta
from statistics import fmean

import numpy as np
import pytest

from tests.analysis.made import rep
from tests.tui.report_content import curve
from tui.report.curves import mean_curve
from tui.report.plots import evenly, session_places, weeks_without

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
