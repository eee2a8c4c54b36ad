"""Tests the rest between two sets: its beginning, its length, and its end."""

from evenstride.analysis.model.events import LegState, Progress, RepCounted, SetEnded, SetStarted
from evenstride.analysis.model.plan import REST_S
from evenstride.sensors.samples import Leg
from evenstride.session.state.rest import Rest
from evenstride.session.view import SessionView
from tests.fakes.session import BOTH, STRAIGHT_LEG_RAISE, rep


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
