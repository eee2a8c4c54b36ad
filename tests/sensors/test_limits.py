"""The time limits of Bluetooth, summed up."""

from evenstride.sensors.bluetooth.limits import END_WITHIN_S, LIMITS, LOSS_SHOWN_WITHIN_S


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
