"""Tests clocks over simulated links: retries, queues, outages, late computers."""

import numpy as np
import pytest

from evenstride.sensors.clocks.line import Line
from evenstride.sensors.clocks.placing import Arrived, place, price_of_a_row
from evenstride.sensors.clocks.rhythm import NO_RHYTHM, find_rhythm
from evenstride.sensors.clocks.sizes import sent_together
from tests.sensors.clock_table import LINKS, LOSSES, PRODUCTS, Loss, figures, hear
from tests.sensors.heard import heard
from tests.sensors.link import Link, carry


@pytest.mark.parametrize(
    ("product", "link", "loss"),
    [
        ("Adafruit 62.5", "30 ms, 30 % again", "10 % single"),
        ("WitMotion 100 × 4", "50 ms", "20 % in rows"),
    ],
)
def test_what_is_sent_again_is_no_loss_and_what_is_lost_is_said(
    product: str, link: str, loss: str
) -> None:
    found = figures(PRODUCTS[product], LINKS[link], LOSSES[loss], 1, seconds=20.0)
    assert found.said == pytest.approx(1.0, abs=0.05)
    assert found.off_ms < 30


def test_what_was_found_lost_before_the_newest_is_lost_once() -> None:
    product = PRODUCTS["WitMotion 100 × 4"]
    found = figures(product, LINKS["30 ms"], LOSSES["20 % single"], 3, seconds=15.0)
    # Twice, and the line would be low by a notification for half a second, again and again.
    assert found.off_ms < 10
    assert found.apart_ms < 10


def test_stops_of_seconds_that_lose_nothing_move_no_time() -> None:
    # The first comes before the period is known, another before what waited for it is through.
    found = hear(
        PRODUCTS["Adafruit 62.5"], LINKS["30 ms"], Loss(outage_ms=3000.0), 103, seconds=18.0
    )
    assert found.said_lost == 0
    assert np.abs(found.off_s()).max() < 0.020


def test_a_beat_with_the_connection_that_outlasts_the_window_is_no_other_pace() -> None:
    # Three samples take 29.91 ms, and an event comes each 30 ms: one in ten seconds brings two.
    number = np.arange(0.0, 5_160.0, 3.0)
    came_us = 30_000 * np.ceil(number * 9_970 / 30_000)
    window, line = number >= 4_160, Line(9_970.0)
    line.lay(number[window], came_us[window], 9_970.0, 3)
    assert abs(line.period_us - 9_970) > 3
    before = list(zip(number[~window].tolist(), came_us[~window].tolist(), strict=True))
    line.lay(number[window], came_us[window], 9_970.0, 3, before=before)
    assert abs(line.period_us - 9_970) < 0.5


def test_in_step_with_the_connection_times_are_halfway_between_its_events() -> None:
    # As above: for nine seconds nothing tells by how much of an interval all of it is late.
    found = hear(PRODUCTS["MetaMotion 100 × 3"], LINKS["30 ms"], LOSSES["none"], 4, seconds=14.0)
    assert 0.010 < np.abs(found.off_s()).max() < 0.020


def test_what_is_sent_at_once_in_several_notifications_is_late_by_up_to_an_interval() -> None:
    samples = np.arange(2000)[:, None] / 99.26
    ready_s = samples.reshape(-1, 4)[:, -1].repeat(4) + 0.0005
    came_s = carry(ready_s, Link(30.0, per_event=12), np.random.default_rng(0))
    found = heard(100.0, samples, came_s, np.ones(2000, bool))
    assert found.said_lost <= 2
    assert np.quantile(np.abs(found.off_s()), 0.95) < 0.008


@pytest.mark.parametrize(
    ("hz", "at_once", "size", "interval_us", "lost"),
    [(99.26, 4, 1, 30e3, 0.0), (99.7, 3, 3, 50e3, 0.0), (99.26, 1, 1, 50e3, 0.2)],
    ids=["a WitMotion by one", "a MetaMotion by three", "one by one, and lost"],
)
def test_how_many_are_sent_at_once_is_no_matter_of_losses(
    hz: float, at_once: int, size: int, interval_us: float, lost: float
) -> None:
    ready_us = 1e6 * at_once / hz * np.arange(1, 400)
    kept = ready_us[np.random.default_rng(1).random(len(ready_us)) >= lost]
    event_us, count = np.unique(np.ceil(kept / interval_us) * interval_us, return_counts=True)
    came = np.cumsum(at_once * count).astype(float)
    assert sent_together(came, event_us, interval_us, size) == at_once


@pytest.mark.parametrize("loss", ["none", "stalls"])
def test_what_waited_before_or_behind_a_stall_is_not_lost(loss: str) -> None:
    product, link = PRODUCTS["WitMotion 100 × 1"], LINKS["30 ms, 30 % again"]
    found = hear(product, link, LOSSES[loss], 5, seconds=15.0)
    assert found.said_lost <= 5
    assert np.quantile(np.abs(found.off_s()), 0.95) < 0.020


def test_a_connection_that_changes_its_interval_has_lost_nothing() -> None:
    batches = np.arange(4 * 500).reshape(-1, 4) / 99.26
    rng = np.random.default_rng(2)
    quick, slow = np.split(batches[:, -1] + 0.0005, [260])
    came_s = np.append(carry(quick, Link(30.0), rng), carry(slow, Link(50.0), rng))
    found = heard(100.0, batches, np.maximum.accumulate(came_s), np.ones(500, bool))
    assert found.said_lost <= 8
    assert np.quantile(np.abs(found.off_s()), 0.9) < 0.026


