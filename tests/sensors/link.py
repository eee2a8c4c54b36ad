"""Simulates a link between a sensor and a program, with the behaviour of radios and computers.

A Bluetooth sensor puts its notifications into a queue. At each connection event some of them leave
it; one that is not acknowledged is sent again, and nothing overtakes it. Two failures in a row
close the event (Bluetooth Core, Vol 6, Part B, 4.5.1). What finds the queue full is lost, the
newest first. The computer then hands over what has come when it gets to it.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import BoolArray, FloatArray


@dataclass(frozen=True)
class Link:
    """The properties of a link; times in milliseconds.

    Attributes:
        interval_ms: From one connection event to the next; 0 for a network without events.
        per_event: How many notifications an event carries at most.
        retry: How likely each transmission is not acknowledged.
        queue: How many notifications the sensor keeps.
        outage_ms: The longest of the times in which nothing is acknowledged, one in six seconds.
        jitter_ms: How late the computer is, the standard deviation of a normal distribution.
        tail: How likely it is much later, by 40 ms in the mean.
        batch_ms: The computer hands over only at multiples of this time.
    """

    interval_ms: float = 30.0
    per_event: int = 6
    retry: float = 0.05
    queue: int = 1000
    outage_ms: float = 0.0
    jitter_ms: float = 1.0
    tail: float = 0.002
    batch_ms: float = 0.0


def carry(ready_s: FloatArray, link: Link, rng: np.random.Generator) -> FloatArray:
    """When each notification arrives, s, shape (n,); NaN for what found the queue full."""
    if link.interval_ms:
        came_s, event = _carried_by_events(ready_s, link, rng)
    else:
        came_s, event = ready_s + 0.002, np.arange(len(ready_s))
    # What came in one event is handed over together.
    late_s = np.abs(rng.normal(0.0, link.jitter_ms / 1e3, event.max() + 1))
    late_s += (rng.random(len(late_s)) < link.tail) * rng.exponential(0.04, len(late_s))
    came_s = came_s + late_s[event]
    if link.batch_ms:
        batch_s = link.batch_ms / 1e3
        came_s = np.ceil(came_s / batch_s) * batch_s
    there = ~np.isnan(came_s)
    came_s[there] = np.maximum.accumulate(came_s[there])
    return np.asarray(came_s)


def _carried_by_events(
    ready_s: FloatArray, link: Link, rng: np.random.Generator
) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """When each leaves the air, and at which event."""
    came_s = np.full(len(ready_s), np.nan)
    event = np.zeros(len(ready_s), np.int64)
    interval_s = link.interval_ms / 1e3
    begins_s = ready_s[0] + rng.uniform(0, interval_s)
    outage_s = (np.inf, np.inf)
    if link.outage_ms:
        outage_s = _next_outage(begins_s, link, rng)
    queue: deque[int] = deque()
    at, number = 0, 0
    while at < len(ready_s) or queue:
        now_s = begins_s + number * interval_s
        number += 1
        while at < len(ready_s) and ready_s[at] <= now_s:
            if len(queue) < link.queue:
                queue.append(at)
            at += 1
        if now_s > outage_s[1]:
            outage_s = _next_outage(now_s, link, rng)
        if now_s >= outage_s[0]:
            continue
        failures = 0
        for sent in range(link.per_event):
            if not queue or failures == 2:
                break
            if rng.random() < link.retry:
                failures += 1
                continue
            one, failures = queue.popleft(), 0
            came_s[one], event[one] = now_s + 0.0004 * sent, number
    return came_s, event


def _next_outage(now_s: float, link: Link, rng: np.random.Generator) -> tuple[float, float]:
    begin_s = now_s + rng.exponential(6.0)
    return begin_s, begin_s + rng.uniform(0.25, 1.0) * link.outage_ms / 1e3


def survive(count: int, lost: float, in_a_row: float, rng: np.random.Generator) -> BoolArray:
    """Which of this many are not lost on the way: a chain of a sound and a bad state (Gilbert)."""
    keep, is_bad = np.ones(count, bool), False
    for k in range(1, count):
        change = 1 / in_a_row if is_bad else lost / in_a_row / (1 - lost)
        is_bad = is_bad != (rng.random() < change)
        keep[k] = not is_bad
    return keep
