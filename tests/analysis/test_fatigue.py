"""Tests means, spread and drift of a set: their values, and how often they are called clear."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.analysis.comparing.set_measures import MIN_REPS, Drift, measures_of_set
from evenstride.analysis.model.reps import Rep
from tests.analysis.made import rep, tiring_set

TIRING = ("rom_deg", "hold_s", "raise_s", "lower_s")


def drift_of(name: str, values: Sequence[float | None]) -> Drift | None:
    changed: list[dict[str, Any]] = [{name: value} for value in values]
    reps = [replace(rep(n), **change) for n, change in enumerate(changed, start=1)]
    return measures_of_set(reps).drift[name]


def clear_drifts(reps: Sequence[Rep]) -> set[str]:
    drifts = measures_of_set(reps).drift
    return {name for name, drift in drifts.items() if drift and drift.clear}


def test_means_and_spread_are_those_of_the_reps_that_have_the_quantity() -> None:
    values = [1.0, None, 2.0, 6.0]
    found = measures_of_set([replace(rep(n), sag_deg=value) for n, value in enumerate(values)])
    assert found.means["sag_deg"] == pytest.approx(3.0)
    assert found.spread["sag_deg"] == pytest.approx(np.std([1.0, 2.0, 6.0], ddof=1))
    assert found.means["hold_s"] == pytest.approx(2.2)
    assert found.spread["hold_s"] == pytest.approx(0.0)
    nothing = measures_of_set([])
    assert set(nothing.means.values()) | set(nothing.spread.values()) == {None}
    assert measures_of_set([rep()]).spread["rom_deg"] is None


def test_a_few_reps_have_no_drift() -> None:
    assert drift_of("rom_deg", [40.0 - n for n in range(MIN_REPS - 1)]) is None
    assert drift_of("tremor_deg", [0.1, 0.2, 0.3, 0.4, 0.5, None, None]) is None


def test_a_straight_line_is_found_as_it_is() -> None:
    drift = drift_of("rom_deg", [40.0 - n for n in range(10)])
    assert drift is not None
    assert drift.per_rep == pytest.approx(-1.0)
    assert drift.ci95 == pytest.approx((-1.0, -1.0))
    assert [drift.first, drift.last] == pytest.approx([40.0, 31.0])
    assert drift.clear


def test_reps_without_the_quantity_keep_their_place_in_the_set() -> None:
    drift = drift_of("sag_deg", [None, 3.0, None, 5.0, 6.0, 7.0, None, 9.0, 10.0, None])
    assert drift is not None
    assert drift.per_rep == pytest.approx(1.0)
    assert [drift.first, drift.last] == pytest.approx([2.0, 11.0])


def test_what_does_not_change_does_not_drift() -> None:
    for drift in measures_of_set([rep(n) for n in range(12)]).drift.values():
        assert drift is not None
        assert drift.per_rep == pytest.approx(0.0, abs=1e-12)
        assert not drift.clear


def test_a_drift_that_is_certain_but_tiny_is_not_worth_telling() -> None:
    drift = drift_of("rom_deg", [40.0 - 0.3 * n for n in range(10)])
    assert drift is not None
    assert drift.ci95[1] < 0.0
    assert not drift.clear


@pytest.mark.parametrize("at", [0, 5, 9])
def test_one_odd_rep_makes_no_drift(at: int) -> None:
    ranges = [40.0, 41.0, 39.0, 40.5, 39.5, 40.2, 39.8, 40.6, 39.4, 40.0]
    ranges[at] = 24.0
    drift = drift_of("rom_deg", ranges)
    assert drift is not None
    assert not drift.clear


@given(st.lists(st.floats(-60.0, 120.0), min_size=MIN_REPS, max_size=15))
def test_a_set_backwards_drifts_the_other_way(values: list[float]) -> None:
    there = drift_of("sag_deg", values)
    back = drift_of("sag_deg", values[::-1])
    assert there is not None
    assert back is not None
    assert back.per_rep == pytest.approx(-there.per_rep, abs=1e-6)
    assert back.ci95 == pytest.approx((-there.ci95[1], -there.ci95[0]), rel=1e-3, abs=1e-6)


def test_without_fatigue_hardly_a_set_is_said_to_drift() -> None:
    rng = np.random.default_rng(7)
    called = [bool(clear_drifts(tiring_set(rng, variation=0.12))) for _ in range(200)]
    # 4 % are expected; of 200, 16 or more come in one of 200 tries.
    assert sum(called) <= 15


def test_a_loss_of_a_quarter_is_mostly_seen_and_one_of_two_fifths_always() -> None:
    rng = np.random.default_rng(8)
    quarter = [clear_drifts(tiring_set(rng, count=12, drift=0.25)) for _ in range(60)]
    assert np.mean([bool(found & set(TIRING)) for found in quarter]) > 0.6
    more = [clear_drifts(tiring_set(rng, count=12, drift=0.4)) for _ in range(60)]
    assert np.mean([bool(found & set(TIRING)) for found in more]) > 0.95


def test_the_interval_of_a_drift_holds_it_in_95_of_100_sets() -> None:
    rng = np.random.default_rng(9)
    holds = []
    for _ in range(60):
        drifts = measures_of_set(tiring_set(rng, drift=0.3)).drift
        for name, true in (("rom_deg", -0.3 * 40.0 / 9), ("hold_s", -0.3 * 2.2 / 9)):
            drift = drifts[name]
            assert drift is not None
            holds.append(drift.ci95[0] <= true <= drift.ci95[1])
    assert 0.89 <= np.mean(holds) <= 1.0
