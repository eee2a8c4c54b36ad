"""What a clock and a timeline make from notifications: numbers, times, sentences."""

from dataclasses import dataclass

import numpy as np

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.samples import Block, BoolArray, FloatArray, IntArray, Leg
from evenstride.sensors.timeline import Timeline


@dataclass(frozen=True)
class Heard:
    """The samples that a clock made from a stream; columns of the same length.

    Attributes:
        seq: The numbers.
        t_s: The times on the timeline.
        true_s: When each was measured.
        lost: How many were lost in truth.
        said: What the clock said.
    """

    seq: IntArray
    t_s: FloatArray
    true_s: FloatArray
    said: str
    lost: int = 0

    @property
    def said_lost(self) -> int:
        """How many numbers were left out."""
        return int(self.seq[-1] - self.seq[0] + 1 - len(self.seq))

    def off_s(self) -> FloatArray:
        """Return how far the times are off after five seconds."""
        off_s: FloatArray = (self.t_s - self.true_s)[self.true_s > self.true_s[0] + 5.0]
        return off_s


def heard(nominal_hz: float, batches: FloatArray, came_s: FloatArray, keep: BoolArray) -> Heard:
    """Feed what arrives to a clock and a timeline.

    Args:
        nominal_hz: The nominal rate.
        batches: When the samples of each notification were measured, shape (n, together).
        came_s: When each arrived, shape (n,).
        keep: Which of them did, shape (n,).
    """
    clock, timeline, said = ArrivalClock(nominal_hz), Timeline(), ""
    parts = []
    for batch, at_s in zip(batches[keep], came_s[keep], strict=True):
        done = clock.stamp(batch[:, None], round(at_s * 1e6))
        said += clock.doubt()
        zeros = np.zeros((len(done.seq), 3))
        block = Block(Leg.LEFT, done.seq, done.t_us, done.host_us, zeros, zeros)
        parts.append((done.seq, timeline.update(block).t_s, done.values[:, 0]))
    seq, t_s, felt_s = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Heard(seq, t_s + came_s[keep][0], felt_s, said)
