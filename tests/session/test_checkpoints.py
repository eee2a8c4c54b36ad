"""Tests that the states of a replay are few, and spread over its whole length."""

from typing import cast

import pytest

from evenstride.recordings.walk import Place
from evenstride.session.checkpoints import EVERY_S, MOST, Checkpoint, Checkpoints
from evenstride.session.stream import SessionStream
from evenstride.session.view import SessionView


def checkpoint(position_s: float) -> Checkpoint:
    place = Place(position_s, None, None, 0, None)  # type: ignore[arg-type]
    return Checkpoint(place, cast(SessionStream, None), cast(SessionView, None))


@pytest.mark.parametrize("hours", [0.2, 1.0, 3.0, 12.0])
def test_they_are_few_and_near(hours: float) -> None:
    kept = Checkpoints()
    for position_s in range(0, round(3600 * hours), 10):
        if kept.is_due(position_s):
            kept.keep(checkpoint(position_s))
    assert len(kept) <= MOST
    longest_s = max(2.0 * 3600 * hours / MOST, EVERY_S) + 20.0
    for position_s in range(0, round(3600 * hours), 7):
        nearest = kept.before(position_s)
        nearest_s = nearest.place.position_s if nearest else 0.0
        assert 0.0 <= position_s - nearest_s <= longest_s


def test_before_the_first_one_there_is_none() -> None:
    kept = Checkpoints()
    kept.keep(checkpoint(80.0))
    assert kept.before(79.9) is None
    assert kept.before(80.0) is not None
