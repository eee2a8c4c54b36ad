"""Tests the times and the order of the events at the end of the data."""

from evenstride.analysis.counting.last_events import at_the_end
from evenstride.analysis.model.events import Event, HoldReached, SetEnded, SetStarted
from evenstride.sensors.samples import Leg


def ended(leg: Leg, at_s: float, number: int = 1) -> SetEnded:
    return SetEnded(leg=leg, at_s=at_s, number=number, end_s=30.0, count=5)


def test_a_set_is_over_as_the_data_end_also_on_a_leg_that_was_heard_of_before() -> None:
    reached = HoldReached(leg=Leg.RIGHT, at_s=70.0, hold_s=2.0)
    events: list[Event] = [ended(Leg.LEFT, 37.9), reached, ended(Leg.RIGHT, 77.6)]
    told = at_the_end(events, 77.5)
    assert told == [reached, ended(Leg.LEFT, 77.5), ended(Leg.RIGHT, 77.5)]


def test_a_set_that_another_one_followed_was_over_before() -> None:
    start = SetStarted(leg=Leg.LEFT, at_s=60.0, number=2, start_s=58.0)
    events: list[Event] = [ended(Leg.LEFT, 50.0), start, ended(Leg.LEFT, 70.0, number=2)]
    assert [one.at_s for one in at_the_end(events, 77.5)] == [50.0, 60.0, 77.5]
