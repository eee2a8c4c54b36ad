"""Tests the sentence about reps that may be getting up from a chair."""

import pytest

from evenstride.analysis.counting.sentences.perhaps_a_chair import perhaps_a_chair
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import ExerciseSet
from evenstride.sensors.samples import Leg
from tests.analysis.made import rep
from tests.analysis.moving import Limb, analyzed, in_step


def said(deg: float, other: Limb | None = None) -> list[str]:
    """The warnings about three raises of a leg, whose sensor may be the only one."""
    limb = Limb(pitch_deg=2.0).wait(3.0).reps(3, deg, hold_s=2.0).wait(2.0)
    worn = [limb.samples()]
    if other is not None:
        worn.append(other.wait(limb.now_s).samples(Leg.LEFT))
    _, summary = analyzed(in_step(worn), "straight-leg-raise")
    return [text for text in summary.legs[Leg.RIGHT].data.warnings if "chair" in text]


def test_reps_as_high_as_a_chair_are_doubted_until_a_walk_was_seen() -> None:
    assert said(80.0) == [
        "3 reps went up by 70° or more, as far as a thigh turns when somebody gets up from a chair:"
        " one sensor may take that for a raised leg until it has seen you walk. Walk some steps"
        " before the set, and the two are told apart."
    ]
    assert not said(50.0)
    assert not said(80.0, Limb(pitch_deg=2.0))  # who gets up moves both legs


@pytest.mark.parametrize(
    ("exercise", "deg", "texts"),
    [("single-leg-dip", 75.0, 1), ("single-leg-dip", 50.0, 0), ("squat", 75.0, 0)],
)
def test_dips_as_deep_as_a_chair_are_doubted(exercise: str, deg: float, texts: int) -> None:
    reps = [rep(rom_deg=deg)]
    sets = [ExerciseSet(number=1, start_s=10.0, end_s=15.0, count=1, exercise=exercise)]
    told = list(perhaps_a_chair(reps, sets, find(exercise), knows_upright=True))
    assert len(told) == texts
    assert all(text.startswith("1 rep went down by 70° or more") for text in told)
