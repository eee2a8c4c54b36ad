"""Tests numbering a phone's readings: losses leave gaps, and another rate is no loss."""

import numpy as np
import pytest

from evenstride.sensors.network.numbering import Numbering


def numbered(steps_us: list[int], *, at_once: int, missing: tuple[int, ...] = ()) -> list[int]:
    """The numbers of readings with these steps between them, in messages of this many."""
    times_us = np.cumsum([0, *steps_us])
    numbering, numbers, is_next = Numbering(), [], True
    for message in range(0, len(times_us), at_once):
        if message // at_once in missing:
            is_next = False
            continue
        part = times_us[message : message + at_once]
        numbers += numbering.number(part, is_next=is_next).tolist()
        is_next = True
    return numbers


@pytest.mark.parametrize("at_once", [1, 2, 10])
@pytest.mark.parametrize("after_us", [5_000, 20_000, 40_000])
def test_a_phone_that_changes_its_rate_loses_next_to_nothing(at_once: int, after_us: int) -> None:
    numbers = numbered([10_000] * 400 + [after_us] * 400, at_once=at_once)
    assert numbers[-1] - numbers[0] + 1 - len(numbers) <= 4 * max(after_us // 10_000, 1)


@pytest.mark.parametrize("at_once", [1, 10])
def test_messages_that_are_missing_leave_room_for_their_readings(at_once: int) -> None:
    missing = (7, 9, 12) if at_once > 1 else (150, 170, 172)
    numbers = numbered([10_000] * 399, at_once=at_once, missing=missing)
    assert numbers[-1] == 399
    assert len(numbers) == 400 - len(missing) * at_once
