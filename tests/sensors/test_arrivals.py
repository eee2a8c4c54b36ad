"""Samples without number and time: what their arrivals tell of rate, losses and times."""

from dataclasses import dataclass

import numpy as np
import pytest

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.samples import Block, FloatArray, IntArray, Leg
from evenstride.sensors.timeline import Timeline

SECONDS = 40.0


@dataclass(frozen=True)
class Heard:
    """What a clock made of a stream: numbers, times on the timeline, and when each was measured."""

    seq: IntArray
    t_s: FloatArray
    true_s: FloatArray
    lost: int
    said: str

    @property
    def said_lost(self) -> int:
        """How many numbers were left out."""
        return int(self.seq[-1] - self.seq[0] + 1 - len(self.seq))

    def off_s(self) -> FloatArray:
        """How far the times are off after five seconds."""
        off_s: FloatArray = (self.t_s - self.true_s)[self.true_s > self.true_s[0] + 5.0]
        return off_s


def hear(
    true_hz: float,
    nominal_hz: float,
    *,
    together: int = 1,
    lost: float = 0.0,
    in_a_row: float = 2.5,
    stalls: bool = True,
    seed: int = 0,
) -> Heard:
    """Samples that leave at connection events of 30 ms; the radio stalls for up to 0.4 s."""
    rng = np.random.default_rng(seed)
    count = int(SECONDS * true_hz) // together
    true_s = rng.uniform(0, 1 / true_hz) + np.arange(count * together) / true_hz
    batches = true_s.reshape(-1, together)
    came_s = np.ceil((batches[:, -1] + 0.002) / 0.03) * 0.03 + rng.exponential(0.003, count)
    if stalls:
        for begin_s in np.cumsum(rng.exponential(8.0, 20)):
            until_s = begin_s + rng.uniform(0.1, 0.4)
            came_s[(came_s > begin_s) & (came_s < until_s)] = until_s
    came_s = np.maximum.accumulate(came_s)
    keep, is_bad = np.ones(count, bool), False
    for k in range(1, count):
        change = 1 / in_a_row if is_bad else lost / in_a_row / (1 - lost)
        is_bad = is_bad != (rng.random() < change)
        keep[k] = not is_bad
    clock, timeline, said = ArrivalClock(nominal_hz), Timeline(), ""
    parts = []
    for batch, at_s in zip(batches[keep], came_s[keep], strict=True):
        done = clock.stamp(batch[:, None], round(at_s * 1e6))
        said += clock.doubt()
        zeros = np.zeros((len(done.seq), 3))
        block = Block(Leg.LEFT, done.seq, done.t_us, done.host_us, zeros, zeros)
        parts.append((done.seq, timeline.update(block).t_s, done.values[:, 0]))
    seq, t_s, felt_s = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Heard(seq, t_s + came_s[0], felt_s, int((~keep).sum()) * together, said)


PRODUCTS = {
    "WitMotion at 100 Hz": (99.26, 100.0, 4),
    "WitMotion asked for 100 Hz, at 10": (10.05, 100.0, 1),
    "WitMotion asked for 100 Hz, at 50": (49.6, 100.0, 4),
    "WitMotion asked for 100 Hz, at 70": (69.5, 100.0, 4),
    "asked for 10 Hz, at 100": (99.26, 10.0, 4),
    "Adafruit at 51 Hz": (51.2, 50.0, 1),
    "a slow Adafruit board": (57.0, 62.5, 1),
}
each_product = pytest.mark.parametrize("product", PRODUCTS)


@each_product
@pytest.mark.parametrize("seed", range(2))
def test_without_loss_none_is_said_and_times_are_right_within_20_ms(
    product: str, seed: int
) -> None:
    true_hz, nominal_hz, together = PRODUCTS[product]
    heard = hear(true_hz, nominal_hz, together=together, seed=seed)
    # The first samples come before anything is known of the rate.
    assert heard.said_lost <= 0.01 * len(heard.seq)
    assert (np.diff(heard.t_s) > 0).all()
    # The radio's own delay, up to one interval, can not be known.
    assert np.quantile(np.abs(heard.off_s()), 0.99) < 0.026
    assert np.ptp(heard.off_s()[-200:]) < 0.030
    assert bool(heard.said) == (abs(true_hz / nominal_hz - 1) > 0.04)


@each_product
@pytest.mark.parametrize("lost", [0.1, 0.2])
def test_losses_in_bursts_are_said_to_a_fifth(product: str, lost: float) -> None:
    true_hz, nominal_hz, together = PRODUCTS[product]
    heard = hear(true_hz, nominal_hz, together=together, lost=lost, seed=1)
    assert heard.said_lost == pytest.approx(heard.lost, rel=0.2)
    # What is lost in a stall has no place that could be known.
    assert np.quantile(np.abs(heard.off_s()), 0.9) < 0.026


def test_one_in_fifty_lost_of_a_witmotion_is_found() -> None:
    heard = hear(99.26, 100.0, together=4, lost=0.02, in_a_row=1.0, seed=3)
    assert heard.said_lost == pytest.approx(heard.lost, rel=0.2)


def test_a_slow_rate_is_said_once_with_both_rates() -> None:
    said = hear(49.6, 100.0, together=4).said
    assert said.count("asked for 100") == 1
    assert "49." in said
    assert hear(99.26, 100.0, together=4).said == ""


def test_a_second_of_silence_is_a_hole_of_that_length() -> None:
    clock = ArrivalClock(50.0)
    value = np.zeros((1, 1))
    for k in range(500):
        clock.stamp(value, 20_000 * k)
    done = clock.stamp(value, 20_000 * 600)
    assert done.seq.tolist() == [600]
    assert done.t_us.tolist() == [12_000_000]
    clock.resume()
    assert clock.stamp(value, 20_000 * 610).seq.tolist() == [610]


def test_what_arrives_too_late_for_one_of_its_like_waits_a_quarter_of_a_second_at_most() -> None:
    clock = ArrivalClock(100.0)
    waited_us: list[int] = []
    value = np.zeros((4, 1))
    lost = set(np.random.default_rng(2).integers(100, 1000, 20).tolist())
    for k in range(1000):
        if k in lost:
            continue
        done = clock.stamp(value, 40_000 * k)
        waited_us += (40_000 * k - done.host_us).tolist()
    assert max(waited_us) <= 290_000
