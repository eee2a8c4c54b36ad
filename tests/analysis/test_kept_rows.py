"""Tests that rows kept for a whole session stay as they were, and that copies are independent."""

from copy import deepcopy

import numpy as np

from evenstride.analysis.signal.doubts.kept_rows import MOST, KeptRows
from evenstride.sensors.samples import FloatArray


def row(number: int) -> FloatArray:
    return np.array((number, -number, 0.5))


def test_rows_are_kept_in_order_and_a_copy_goes_on_by_itself() -> None:
    kept = KeptRows(3)
    for number in range(150):
        kept.append(row(number))
    again = deepcopy(kept)
    kept.append(row(150))
    for number in range(7, 107):
        again.append(row(number))
    numbers = [[int(one[0]) for one in rows] for rows in (kept, again)]
    assert numbers == [[*range(151)], [*range(150), *range(7, 107)]]
    assert not list(KeptRows(3))


def test_of_many_rows_evenly_spaced_ones_are_kept() -> None:
    kept = KeptRows(3)
    for number in range(1, 4 * MOST + 1):
        kept.append(row(number))
        assert [int(one[0]) for one in kept][-1:] == [number - number % kept.every]
    assert kept.every == 4
    assert [int(one[0]) for one in kept] == [*range(4, 4 * MOST + 1, 4)]
