"""Tests that sways of the leg that is held up during the other one's dips do not count."""

import csv

import numpy as np
import pytest

from evenstride.analysis.counting.verdict.held_leg import Stance, is_held_up, rest_between
from evenstride.recordings import samples
from evenstride.recordings.truth_names import TRUTH_SUFFIX
from evenstride.sensors.samples import Leg
from tests.analysis.moving import analyzed_file, counts

STOOD = Stance((0.0, 0.0, 1.0), 40.0)


def at(pitch_deg: float) -> tuple[float, float, float]:
    return (float(np.sin(np.radians(pitch_deg))), 0.0, float(np.cos(np.radians(pitch_deg))))


@pytest.mark.parametrize(
    ("pitch_deg", "range_deg", "held_up"),
    [
        (35.0, 12.0, True),
        (25.0, 26.0, True),
        (10.0, 12.0, False),  # a small dip where it stood
        (35.0, 38.0, False),  # the strap was turned: it dips as far as before
    ],
)
def test_a_leg_is_held_up_where_it_rests_elsewhere_and_sways(
    pitch_deg: float, range_deg: float, held_up: bool
) -> None:
    assert is_held_up(at(pitch_deg), range_deg, STOOD) is held_up


def test_the_rest_is_between_the_begin_and_the_end() -> None:
    poses = np.array([at(30.0), at(60.0), at(40.0)])
    assert rest_between(poses) == pytest.approx(at(35.0))


@pytest.mark.parametrize("exercise_id", sorted(samples.names()))
@pytest.mark.parametrize("leg", Leg)
def test_a_sample_of_which_one_leg_is_left_counts_what_that_leg_did(
    exercise_id: str, leg: Leg
) -> None:
    file = samples.path(exercise_id)
    with file.with_suffix(TRUTH_SUFFIX).open(encoding="ascii") as rows:
        reps = sum(row["leg"] == leg for row in csv.DictReader(rows))
    _, summary = analyzed_file(file, only=leg)
    assert counts(summary.legs) == {leg: [reps]}
