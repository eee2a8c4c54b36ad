"""Tests resampling of any rate to even ticks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.analysis.signal.screening.grid import Hole, Ticks, UniformGrid
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S
from evenstride.sensors.samples import FloatArray, Leg, Samples
from tests.analysis.moving import cut, rows

RATE_HZ = 50.0


def samples_at(
    t_s: Iterable[float],
    values: FloatArray | None = None,
    seq: Iterable[int] | None = None,
) -> Samples:
    times = np.array(list(t_s), dtype=np.float64)
    n = len(times)
    if values is None:
        values = np.random.default_rng(n).normal(0.0, 2.0, (n, 6))
    numbers = np.arange(n) if seq is None else np.array(list(seq))
    return Samples(Leg.LEFT, numbers.astype(np.int64), times, values[:, :3], values[:, 3:])


def even(count: int, rate_hz: float = RATE_HZ, start_s: float = 0.0) -> FloatArray:
    return np.asarray(start_s + np.arange(count) / rate_hz)


def ones(count: int) -> FloatArray:
    """Nearly the same readings, as no sensor gives just the same again."""
    return np.asarray(1.0 + 1e-12 * np.arange(count)[:, None] * np.ones(6))


@dataclass
class Gridded:
    grid: UniformGrid
    parts: list[Ticks | Hole]

    @property
    def ticks(self) -> list[Ticks]:
        return [part for part in self.parts if isinstance(part, Ticks)]

    @property
    def holes(self) -> list[Hole]:
        return [part for part in self.parts if isinstance(part, Hole)]

    @property
    def index(self) -> list[int]:
        return [tick for part in self.ticks for tick in part.index.tolist()]

    def column(self, name: str) -> FloatArray:
        columns = [getattr(part, name) for part in self.ticks]
        return np.concatenate(columns) if columns else np.empty(0)

    def same_as(self, other: "Gridded") -> bool:
        return (
            self.index == other.index
            and self.holes == other.holes
            and self.grid.gaps == other.grid.gaps
            and self.grid.counter == other.grid.counter
            and all(
                self.column(name).tobytes() == other.column(name).tobytes()
                for name in ("acc_m_s2", "gyr_rad_s", "bridged", "lost", "saturated")
            )
        )


def put(blocks: Iterable[Samples], rate_hz: float = RATE_HZ) -> Gridded:
    grid = UniformGrid(rate_hz)
    return Gridded(grid, [part for block in blocks for part in grid.update(block)])


_STEPS_S = st.one_of(
    st.floats(0.001, 0.06),
    st.sampled_from([0.02, 0.01, 0.16, 0.5, 1.99, 2.01, 5.0]),
    st.sampled_from([0.0, -0.03, -4.0]),
)
_ROW = st.one_of(st.just("good"), st.just("good"), st.sampled_from(["nan", "no-gyro", "half-gyro"]))


@st.composite
def uneven_samples(draw: st.DrawFn) -> Samples:
    steps = draw(st.lists(st.tuples(_STEPS_S, _ROW), min_size=1, max_size=80))
    values = np.random.default_rng(draw(st.integers(0, 9))).normal(0.0, 3.0, (len(steps), 6))
    for row, (_, kind) in enumerate(steps):
        if kind == "nan":
            values[row, row % 3] = np.nan
        elif kind == "half-gyro":
            values[row, 3 + row % 3] = np.inf if row % 2 else np.nan
        elif kind == "no-gyro":
            values[row, 3:] = np.nan
    return samples_at(0.3 + np.cumsum([step for step, _ in steps]), values)


@given(uneven_samples(), st.sampled_from([1, 2, 7, 13]))
@settings(max_examples=80, deadline=None)
def test_blocks_of_any_size_give_the_same_ticks_to_the_bit(samples: Samples, size: int) -> None:
    assert put(cut(samples, size)).same_as(put([samples]))


@given(uneven_samples(), st.lists(st.integers(0, 80), max_size=6))
@settings(max_examples=50, deadline=None)
def test_blocks_of_uneven_size_and_empty_ones_give_the_same_ticks(
    samples: Samples, cuts: list[int]
) -> None:
    edges = [0, *sorted(cuts), len(samples)]
    blocks = [rows(samples, slice(a, b)) for a, b in pairwise(edges)]
    assert put(blocks).same_as(put([samples]))


@given(uneven_samples())
@settings(max_examples=80, deadline=None)
def test_ticks_follow_each_other_and_every_sample_has_its_place_in_the_counts(
    samples: Samples,
) -> None:
    gridded = put(cut(samples, 7))
    before = -(10**9)
    for part in gridded.parts:
        if isinstance(part, Hole):
            joined = samples.gyr_rad_s[samples.t_s == part.to_s]
            assert part.to_s - part.from_s > SIGNAL.hole_s or (
                part.is_anew and np.isfinite(joined).any()
            )
            continue
        index = part.index
        assert (np.diff(index) == 1).all()
        assert not len(index) or index[0] > before
        before = int(index[-1]) if len(index) else before
        assert np.isfinite(part.acc_m_s2).all()
    counter = gridded.grid.counter
    left_out = counter.not_a_number + counter.backwards + counter.repeated + counter.nothing
    assert counter.used + left_out == len(samples)


def test_a_tick_is_the_mean_of_the_line_through_the_samples() -> None:
    t_s = [0.0, 0.012, 0.031, 0.047, 0.08]
    values = np.tile(np.array([0.1, 1.2, -0.7, 3.1, 0.4])[:, None], (1, 6))
    gridded = put([samples_at(t_s, values)])
    fine_s = (np.arange(80_000) + 0.5) * 1e-6
    line = np.interp(fine_s, t_s, values[:, 0]).reshape(4, -1).mean(axis=1)
    assert gridded.index == [1, 2, 3, 4]
    np.testing.assert_allclose(gridded.column("gyr_rad_s")[:, 1], line, atol=1e-6)
    np.testing.assert_allclose(gridded.column("acc_m_s2")[:, 2], line, atol=1e-6)


@given(st.integers(0, 1000), st.sampled_from([12.5, 25.0, 60.0, 104.0, 200.0]))
@settings(max_examples=40, deadline=None)
def test_the_rotation_in_the_ticks_is_that_between_the_samples(seed: int, rate_hz: float) -> None:
    rng = np.random.default_rng(seed)
    t_s = np.sort(np.round(even(200, rate_hz) + rng.uniform(0, 0.4, 200) / rate_hz, 6))
    samples = samples_at(t_s)
    gridded = put(cut(samples, 7), rate_hz)
    from_s, to_s = (gridded.index[0] - 1) * TICK_S, gridded.index[-1] * TICK_S
    inside = t_s[(t_s > from_s) & (t_s < to_s)]
    at_s = np.concatenate(([from_s], inside, [to_s]))
    for axis in range(3):
        line = np.interp(at_s, t_s, samples.gyr_rad_s[:, axis])
        turned = gridded.column("gyr_rad_s")[:, axis].sum() * TICK_S
        assert turned == pytest.approx(np.trapezoid(line, at_s), abs=1e-9)


def test_a_tick_is_there_as_soon_as_a_sample_reaches_its_end() -> None:
    grid = UniformGrid(RATE_HZ)
    samples = samples_at([0.0, 0.019, 0.02, 0.041])
    got = [
        [part.index.tolist() for part in grid.update(block) if isinstance(part, Ticks)]
        for block in cut(samples, 1)
    ]
    assert got == [[[]], [[]], [[1]], [[2]]]


def test_ticks_begin_with_the_first_whole_one() -> None:
    assert put([samples_at(even(10, start_s=1.005))]).index[0] == 52


@pytest.mark.parametrize("rate_hz", [12.5, 50.0, 200.0])
def test_the_rate_of_the_ticks_does_not_depend_on_that_of_the_samples(rate_hz: float) -> None:
    gridded = put([samples_at(even(round(4 * rate_hz) + 1, rate_hz))], rate_hz)
    assert gridded.index == list(range(1, 201))
    assert not gridded.column("bridged").any()


@pytest.mark.parametrize(("missing_s", "is_hole"), [(0.25, False), (0.3, False), (0.5, True)])
def test_in_a_short_gap_the_rate_is_a_line_and_what_lies_in_a_hole_is_lost(
    missing_s: float, is_hole: bool
) -> None:
    to_s = 1.0 + missing_s + 1.0 / RATE_HZ
    t_s = np.concatenate((even(51), even(51, start_s=to_s)))
    values = np.tile(1.0 + t_s[:, None], (1, 6))
    gridded = put(cut(samples_at(t_s, values), 7))
    assert gridded.grid.gaps == [pytest.approx((1.0, to_s))]
    assert [hole.is_cut for hole in gridded.holes] == [False] * is_hole
    in_gap = np.flatnonzero(gridded.column("bridged"))
    np.testing.assert_array_equal(in_gap, np.arange(50, np.ceil(to_s / TICK_S - 1e-9)))
    assert gridded.column("lost").any() == is_hole
    line = 1.0 + (np.array(gridded.index) - 0.5) * TICK_S
    np.testing.assert_allclose(gridded.column("gyr_rad_s")[:, 0], line, atol=1e-9)


def test_a_burst_of_a_few_lost_samples_is_no_gap() -> None:
    kept = np.r_[0:30, 35:60]
    gridded = put([samples_at(even(60)[kept], seq=kept)])
    assert gridded.grid.gaps == []
    assert gridded.grid.counter.lost == 5
    assert not gridded.column("bridged").any()


def test_a_gap_of_a_slow_sensor_is_some_of_its_own_periods() -> None:
    kept = np.r_[0:30, 32:60, 64:90]
    gridded = put([samples_at(even(90, 12.5)[kept])], rate_hz=12.5)
    assert gridded.grid.gaps == [pytest.approx((59 / 12.5, 64 / 12.5))]


def test_after_a_long_hole_the_ticks_begin_anew() -> None:
    t_s = np.concatenate((even(51), even(51, start_s=4.003)))
    gridded = put(cut(samples_at(t_s), 7))
    assert gridded.holes == [Hole(1.0, 4.003, numbers_go_on=True)]
    assert gridded.grid.gaps == [(1.0, 4.003)]
    assert gridded.index == [*range(1, 51), *range(202, 251)]
    assert not gridded.column("bridged").any()


@pytest.mark.parametrize("size", [1, 7, 200])
def test_a_hole_is_told_whether_the_numbers_miss_samples_in_it(size: int) -> None:
    came = samples_at(np.concatenate((even(51), even(51, start_s=4.003), even(51, start_s=8.003))))
    missed = replace(came, seq=came.seq + 150 * (np.arange(len(came)) >= 51))
    told = [hole.numbers_go_on for hole in put(cut(missed, size)).holes]
    assert told == [False, True]


def test_a_gap_of_ten_minutes_costs_no_ticks() -> None:
    t_s = np.concatenate((even(51), even(51, start_s=601.0)))
    assert len(put([samples_at(t_s)]).index) < 102


def test_lost_samples_are_counted_from_jumps_of_their_numbers() -> None:
    seq = np.array([10, 11, 14, 15, 25, 26])
    gridded = put(cut(samples_at(seq / RATE_HZ, seq=seq), 1))
    assert gridded.grid.counter.lost == 2 + 9
    assert gridded.grid.counter.used == 6


def test_numbers_that_begin_anew_are_no_loss() -> None:
    assert put([samples_at(even(6), seq=[70, 71, 72, 0, 1, 2])]).grid.counter.lost == 0


def test_a_sample_that_is_not_a_number_is_left_out_and_counted() -> None:
    values = ones(20)
    values[3, 0], values[5, 4], values[9, 2] = np.nan, np.nan, np.inf
    gridded = put(cut(samples_at(even(20), values), 7))
    assert gridded.grid.counter.not_a_number == 3
    assert gridded.grid.counter.used == 17
    np.testing.assert_allclose(gridded.column("gyr_rad_s"), 1.0, atol=1e-9)


def test_a_time_that_is_not_a_number_is_left_out_and_counted() -> None:
    t_s = even(20)
    t_s[4], t_s[8] = np.nan, np.inf
    gridded = put([samples_at(t_s)])
    assert gridded.grid.counter.not_a_number == 2
    assert gridded.index == list(range(1, 20))


def test_a_sensor_without_gyroscope_has_no_rates_but_ticks() -> None:
    values = ones(20)
    values[:, 3:] = np.nan
    gridded = put([samples_at(even(20), values)])
    assert gridded.grid.counter.not_a_number == 0
    assert np.isnan(gridded.column("gyr_rad_s")).all()
    assert len(gridded.index) == 19


def test_a_sample_that_lacks_the_gyroscope_of_those_before_spoils_only_itself() -> None:
    values = ones(20)
    values[8, 3:] = np.nan
    gridded = put([samples_at(even(20), values)])
    assert gridded.grid.counter.not_a_number == 1
    np.testing.assert_allclose(gridded.column("gyr_rad_s"), 1.0, atol=1e-9)
    assert len(gridded.index) == 19


def test_a_gyroscope_that_is_gone_for_good_leaves_a_long_gap_and_then_ticks_without_rates() -> None:
    values = ones(400)
    values[100:, 3:] = np.nan
    gridded = put(cut(samples_at(even(400), values), 7))
    assert [type(part) for part in gridded.parts if isinstance(part, Hole)] == [Hole]
    rates = gridded.column("gyr_rad_s")
    assert np.isfinite(rates[:90]).all()
    assert np.isnan(rates[-90:]).all()


def test_time_that_goes_backwards_or_stands_still_is_left_out_and_counted() -> None:
    t_s = [0.0, 0.02, 0.02, 0.01, 0.04, 0.03, 0.06, 0.08]
    gridded = put(cut(samples_at(t_s), 1))
    assert gridded.grid.counter.backwards == 3
    assert gridded.grid.counter.used == 5
    assert gridded.index == [1, 2, 3, 4]


def test_the_first_and_last_time_are_those_of_samples_in_use() -> None:
    values = ones(20)
    values[[0, 19], 0] = np.nan
    counter = put([samples_at(even(20, start_s=3.0), values)]).grid.counter
    assert counter.first_s == pytest.approx(3.02)
    assert counter.last_s == pytest.approx(3.36)


def test_a_number_that_jumps_further_than_time_allows_is_no_loss() -> None:
    numbers = [[0, 1, 10**9, 3, 4, 5], [0, 1, 2, 10**9, 10**9 + 1, 10**9 + 2], [-5] * 6]
    assert [put([samples_at(even(6), seq=seq)]).grid.counter.lost for seq in numbers] == [0, 0, 0]


def test_a_reading_that_repeats_itself_while_the_limb_turns_is_left_out_and_counted() -> None:
    values = ones(60)
    values[20:40] = values[20]
    gridded = put(cut(samples_at(even(60), values), 7))
    assert gridded.grid.counter.repeated == 19
    assert gridded.grid.gaps == [pytest.approx((0.4, 0.8))]
    assert gridded.column("bridged").sum() == 20


def test_readings_that_repeat_each_other_at_rest_are_rest() -> None:
    values = np.tile([0.0, 0.0, 9.81, 0.01, 0.0, 0.02], (60, 1))
    gridded = put(cut(samples_at(even(60), values), 7))
    assert gridded.grid.counter.repeated == 0
    assert gridded.grid.gaps == []


@pytest.mark.parametrize("has_gyro", [True, False])
def test_nothing_but_zeros_is_no_reading(has_gyro: bool) -> None:
    values = ones(60)
    values[20:40] = 0.0
    values[:, 3:] *= 1.0 if has_gyro else np.nan
    gridded = put(cut(samples_at(even(60), values), 7))
    assert gridded.grid.counter.nothing == 20
    np.testing.assert_allclose(gridded.column("acc_m_s2"), 1.0, atol=1e-9)


@pytest.mark.parametrize(("first", "end"), [(0, 40.0), (3, 5.0)])
def test_readings_at_the_end_of_the_scale_are_marked_and_counted(first: int, end: float) -> None:
    values = ones(60)
    values[:, first] = 0.5 * end * np.sin(np.arange(60))
    values[20:30, first] = -end
    gridded = put(cut(samples_at(even(60), values), 7))
    counter = gridded.grid.counter
    found = counter.acc_scale.samples, counter.gyr_scale.samples
    assert found == ((8, 0) if first == 0 else (0, 8))
    np.testing.assert_array_equal(np.flatnonzero(gridded.column("saturated")), np.arange(21, 30))


def test_a_gyroscope_that_joins_begins_all_anew_without_a_gap() -> None:
    values = ones(60)
    values[0, 3:] = np.nan
    gridded = put(cut(samples_at(even(60), values), 7))
    assert gridded.holes == [Hole(0.0, 0.02, is_anew=True, is_loss=False, numbers_go_on=True)]
    assert gridded.grid.gaps == []
    assert np.isfinite(gridded.column("gyr_rad_s")).all()


def test_samples_that_are_a_second_apart_tell_nothing_of_a_limb_and_are_no_loss() -> None:
    gridded = put([samples_at(even(20, 1.0), ones(20))], rate_hz=1.0)
    assert gridded.index == []
    assert not any(hole.is_loss for hole in gridded.holes)
