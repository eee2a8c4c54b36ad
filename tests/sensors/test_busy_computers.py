"""Tests clocks on a computer that is behind from its first second on."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.clocks.doubts import Evidence, are_many, doubt
from evenstride.sensors.clocks.instants import Instant, Instants
from evenstride.sensors.clocks.lateness import LateArrivals
from evenstride.sensors.clocks.promptest import Promptest
from evenstride.sensors.clocks.rhythm import Rhythm
from evenstride.sensors.clocks.time_errors import TimeErrors
from evenstride.sensors.samples import FloatArray

HZ, TOGETHER = 99.26, 4


def taken_by_a_busy_computer(seed: int, count: int = 750) -> tuple[FloatArray, list[bool]]:
    """When it takes each notification, and whether it knows then that it stood still.

    It stands still for up to 3 s, again and again from the first second on, and takes what has
    waited hardly faster than it was sent.
    """
    rng = np.random.default_rng(seed)
    sent_s = np.ceil((TOGETHER * np.arange(1, count + 1) / HZ + 0.002) / 0.03) * 0.03
    begins_s = 0.5 + np.cumsum(rng.uniform(0.5, 7.0, 12))
    ends_s = begins_s + rng.uniform(0.3, 3.0, 12)
    taken_s, told, now_s, before = np.empty(count), [], 0.0, 0
    for k, at_s in enumerate(sent_s.tolist()):
        now_s = max(at_s, now_s + rng.uniform(0.002, 0.03))
        in_stop = (begins_s <= now_s) & (now_s < ends_s)
        if in_stop.any():
            now_s = float(ends_s[in_stop].max())
        taken_s[k] = now_s
        stops = int((ends_s <= now_s).sum())
        told.append(stops > before)
        before = stops
    return taken_s, told


@pytest.mark.parametrize("seed", [3, 5])
def test_stops_of_seconds_from_the_first_second_on_put_no_number_ahead(seed: int) -> None:
    clock, seq = ArrivalClock(100.0), []
    for at_s, is_told in zip(*taken_by_a_busy_computer(seed), strict=True):
        if is_told:
            clock.stood_still()
        seq.append(clock.stamp(np.zeros((TOGETHER, 3)), int(1e6 * at_s)).seq)
    numbers = np.concatenate(seq)
    assert numbers[-1] + 1 - len(numbers) < 0.3 * HZ
    assert clock.rate_hz == pytest.approx(HZ, rel=0.01)


@pytest.mark.parametrize(("burst", "each_us", "still_us"), [(8, 6_000, 1.1e6), (20, 12_000, 1.5e6)])
def test_a_stop_after_the_first_hurried_samples_makes_no_hundreds_of_losses(
    burst: int, each_us: int, still_us: float
) -> None:
    clock, seq, now_us = ArrivalClock(100.0), [], 40_000.0 * burst
    for k in range(500):
        now_us = max(now_us, TOGETHER * (k + 1) * 1e6 / HZ) + (still_us if k == burst else 0)
        if k == burst:
            clock.stood_still()
        seq.append(clock.stamp(np.zeros((TOGETHER, 3)), int(now_us)).seq)
        now_us += each_us
    numbers = np.concatenate(seq)
    assert numbers[-1] + 1 - len(numbers) < 0.1 * HZ
    assert clock.rate_hz == pytest.approx(HZ, rel=0.01)


def busy(lost: int, period_us: float = 1e6 / HZ) -> Promptest:
    """Forty seconds at a nominal 100 Hz: late by up to 0.3 s, but for each fourth half second.

    So many are lost after ten seconds, of which nobody knows.
    """
    rng, promptest = np.random.default_rng(0), Promptest(10_000.0)
    for number in range(0, 4000, 4):
        true = number + (lost if number >= 1000 else 0)
        late_us = 0 if (number // 50) % 4 == 0 else rng.uniform(20_000, 300_000)
        promptest.add(number, round(true * period_us + late_us))
    return promptest


def test_the_moments_at_which_it_caught_up_tell_the_period_and_what_was_lost_unseen() -> None:
    promptest = busy(lost=200)
    caught = promptest.caught()
    assert caught is not None
    assert caught.period_us == pytest.approx(1e6 / HZ, rel=2e-4)
    assert caught.late_us == pytest.approx(200 * 1e6 / HZ, abs=20_000)
    assert caught.since_us == pytest.approx(12e6, abs=2e6)
    promptest.count(200, caught.since_us)
    counted = promptest.caught()
    assert counted is not None
    assert counted.late_us < 20_000
    # What was called lost of late was not.
    promptest.forget(caught.since_us)
    assert promptest.caught() is None


def test_arrivals_that_are_late_at_random_tell_no_period() -> None:
    rng, promptest = np.random.default_rng(1), Promptest(10_000.0)
    for number in range(0, 4000, 50):
        promptest.add(number, round(number * 1e6 / HZ + rng.uniform(0, 600_000)))
    assert promptest.caught() is None


@pytest.mark.parametrize(
    ("apart_us", "jitter_us", "are_taken"),
    [(30_000, 2_000, False), (60_000, 2_000, False), (21_000, 12_000, True), (150_000, 0, True)],
)
def test_what_is_taken_as_fast_as_it_can_be_keeps_to_no_event(
    apart_us: int, jitter_us: int, are_taken: bool
) -> None:
    rng, instants = np.random.default_rng(2), Instants()
    at_us = (apart_us * np.arange(20) + rng.integers(0, jitter_us + 1, 20)).tolist()
    waiting = [Instant(k, us, us, 0) for k, us in enumerate(at_us)]
    assert not instants.are_taken(waiting, 40_000)  # no rhythm is known
    instants.known.rhythm = Rhythm(30_000.0, 0.0)
    assert instants.are_taken(waiting, 40_000) == are_taken
    # Too few tell nothing yet.
    assert instants.are_taken(waiting[:4], 40_000)


SURE = Evidence(
    nominal_hz=100.0,
    rate_hz=99.3,
    is_rate_sure=True,
    sought_us=(10_068.0, 10_072.0),
    is_uneven=False,
    came=10_000,
    said_lost=500,
    row_price=0.0,
    errors=TimeErrors(),
    spare_us=0,
    behind_us=0,
    apart_us=40_000,
    batch_us=40_000,
    interval_us=30_000,
)


def errors(off_us: list[int], count: list[int]) -> TimeErrors:
    found = TimeErrors()
    found.add(np.array(off_us, np.float64), np.array(count, np.float64), 10_000)
    return found


def test_a_bad_start_is_forgotten_and_soon_after_it_little_is_said() -> None:
    of_start, none = TimeErrors(), np.empty(0)
    of_start.add(np.array([40e3]), np.array([30.0]), 300)
    assert of_start.apart() < 0.05
    of_start.add(np.array([40e3]), np.array([300.0]), 3_000)
    assert of_start.apart() > 0.2
    of_start.add(none, none, 30_000)
    assert of_start.apart() < 0.01


def test_each_doubt_has_its_sentence_and_who_is_sure_says_nothing() -> None:
    assert doubt(SURE) == ""
    assert "rate is 50" in doubt(replace(SURE, rate_hz=50.0))
    # A computer that is busy makes no sensor slow.
    assert doubt(replace(SURE, rate_hz=83.5, is_rate_sure=False)) == ""
    # Legs are apart twice as often as one is wrong, or if they are wrong to either side.
    wrong = replace(SURE, errors=errors([40_000], [200]))
    assert "times of 4 in 100 may be off by up to 0.04 s" in doubt(wrong)
    assert doubt(replace(SURE, errors=errors([40_000], [100]))) == ""
    assert "may be off" in doubt(replace(SURE, errors=errors([-14_000, 14_000], [1_000, 1_000])))
    assert doubt(replace(SURE, errors=errors([14_000], [4_500]))) == ""
    assert "came after all" in doubt(replace(SURE, spare_us=6_000_000))
    assert "came after all" in doubt(replace(SURE, behind_us=40e6))
    assert doubt(replace(SURE, behind_us=10e6)) == ""
    assert doubt(replace(SURE, spare_us=1_000_000)) == ""
    assert are_many(60, 10_000, 10_000.0)
    assert not are_many(15, 1_000, 10_000.0)
    assert not are_many(60, 20_000, 10_000.0)
    unsettled = replace(SURE, sought_us=(9_500.0, 10_070.0), said_lost=1_500)
    assert "it is 99.3 samples a second and fewer are lost, or 105 and more" in doubt(unsettled)
    assert doubt(replace(unsettled, said_lost=100)) == ""
    # Two rates by which nearly as much is lost are no doubt.
    assert doubt(replace(unsettled, sought_us=(9_900.0, 10_070.0))) == ""
    assert "it is 99.3 samples a second, or lower" in doubt(replace(SURE, said_lost=3_500))
    assert doubt(replace(SURE, said_lost=3_500, row_price=2.0)) == ""
    assert "too unevenly" in doubt(replace(SURE, is_uneven=True))
    assert "only every 0.4 s" in doubt(replace(SURE, apart_us=400_000))
    in_step = replace(SURE, interval_us=40_300)
    assert doubt(in_step) == ""
    assert "only every 0.04 s" in doubt(replace(in_step, said_lost=1_500))
    assert doubt(replace(in_step, said_lost=1_500, batch_us=10_000)) == ""


def test_a_backlog_drains_while_it_arrives_and_not_while_the_radio_stands_still() -> None:
    def at(times_ms: list[int]) -> list[Instant]:
        return [Instant(k, 1000 * ms, 1000.0 * ms, 0) for k, ms in enumerate(times_ms)]

    assert LateArrivals.drains(at(list(range(0, 1051, 50))))
    assert not LateArrivals.drains(at([0, 50, 900, 950, 1800, 1850]))
