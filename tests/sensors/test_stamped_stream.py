"""Tests consecutive stamped samples, beyond the tests of each driver."""

import numpy as np
import pytest

from evenstride.sensors.drivers.driver import Motion, joined
from evenstride.sensors.drivers.packet import Packet
from evenstride.sensors.drivers.stamped import StampedStream
from tests.sensors.damage import together

SIZE = 8
LENGTH_US = SIZE * 10_000


def packet(stamp: int, host_us: int, *, sure: int | None = None) -> Packet:
    zeros = np.zeros((SIZE, 3))
    return Packet(stamp, zeros, zeros, host_us, sure)


def fed(stream: StampedStream, packets: list[Packet]) -> Motion:
    return together([stream.feed(one) for one in packets])


def test_stamps_that_tremble_never_turn_time_back() -> None:
    rng = np.random.default_rng(0)
    stamps = [k * LENGTH_US + int(rng.integers(-15_000, 15_000)) for k in range(1, 300)]
    motion = fed(StampedStream(100.0, samples=SIZE), [packet(s, k) for k, s in enumerate(stamps)])
    assert motion.seq.tolist() == list(range(299 * SIZE))
    assert np.diff(motion.t_us).min() > 4_000


@pytest.mark.parametrize("drift", [-5e-4, 5e-4])
def test_what_is_prompt_stays_so_though_the_clocks_drift_apart(drift: float) -> None:
    stream = StampedStream(100.0, samples=SIZE)
    for k in range(7500):  # ten minutes, in which the clocks drift by 300 ms
        host_us = round(k * LENGTH_US * (1 + drift))
        assert stream.is_prompt(k * LENGTH_US, host_us) == (k > 2)
        assert not stream.is_prompt(k * LENGTH_US, host_us + LENGTH_US)
        stream.feed(packet(k * LENGTH_US, host_us))


def test_of_an_unsure_packet_all_counts_only_if_the_next_one_follows_without_a_loss() -> None:
    for lost, there in ((0, SIZE), (1, 3)):
        stream = StampedStream(100.0, samples=SIZE)
        at = [0, 1, 2, 3 + lost, 4 + lost]
        packets = [packet(k * LENGTH_US, k * LENGTH_US, sure=3 if k == 2 else None) for k in at]
        got = fed(stream, packets).seq
        assert [int((got // SIZE == k).sum()) for k in at] == [SIZE, SIZE, there, SIZE, SIZE]


@pytest.mark.parametrize("steps", [[1, 2, 3, 3, 4], [1, 2, 4, 3, 5], [1, 2, 3, 4, 2, 1, 5]])
def test_no_stamp_counts_twice_or_backwards(steps: list[int]) -> None:
    packets = [packet(k * LENGTH_US, i * LENGTH_US) for i, k in enumerate(steps)]
    motion = fed(StampedStream(100.0, samples=SIZE), packets)
    assert (motion.t_us[::SIZE] // LENGTH_US).tolist() == sorted(set(steps))


@pytest.mark.parametrize("step_us", [-3_700_000, -130_000, -50_000, 50_000, 110_000, 3_700_000])
def test_a_clock_that_steps_costs_nothing_and_makes_no_hole(step_us: int) -> None:
    packets = [
        packet((k * LENGTH_US + (step_us if k > 100 else 0)) % (1 << 32), k * LENGTH_US)
        for k in range(200)
    ]
    motion = fed(StampedStream(100.0, samples=SIZE), packets)
    assert motion.seq.tolist() == list(range(200 * SIZE))
    assert (np.diff(motion.t_us) == 10_000).all()


def test_what_comes_again_late_or_early_is_no_step_of_the_clock() -> None:
    force = np.arange(200.0)[:, None, None] + np.zeros((SIZE, 3))
    ks = [*range(100), *range(90, 94), *range(100, 110), 104, 104, 110, 112, 111, *range(113, 200)]
    packets = [
        Packet(k * LENGTH_US, force[k] / 10, np.zeros((SIZE, 3)), i * LENGTH_US)
        for i, k in enumerate(ks)
    ]
    motion = fed(StampedStream(100.0, samples=SIZE), packets)
    assert (motion.t_us == motion.seq * 10_000).all()
    assert (motion.acc_m_s2[:, 0] == motion.seq // SIZE / 10).all()
    assert len(motion.seq) == 200 * SIZE


def test_a_step_that_hides_in_a_batch_is_made_up_for_and_said_once() -> None:
    stream, said, motions = StampedStream(100.0, samples=SIZE), [], []
    for k in range(250):
        came_us = -(-(k + 1) * LENGTH_US // 480_000) * 480_000
        motions.append(stream.feed(packet(k * LENGTH_US + (480_000 if k >= 150 else 0), came_us)))
        said.append(stream.doubt())
    assert [one[:36] for one in said if one] == ["The sensor's clock jumped ahead whil"]
    motion = together(motions)
    assert motion.t_us[-1] == (250 * SIZE - 1) * 10_000
    # Time goes back within the batch that shows it, and nowhere else.
    at = np.flatnonzero(np.diff(motion.t_us) != 10_000)
    assert len(at)
    assert np.ptp(at) < 48


def test_what_waited_for_the_next_packet_has_arrived_before_it() -> None:
    came_us = [100_000 + k * LENGTH_US for k in range(12)]
    stream = StampedStream(100.0, samples=SIZE)
    whole = [packet(k * LENGTH_US, came_us[k], sure=3 if k > 6 else None) for k in range(12)]
    motion = joined([stream.feed(one) for one in whole])
    assert motion.host_us is not None
    assert (motion.host_us - motion.t_us).min() == 100_000 - 70_000
