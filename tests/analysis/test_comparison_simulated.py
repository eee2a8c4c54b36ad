"""Tests how often simulated legs are called different: equal ones seldom, weaker ones mostly."""

from collections.abc import Iterator

import numpy as np
import pytest

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.comparing.difference import difference_of_means
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.quantities import BY_NAME
from evenstride.analysis.model.summary import Comparison, Metric
from evenstride.sensors.samples import Leg
from tests.analysis.made import leg_of, person_leg, rep, varied

RAISE = find("straight-leg-raise")

THREE_SETS = (12, 12, 12)
FOUR_SETS = (15, 15, 15, 15)
SHORT_SETS = (10, 10, 10)

# Real people's reps vary by 9 % in the median and by 16 % at most of nine sets in ten, drift by
# 1.6 % per rep and resemble their neighbours by 0.2 beside that (slow sets of Yurtman & Barshan).
USUAL = {"variation": 0.10, "autocorrelation": 0.2}
UNEVEN = {"variation": 0.15, "autocorrelation": 0.3}

Manner = dict[str, float]
Shape = tuple[int, ...]


def sessions(
    number: int,
    left: Shape,
    right: Shape,
    manner: Manner,
    *,
    rom_deg: float = 40.0,
    hold_s: float = 2.2,
    less_range: float = 0.0,
    less_hold: float = 0.0,
) -> Iterator[Comparison]:
    """Comparisons of this many sessions in which the left leg has these parts less."""
    draw = np.random.default_rng(5)
    for _ in range(number):
        yield compare(
            person_leg(
                draw,
                sets=left,
                rom_deg=rom_deg * (1.0 - less_range),
                hold_s=hold_s * (1.0 - less_hold),
                **manner,  # type: ignore[arg-type] # floats only
            ),
            person_leg(draw, sets=right, rom_deg=rom_deg, hold_s=hold_s, **manner),  # type: ignore[arg-type]
            RAISE,
        )


def called_different(comparison: Comparison) -> bool:
    """Return whether any quantity calls one of the legs weaker, or slower."""
    legs = (comparison.weaker_leg, comparison.slower_leg)
    return any(legs) or any(metric.weaker for metric in comparison.metrics)


def excludes_zero(metric: Metric) -> bool:
    """Return whether the shown interval says that the legs differ."""
    return metric.ci95 is not None and (metric.ci95[0] > 0.0 or metric.ci95[1] < 0.0)


def false_calls(number: int, left: Shape, right: Shape, manner: Manner) -> float:
    return sum(map(called_different, sessions(number, left, right, manner))) / number


def power(
    number: int,
    left: Shape,
    right: Shape,
    manner: Manner,
    *,
    rom_deg: float = 40.0,
    hold_s: float = 2.2,
    less_range: float = 0.0,
    less_hold: float = 0.0,
) -> float:
    found = sessions(
        number,
        left,
        right,
        manner,
        rom_deg=rom_deg,
        hold_s=hold_s,
        less_range=less_range,
        less_hold=less_hold,
    )
    return sum(comparison.weaker_leg is Leg.LEFT for comparison in found) / number


@pytest.mark.parametrize(
    ("left", "right", "manner"),
    [
        pytest.param(THREE_SETS, THREE_SETS, USUAL, id="prescribed"),
        pytest.param(SHORT_SETS, SHORT_SETS, UNEVEN, id="uneven reps"),
        pytest.param(THREE_SETS, THREE_SETS, {**USUAL, "set_variation": 0.05}, id="sets differ"),
        pytest.param((12, 12), (12, 12), {**USUAL, "set_variation": 0.05}, id="two sets differ"),
        pytest.param((24,), (24,), UNEVEN, id="one set"),
        pytest.param((12,), (12,), {**USUAL, "set_variation": 0.04}, id="one set, sets differ"),
        pytest.param((8,), (8,), USUAL, id="few reps"),
        pytest.param((4, 4, 4), (4, 4, 4), USUAL, id="few reps in sets"),
        pytest.param(THREE_SETS, (6,), {**USUAL, "drift": -0.03}, id="unequal numbers and drift"),
    ],
)
def test_equal_legs_are_called_different_in_at_most_one_session_of_twenty(
    left: Shape, right: Shape, manner: Manner
) -> None:
    assert false_calls(200, left, right, manner) <= 0.05


@pytest.mark.parametrize(
    ("shape", "manner"),
    [
        pytest.param(THREE_SETS, USUAL, id="three sets"),
        pytest.param(FOUR_SETS, UNEVEN, id="four sets of uneven reps"),
        pytest.param(SHORT_SETS, USUAL, id="short sets"),
    ],
)
@pytest.mark.parametrize(
    ("less", "rom_deg", "hold_s"),
    [("range", 40.0, 2.2), ("hold", 40.0, 2.2), ("range", 15.0, 5.2)],
)
def test_a_leg_with_a_fifth_less_range_or_hold_is_found_in_nine_sessions_of_ten(
    shape: Shape, manner: Manner, less: str, rom_deg: float, hold_s: float
) -> None:
    found = power(
        40,
        shape,
        shape,
        manner,
        rom_deg=rom_deg,
        hold_s=hold_s,
        less_range=0.2 if less == "range" else 0.0,
        less_hold=0.2 if less == "hold" else 0.0,
    )
    assert found >= 0.90


