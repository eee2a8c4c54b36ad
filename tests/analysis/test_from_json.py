"""Tests that a stored result, read back, equals the original, field by field."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis.comparing.by_exercise import by_exercise, summarize
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.feeling import Feeling
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Flag
from evenstride.analysis.model.summary import DataQuality, Summary
from evenstride.analysis.results.from_json import summary_as_printed, summary_from_json
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.recordings import samples
from evenstride.sensors.samples import Leg
from evenstride.session.result.report_text import report
from tests.analysis.made import leg_of, person_leg, rep
from tests.analysis.moving import analyzed_file
from tests.analysis.same import unlike
from tests.history.histories import result


def kept(summary: Summary) -> Summary:
    return summary_from_json(json.loads(json.dumps(summary_as_json(summary, None))))


@pytest.fixture(scope="module", params=["straight-leg-raise", "single-leg-dip"])
def analyzed(request: pytest.FixtureRequest) -> Summary:
    return analyzed_file(Path(str(samples.path(request.param))))[1]


def everything() -> Summary:
    """Two exercises of which one leg is weaker and slower, with whatever else may be said."""
    rng = np.random.default_rng(7)
    raises, dips = find("straight-leg-raise"), find("single-leg-dip")
    legs = {}
    for leg, part in ((Leg.LEFT, 0.6), (Leg.RIGHT, 1.0)):
        one = person_leg(rng, sets=(12, 12), rom_deg=40.0 * part, raise_s=1.2 / part)
        sets = [
            replace(of, exercise=by.id) for of, by in zip(one.sets, (raises, dips), strict=True)
        ]
        knee = replace(one.reps[0], knee_rom_deg=3.25, knee_lag_deg=1.5, flags=(Flag.SATURATED,))
        hole = replace(one.reps[1], top_s=None, smoothness=None, flags=(Flag.SIGNAL_GAP,))
        legs[leg] = replace(
            one,
            reps=(knee, hole, *one.reps[2:]),
            sets=(sets[0], replace(sets[1], kg=1.25, count=13)),
            attempts=(
                Attempt(start_s=1.0004, end_s=2.0, rom_deg=None, why=AttemptWhy.WALKING),
                Attempt(start_s=1000.0, end_s=1001.0, rom_deg=7.126, why=AttemptWhy.TAKEN_BACK),
            ),
            data=DataQuality(
                duration_s=200.00049,
                rate_hz=59.987,
                lost_fraction=0.0123456,
                gaps=((10.0, 12.5),),
                skipped={"not-a-number": 3},
                warnings=("The sensor fell off.",),
            ),
            better_on_shank=True,
            by_hand=1,
        )
    planned = PlannedExercise(dips.id, 2, 8, hold_s=None, left_kg=1.0)
    exercises = {one.id: one for one in (raises, dips)}
    felt = (
        Feeling(at_s=30.0004, exercise=raises.id, leg=Leg.LEFT, pain=2.5),
        Feeling(at_s=90.0, exercise=dips.id, leg=None, pain=0.0, effort=7.0),
    )
    summary = summarize(legs, exercises, raises, {dips.id: planned}, felt)
    return replace(summary, advice={raises.id: "Do it again.", dips.id: "Rest."})


def test_a_result_that_was_kept_is_the_one_that_was_made(analyzed: Summary) -> None:
    assert list(unlike(kept(analyzed), analyzed)) == []
    assert kept(analyzed) == analyzed
    assert report(kept(analyzed)) == report(analyzed)


def test_nothing_of_a_result_is_lost_whatever_is_in_it() -> None:
    made = summary_as_printed(everything())
    assert list(unlike(kept(made), made)) == []
    left = made.legs[Leg.LEFT]
    assert left.better_on_shank
    assert made.comparison.slower_leg is Leg.LEFT
    assert made.comparison.weaker_leg is Leg.LEFT
    assert left.reps[0].knee_rom_deg == 3.25
    assert left.reps[1].hold_s is None
    assert [one.exercise for one in made.parts] == ["straight-leg-raise", "single-leg-dip"]
    assert [[one.pain for one in part.felt] for part in (made, *made.parts)] == [
        [2.5, 0],
        [2.5],
        [0],
    ]
    assert made.parts[1].planned == PlannedExercise("single-leg-dip", 2, 8, left_kg=1.0)


def test_the_comparison_of_fields_sees_what_was_lost() -> None:
    made = summary_as_printed(everything())
    lost = replace(made, comparison=replace(made.comparison, slower_leg=None))
    assert list(unlike(lost, made)) == [".comparison.slower_leg: None and <Leg.LEFT: 'left'>"]
    fewer = {Leg.LEFT: replace(made.legs[Leg.LEFT], better_on_shank=False)}
    assert len(list(unlike(replace(made, legs=fewer), made))) == 2


def test_what_is_rounded_is_rounded_as_it_is_printed() -> None:
    raises = find("straight-leg-raise")
    one = leg_of([rep(rom_deg=40.126, start_s=1.00049)])
    sets = tuple(replace(of, exercise=raises.id) for of in one.sets)
    legs = {Leg.LEFT: replace(one, sets=sets)}
    made = summary_as_printed(summarize(legs, {raises.id: raises}, raises))
    (found,) = made.legs[Leg.LEFT].reps
    assert (found.rom_deg, found.start_s) == (40.13, 1.0)


def test_the_parts_of_a_result_survive_being_kept() -> None:
    both = result("single-leg-dip", "hamstring-curl")
    first, second = by_exercise(summary_from_json(both))
    assert (first.exercise, second.exercise) == ("single-leg-dip", "hamstring-curl")
    assert [one.number for one in second.legs[Leg.LEFT].sets] == [2]
    assert {rep.set for rep in second.legs[Leg.LEFT].reps} == {2}
    assert second.comparison.weaker_leg is Leg.LEFT


def test_a_result_of_an_older_version_is_read() -> None:
    json_of = json.loads(json.dumps(summary_as_json(everything(), None)))
    for leg in json_of["legs"].values():
        del leg["better_on_shank"], leg["by_hand"]
        for attempt in leg["attempts"]:
            del attempt["why"]
    del json_of["comparison"]["slower_leg"]
    for part in json_of["exercises"]:
        del part["comparison"]["slower_leg"]
    found = summary_from_json(json_of)
    assert not found.legs[Leg.LEFT].better_on_shank
    assert found.comparison.slower_leg is None
    assert {one.why for one in found.legs[Leg.LEFT].attempts} == {AttemptWhy.TOO_SMALL}


@pytest.mark.parametrize("value", [{}, {"legs": {"middle": {}}}, {"legs": {"left": 3}}])
def test_what_is_no_result_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        summary_from_json(value)
