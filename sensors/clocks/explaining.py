"""What it costs to explain arrivals by a period, losses and lateness."""

import numpy as np

from evenstride.sensors.samples import FloatArray

# Periods that are tried: up to this part of the samples may be lost, and a radio stalls for so
# long at either end of the window.
MOST_LOST = 0.4
STEP = 0.0015
_STALL_US = 400_000
# Prices, in natural units of likelihood: lateness beyond the usual is rarer the more it is. Losses
# are as frequent as they turn out to be, and each is a surprise to who has seen so many
# notifications without any.
_LATER_US = 8_000
_SOUND = 40


def all_periods(x: FloatArray, h: FloatArray) -> FloatArray:
    """All periods that the arrivals allow, from that without any loss downwards."""
    count = max(x[-1], 1.0)
    longest = (h[-1] + _STALL_US) / count
    shortest = (1 - MOST_LOST) * max(h[-1] - _STALL_US, 0.3 * h[-1]) / count
    steps = int(np.log(longest / shortest) / STEP) + 1
    return np.asarray(longest * np.exp(-STEP * np.arange(steps)))


def explanations(
    x: FloatArray,
    h: FloatArray,
    periods: FloatArray,
    *,
    quantum: int,
    settled: int,
    usual_us: float,
    slack: float,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """What it costs to explain arrivals by each of several periods.

    Args:
        x: How many samples had come until each arrival, from 0, shape (m,).
        h: When it came, microseconds from the first, shape (m,).
        periods: The periods, microseconds, shape (k,).
        quantum: How many samples are lost together.
        settled: How many of the arrivals are to be explained; those after them only show what
            was late.
        usual_us: Lateness up to this is nothing unusual.
        slack: Of a step of the staircase so much may be missing.

    Returns:
        The prices, shape (k,); how many quanta were lost until each of the settled arrivals, shape
        (k, settled); and how late each of them was.
    """
    late = h - periods[:, None] * x
    # What comes later can not have lost less: lateness passes, losses stay.
    stays = np.minimum.accumulate(late[:, ::-1], axis=1)[:, ::-1]
    late, stays = late[:, :settled], stays[:, :settled]
    step = periods[:, None] * quantum
    level = np.floor((stays - stays[:, :1]) / step + slack)
    late = np.maximum(late - stays[:, :1] - level * step, 0.0)
    price = np.clip(late - usual_us, 0.0, _STALL_US).sum(axis=1) / _LATER_US
    gaps = np.diff(level, axis=1)
    count = (gaps > 0).sum(axis=1)
    price += count * np.log((x[settled - 1] / quantum + _SOUND) / (count + 1))
    price += np.log1p(gaps).sum(axis=1)
    return price, level, late
