"""Tests the drawn leg: its joints are where exercise and knee put them."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.model.events import KneeNow, Trace
from evenstride.analysis.model.exercises import find
from evenstride.sensors.samples import Leg
from evenstride.session.state.knee_trace import KneeTrace
from evenstride.session.state.leg_drawing import leg_drawing
from evenstride.session.state.leg_view import Signal
from evenstride.tui.widgets.leg_figure import LegFigure, leg_dots
from evenstride.tui.widgets.leg_panel import LegPanel
from tests.fakes.session import mid_session
from tests.tui.on_screen import app_with, ink, text


def test_a_curl_lifts_the_knee_and_leaves_the_heel_on_the_floor() -> None:
    drawn = leg_drawing(find("hamstring-curl"), thigh_deg=45.0, knee_deg=90.0)
    assert drawn.knee == pytest.approx((0.707, 0.707), abs=0.01)
    assert drawn.ankle == pytest.approx((1.414, 0.0), abs=0.01)


def test_a_dip_lowers_the_hip_over_a_foot_that_stands() -> None:
    stands = leg_drawing(find("single-leg-dip"), thigh_deg=0.0, knee_deg=0.0)
    dips = leg_drawing(find("single-leg-dip"), thigh_deg=40.0, knee_deg=60.0)
    assert stands.hip == pytest.approx((0.0, 2.0))
    assert dips.ankle == stands.ankle
    assert dips.hip[1] < 1.8
    assert dips.knee[0] > 0.2


def test_a_seated_leg_hangs_and_straightens() -> None:
    rests = leg_drawing(find("seated-knee-extension"), thigh_deg=0.0, knee_deg=90.0)
    top = leg_drawing(find("seated-knee-extension"), thigh_deg=0.0, knee_deg=0.0)
    assert rests.ankle == pytest.approx((1.0, -1.0))
    assert top.ankle == pytest.approx((2.0, 0.0))


def test_a_bent_leg_takes_more_of_the_grid_upwards_than_a_straight_one() -> None:
    curl = find("hamstring-curl")
    tall = [
        int(leg_dots(leg_drawing(curl, deg / 2, deg), 80, 80).any(axis=1).sum())
        for deg in (0.0, 90.0)
    ]
    assert tall[1] > 2 * tall[0] > 0


def test_the_knees_curve_keeps_what_is_new_and_forgets_what_came_anew() -> None:
    kept = KneeTrace(10.0)
    kept.extend(Trace(np.arange(0.0, 20.0, 0.5), np.arange(40.0)))
    found = kept.since(15.0)
    assert found is not None
    assert found[0][0] == 15.0
    assert kept.top_deg == 39.0
    kept.extend(Trace(np.array([1.0]), np.array([5.0])))
    assert kept.top_deg == 5.0
    assert kept.since(2.0) is None


async def test_the_leg_stands_in_the_half_of_the_leg_without_a_sensor() -> None:
    state = mid_session()
    drawing = leg_drawing(find(state.exercise_id), 30.0, 20.0)
    left = replace(
        state.left, drawing=drawing, now=replace(state.left.now, knee=KneeNow(angle_deg=20.4))
    )
    state = replace(state, left=left, right=replace(state.right, signal=Signal.ABSENT))
    app = app_with(state)
    async with app.run_test(size=(80, 24)):
        drawn = [
            one
            for one in app.screen.query_one(f"#{Leg.RIGHT.value}", LegPanel).query(LegFigure)
            if one.display
        ]
        assert len(drawn) == 1
        assert ink(drawn[0]) > 5
        assert "knee 20°" in text(drawn[0])
