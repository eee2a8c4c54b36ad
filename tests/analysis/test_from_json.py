"""A result from the JSON that was made of it."""

import json
from pathlib import Path

import pytest
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.from_json import summary_from_json
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.recordings import samples
from evenstride.sensors.samples import Leg

from evenstride.session.result.report_text import report
from tests.analysis.moving import analyzed_file
from tests.golden.make import differences
from tests.history.histories import result


@pytest.fixture(scope="module")
def analyzed() -> Summary:
    return analyzed_file(Path(str(samples.path("straight-leg-raise"))))[1]


def test_a_result_survives_being_kept(analyzed: Summary) -> None:
    kept = json.loads(json.dumps(summary_as_json(analyzed, None)))
    restored = summary_from_json(kept)
    assert not list(differences(kept, summary_as_json(restored, None)))
    assert report(restored) == report(analyzed)
    assert Flag.SHORT_HOLD in restored.legs[Leg.LEFT].reps[0].flags


def test_the_parts_of_a_result_survive_being_kept() -> None:
    both = result("hamstring-curl", "single-leg-dip")
    first, second = by_exercise(summary_from_json(both))
    assert (first.exercise, second.exercise) == ("hamstring-curl", "single-leg-dip")
    assert [one.number for one in second.legs[Leg.LEFT].sets] == [2]
    assert {rep.set for rep in second.legs[Leg.LEFT].reps} == {2}
    assert second.comparison.weaker_leg is Leg.RIGHT


@pytest.mark.parametrize("value", [{}, {"legs": {"middle": {}}}, {"legs": {"left": 3}}])
def test_what_is_no_result_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        summary_from_json(value)
