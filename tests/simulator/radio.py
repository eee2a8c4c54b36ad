"""Turns readings into blocks in order of arrival: notifications, losses, bursts and delays."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import Block, Leg
from tests.simulator.body import Readings


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioModel:
    """The way in which one sensor's notifications reach the host.

    Attributes:
        rows: Samples in one notification.
        latency_s: Shortest way from the last sample of a notification to the host.
        interval_s: Connection interval: notifications wait for the next connection event.
        stall_chance: Chance, per notification, that the link stands still from here on.
        stall_s: Mean duration of such a stand-still; afterwards all that waited come at once.
        loss_chance: Chance, per notification, that a burst of losses begins.
        loss_rows: Mean number of notifications lost in a burst.
        dropouts_s: (from, to) on the path's clock, in which nothing arrives.
        host_origin_us: What the host's clock reads at time zero of the path.
    """

    rows: int = 1
    latency_s: float = 0.008
    interval_s: float = 0.015
    stall_chance: float = 0.0
    stall_s: float = 0.1
    loss_chance: float = 0.0
    loss_rows: float = 3.0
    dropouts_s: tuple[tuple[float, float], ...] = ()
    host_origin_us: int = 1_000_000


def notifications(
    leg: Leg, readings: Readings, model: RadioModel, rng: np.random.Generator
) -> list[Block]:
    """Cut one sensor's readings into notifications and send them.

    Args:
        leg: Who wears the sensor.
        readings: What it measured.
        model: The link.
        rng: Where chance comes from.

    Returns:
        What arrives, one block per notification, in order.
    """
    first = np.arange(0, len(readings) - model.rows + 1, model.rows)
    sent_s = readings.time_s[first + model.rows - 1]
    arrival_s = _arrivals(sent_s, model, rng)
    kept = ~_lost(sent_s, model, rng)
    blocks = []
    for start, at_s in zip(first[kept], arrival_s[kept], strict=True):
        rows = slice(start, start + model.rows)
        host_us = model.host_origin_us + round(at_s * 1e6)
        blocks.append(
            Block(
                leg,
                readings.seq[rows],
                readings.t_us[rows],
                np.full(model.rows, host_us, dtype=np.int64),
                readings.acc_m_s2[rows],
                readings.gyr_rad_s[rows],
            )
        )
    return blocks


def in_order_of_arrival(*streams: Iterable[Block]) -> tuple[Block, ...]:
    """Merge the streams of several sensors as one host sees them."""
    blocks = [block for stream in streams for block in stream]
    return tuple(sorted(blocks, key=lambda block: int(block.host_us[0])))


def _arrivals(sent_s: np.ndarray, model: RadioModel, rng: np.random.Generator) -> np.ndarray:
    n = len(sent_s)
    phase_s = rng.uniform(0.0, model.interval_s)
    ready_s = sent_s + model.latency_s
    event_s = np.ceil((ready_s - phase_s) / model.interval_s) * model.interval_s + phase_s
    stalled = rng.random(n) < model.stall_chance
    free_s = event_s + np.where(stalled, rng.exponential(model.stall_s, n), 0.0)
    # The link keeps the order: nothing overtakes what waits.
    return np.maximum.accumulate(free_s)


def _lost(sent_s: np.ndarray, model: RadioModel, rng: np.random.Generator) -> np.ndarray:
    n = len(sent_s)
    lost = np.zeros(n, dtype=bool)
    begins = np.flatnonzero(rng.random(n) < model.loss_chance)
    lengths = rng.geometric(1.0 / max(model.loss_rows, 1.0), len(begins))
    for begin, length in zip(begins, lengths, strict=True):
        lost[begin : begin + length] = True
    for from_s, to_s in model.dropouts_s:
        lost |= (sent_s >= from_s) & (sent_s < to_s)
    return lost
