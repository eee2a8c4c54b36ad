"""Tests the dashboard's state of sensors: lost, silent, low, exchanged, on the other leg."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.model.events import (
    KneeNow,
    LegState,
    Phase,
    Progress,
)
from evenstride.sensors.network.phone_force import Platform, infer
from evenstride.sensors.network.phone_stream import NO_GYRO
from evenstride.sensors.samples import (
    Leg,
    Link,
    LinkState,
    Note,
    NoteKind,
    Placement,
    SensorInfo,
    Site,
)
from evenstride.session.state.announced import with_progress
from evenstride.session.state.arrivals import BACK_SHOWN_S, with_item, with_sensors
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import Signal
from evenstride.tui.widgets.connection import connection_forms
from tests.fakes.session import block
from tests.session.states import fresh, in_phase


def test_a_leg_without_a_sensor_is_absent_and_dim() -> None:
    state = with_sensors(
        DashboardState(exercise="Squat", source="Live"), {Leg.RIGHT: SensorInfo("A", 60.0)}
    )
    assert state.left.signal is Signal.ABSENT
    assert not state.left.working
    assert state.right.signal is Signal.WAITING
    assert state.right.device == "A"


def test_the_first_block_says_that_the_signal_is_there() -> None:
    state = with_item(fresh(), block(Leg.LEFT), 0.09)
    assert state.left.signal is Signal.ON
    assert state.right.signal is Signal.WAITING
    assert state.clock_s == 0.09


def test_a_lost_link_is_told_with_its_time_and_ends_with_the_next_sample() -> None:
    state = with_item(fresh(), block(Leg.LEFT), 1.0)
    state = with_item(state, Link(Leg.LEFT, LinkState.LOST, 0, "out of range"), 2.0)
    assert state.left.signal is Signal.LOST
    assert state.left.lost_since_s == 2.0
    assert state.left.link_text == "out of range"
    state = with_item(state, block(Leg.LEFT), 3.0)
    assert state.left.signal is Signal.ON
    assert state.left.lost_since_s is None


@pytest.mark.parametrize(
    ("link", "signal"),
    [
        (LinkState.CONNECTING, Signal.CONNECTING),
        (LinkState.CONNECTED, Signal.ON),
        (LinkState.LOST, Signal.LOST),
        (LinkState.BACK, Signal.ON),
    ],
)
def test_every_change_of_a_link_has_its_signal(link: LinkState, signal: Signal) -> None:
    assert with_item(fresh(), Link(Leg.RIGHT, link, 0), 1.0).right.signal is signal


def test_what_two_sensors_say_at_once_is_shown_one_after_the_other() -> None:
    state = with_item(fresh(), Note(0, NoteKind.SENSOR, {"leg": "left", "text": "One."}), 1.0)
    state = with_item(state, Note(0, NoteKind.SENSOR, {"leg": "right", "text": "Two."}), 1.0)
    shown = []
    for at_s in (2.0, 32.0, 63.0):
        state = with_item(state, block(Leg.LEFT), at_s)
        shown.append(state.message and state.message.text)
    assert shown == ["Sensor left: One.", "Sensor right: Two.", None]


@pytest.mark.parametrize("kind", [NoteKind.SENSOR, NoteKind.RADIO])
def test_the_longest_that_a_sensor_says_keeps_its_remedy(kind: NoteKind) -> None:
    told = infer("accelerometer", "gravity", np.full((9, 3), 3**-0.5), Platform.APPLE)
    assert told is not None
    text = f"Taken for {told.said}. {NO_GYRO}"
    state = with_item(fresh(), Note(0, kind, {"leg": "left", "text": text}), 1.0)
    shown = state.message.text if state.message else state.left.remedy
    assert shown.endswith("Switch the gyroscope on.")


@pytest.mark.parametrize(("second", "named"), [(False, "left thigh"), (True, "left shin")])
def test_a_leg_of_two_sensors_is_lost_when_both_are(second: bool, named: str) -> None:
    pair = {Leg.LEFT: SensorInfo("A", 60.0, second=SensorInfo("B", 60.0, Placement.SHANK))}
    state = with_sensors(DashboardState(exercise="Squat", source="Live"), pair)
    state = with_item(state, block(Leg.LEFT), 1.0)
    state = with_item(state, Link(Leg.LEFT, LinkState.LOST, 0, second=second), 2.0)
    assert state.left.signal is Signal.ON
    assert state.message is not None
    assert f"sensor on the {named} is lost; the other one counts on" in state.message.text
    state = with_item(state, Link(Leg.LEFT, LinkState.LOST, 0, second=not second), 3.0)
    assert state.left.signal is Signal.LOST
    state = with_item(state, replace(block(Leg.LEFT), second=not second), 4.0)
    assert state.left.signal is Signal.ON
    state = with_item(state, Link(Leg.LEFT, LinkState.BACK, 0, second=not second), 4.0)
    state = with_item(state, Link(Leg.LEFT, LinkState.BACK, 0, second=second), 5.0)
    assert state.message is not None
    assert state.message.text == f"The sensor on the {named} is back."


def test_a_leg_that_is_silent_while_the_other_sends_has_lost_its_signal() -> None:
    state = with_item(fresh(), block(Leg.LEFT), 10.0)
    state = with_item(state, block(Leg.RIGHT), 11.9)
    assert state.left.signal is Signal.ON
    state = with_item(state, block(Leg.RIGHT), 12.1)
    assert state.left.signal is Signal.LOST
    assert state.left.lost_since_s == 10.0
    assert state.right.signal is Signal.ON


def test_a_leg_that_has_not_begun_to_send_is_waited_for_and_not_lost() -> None:
    state = with_item(fresh(), block(Leg.RIGHT), 30.0)
    assert state.left.signal is Signal.WAITING


def test_what_is_wrong_with_a_pair_of_sensors_is_said_once() -> None:
    worn_wrong = LegState(knee=KneeNow(doubts=("They seem to be exchanged.",)))
    progress = Progress(legs={Leg.LEFT: worn_wrong, Leg.RIGHT: LegState()})
    state = with_progress(with_item(fresh(), block(Leg.LEFT), 1.0), progress)
    assert state.message is not None
    assert state.message.text == "Left: They seem to be exchanged."
    state = with_progress(with_item(state, block(Leg.LEFT), 40.0), progress)
    assert state.message is None


def test_the_screen_recommends_the_shank_where_the_thigh_shows_too_little() -> None:
    thin = Progress(legs={Leg.LEFT: LegState(better_on_shank=True), Leg.RIGHT: LegState()})
    state = with_progress(fresh(), thin)
    assert state.message is not None
    assert "--placement shank" in state.message.text
    assert not state.message.problem
    assert with_progress(fresh(), in_phase(Phase.REST, Phase.LIFT)).message is None


def battery(pct: int, worn: Leg | Site = Leg.LEFT) -> Note:
    return Note(0, "battery", {"leg": worn.value, "pct": pct})


def test_a_low_battery_is_said_once_for_half_a_minute_and_stays_in_the_legs_row() -> None:
    state = with_item(fresh(), battery(40), 1.0)
    assert state.left.battery_pct == 40
    assert state.message is None
    state = with_item(state, battery(15), 61.0)
    assert state.message is not None
    assert "left sensor's battery is at 15 %" in state.message.text
    state = with_item(state, battery(14), 121.0)
    assert state.message is None
    assert "battery 14 %!" in connection_forms(replace(state.left, signal=Signal.ON), 121.0)[0]
    state = with_item(state, battery(9, Site.LEFT_SHANK), 181.0)
    assert state.message is not None
    assert "left shin sensor's battery is at 9 %" in state.message.text


def test_both_low_batteries_are_said_one_after_the_other() -> None:
    state = with_item(fresh(), battery(10), 1.0)
    state = with_item(state, battery(9, Leg.RIGHT), 2.0)
    assert state.message is not None
    assert "left" in state.message.text
    state = with_item(state, battery(9, Leg.RIGHT), 62.0)
    assert state.message is not None
    assert "right" in state.message.text


def shown(state: DashboardState) -> str:
    return state.shown_message.text if state.shown_message else ""


def test_what_to_do_about_a_lost_sensor_is_said_until_it_is_back() -> None:
    off = Note(0, "radio", {"leg": "left", "text": "Bluetooth is off.\x1b[2J"})
    state = with_item(fresh(), Link(Leg.LEFT, LinkState.LOST, 0, "gone"), 1.0)
    state = with_item(state, off, 2.0)
    assert shown(state) == "Sensor left: Bluetooth is off. [2J"
    assert state.left.link_text == "gone"
    # Another sentence does not hide it, and is not lost either.
    assert shown(with_item(state, battery(9, Leg.RIGHT), 2.5)).startswith(f"{shown(state)}\nThe ")
    # Its clock stands still while no sensor is there.
    assert shown(with_item(state, Note(0, "marker", {}), 2.0)) == shown(state)
    back = with_item(state, Link(Leg.LEFT, LinkState.BACK, 0), 3.0)
    told = "The sensor on the left leg is back. It was away for 2 s; "
    assert shown(back) == told + "what moved meanwhile may not be counted."
    assert shown(with_item(back, block(Leg.LEFT), 3.0 + BACK_SHOWN_S)) == ""
    assert shown(with_item(state, block(Leg.LEFT), 3.0)) == ""
    assert shown(with_item(state, Note(0, "worn", {"leg": "right"}), 3.0)) == ""


def test_what_to_do_about_a_sensor_that_never_came_stays_while_it_is_tried_again() -> None:
    trying = Link(Leg.LEFT, LinkState.CONNECTING, 0, "trying again")
    state = with_item(fresh(), trying, 0.0)
    state = with_item(state, Note(0, "radio", {"leg": "left", "text": "Look."}), 0.0)
    assert shown(with_item(state, trying, 0.0)) == "Sensor left: Look."
    assert shown(with_item(state, Link(Leg.LEFT, LinkState.CONNECTED, 0), 0.0)) == ""


def test_no_hold_goes_on_while_the_signal_is_lost() -> None:
    view = fresh().left
    view = replace(view, signal=Signal.ON, now=replace(view.now, hold_s=1.1))
    assert view.hold_s == 1.1
    assert replace(view, signal=Signal.LOST).hold_s is None


def test_what_to_do_about_both_lost_sensors_is_said_once() -> None:
    state = fresh()
    for leg in Leg:
        state = with_item(state, Link(leg, LinkState.LOST, 0, "gone"), 1.0)
        state = with_item(state, Note(0, "radio", {"leg": leg.value, "text": "Look."}), 2.0)
    assert shown(state) == "Look."
    other = with_item(state, Note(0, "radio", {"leg": "right", "text": "Listen."}), 3.0)
    assert shown(other) == "Sensor left: Look.\nSensor right: Listen."


def test_what_to_do_about_one_of_two_sensors_is_said_for_a_while() -> None:
    on = with_item(fresh(), block(Leg.LEFT), 1.0)
    state = with_item(on, Note(0, "radio", {"leg": "left", "text": "Look."}), 2.0)
    assert shown(state) == "Sensor left: Look."
    assert shown(with_item(state, block(Leg.LEFT), 40.0)) == ""


def test_a_leg_whose_sensor_is_on_the_other_leg_misses_none() -> None:
    state = with_item(fresh(), block(Leg.LEFT), 1.0)
    state = with_item(state, Note(0, "worn", {"leg": "right"}), 1.5)
    assert (state.left.signal, state.right.signal) == (Signal.ELSEWHERE, Signal.WAITING)
    state = with_item(state, block(Leg.RIGHT), 9.0)
    assert (state.left.signal, state.right.signal) == (Signal.ELSEWHERE, Signal.ON)
