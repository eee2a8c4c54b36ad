"""Tests notifications, losses and delays of a simulated link."""

from dataclasses import replace

import numpy as np

from evenstride.sensors.samples import Block, Leg
from tests.simulator.body import Readings
from tests.simulator.radio import RadioModel, in_order_of_arrival, notifications

RATE_HZ = 50.0


def readings(count: int = 3000) -> Readings:
    seq = np.arange(count)
    time_s = seq / RATE_HZ
    t_us = seq * 20_000
    acc = np.full((count, 3), 9.8)
    acc[:, 0] = seq
    return Readings(seq + 100, time_s, t_us, acc, np.zeros((count, 3)))


def send(model: RadioModel, leg: Leg = Leg.LEFT, seed: int = 3) -> list[Block]:
    return notifications(leg, readings(), model, np.random.default_rng(seed))


def arrivals_us(blocks: list[Block]) -> np.ndarray:
    return np.array([block.host_us[0] for block in blocks])


def test_a_notification_holds_consecutive_rows_that_arrive_together() -> None:
    blocks = send(RadioModel(rows=8))
    assert len(blocks) == 3000 // 8
    for block in blocks:
        assert len(block) == 8
        assert (np.diff(block.seq) == 1).all()
        assert len(set(block.host_us)) == 1
        np.testing.assert_array_equal(block.acc_m_s2[:, 0], block.seq - 100)


def test_nothing_arrives_before_it_was_measured_and_nothing_overtakes() -> None:
    model = RadioModel(rows=4, latency_s=0.01, stall_chance=0.05, host_origin_us=5_000_000)
    blocks = send(model)
    delays_us = np.array([block.host_us[0] - 5_000_000 - block.t_us[-1] for block in blocks])
    assert delays_us.min() >= 9_999
    assert delays_us.max() > 100_000
    assert (np.diff(arrivals_us(blocks)) >= 0).all()


def test_arrivals_wait_for_the_connection_interval() -> None:
    at_us = arrivals_us(send(RadioModel(interval_s=0.045)))
    waited = np.diff(at_us)
    assert set(np.round(waited / 45_000)) == {0.0, 1.0}
    np.testing.assert_allclose(waited, 45_000 * np.round(waited / 45_000), atol=2)


def test_what_waited_behind_a_stall_comes_at_once() -> None:
    at_us = arrivals_us(send(RadioModel(stall_chance=0.01, stall_s=0.3)))
    _, burst = np.unique(at_us, return_counts=True)
    assert burst.max() >= 5


def test_losses_come_in_bursts_and_show_as_jumps_of_the_number() -> None:
    blocks = send(RadioModel(loss_chance=0.01, loss_rows=4.0))
    jumps = np.diff([int(block.seq[0]) for block in blocks]) - 1
    lost = int(jumps.sum())
    # 1 % of 3000 notifications begin a burst of four on the mean; some overlap.
    assert 60 < lost < 180
    assert jumps.max() > 4


def test_a_dropout_is_silent_from_end_to_end() -> None:
    blocks = send(RadioModel(dropouts_s=((10.0, 14.0),)))
    times_s = np.array([(block.seq[0] - 100) / RATE_HZ for block in blocks])
    assert not ((times_s >= 10.0) & (times_s < 14.0)).any()
    assert len(blocks) == 3000 - 200


def test_two_links_are_merged_in_order_of_arrival() -> None:
    left = send(RadioModel(stall_chance=0.02), Leg.LEFT, seed=1)
    right = send(replace(RadioModel(), rows=4), Leg.RIGHT, seed=2)
    merged = in_order_of_arrival(left, right)
    assert len(merged) == len(left) + len(right)
    assert (np.diff(arrivals_us(list(merged))) >= 0).all()
    for leg, sent in ((Leg.LEFT, left), (Leg.RIGHT, right)):
        assert [block for block in merged if block.leg is leg] == sent
