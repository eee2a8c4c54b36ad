"""Tests which curves of reps are kept, and their mean."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.model.events import Progress, RepCounted, Trace
from evenstride.analysis.model.reps import Flag
from evenstride.sensors.samples import Leg
from evenstride.session.result.curves import RepCurves, mean_curve
from tests.analysis.made import rep
from tests.report.made_sessions import curve


def test_the_curves_of_a_leg_are_those_of_its_reps_that_still_count() -> None:
    reps = [rep(number, start_s=10.0 * number) for number in range(1, 5)]
    kept = RepCurves()
    for one in reps[:3]:
        drawn = curve(one)
        trace = Trace(drawn.t_s + one.first_s, drawn.angle_deg)
        seen = RepCounted(leg=Leg.LEFT, at_s=one.last_s, rep=one, curve=trace)
        kept.on_progress(Progress(events=(seen,)))
    reps[1] = replace(reps[1], flags=(Flag.GAP,))
    found = kept.of(Leg.LEFT, reps[1:])
    assert [one.rep.number for one in found] == [3]
    assert found[0].t_s[0] == pytest.approx(0.0)
    assert kept.of(Leg.RIGHT, reps) == ()


def test_the_mean_keeps_the_corners_of_reps_that_last_differently() -> None:
    short = rep(raise_s=1.0, hold_s=1.0, lower_s=1.0, rom_deg=20.0)
    long = rep(raise_s=1.0, hold_s=3.0, lower_s=1.0, rom_deg=40.0)
    mean = mean_curve([curve(short), curve(long)])
    assert mean is not None
    t_s, mean_deg = mean
    assert t_s[-1] == pytest.approx(4.0)
    held = (t_s > 1.05) & (t_s < 2.95)
    assert mean_deg[held] == pytest.approx(30.0, abs=0.2)
    assert np.interp(0.5, t_s, mean_deg) == pytest.approx(15.0, abs=0.3)
    assert mean_deg[[0, -1]] == pytest.approx([0.0, 0.0], abs=1.0)


def test_there_is_no_mean_of_nothing() -> None:
    assert mean_curve([]) is None
