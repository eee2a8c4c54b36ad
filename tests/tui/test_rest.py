"""The rest between two sets: how long, and what comes next."""

from dataclasses import replace

import pytest
from evenstride.analysis.model.events import (
    LegState,
    Phase,
    Progress,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.plan import REST_S
from evenstride.sensors.samples import Leg
from evenstride.tui.widgets.comparison_bar import ComparisonBar
from evenstride.tui.widgets.leg_panel import LegPanel
from evenstride.tui.widgets.phase_word import PhaseWord
from evenstride.tui.widgets.rest_bar import RestBar

from evenstride.session.state.rest import Rest
from evenstride.session.view import SessionView
from tests.tui.helpers import BOTH, STRAIGHT_LEG_RAISE, mid_session, rep
from tests.tui.test_widgets import app_with, text


def ended(leg: Leg, number: int = 1, end_s: float = 50.0) -> SetEnded:
    return SetEnded(leg=leg, at_s=end_s + 14.0, number=number, end_s=end_s, count=12)


def test_a_rest_counts_down_from_the_last_reps_end_to_zero() -> None:
    rest = Rest(50.0, ())
    assert [rest.left_s(at_s) for at_s in (50.0, 64.0, 200.0)] == [REST_S, REST_S - 14.0, 0.0]


def test_a_session_rests_between_the_end_of_a_set_and_the_next_rep() -> None:
    view = SessionView(STRAIGHT_LEG_RAISE, "Live")
    view.on_sensors(BOTH)
    over = LegState(count=12, set_number=1, set_count=12)
    begun = SetStarted(leg=Leg.LEFT, at_s=9.0, number=1, start_s=5.0)
    view.on_progress(Progress(events=(begun, ended(Leg.LEFT)), legs={Leg.LEFT: over}))
    assert view.state.rest is not None
    assert view.state.rest.leg is Leg.RIGHT
    assert view.state.rest.since_s == 50.0
    counted = RepCounted(leg=Leg.RIGHT, at_s=90.0, rep=rep(1))
    view.on_progress(Progress(events=(counted,), legs={Leg.LEFT: over}))
    assert view.state.rest is None


def test_there_is_no_rest_while_the_other_leg_trains() -> None:
    view = SessionView(STRAIGHT_LEG_RAISE, "Live")
    view.on_sensors(BOTH)
    trains = LegState(count=1, set_number=1, set_count=1, usual_range_deg=40.0)
    view.on_progress(Progress(events=(ended(Leg.LEFT),), legs={Leg.RIGHT: trains}))
    assert view.state.rest is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_countdown_is_large_and_the_next_leg_has_its_half(size: tuple[int, int]) -> None:
    rest = Rest(60.4, ("next: right leg", "set 1 of 3, 12 reps"), Leg.RIGHT)
    app = app_with(replace(mid_session(Phase.REST), rest=rest))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(RestBar)
        rows = text(bar).split("\n")
        assert sum("█" in row or "▀" in row or "▄" in row for row in rows) >= 4
        (row,) = (row for row in rows if "next: right leg" in row)
        assert row.index("next") >= size[0] // 2 - 3
        panels = app.screen.query(LegPanel)
        assert [panel.has_class("-resting") for panel in panels] == [True, False]
        words = [text(panel.query_one(PhaseWord)).split("\n")[-1] for panel in panels]
        assert words[0] != words[1]
        assert bar.region.bottom <= size[1] - 1
        assert app.screen.query_one(ComparisonBar).display is (size[1] > 30)
        app.live.show(mid_session(), app._shown[1])
        await pilot.pause()
        assert not bar.display
