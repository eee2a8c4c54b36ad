"""Tests that waiting ticks keep their order, with each hole before the tick after it."""

import numpy as np

from evenstride.analysis.counting.ticks.look_back import LookBack
from evenstride.analysis.counting.ticks.tick_maker import TickMaker
from evenstride.analysis.counting.ticks.tick_queue import TickQueue
from evenstride.analysis.counting.ticks.waiting_ticks import HoleSeen, WaitingTicks
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.screening.grid import Hole
from evenstride.analysis.signal.tick_rows import TICK_DTYPE
from evenstride.analysis.signal.tuning import SIGNAL
from evenstride.sensors.samples import GRAVITY_M_S2, Leg, Samples

HOLE = HoleSeen(Hole(0.04, 0.9), goes_on=True)


def add(queue: TickQueue, first: int, count: int) -> None:
    rows = np.zeros(count, TICK_DTYPE)
    rows["index"] = np.arange(first, first + count)
    queue.add(rows, 0.1, 0.0, has_gyro=True)


def pop(queue: TickQueue) -> tuple[int, list[HoleSeen]]:
    stretch, holes = queue.pop()
    return stretch.last.index, holes


def test_a_hole_has_its_turn_with_the_tick_after_it() -> None:
    queue = TickQueue()
    add(queue, 0, 2)
    queue.add_hole(HOLE)
    add(queue, 45, 2)
    assert [pop(queue) for _ in range(4)] == [
        (0, []),
        (1, []),
        (45, [HOLE]),
        (46, []),
    ]
    assert queue.peek() is None


def test_ticks_are_taken_at_once_as_far_as_no_hole_comes_first() -> None:
    queue = TickQueue()
    add(queue, 0, 3)
    queue.add_hole(HOLE)
    add(queue, 45, 2)
    taken = queue.pop_before(46)
    assert taken is not None
    assert taken[1]["index"].tolist() == [0, 1, 2]
    assert queue.pop_before(46) is None
    assert pop(queue) == (45, [HOLE])
    assert queue.unbroken is not None


def test_what_is_taken_again_comes_first_and_once() -> None:
    queue = TickQueue()
    add(queue, 0, 1)
    add(queue, 1, 2)
    passed: list[WaitingTicks] = [queue.pop()[0] for _ in range(2)]
    for stretch in passed:
        stretch.done = 0
    queue.take_again(passed)
    assert [pop(queue)[0] for _ in range(3)] == [0, 1, 2]


def test_holes_after_the_last_tick_are_left_at_the_end() -> None:
    queue = TickQueue()
    add(queue, 0, 1)
    pop(queue)
    queue.add_hole(HOLE)
    assert queue.finish() == [HOLE]
    assert queue.finish() == []


def test_what_is_looked_back_at_comes_with_the_holes_before_it() -> None:
    queue, look_back = TickQueue(), LookBack()
    add(queue, 0, 2)
    queue.add_hole(HOLE)
    add(queue, 45, 2)
    for _ in range(4):
        look_back.keep(*queue.pop(), tick=50)
    queue.take_again(look_back.take_from(1, known_s=1.0))
    assert [pop(queue) for _ in range(3)] == [(1, []), (45, [HOLE]), (46, [])]


def test_a_gyroscope_that_falls_silent_right_after_a_hole_sends_no_tick_back_in_time() -> None:
    t_s = np.arange(800) / 100.0
    t_s = t_s[(t_s < 3.0) | ((t_s > 4.5) & (t_s < 4.6)) | (t_s > 5.5)]
    gyr = np.random.default_rng(0).normal(0.0, 0.01, (len(t_s), 3))
    gyr[t_s > 5.5] = np.nan
    acc = np.random.default_rng(1).normal(0.0, 0.05, (len(t_s), 3))
    acc[:, 2] += GRAVITY_M_S2
    maker = TickMaker(100.0, SIGNAL)
    seq = np.round(t_s * 100.0).astype(np.int64)
    maker.take(Samples(Leg.LEFT, seq, t_s, acc, gyr), SensorEvidence())
    maker.complete()
    index = np.concatenate([one.rows["index"] for one in maker.queue])
    assert (np.diff(index) == 1).all()