@pytest.mark.parametrize("less", ["range", "hold"])
def test_of_one_set_for_each_leg_three_tenths_less_are_found(less: str) -> None:
    manner = {**USUAL, "set_variation": 0.03, "drift": -0.02}
    assert power(100, (12,), (12,), manner, **{f"less_{less}": 0.3}) >= 0.90


@pytest.mark.parametrize("sets", [(6,), (12, 12), THREE_SETS])
def test_the_interval_holds_the_true_difference_in_nineteen_sessions_of_twenty(sets: Shape) -> None:
    draw = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        left, right = (
            [
                list(mean * (1.0 + 0.03 * draw.normal()) * varied(draw, size, 0.10, 0.2))
                for size in sets
            ]
            for mean in (32.0, 40.0)
        )
        difference = difference_of_means(left, right)
        assert difference is not None
        low, high = difference.interval()
        held += low <= -8.0 <= high
    # 300 draws of a true 95 % fall under 92 % once in a hundred times; the seed is fixed.
    assert held / 300 >= 0.92


@pytest.mark.parametrize("manner", [USUAL, UNEVEN, {**USUAL, "set_variation": 0.05}])
def test_the_95_percent_are_of_all_intervals_of_a_comparison_together(manner: Manner) -> None:
    shown = sessions(200, THREE_SETS, THREE_SETS, manner)
    wrong = sum(any(map(excludes_zero, comparison.metrics)) for comparison in shown)
    assert wrong / 200 <= 0.05


def test_the_interval_that_is_shown_is_the_one_that_decides() -> None:
    manner = {**USUAL, "set_variation": 0.04}
    found = {True: 0, False: 0}
    for comparison in sessions(100, SHORT_SETS, SHORT_SETS, manner, less_range=0.13):
        for metric in comparison.metrics:
            quantity = BY_NAME[metric.metric]
            if not quantity.less or metric.ci95 is None:
                continue
            assert metric.left is not None
            assert metric.right is not None
            is_seen = abs(metric.left - metric.right) > quantity.resolution(
                metric.left, metric.right
            )
            assert (metric.weaker is not None) == (excludes_zero(metric) and is_seen)
            found[metric.weaker is not None] += 1
    assert min(found.values()) > 10


def test_one_odd_rep_calls_no_leg_weaker() -> None:
    reps = [rep(i, hold_s=2.0 + 0.1 * (i % 4)) for i in range(1, 11)]
    odd = [*reps[:9], rep(10, hold_s=8.0)]
    assert not called_different(compare(leg_of(reps), leg_of(odd), RAISE))


# ---- what widens the interval -------------------------------------------------------------------


def error(left: list[list[float]], right: list[list[float]]) -> float:
    difference = difference_of_means(left, right)
    assert difference is not None
    return difference.error


def some_reps(seed: int = 3, count: int = 24) -> list[float]:
    return [float(value) for value in np.random.default_rng(seed).normal(2.0, 0.2, count)]


def test_alike_neighbours_widen_the_interval() -> None:
    slow, fast = [2.2, 2.2, 2.2, 1.8, 1.8, 1.8] * 4, [2.2, 1.8] * 12
    # In two sets, as what one set for each leg is taken to vary by would hide it.
    assert error([slow] * 2, [slow] * 2) > 1.15 * error([fast] * 2, [fast] * 2)


def test_a_drift_that_every_set_has_does_not_widen_the_interval() -> None:
    left, right = some_reps(1), some_reps(2)
    tired = [[x - 0.03 * (i - 11.5) for i, x in enumerate(one)] for one in (left, right)]
    assert error([tired[0]], [tired[1]]) == pytest.approx(error([left], [right]))


def test_a_drift_widens_it_where_one_leg_did_longer_sets() -> None:
    tired = [2.0 - 0.04 * i + 0.02 * (i % 3) for i in range(24)]
    assert error([tired], [tired[:6]]) > 0.3


def test_sets_that_differ_widen_the_interval() -> None:
    left, right = some_reps(1), some_reps(2)
    alike = [left[:8], left[8:16], left[16:]]
    apart = [
        [value + step for value in one] for one, step in zip(alike, (-0.3, 0, 0.3), strict=True)
    ]
    other = [right[:8], right[8:16], right[16:]]
    assert error(apart, other) > 1.5 * error(alike, other)


def test_an_interval_is_never_without_width() -> None:
    # Whole sets differ even where the reps of one do not.
    for sets in ([[2.0] * 12], [[2.0] * 6, [2.0] * 6], [[2.0]] * 6):
        assert error(sets, sets) > 0.0
