"""Tests that a tick stored as a row is unchanged when it is read."""

import numpy as np

from evenstride.analysis.signal.tick_rows import TICK_DTYPE, Tick, set_tick, tick_of


def test_a_tick_that_is_kept_as_a_row_comes_back_as_it_was() -> None:
    ticks = [
        Tick(
            index=2**40 + at,
            up=(0.1, -0.2, 0.3 + at),
            rate_deg_s=(1.0, 2.0, -3.0),
            raw_rate_deg_s=(4.0, 5.0, 6.5),
            spin_deg_s=-7.25,
            bridged=bool(at % 2),
            force_m_s2=(8.0, 9.0, 10.0),
            saturated=not at % 3,
            lost=at == 1,
        )
        for at in range(4)
    ]
    rows = np.zeros(4, TICK_DTYPE)
    for at, tick in enumerate(ticks):
        set_tick(rows, at, tick)
    assert [tick_of(rows, at) for at in range(4)] == ticks
    # As numpy sees them, column by column.
    for name in TICK_DTYPE.names or ():
        assert rows[name].tolist() == [
            list(value) if isinstance(value := getattr(tick, name), tuple) else value
            for tick in ticks
        ]
