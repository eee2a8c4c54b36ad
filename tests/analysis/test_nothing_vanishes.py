"""Tests that every movement out and back becomes a rep or is listed with a reason."""

from typing import Any

import pytest

from evenstride.analysis.counting.leg.taking import Taking
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg
from tests.analysis.moving import SAMPLES, Limb, analyzed, analyzed_file, in_step
from tests.real_recordings import DATA
from tests.simulator.body import SensorModel
from tests.simulator.small_moves import Thigh, small_set

QUADS = "inner-range-quads"


@pytest.fixture(name="found")
def _found(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Leg, Excursion]]:
    """Every movement that speed finds, of which a verdict is asked."""
    found: list[tuple[Leg, Excursion]] = []
    take = Taking.take

    def taken(self: Taking, one: Excursion, *args: Any) -> Any:
        found.append((self.count.leg, one))
        return take(self, one, *args)

    monkeypatch.setattr(Taking, "take", taken)
    return found


def _is_told(one: Excursion, leg: LegSummary) -> bool:
    """Return whether the middle of one of its ways lies in a rep or an attempt, such as a bout."""
    spans = [(rep.first_s, rep.last_s) for rep in leg.reps]
    spans += [(attempt.start_s, attempt.end_s) for attempt in leg.attempts]
    middles_s = [0.5 * (a + b) * TICK_S for a, b in ((one.start, one.top), (one.leave, one.end))]
    return any(from_s - 0.3 < at < to_s + 0.3 for from_s, to_s in spans for at in middles_s)


def _vanished(
    found: list[tuple[Leg, Excursion]], summary: Summary, exercise: str
) -> list[tuple[Leg, Excursion]]:
    least_deg = COUNTING.listed_ranges * find(exercise).min_range_deg
    return [
        (leg, one)
        for leg, one in found
        if one.range_deg >= least_deg and not _is_told(one, summary.legs[leg])
    ]


@pytest.mark.parametrize(
    ("sample", "exercise"),
    [("hamstring-curl", QUADS), ("single-leg-dip", "seated-knee-extension")],
)
def test_nothing_that_was_found_in_a_session_vanishes(
    found: list[tuple[Leg, Excursion]], sample: str, exercise: str
) -> None:
    _, summary = analyzed_file(SAMPLES / f"{sample}.csv", exercise=exercise)
    assert found
    assert _vanished(found, summary, exercise) == []


@pytest.mark.parametrize("seed", [5, 8])
def test_weak_reps_of_small_ones_are_listed_and_nothing_vanishes(
    found: list[tuple[Leg, Excursion]], seed: int
) -> None:
    made = small_set(seed, Thigh(net_deg=7.0, roll_part=0.3, roll_sway_deg=0.3), reps=7, weak=4)
    working = next(iter(made.samples))
    _, summary = analyzed(in_step([made.samples[working]]), QUADS, rate_hz=made.rate_hz)
    leg, weak = summary.legs[working], made.reps[4]
    assert len(leg.reps) == 6
    inside = [one for one in leg.attempts if weak.start_s < 0.5 * (one.start_s + one.end_s)]
    listed = [one.why for one in inside if 0.5 * (one.start_s + one.end_s) < weak.end_s]
    assert listed == [AttemptWhy.TOO_SMALL]
    assert _vanished(found, summary, QUADS) == []


@pytest.mark.skipif(not DATA.is_dir(), reason="the recordings are not beside the repository")
@pytest.mark.parametrize(
    ("file", "exercise"),
    [
        ("cmu-mbl/SqDL.csv", QUADS),
        ("cmu-mbl/HeelRaise.csv", "seated-knee-extension"),
    ],
)
def test_nothing_that_real_people_did_vanishes(
    found: list[tuple[Leg, Excursion]], file: str, exercise: str
) -> None:
    _, summary = analyzed_file(DATA / file, exercise=exercise)
    assert found
    assert _vanished(found, summary, exercise) == []


@pytest.mark.parametrize("way_s", [15.0, 18.0, 20.0])
def test_a_rep_of_very_slow_ways_is_listed_as_too_long_and_costs_none_beside_it(
    way_s: float,
) -> None:
    limb = Limb().wait(4.0).reps(3).rep(raise_s=way_s, lower_s=way_s).reps(3).wait(4.0)
    _, summary = analyzed([limb.samples()], "straight-leg-raise", per_call=50)
    leg = summary.legs[Leg.RIGHT]
    assert len(leg.reps) == 6
    assert [one.why for one in leg.attempts] == [AttemptWhy.TOO_LONG]


@pytest.mark.parametrize(("way_s", "reps"), [(12.0, 3), (18.0, 0)])
def test_slow_reps_count_up_to_the_longest_time_of_the_exercise_and_are_too_long_beyond(
    way_s: float, reps: int
) -> None:
    limb = Limb().wait(4.0).reps(3, raise_s=way_s, lower_s=way_s).wait(4.0)
    sensor = SensorModel(acc_noise_ug=400.0, gyr_bias_deg_s=(1.0, -1.5, 0.7))
    _, summary = analyzed([limb.samples(sensor=sensor)], "straight-leg-raise", per_call=50)
    leg = summary.legs[Leg.RIGHT]
    assert len(leg.reps) == reps
    assert [one.why for one in leg.attempts] == [AttemptWhy.TOO_LONG] * (3 - reps)
