"""Tests the comparison: equal legs are called equal, and a weaker one is found."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.comparing.difference import MIN_REPS, difference_of_means
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.summary import Comparison, LegSummary, Metric
from evenstride.sensors.samples import Leg
from tests.analysis.made import leg_of, person_leg, rep

RAISE = find("straight-leg-raise")
DIP = find("single-leg-dip")
METRICS = [
    "reps",
    "hold_s",
    "rom_deg",
    "raise_s",
    "lower_s",
    "peak_speed_deg_s",
    "smoothness",
    "tilt_deg",
]


def metric(comparison: Comparison, name: str) -> Metric:
    return next(metric for metric in comparison.metrics if metric.metric == name)


def rng(seed: int = 5) -> np.random.Generator:
    return np.random.default_rng(seed)


# ---- what is said -------------------------------------------------------------------------------


def test_the_metrics_come_in_order() -> None:
    comparison = compare(person_leg(rng(1)), person_leg(rng(2)), RAISE)
    assert [m.metric for m in comparison.metrics] == METRICS


def test_equal_legs_have_no_clear_difference() -> None:
    leg = leg_of([rep(i) for i in range(1, 25)])
    comparison = compare(leg, leg, RAISE)
    assert comparison.weaker_leg is None
    assert comparison.why == (
        "No clear difference in hold (2.2 s left, 2.2 s right) or range (40° left, 40° right)."
    )
    assert all(m.weaker is None for m in comparison.metrics)
    assert metric(comparison, "rom_deg").lsi_pct == 100.0


def test_the_weaker_leg_is_named_with_the_figures() -> None:
    comparison = compare(person_leg(rng(1), hold_s=1.4, rom_deg=30.0), person_leg(rng(2)), RAISE)
    assert comparison.weaker_leg is Leg.LEFT
    assert comparison.why.startswith("The left leg is weaker: shorter holds (1.")
    assert "and a smaller range (" in comparison.why
    assert metric(comparison, "hold_s").weaker is Leg.LEFT
    assert metric(comparison, "rom_deg").weaker is Leg.LEFT


def test_means_difference_and_symmetry_are_those_of_the_reps() -> None:
    left = leg_of([rep(i, rom_deg=30.0 + i) for i in range(1, 8)])
    right = leg_of([rep(i, rom_deg=40.0 + i) for i in range(1, 8)])
    found = metric(compare(left, right, RAISE), "rom_deg")
    assert (found.left, found.right, found.difference) == (34.0, 44.0, -10.0)
    assert found.lsi_pct == pytest.approx(100.0 * 34.0 / 44.0)
    assert found.ci95 is not None
    assert found.ci95[0] < -10.0 < found.ci95[1] < 0.0


def test_legs_that_are_each_weaker_in_one_thing_are_both_told() -> None:
    comparison = compare(person_leg(rng(1), hold_s=1.4), person_leg(rng(2), rom_deg=28.0), RAISE)
    assert comparison.weaker_leg is None
    assert comparison.why.startswith("No leg is clearly weaker: the left leg has shorter holds")
    assert "but the right leg has a smaller range" in comparison.why


def test_a_real_difference_that_is_too_small_to_matter_is_told_as_such() -> None:
    left, right = (
        leg_of([rep(i + 1, set_number=i // 12 + 1, hold_s=hold_s) for i in range(36)])
        for hold_s in (4.54, 5.0)
    )
    comparison = compare(left, right, RAISE)
    assert comparison.weaker_leg is None
    assert metric(comparison, "hold_s").weaker is Leg.LEFT
    assert comparison.why == (
        "No leg is clearly weaker: the left leg has shorter holds (4.5 s against 5.0 s), "
        "but by less than a tenth."
    )


def test_a_gap_that_the_instrument_can_not_resolve_is_no_difference() -> None:
    left = leg_of([rep(i, rom_deg=39.0, hold_s=2.1) for i in range(1, 13)])
    right = leg_of([rep(i, rom_deg=42.0, hold_s=2.2) for i in range(1, 13)])
    comparison = compare(left, right, RAISE)
    assert comparison.weaker_leg is None
    assert all(m.weaker is None for m in comparison.metrics)
    assert metric(comparison, "rom_deg").difference == -3.0


def test_a_verdict_from_one_set_says_so_and_from_three_does_not() -> None:
    one = compare(person_leg(rng(1), hold_s=1.4), person_leg(rng(2)), RAISE)
    assert one.why.endswith(" s), as far as one set of a leg can tell.")
    sets = (12, 12, 12)
    three = compare(person_leg(rng(1), sets=sets, hold_s=1.4), person_leg(rng(2), sets=sets), RAISE)
    assert three.weaker_leg is Leg.LEFT
    assert three.why.endswith(" s).")


def test_what_could_not_have_been_found_is_said() -> None:
    left, right = (person_leg(rng(seed), count=6, variation=0.15) for seed in (1, 3))
    comparison = compare(left, right, RAISE)
    assert comparison.weaker_leg is None
    assert "; a leg with a fifth less hold or range might not have been found." in comparison.why


def test_a_range_below_what_the_sensors_tell_apart_is_told_with_a_decimal() -> None:
    left, right = (
        leg_of([rep(i + 1, set_number=i // 12 + 1, rom_deg=deg) for i in range(36)])
        for deg in (3.1, 3.9)
    )
    comparison = compare(left, right, DIP)
    assert comparison.why == (
        "No clear difference in range (3.1° left, 3.9° right); "
        "a leg with a fifth less range might not have been found."
    )


def test_a_slower_leg_is_told_but_not_called_weaker() -> None:
    comparison = compare(person_leg(rng(1), raise_s=2.4), person_leg(rng(2)), RAISE)
    assert comparison.weaker_leg is None
    assert "; the left leg is slower on the way up (2." in comparison.why
    assert metric(comparison, "raise_s").weaker is None
    lsi_pct = metric(comparison, "raise_s").lsi_pct
    assert lsi_pct is not None
    assert 45.0 < lsi_pct < 55.0


def test_a_shorter_stay_at_the_top_is_no_weakness_without_a_hold_in_the_exercise() -> None:
    left, right = person_leg(rng(1), hold_s=0.2), person_leg(rng(2), hold_s=0.4)
    found = metric(compare(left, right, DIP), "hold_s")
    assert found.ci95 is not None
    assert found.ci95[1] < 0.0
    assert found.weaker is None
    assert found.lsi_pct is None


def test_rougher_movement_is_weaker_but_does_not_decide() -> None:
    left = leg_of([rep(i, smoothness=-2.2 + 0.01 * (i % 4)) for i in range(1, 13)])
    right = leg_of([rep(i, smoothness=-1.5 + 0.01 * (i % 4)) for i in range(1, 13)])
    comparison = compare(left, right, DIP)
    assert metric(comparison, "smoothness").weaker is Leg.LEFT
    assert comparison.weaker_leg is None


def test_signed_and_negative_quantities_have_no_ratio() -> None:
    comparison = compare(person_leg(rng(1)), person_leg(rng(2)), RAISE)
    assert metric(comparison, "smoothness").lsi_pct is None
    assert metric(comparison, "tilt_deg").lsi_pct is None
    assert metric(comparison, "tilt_deg").weaker is None


@pytest.mark.parametrize("count", [1, MIN_REPS - 1])
def test_too_few_reps_are_said_so(count: int) -> None:
    comparison = compare(
        person_leg(rng(1), count=count, rom_deg=10.0), person_leg(rng(2), count=12), RAISE
    )
    assert comparison.weaker_leg is None
    assert comparison.why == (
        f"Too few reps to compare: {count} on the left, 12 on the right, "
        f"and it takes {MIN_REPS} on each leg."
    )
    assert all(m.ci95 is None and m.weaker is None for m in comparison.metrics)
    assert metric(comparison, "rom_deg").difference is not None


def test_a_leg_that_rested_has_counts_but_no_ratio() -> None:
    comparison = compare(LegSummary(), person_leg(rng(2)), RAISE)
    count = metric(comparison, "reps")
    assert (count.left, count.right, count.difference, count.lsi_pct) == (0.0, 24.0, -24.0, None)
    assert metric(comparison, "rom_deg").left is None
    assert metric(comparison, "rom_deg").difference is None
    assert comparison.why.startswith("Only the right leg did reps")


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        (None, LegSummary(), "Nothing to compare: only the right leg wore a sensor."),
        (LegSummary(), None, "Nothing to compare: only the left leg wore a sensor."),
        (None, None, "Nothing to compare: no leg wore a sensor."),
    ],
)
def test_one_sensor_leaves_nothing_to_compare(
    left: LegSummary | None, right: LegSummary | None, why: str
) -> None:
    comparison = compare(left, right, RAISE)
    assert comparison.why == why
    assert comparison.weaker_leg is None
    assert [m.metric for m in comparison.metrics] == METRICS


@pytest.mark.parametrize(
    ("left_kg", "right_kg", "told"),
    [
        (1.0, 2.0, "(1 kg left, 2 kg right)"),
        (None, 0.5, "(0 kg left, 0.5 kg right)"),
        (2.0, 2.0, None),
        (0.0, None, None),
    ],
)
def test_legs_that_carried_different_weights_are_not_called_weaker(
    left_kg: float | None, right_kg: float | None, told: str | None
) -> None:
    legs = person_leg(rng(1), rom_deg=30.0), person_leg(rng(2), rom_deg=40.0)
    left, right = (
        replace(leg, sets=tuple(replace(one, kg=kg) for one in leg.sets))
        for leg, kg in zip(legs, (left_kg, right_kg), strict=True)
    )
    comparison = compare(left, right, RAISE)
    assert comparison.weaker_leg is (Leg.LEFT if told is None else None)
    assert (told or "smaller range") in comparison.why


def test_reps_without_a_value_are_left_out_of_its_mean() -> None:
    left = leg_of([rep(1, smoothness=None), rep(2, smoothness=math.nan), rep(3, smoothness=-1.5)])
    found = metric(compare(left, LegSummary(), RAISE), "smoothness")
    assert found.left == -1.5


# ---- what always holds --------------------------------------------------------------------------

REP = st.builds(
    rep,
    raise_s=st.floats(0.2, 5.0),
    hold_s=st.floats(0.0, 10.0),
    lower_s=st.floats(0.2, 5.0),
    rom_deg=st.floats(0.5, 120.0),
    peak_speed_deg_s=st.floats(1.0, 500.0),
    smoothness=st.none() | st.floats(-8.0, -1.0),
    tilt_deg=st.none() | st.floats(-45.0, 45.0),
)
LEG = st.lists(REP, max_size=15).map(leg_of)


@given(LEG, LEG)
def test_swapping_the_legs_mirrors_the_comparison(left: LegSummary, right: LegSummary) -> None:
    one, other = compare(left, right, RAISE), compare(right, left, RAISE)
    assert other.weaker_leg is (one.weaker_leg.other if one.weaker_leg else None)
    for a, b in zip(one.metrics, other.metrics, strict=True):
        assert (b.left, b.right, b.lsi_pct) == (a.right, a.left, a.lsi_pct)
        assert b.weaker is (a.weaker.other if a.weaker else None)
        assert b.difference == (None if a.difference is None else -a.difference)
        if a.ci95 is None:
            assert b.ci95 is None
        else:
            assert b.ci95 == pytest.approx((-a.ci95[1], -a.ci95[0]), rel=1e-9, abs=1e-9)


@given(LEG, LEG)
def test_a_leg_is_weaker_only_where_the_interval_excludes_zero(
    left: LegSummary, right: LegSummary
) -> None:
    comparison = compare(left, right, RAISE)
    for found in comparison.metrics:
        if found.lsi_pct is not None:
            assert 0.0 < found.lsi_pct <= 100.0
        if found.weaker is not None:
            assert found.ci95 is not None
            assert found.ci95[0] > 0.0 or found.ci95[1] < 0.0
    if comparison.weaker_leg is not None:
        assert comparison.weaker_leg in {found.weaker for found in comparison.metrics}


@given(
    st.lists(st.floats(0.1, 100.0), min_size=MIN_REPS, max_size=40),
    st.lists(st.floats(0.1, 100.0), min_size=MIN_REPS, max_size=40),
    st.sampled_from([2.0**-10, 0.25, 8.0, 1024.0]),
)
def test_the_unit_of_a_quantity_makes_no_difference(
    left: list[float], right: list[float], scale: float
) -> None:
    one = difference_of_means([left], [right])
    scaled = difference_of_means([[scale * x for x in left]], [[scale * x for x in right]])
    assert one is not None
    assert scaled is not None
    assert scaled.interval() == pytest.approx(
        tuple(scale * x for x in one.interval()), rel=1e-6, abs=1e-9 * scale
    )


def test_the_same_reps_give_the_same_comparison() -> None:
    left, right = person_leg(rng(1)), person_leg(rng(2), hold_s=1.6)
    assert compare(left, right, RAISE) == compare(replace(left), replace(right), RAISE)