def test_a_queue_that_is_emptied_after_an_outage_has_lost_nothing() -> None:
    found = figures(
        PRODUCTS["WitMotion 100 × 4"], LINKS["30 ms"], LOSSES["stalls"], 1, seconds=20.0
    )
    assert found.said == 0
    assert found.off_ms < 5
    assert found.apart_ms < 5


def test_what_a_full_queue_loses_is_missing_behind_what_it_kept() -> None:
    product = PRODUCTS["WitMotion 100 × 4"]
    found = figures(product, LINKS["30 ms"], LOSSES["queue of 6"], 1, seconds=15.0)
    assert found.said == pytest.approx(1.0, abs=0.02)
    # To two notifications; half a second would be in the wrong place otherwise.
    assert found.apart_ms < 80


@pytest.mark.parametrize("jitter_ms", [0.0, 1.0, 5.0])
@pytest.mark.parametrize("period_s", [0.01, 0.0175, 0.04])
def test_the_rhythm_of_a_connection_is_found_and_lateness_taken_away(
    period_s: float, jitter_ms: float
) -> None:
    link = Link(30.0, jitter_ms=jitter_ms, tail=0.0)
    came_us = 1e6 * carry(period_s * np.arange(0.0, 10 / period_s), link, np.random.default_rng(1))
    rhythm = find_rhythm(came_us[np.append(np.diff(came_us) > 2_000, True)])
    assert rhythm is not None
    assert rhythm.interval_us == pytest.approx(30_000, rel=5e-4)
    events = (rhythm.event_us(came_us) - rhythm.begin_us) / rhythm.interval_us
    assert np.abs(events - np.round(events)).max() < 0.15


def test_a_network_has_no_rhythm_and_a_few_arrivals_tell_none() -> None:
    link = Link(0.0, jitter_ms=6.0)
    came_us = 1e6 * carry(0.01 * np.arange(1000.0), link, np.random.default_rng(1))
    assert find_rhythm(came_us) == NO_RHYTHM
    assert find_rhythm(came_us[:30]) is None


def arrived(late_ms: list[float], first: list[bool], since_ms: float = 30.0) -> list[Arrived]:
    """Notifications at events that are so far apart."""
    events_us = 1e3 * since_ms * np.cumsum(first)
    return [
        Arrived(1e3 * late, 1e3 * since_ms, is_first, event_us)
        for late, is_first, event_us in zip(late_ms, first, events_us.tolist(), strict=True)
    ]


def before(
    some: list[Arrived], lost: int, step_us: float, interval_us: float, row_price: float
) -> list[float]:
    """Return how many are lost before each."""
    return place(some, lost, step_us, interval_us, row_price).lost


def test_losses_are_put_where_they_are_least_wrong() -> None:
    # One alone came, and would have come one event earlier if it had been the first of two.
    assert before(arrived([5], [True]), 1, 40e3, 30e3, 0.0) == pytest.approx([1], abs=0.1)
    # It may be either of two: in the middle.
    assert before(arrived([5], [True]), 1, 20e3, 30e3, 0.0) == pytest.approx([0.5])
    # Of three at one event one is missing: about in the middle.
    among = before(arrived([37, 21, 5], [True, False, False], 60), 1, 16e3, 60e3, 0.0)
    assert among == sorted(among)
    assert 0 <= among[0] < 0.5 < among[2] <= 1
    # Six have waited, forty are missing, one is prompt: the queue was full.
    waited = arrived([100, 84, 68, 52, 36, 20, 4], [True, *[False] * 5, True])
    assert before(waited, 40, 16e3, 30e3, 0.0) == [0] * 6 + [40]
    # The first after them was measured just when the queue could send again.
    waited = arrived([100, 84, 68, 52, 36, 20, 31, 15], [True, *[False] * 5, True, False])
    assert before(waited, 40, 16e3, 30e3, 0.0) == [0] * 6 + [40] * 2
    # No queue holds just one: others may have been lost before it as well.
    assert 10 < before(arrived([100, 4], [True, True]), 40, 16e3, 30e3, 4.0)[0] < 30
    # They left at two events, since one of them was not acknowledged: all the same.
    waited = arrived([100, 114, 98, 82, 66, 50, 34, 18], [True, True, *[False] * 6])
    assert before(waited, 40, 16e3, 30e3, 0.0) == [0] * 7 + [40]
    # A row was lost while nothing waited.
    row = before(arrived([12, 9], [True, True]), 12, 16e3, 30e3, 2.0)
    assert row == pytest.approx([12, 12], abs=1)
    # On a network, where there are no events: before the one that came, or evenly among several.
    assert before(arrived([5], [True]), 1, 20e3, 0.0, 0.0) == [1]
    assert before(arrived([37, 21, 5], [True, False, False]), 1, 16e3, 0.0, 0.0) == [0, 1, 1]
    # More than can be weighed is one row.
    assert before(arrived([12, 9], [True, True]), 90, 16e3, 30e3, 0.0) == [90, 90]
    # Nobody knows of two at one event whether the first is missing or what came before them.
    unsure = place(arrived([50, 10], [True, False], 60), 1, 40e3, 60e3, 0.0)
    assert unsure.likely.sum(axis=1) == pytest.approx([1, 1])
    assert unsure.likely[np.abs(unsure.off) > 0.4].sum() > 0.3


def test_a_row_is_dear_where_losses_come_in_rows() -> None:
    assert price_of_a_row(1000, 200, 160) == pytest.approx(0, abs=0.1)
    assert price_of_a_row(1000, 200, 67) == pytest.approx(3.1, abs=0.1)
    assert price_of_a_row(1000, 0, 0) == price_of_a_row(0, 0, 0) + 4.0 == 4.0
