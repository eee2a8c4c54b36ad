"""Tests the rate, losses and times of samples without number and time, from their arrivals."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.clocks.line import Line
from evenstride.sensors.clocks.stamps import joined
from evenstride.sensors.clocks.waiting import Waiting
from evenstride.sensors.samples import FloatArray
from tests.sensors.heard import Heard, heard
from tests.sensors.link import survive

SECONDS = 40.0


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
    keep = survive(count, lost, in_a_row, rng)
    found = heard(nominal_hz, batches, came_s, keep)
    return replace(found, lost=int((~keep).sum()) * together)


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
def test_without_loss_none_is_said_and_times_are_right_within_20_ms(product: str) -> None:
    true_hz, nominal_hz, together = PRODUCTS[product]
    heard = hear(true_hz, nominal_hz, together=together)
    # The first samples come before anything is known of the rate.
    assert heard.said_lost <= 0.01 * len(heard.seq)
    assert (np.diff(heard.t_s) > 0).all()
    # The radio's own delay, up to one interval, can not be known.
    assert np.quantile(np.abs(heard.off_s()), 0.99) < 0.026
    assert np.ptp(heard.off_s()[-200:]) < 0.030
    assert bool(heard.said) == (abs(true_hz / nominal_hz - 1) > 0.04)


@each_product
def test_losses_in_bursts_are_said_to_a_fifth(product: str) -> None:
    true_hz, nominal_hz, together = PRODUCTS[product]
    heard = hear(true_hz, nominal_hz, together=together, lost=0.2, seed=1)
    assert heard.said_lost == pytest.approx(heard.lost, rel=0.12)
    # What is lost in a stall has no place that could be known.
    assert np.quantile(np.abs(heard.off_s()), 0.9) < 0.022


def test_one_in_fifty_lost_of_a_witmotion_is_found() -> None:
    heard = hear(99.26, 100.0, together=4, lost=0.02, in_a_row=1.0, seed=3)
    assert heard.said_lost == pytest.approx(heard.lost, rel=0.2)


@pytest.mark.parametrize("product", ["Adafruit at 51 Hz", "a slow Adafruit board"])
def test_single_losses_are_told_from_a_slower_rate(product: str) -> None:
    true_hz, nominal_hz, together = PRODUCTS[product]
    heard = [
        hear(true_hz, nominal_hz, together=together, lost=0.1, in_a_row=1.0, seed=seed)
        for seed in range(2)
    ]
    said, lost = sum(one.said_lost for one in heard), sum(one.lost for one in heard)
    assert said == pytest.approx(lost, rel=0.06)
    assert np.quantile(np.abs(np.concatenate([one.off_s() for one in heard])), 0.9) < 0.020


def test_uneven_arrivals_get_one_doubt_where_a_late_one_looks_like_a_loss() -> None:
    rng = np.random.default_rng(3)
    felt_us = 30_300 * np.arange(1000)
    event_us = np.ceil((felt_us + rng.uniform(0, 30_000)) / 30_000) * 30_000
    came_us = np.maximum.accumulate(event_us + rng.uniform(0, 35_000, len(felt_us))).astype(int)
    clock, said = ArrivalClock(1000 / 30), []
    for at_us in came_us.tolist():
        clock.stamp(np.zeros((1, 1)), at_us)
        said.append(clock.doubt())
    assert [text for text in said if text] == [text for text in said if "too unevenly" in text]
    assert sum(map(bool, said)) == 1


@pytest.mark.parametrize(("every_us", "is_doubted"), [(400_000, True), (30_000, False)])
def test_what_is_handed_over_rarely_gets_one_doubt(every_us: int, is_doubted: bool) -> None:
    clock, said = ArrivalClock(100.0), ""
    for k in range(300):
        clock.stamp(np.zeros((4, 1)), -(-40_000 * (k + 1) // every_us) * every_us)
        said += clock.doubt()
    assert said.count("handed over only every 0.4 s") == said.count(".") // 2 == int(is_doubted)


def test_losses_as_even_as_a_beat_are_a_slower_rate() -> None:
    # One sample in ten is missing, always the tenth; the radio hides the gaps.
    clock, said = ArrivalClock(50.0), ""
    for k in range(2000):
        if k % 10:
            at_us = int(np.ceil((20_000 * k + 2_000) / 30_000) * 30_000)
            clock.stamp(np.zeros((1, 1)), at_us)
            said += clock.doubt()
    assert clock.rate_hz == pytest.approx(45.0, rel=0.01)
    assert clock.lost <= 20
    assert "loses samples too regularly to tell" in said


def test_the_legs_stay_together_though_both_lose() -> None:
    legs = []
    for seed, product in ((1, "WitMotion at 100 Hz"), (2, "a slow Adafruit board")):
        true_hz, nominal_hz, together = PRODUCTS[product]
        legs.append(hear(true_hz, nominal_hz, together=together, lost=0.1, seed=seed))
    at_s = np.arange(5.0, SECONDS - 1.0, 0.02)
    one, other = (np.interp(at_s, leg.true_s, leg.t_s - leg.true_s) for leg in legs)
    # What is lost in a stall has no place that could be known.
    assert np.quantile(np.abs(one - other), 0.9) < 0.020
    assert np.median(np.abs(one - other)) < 0.010


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
    after = [clock.stamp(value, 20_000 * k) for k in range(600, 630)]
    # The next half second tells whether what is missing was only late.
    assert not any(len(done.seq) for done in after[:25])
    assert np.concatenate([done.seq for done in after]).tolist() == list(range(600, 630))
    # A connection with an event each 20 ms would look the same: halfway between two of them.
    assert after[25].t_us[0] == pytest.approx(12_000_000 - 10_000, abs=1)
    clock.resume()
    assert clock.stamp(value, 20_000 * 640).seq.tolist() == [640]


@pytest.mark.parametrize("together", [1, 4])
def test_a_computer_that_stands_still_and_then_gets_everything_has_lost_nothing(
    together: int,
) -> None:
    clock, value = ArrivalClock(50.0 * together), np.zeros((together, 1))
    seq, off_us = [], []
    for k in range(1000):
        # From the tenth second on it stands still for three.
        at_us = max(20_000 * k, 13_000_000) if k >= 500 else 20_000 * k
        done = clock.stamp(value, at_us + 300 * (k % 3))
        seq += done.seq.tolist()
        off_us += (done.t_us - 20_000 * (done.seq - (together - 1)) / together).tolist()
    assert seq == list(range(seq[-1] + 1))
    assert seq[-1] > 990 * together
    assert np.abs(np.array(off_us)[200 * together :] + 10_000).max() < 10_000


def test_the_line_is_laid_under_numbers_that_never_go_back_whatever_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid: list[float] = []
    lay = Line.lay

    def watched(line: Line, numbers: FloatArray, *rest: Any, **how: Any) -> None:
        laid.append(float(np.diff(numbers).min()))
        lay(line, numbers, *rest, **how)

    monkeypatch.setattr(Line, "lay", watched)
    for seed in (2, 10, 11, 15):
        # It stands still for up to two seconds, and what has waited comes faster than measured.
        rng = np.random.default_rng(seed)
        apart_s = np.full(100, 0.04) * rng.choice([1.0, 0.9, 0.3]) + rng.exponential(0.005, 100)
        apart_s[rng.choice(80, 4)] += rng.choice([0.2, 0.4, 0.6, 1.0, 2.0], 4)
        clock = ArrivalClock(100.0)
        for at_s in np.cumsum(apart_s).tolist():
            clock.stamp(np.zeros((4, 3)), int(1e6 * at_s))
    assert len(laid) > 10
    assert min(laid) > 0


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


@pytest.mark.parametrize("seed", range(4))
def test_numbers_and_times_go_on_whatever_arrives(seed: int) -> None:
    """Arrivals that jump, repeat and go back, empty ones, holes, and a computer that sleeps."""
    rng = np.random.default_rng(seed)
    clock, at_us, numbers, times_us = ArrivalClock(100.0), 10_000_000, [], []
    usual = int(rng.choice([1, 4]))
    for _ in range(150):
        at_us += int(10_000 * usual * rng.choice([1.0, 1.0, 0.0, rng.exponential(1.0)]))
        if rng.random() < 0.04:
            at_us += int(1e6 * rng.choice([0.4, 3.0, 18_000.0, -0.001, -1.0, -60.0]))
        if rng.random() < 0.04:
            rng.choice(np.array([clock.resume, clock.stood_still, lambda: clock.skip(200)]))()
        n = usual if rng.random() > 0.1 else int(rng.choice([0, 1, 50]))
        done = clock.stamp(np.zeros((n, 3)), at_us)
        numbers += done.seq.tolist()
        times_us += done.t_us.tolist()
        assert 0 < clock.rate_hz < np.inf
    assert min(np.diff(numbers)) >= 1
    assert min(np.diff(times_us)) >= 0


def test_the_time_of_what_may_have_come_before_a_loss_or_after_it_is_in_between() -> None:
    waiting, line = Waiting(), Line(16_000.0)
    for came in (1, 2, 3):
        waiting.add(came, 1_000_000, np.zeros((1, 1)))
    line.begin(4, 1_000_000)
    done = joined(waiting.release([0.0, 0.4, 1.0], line, 16_000.0), 1)
    assert done.t_us.tolist() == [952_000, 974_400, 1_000_000]
    assert done.seq.tolist() == [0, 1, 3]
