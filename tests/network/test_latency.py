"""Tests the sentence on how late samples come."""

import numpy as np

from evenstride.sensors.network.latency import Latency
from evenstride.sensors.samples import Block, Leg

BATCH_US = 200_000


def batch(from_us: int, came_us: int) -> Block:
    t_us = from_us + np.arange(0, BATCH_US, 10_000)
    felt = np.zeros((len(t_us), 3))
    return Block(Leg.LEFT, t_us // 10_000, t_us, np.full(len(t_us), came_us), felt, felt)


def test_what_waited_for_a_hole_to_be_given_up_is_not_the_usual() -> None:
    latency = Latency()
    usual_s = []
    for n in (*range(40), *range(115, 160)):  # fifteen seconds are missing
        came_us = (n + 1) * BATCH_US
        # The first two after the hole wait for the missing ones, until the third is there.
        now_us = max(came_us, 118 * BATCH_US) if n >= 115 else came_us
        latency.update(batch(n * BATCH_US, came_us), now_us)
        usual_s.append(latency.usual_s)
    assert usual_s[0] is None
    assert {round(late_s, 1) for late_s in usual_s if late_s is not None} == {0.2}


def test_batches_that_become_long_are_known_to_be_late() -> None:
    latency = Latency()
    for n in range(40):
        latency.update(batch(n * BATCH_US, (n + 1) * BATCH_US), (n + 1) * BATCH_US)
    for n in range(3):
        began_us = 8_000_000 + n * 12_000_000
        latency.update(batch(began_us, began_us + 12_000_000), began_us + 12_000_000)
    assert latency.usual_s is not None
    assert latency.usual_s > 10.0
