"""The ring buffer under the traces."""

import numpy as np

from evenstride.analysis.model.events import Trace
from evenstride.session.state.trace_buffer import TraceBuffer


def piece(first: int, n: int) -> Trace:
    t_s = np.arange(first, first + n, dtype=np.float64)
    return Trace(t_s, t_s * 10.0)


def test_it_gives_back_what_is_new_enough_oldest_first() -> None:
    buffer = TraceBuffer(capacity=10)
    buffer.extend(piece(0, 4))
    buffer.extend(piece(4, 3))
    t_s, angle_deg = buffer.since(2.5)
    assert t_s.tolist() == [3.0, 4.0, 5.0, 6.0]
    assert angle_deg.tolist() == [30.0, 40.0, 50.0, 60.0]


def test_it_forgets_the_oldest_when_it_is_full() -> None:
    buffer = TraceBuffer(capacity=5)
    for first in range(0, 12, 3):
        buffer.extend(piece(first, 3))
    assert buffer.since(-1.0)[0].tolist() == [7.0, 8.0, 9.0, 10.0, 11.0]


def test_a_piece_that_is_longer_than_the_buffer_leaves_its_end() -> None:
    buffer = TraceBuffer(capacity=5)
    buffer.extend(piece(0, 3))
    buffer.extend(piece(3, 12))
    assert buffer.since(-1.0)[0].tolist() == [10.0, 11.0, 12.0, 13.0, 14.0]


def test_an_empty_buffer_gives_nothing() -> None:
    assert len(TraceBuffer().since(0.0)[0]) == 0
