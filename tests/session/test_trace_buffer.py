"""Tests the ring buffer of the traces."""

import numpy as np

from evenstride.analysis.model.events import Directions
from evenstride.analysis.model.rest_pose import RestPose, pose
from evenstride.sensors.samples import FloatArray
from evenstride.session.state.trace_buffer import TraceBuffer
from tests.fakes.session import AT_REST, tilted


def piece(first: int, n: int) -> Directions:
    t_s = np.arange(first, first + n, dtype=np.float64)
    return Directions(t_s, tilted(t_s * 5.0))


def since(buffer: TraceBuffer, from_s: float, rest: RestPose = AT_REST) -> FloatArray:
    t_s, angle_deg = buffer.since(from_s, rest)
    assert len(t_s) == len(angle_deg)
    return t_s


def test_it_gives_back_what_is_new_enough_oldest_first() -> None:
    buffer = TraceBuffer(capacity=10)
    buffer.extend(piece(0, 4))
    buffer.extend(piece(4, 3))
    t_s, angle_deg = buffer.since(2.5, AT_REST)
    assert t_s.tolist() == [3.0, 4.0, 5.0, 6.0]
    assert np.allclose(angle_deg, [15.0, 20.0, 25.0, 30.0])


def test_when_the_rest_moves_all_of_the_curve_moves_with_it() -> None:
    buffer = TraceBuffer(capacity=10)
    buffer.extend(piece(0, 7))
    lower = pose((0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
    higher = AT_REST.at(tuple(tilted(np.array([20.0]))[0].tolist()))
    moved_deg = buffer.since(0.0, lower)[1] - buffer.since(0.0, higher)[1]
    assert np.allclose(moved_deg, 20.0)


def test_it_forgets_the_oldest_when_it_is_full() -> None:
    buffer = TraceBuffer(capacity=5)
    for first in range(0, 12, 3):
        buffer.extend(piece(first, 3))
    assert since(buffer, -1.0).tolist() == [7.0, 8.0, 9.0, 10.0, 11.0]


def test_a_piece_that_is_longer_than_the_buffer_leaves_its_end() -> None:
    buffer = TraceBuffer(capacity=5)
    buffer.extend(piece(0, 3))
    buffer.extend(piece(3, 12))
    assert since(buffer, -1.0).tolist() == [10.0, 11.0, 12.0, 13.0, 14.0]


def test_samples_that_come_once_more_replace_those_before() -> None:
    buffer = TraceBuffer()
    buffer.extend(piece(0, 6))
    buffer.extend(piece(0, 3))
    assert since(buffer, -1.0).tolist() == [0.0, 1.0, 2.0]


def test_without_samples_or_a_rest_it_gives_nothing() -> None:
    assert len(since(TraceBuffer(), 0.0)) == 0
    buffer = TraceBuffer()
    buffer.extend(piece(0, 6))
    assert len(buffer.since(0.0, None)[0]) == 0
