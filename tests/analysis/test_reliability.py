"""Tests comparing confidences with the truth: bins, score and calibration."""

import numpy as np
import pytest

from evenstride.analysis.evaluating.reliability import Calibration, Said, brier, curve, fitted


def people(seed: int, slope: float) -> list[Said]:
    """Reps whose true odds are those said, to a power."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(0.0, 2.0, 4000)
    said_p, true_p = 1.0 / (1.0 + np.exp(-log_odds)), 1.0 / (1.0 + np.exp(-slope * log_odds))
    is_rep = rng.random(4000) < true_p
    return [Said(float(p), bool(rep)) for p, rep in zip(said_p, is_rep, strict=True)]


def test_of_a_calibrated_confidence_each_bin_holds_what_it_says() -> None:
    for one in curve(people(1, 1.0)):
        low, high = one.interval
        assert low - 0.03 <= one.mean <= high + 0.03


def test_calibration_undoes_what_is_said_too_surely() -> None:
    found = fitted(people(1, 0.5))
    assert found.slope == pytest.approx(0.5, abs=0.05)
    assert found.offset == pytest.approx(0.0, abs=0.1)
    others = people(2, 0.5)
    before, after = brier(others), brier(others, found)
    assert before is not None
    assert after is not None
    assert after < before


def test_few_reps_do_not_move_it_far() -> None:
    assert fitted([]) == Calibration()
    found = fitted([Said(0.9, False)])
    assert 0.5 < found.slope <= 1.0


def test_certain_reps_are_in_the_last_bin() -> None:
    (one,) = curve([Said(1.0, True), Said(0.95, False)])
    assert (one.said, one.true, one.low, one.high) == (2, 1, 0.9, 1.0)
    assert brier([]) is None
