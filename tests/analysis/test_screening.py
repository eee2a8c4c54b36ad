"""Tests that the short way for plain samples gives the same result as the long one."""

import numpy as np
import pytest

from evenstride.analysis.signal.doubts.thinned import MOST, Thinned
from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.analysis.signal.screening.screening import SampleScreen
from evenstride.analysis.signal.tuning import SIGNAL
from evenstride.sensors.samples import FloatArray, Leg, Samples

RATE_HZ = 100.0


def odd_samples(seed: int) -> Samples:
    """A sensor that is mostly sound, and odd in each way now and then."""
    rng = np.random.default_rng(seed)
    n = 3000
    t_s, seq = np.arange(n) / RATE_HZ, np.arange(n)
    acc, gyr = rng.normal(0.0, 6.0, (n, 3)), rng.normal(0.0, 0.8, (n, 3))
    for at in rng.integers(1, n - 20, 40).tolist():
        match int(rng.integers(11)):
            case 0:
                acc[at : at + 3] = acc[at]
            case 1:
                gyr[at : at + 4] = gyr[at]
            case 2:
                acc[at], gyr[at] = 0.0, 0.0
            case 3:
                acc[at, 1] = np.nan
            case 4:
                gyr[at : at + 2] = np.nan
            case 5:
                t_s[at] = t_s[at - 1]
            case 6:
                seq[at:] += 5
            case 7:
                acc[at : at + 5, 0] = 156.9
            case 8:
                gyr[at, 2] = 1e9
            case 9:
                acc[at : at + 70] = acc[at]
            case 10:
                gyr[at : at + 70] = 0.0
    return Samples(Leg.LEFT, seq, t_s, acc, gyr)


def screened(samples: Samples, seed: int) -> tuple[FloatArray, FloatArray, list[bool], object]:
    rng = np.random.default_rng(seed)
    screen = SampleScreen(RATE_HZ)
    found, start = [], 0
    while start < len(samples):
        end = start + int(rng.choice([1, 2, 5, 11, 60]))
        found.append(screen.update(samples.part(start, end)))
        start = end
    saturated = np.concatenate([one.saturated for one in found]).tolist()
    values = np.concatenate([one.values for one in found], axis=1)
    return np.concatenate([one.t_s for one in found]), values, saturated, screen.counter


@pytest.mark.parametrize("seed", range(4))
def test_the_short_way_gives_what_the_long_one_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = odd_samples(seed)
    short = screened(samples, seed)
    monkeypatch.setattr(SampleScreen, "_is_plain", lambda *_: False)
    long = screened(samples, seed)
    assert short[2:] == long[2:]
    assert short[0].tobytes() == long[0].tobytes()
    np.testing.assert_array_equal(short[1], long[1])
    assert any(long[2])


def test_a_sample_that_lacks_its_gyroscope_is_left_out_after_samples_of_the_short_way() -> None:
    rng = np.random.default_rng(5)
    n = 3 * int(RATE_HZ)
    gyr = rng.normal(0.0, 0.1, (n + 1, 3))
    gyr[n] = np.nan
    acc = rng.normal(0.0, 1.0, (n + 1, 3))
    samples = Samples(Leg.LEFT, np.arange(n + 1), np.arange(n + 1) / RATE_HZ, acc, gyr)
    screen = SampleScreen(RATE_HZ)
    used = [len(screen.update(part).t_s) for part in (samples.part(0, n), samples.part(n, n + 1))]
    assert used == [n, 0]


def test_a_stuck_gyroscope_is_left_out_the_same_sample_by_sample_and_at_once() -> None:
    rng = np.random.default_rng(6)
    n, stuck_from = 300, 50
    acc, gyr = rng.normal(0.0, 1.0, (n, 3)), rng.normal(0.0, 0.1, (n, 3))
    gyr[stuck_from:] = (0.3, 0.0, 0.1)
    samples = Samples(Leg.LEFT, np.arange(n), np.arange(n) / RATE_HZ, acc, gyr)
    at_once, one_by_one = SampleScreen(RATE_HZ), SampleScreen(RATE_HZ)
    values = at_once.update(samples).values
    parts = [one_by_one.update(samples.part(at, at + 1)).values for at in range(n)]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), values)
    assert at_once.counter == one_by_one.counter
    # What repeats itself is left out until it is worth telling; the force is used from then on.
    assert at_once.counter.repeated == pytest.approx(SIGNAL.stuck_s * RATE_HZ, abs=1)
    assert at_once.counter.no_gyro == n - stuck_from - at_once.counter.repeated - 1


def test_what_came_and_is_left_out_is_not_lost() -> None:
    rng, n = np.random.default_rng(0), 300
    seq, t_s, gyr = np.arange(n), np.arange(n) / RATE_HZ, rng.normal(0.0, 0.8, (n, 3))
    seq[120:] += 7
    t_s[120:] += 7 / RATE_HZ
    gyr[50:60] = np.nan
    t_s[200] = t_s[199]
    counter = screened(Samples(Leg.LEFT, seq, t_s, rng.normal(0.0, 6.0, (n, 3)), gyr), 0)[3]
    assert isinstance(counter, DataCounter)
    assert (counter.lost, counter.not_a_number, counter.backwards) == (7, 10, 1)


def test_of_many_values_evenly_spaced_ones_are_kept_however_they_come() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(9.8, 0.1, 5 * MOST)
    whole, in_parts = Thinned(), Thinned()
    whole.extend(values[:MOST])
    assert whole.values.tolist() == values[:MOST].tolist()
    whole.extend(values[MOST:])
    for part in np.array_split(values, 700):
        in_parts.extend(part)
    assert MOST / 2 <= len(whole) <= MOST
    assert whole.values.tolist() == in_parts.values.tolist() == values[::8].tolist()
