"""Tests that samples delayed by a computer that stands still are not reported lost."""

import asyncio
from typing import cast

import numpy as np
import pytest

from evenstride.sensors.bluetooth.pulse import Pulse
from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.clocks.backlog import Backlog
from evenstride.sensors.clocks.candidate import Candidate, Pace
from evenstride.sensors.samples import Leg, LinkState, Note, NoteKind
from tests.radio.session import Received, clockwork, session
from tests.radio.simulated_time import SimulatedTimeLoop, in_simulated_time
from tests.radio.witmotion import VirtualWitMotion

HZ, TOGETHER, COUNT = 99.26, 4, 800


def sleep_through(duration_s: float) -> None:
    cast(SimulatedTimeLoop, asyncio.get_running_loop()).sleep_through(duration_s)


@pytest.mark.parametrize(
    ("seed", "busy_s", "lost", "is_told"),
    [(0, 0.02, 0.0, True), (1, 0.02, 0.0, True), (0, 0.012, 0.1, True), (5, 0.012, 0.0, False)],
)
def test_what_a_computer_catches_up_with_is_late_and_not_lost(
    seed: int, busy_s: float, lost: float, is_told: bool
) -> None:
    rng = np.random.default_rng(seed)
    left_s = np.ceil((TOGETHER * np.arange(1, COUNT + 1) / HZ + 0.002) / 0.03) * 0.03
    begins_s = np.cumsum(rng.uniform(3, 8, 20))
    ends_s = begins_s + rng.uniform(0.5, 1.6, 20)
    for begin_s, end_s in zip(begins_s, ends_s, strict=True):
        left_s[(left_s > begin_s) & (left_s < end_s)] = end_s
    keep = rng.random(COUNT) >= lost
    clock, seq, heard_s, told = ArrivalClock(100.0), [], 0.0, 0
    for at_s in (left_s + rng.exponential(0.003, COUNT))[keep]:
        # What has waited is handled one by one, hardly faster than it was measured.
        heard_s = max(at_s, heard_s + busy_s * rng.uniform(0.5, 2.5))
        if is_told and heard_s > ends_s[told]:
            clock.stood_still()
            told += 1
        seq.append(clock.stamp(np.zeros((TOGETHER, 3)), int(1e6 * heard_s)).seq)
    numbers = np.concatenate(seq)
    said = int(numbers[-1] - numbers[0] + 1 - len(numbers))
    assert said == pytest.approx(TOGETHER * (~keep).sum(), rel=0.2, abs=0.005 * len(numbers))
    assert clock.rate_hz == pytest.approx(HZ, rel=0.02)


@pytest.mark.parametrize("seed", [2, 4])
def test_a_computer_that_stops_every_second_makes_no_sensor_faster(seed: int) -> None:
    rng = np.random.default_rng(seed)
    left_s = np.ceil((TOGETHER * np.arange(1, 901) / HZ + 0.002) / 0.015) * 0.015
    begins_s = np.cumsum(rng.exponential(1.2, 60))
    for begin_s, end_s in zip(begins_s, begins_s + rng.uniform(0.12, 0.3, 60), strict=True):
        left_s[(left_s > begin_s) & (left_s < end_s)] = end_s
    for begin_s in np.cumsum(rng.uniform(5, 15, 8)):
        is_busy = (left_s > begin_s) & (left_s < begin_s + 2)
        left_s[is_busy] += rng.uniform(0.02, 0.06, is_busy.sum())
    clock, seq, heard_s = ArrivalClock(100.0), [], 0.0
    for at_s in np.maximum.accumulate(left_s + rng.exponential(0.003, 900)):
        heard_s = max(at_s, heard_s + rng.uniform(0.004, 0.02))
        seq.append(clock.stamp(np.zeros((TOGETHER, 3)), int(1e6 * heard_s)).seq)
    numbers = np.concatenate(seq)
    assert numbers[-1] - numbers[0] + 1 - len(numbers) < 0.005 * len(numbers)
    assert clock.rate_hz == pytest.approx(HZ, rel=0.002)


def test_another_rate_than_the_known_one_has_to_be_found_for_eight_seconds() -> None:
    candidate, known_us = Candidate(nominal_us=16_400), 16_000.0
    assert candidate.is_proven(16_010, known_us, 0)
    assert candidate.is_proven(16_400, known_us, 0)
    found = [candidate.is_proven(12_300, known_us, at_us) for at_us in (0, 4_000_000, 8_000_000)]
    assert found == [False, False, True]
    # Each time another one, or the known one in between, proves nothing.
    assert not candidate.is_proven(11_000, known_us, 20_000_000)
    assert candidate.is_proven(16_010, known_us, 24_000_000)
    assert not candidate.is_proven(11_000, known_us, 30_000_000)


def test_the_pace_outlasts_what_a_computer_catches_up_with() -> None:
    pace, means_us = Pace(0, 0), []
    for k in range(1, 6000):
        # From the 40th second on it stands still for two.
        at_us = max(10_000 * k, 42_000_000) if k >= 4000 else 10_000 * k
        means_us.append(pace.mean_us(at_us, k))
    assert means_us == pytest.approx([10_000] * 5999, rel=0.08)


def test_lateness_that_falls_may_pass_and_lateness_that_stays_does_not() -> None:
    for per_s, passes in ((-0.1, True), (0.0, False), (0.1, False)):
        backlog = Backlog()
        backlog.stood_still()
        for at_us in range(0, 1_200_000, 40_000):
            backlog.add(at_us, 500_000 + per_s * at_us)
        assert backlog.may_pass(400_000, 40_000) == passes
        backlog.stood_still()
        assert backlog.may_pass(400_000, 40_000)


@in_simulated_time
async def test_a_pulse_tells_for_how_long_the_program_stood_still() -> None:
    pulse = Pulse()
    beating = asyncio.create_task(pulse.beat())
    await asyncio.sleep(1.0)
    assert pulse.stood_s() == 0
    sleep_through(0.8)
    # What arrives is handled first, so it is asked before the beat that is due.
    assert pulse.stood_s() == pytest.approx(0.8, abs=0.1)
    assert not pulse.is_too_busy()
    await asyncio.sleep(0.3)
    assert pulse.stood_s() == 0
    sleep_through(0.5)
    await asyncio.sleep(0)
    assert pulse.stood_s() == pytest.approx(0.5, abs=0.1)
    assert pulse.is_too_busy()
    await asyncio.sleep(20.0)
    assert not pulse.is_too_busy()
    sleep_through(3600.0)
    assert pulse.stood_s() == pytest.approx(3600, abs=0.1)
    # It was asleep.
    assert not pulse.is_too_busy()
    beating.cancel()


@in_simulated_time
async def test_a_computer_that_stands_still_is_told_once_and_no_sensor_is_accused() -> None:
    sensors = [VirtualWitMotion(address=f"C4:00:00:00:00:0{n}", motion=clockwork) for n in (1, 2)]
    async with session(*sensors) as running:
        for leg in Leg:
            await running.until(leg, LinkState.CONNECTED)
        for _ in range(2):
            await asyncio.sleep(4.0)
            sleep_through(1.2)
        await asyncio.sleep(1.0)
    told = [i for i in running.items if isinstance(i, Note) and i.event == NoteKind.SENSOR]
    assert ["too busy" in str(note.data["text"]) for note in told] == [True]
    assert (np.diff(Received(running).seq) == 1).all()
