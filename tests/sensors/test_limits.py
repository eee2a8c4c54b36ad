"""Tests the sums of Bluetooth's time limits, and the messages when one is exceeded."""

import asyncio

import pytest

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.bluetooth.limits import END_WITHIN_S, LIMITS, LOSS_SHOWN_WITHIN_S
from evenstride.sensors.samples import Leg, LinkState
from tests.radio.polar import VirtualPolar
from tests.radio.session import Session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio

# The most commands that any sensor is told at the end: all that a MetaMotion was set up with.
MOST_COMMANDS = 12
# What a write with an answer of the stack takes, at usual connection intervals.
WRITE_S = 0.06


def test_a_program_ends_within_three_seconds_whatever_a_sensor_does() -> None:
    end_of_source_s = LIMITS.close_s + LIMITS.last_call_s
    assert end_of_source_s + LIMITS.leave_s <= END_WITHIN_S


def test_a_link_ends_before_the_source_stops_waiting_for_it() -> None:
    assert LIMITS.undo_s + LIMITS.disconnect_s <= LIMITS.close_s
    assert LIMITS.scan_stop_s <= LIMITS.close_s
    # A connection half made is cancelled, and its undoing is not waited for.
    assert LIMITS.cancel_connect_s + LIMITS.disconnect_s <= LIMITS.close_s


def test_a_loss_is_shown_within_two_seconds() -> None:
    assert LIMITS.silence_s <= LOSS_SHOWN_WITHIN_S


def test_the_other_leg_never_waits_longer_than_one_turn_and_a_pause() -> None:
    assert LIMITS.look_patience_s + LIMITS.pause_s <= LIMITS.patience_s
    assert LIMITS.patience_s <= LIMITS.first_patience_s <= LIMITS.connect_s


def test_all_commands_of_any_sensor_and_one_slow_answer_fit_into_the_end() -> None:
    assert MOST_COMMANDS * WRITE_S + LIMITS.prompt_s + 0.7 <= LIMITS.undo_s


def test_three_calls_of_half_a_second_fit_into_the_end() -> None:
    assert 3 * 0.5 + LIMITS.prompt_s <= LIMITS.undo_s


@pytest.mark.parametrize(("answer_s", "is_told"), [(0.0, False), (0.7, False), (9.0, True)])
@in_simulated_time
async def test_a_sensor_that_answers_late_is_put_back_and_one_that_does_not_answer_is_named(
    answer_s: float, is_told: bool
) -> None:
    sensor, told = VirtualPolar(), list[str]()
    loop = asyncio.get_running_loop()
    async with VirtualRadio(sensor):
        async with BluetoothSource({Leg.LEFT: sensor.address}, on_left=told.append) as source:
            running = Session(source)
            await running.until(Leg.LEFT, LinkState.CONNECTED)
            sensor.answer_s = answer_s
            leaving_s = loop.time()
        assert loop.time() - leaving_s < END_WITHIN_S
        await running.task
        assert not sensor.running
        assert not sensor.is_in_sdk_mode
    assert ["Polar Sense 9A1B2C3D" in text for text in told] == [True] * is_told


@in_simulated_time
async def test_a_sensor_that_is_mute_at_the_end_is_named_once() -> None:
    sensor, told = VirtualPolar(), list[str]()
    async with VirtualRadio(sensor):
        async with BluetoothSource({Leg.LEFT: sensor.address}, on_left=told.append) as source:
            running = Session(source)
            await running.until(Leg.LEFT, LinkState.CONNECTED)
            sensor.stop_answering()
        await running.task
    assert len(told) == 1
