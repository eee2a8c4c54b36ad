"""Tests that samples waiting for a slow link are reported, and that a lower rate helps."""

import asyncio

import numpy as np
import pytest

from evenstride.sensors.bluetooth.handing_over import HandingOver
from evenstride.sensors.bluetooth.slow_link import SlowLink, next_rate_hz, slow_words
from evenstride.sensors.samples import Leg, LinkState, Note
from tests.radio.edgeml import VirtualEdgeML
from tests.radio.session import clockwork, session
from tests.radio.simulated_time import in_simulated_time


def lags_s(late_s: np.ndarray, rate_hz: float = 50.0, batch_s: float = 1e-6) -> list[float]:
    """Return the reported lag of the link for late samples that come in batches."""
    link = SlowLink()
    at_s = np.arange(len(late_s)) / rate_hz
    came_s = np.ceil((at_s + late_s) / batch_s - 1e-6) * batch_s
    return [
        link.lag_s(1, round(1e6 * t), round(1e6 * came))
        for t, came in zip(at_s, came_s, strict=True)
    ]


def test_a_queue_that_grows_and_stays_is_told_after_three_seconds() -> None:
    told = lags_s(np.minimum(np.arange(500) / 50 * 0.3, 1.5))
    first = next(n for n, lag_s in enumerate(told) if lag_s)
    assert 3.0 < first / 50 < 6.0
    assert told[first] > 0.6


@pytest.mark.parametrize(
    "late_s",
    [
        np.full(1000, 1.4),  # batches, or a clock that nobody knows the beginning of
        np.maximum(3.0 - np.arange(1000) / 50, 0.0) * (np.arange(1000) > 50),  # after a stall
        np.arange(10_000) / 50 * 0.018,  # a clock that is slow, for minutes
        0.3 * (np.arange(1000) % 20) / 20,
    ],
    ids=["always", "a stall", "a slow clock", "batches"],
)
def test_what_is_no_queue_is_not_told(late_s: np.ndarray) -> None:
    assert not any(lags_s(late_s))


@pytest.mark.parametrize("batch_s", [1e-6, 0.2, 0.5])
@pytest.mark.parametrize("step_s", [0.3, 0.5, -0.5, 3.0])
def test_a_clock_that_steps_is_no_queue(step_s: float, batch_s: float) -> None:
    stepped = step_s * (np.arange(1500) >= 750)
    back_again = 0.5 * ((np.arange(1500) >= 737) & (np.arange(1500) < 750))
    assert not any(lags_s(1.0 + stepped - back_again, batch_s=batch_s))
    # But a queue is told, in batches as well, and behind a stop of the radio.
    queue = np.minimum(np.arange(1500) / 50 * 0.1, 1.0)
    assert any(lags_s(1.0 + queue, batch_s=batch_s))
    assert any(lags_s(1.0 + queue + 0.4 * (np.arange(1500) > 100), batch_s=batch_s))


def test_the_next_rate_is_one_that_the_link_carries_and_that_counts_reps() -> None:
    assert next_rate_hz(40.0, [15.0, 20.0, 30.0]) == 30.0
    assert next_rate_hz(30.0, [15.0, 20.0, 30.0]) == 20.0
    assert next_rate_hz(10.0, [15.0, 20.0, 30.0]) == 20.0
    assert next_rate_hz(10.0, [1.0, 12.0]) is None
    assert "Move the sensor closer" in slow_words(1.44, None)


@pytest.mark.parametrize(
    ("collects_s", "every_s", "is_told"),
    [
        (1 / 60, 0.1, True),
        (36 / 101, 0.5, True),  # a Polar H10, and a computer that seldom looks
        (36 / 52.4, 0.4, True),  # a Polar Verity Sense, which leaves some of those times out
        (36 / 101, 0.03, False),  # what a sensor itself collects is as prompt as a single sample
        (1 / 60, 0.05, False),
    ],
)
def test_samples_that_are_handed_over_rarely_are_told_as_that(
    collects_s: float, every_s: float, *, is_told: bool
) -> None:
    watch = HandingOver()
    due_s = collects_s * np.arange(1, round(40 / collects_s))
    came_s = np.ceil(due_s / every_s) * every_s
    told = [
        watch.doubt(round(1e6 * due), round(1e6 * came))
        for due, came in zip(due_s, came_s, strict=True)
    ]
    assert any(told) == is_told
    assert all(f"only every {every_s:.1f} s" in text for text in told if text)


@in_simulated_time
async def test_a_board_on_a_slow_link_goes_on_at_a_rate_that_the_link_carries() -> None:
    # Two notifications a sample, and room for 60 a second.
    async with session(VirtualEdgeML(motion=clockwork), interval_s=0.1) as running:
        await running.until(Leg.LEFT, LinkState.BACK)
        await asyncio.sleep(4.0)
    said = [
        str(i.data["text"]) for i in running.items if isinstance(i, Note) and i.event == "sensor"
    ]
    assert len(said) == 1
    assert "It goes on at 25 samples a second." in said[0]
    late_us = np.concatenate([b.host_us - b.t_us for b in running.blocks(Leg.LEFT)[-50:]])
    assert np.ptp(late_us) < 250_000
