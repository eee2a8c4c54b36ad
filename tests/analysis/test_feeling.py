"""Tests reported pain and effort in the result and in the advice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from evenstride.analysis.advising.advice import Step
from evenstride.analysis.advising.pain import hurt, pain_words
from evenstride.analysis.advising.past_results import PastResult
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.feeling import Feeling, risen_pain
from evenstride.analysis.session import SessionAnalyzer
from evenstride.sensors.samples import Leg, Note, NoteKind, SensorInfo
from evenstride.session.result.felt_text import felt_line
from tests.analysis.advised import FULL, RAISE, TODAY, advice, part, past

CURL = "hamstring-curl"


def said(*pains: float, leg: Leg | None = None) -> tuple[Feeling, ...]:
    return tuple(
        Feeling(at_s=float(n), exercise="straight-leg-raise", leg=leg, pain=pain)
        for n, pain in enumerate(pains)
    )


def heard(*data: dict[str, object], follow_notes: bool = True) -> list[Feeling]:
    sensors = {leg: SensorInfo("scripted", 100.0) for leg in Leg}
    session = SessionAnalyzer(find(CURL), sensors, follow_notes=follow_notes)
    session.update([Note(0, NoteKind.SET, {"exercise": "single-leg-dip"})])
    session.update([Note(0, NoteKind.FELT, one) for one in data])
    return list(session.finish()[1].felt)


def test_what_was_said_is_in_the_result_with_the_exercise_of_then() -> None:
    dip = "single-leg-dip"
    assert heard(
        {"pain": 3, "leg": "left", "exercise": CURL},
        {"effort": 6.5},
        {"pain": 2, "exercise": "grannys-stretch"},
        {"pain": 11},
        {"pain": 4, "leg": "middle"},
    ) == [
        Feeling(at_s=0.0, exercise=CURL, leg=Leg.LEFT, pain=3.0),
        Feeling(at_s=0.0, exercise=dip, leg=None, effort=6.5),
        Feeling(at_s=0.0, exercise=dip, leg=None, pain=2.0),
    ]
    (felt,) = heard({"pain": 1, "exercise": dip}, follow_notes=False)
    assert felt.exercise == CURL  # which somebody chose, so that all was counted as that


def test_no_file_fills_the_memory_with_what_was_felt() -> None:
    told: list[dict[str, object]] = [{"pain": n % 10} for n in range(1100)]
    assert len(heard(*told)) == 1000


def test_pain_rises_on_one_leg_and_not_from_one_to_the_other() -> None:
    assert risen_pain((*said(0, leg=Leg.RIGHT), *said(4, leg=Leg.LEFT))) is None
    assert risen_pain((*said(1, 6, 3, leg=Leg.LEFT), *said(2, 3, leg=Leg.RIGHT))) == (1, 3)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ({"pain": 4.0}, {}, ""),
        ({"pain": 5.0}, {}, "it hurt (5 of 10, and 5 or more is too much)"),
        ({"pain": 3.0}, {"pain": 1.0}, "it hurt more than last time (3 of 10 after 1)"),
        ({"pain": 3.0}, {"pain": 1.5}, ""),
        ({"pain": 3.0}, {"pain": 1.0, "day": TODAY - timedelta(days=40)}, ""),
        (
            {"pain": 3.0, "risen_pain": (1.0, 3.0)},
            {},
            "pain rose within the session (from 1 to 3 of 10)",
        ),
        ({"morning_pain": 2.0}, {}, ""),
        ({"morning_pain": 3.0}, {}, "the knee was sore the morning after (3 of 10)"),
    ],
)
def test_too_much_pain_more_pain_and_a_sore_morning_are_told(
    now: dict[str, object], before: dict[str, object], words: str
) -> None:
    done = [
        replace(PastResult(exercise=CURL, day=day), **of)  # type: ignore[arg-type]
        for day, of in ((TODAY - timedelta(days=2), before), (TODAY, now))
    ]
    assert pain_words(done[1], done[:1]) == words


def test_advice_goes_one_step_back_after_pain_and_says_why() -> None:
    whole = part(FULL, FULL)
    assert advice(whole, before=[past()]).step is Step.MORE
    found = advice(replace(whole, felt=said(6.0)), before=[past()])
    assert found.sentence == (
        "It hurt (6 of 10, and 5 or more is too much), and both legs did every set with full holds"
        ", with no clear difference between them; next time 3 × 10 on both legs."
    )
    assert (found.step, found.next.reps) == (Step.LESS, 10)
    heavy = replace(RAISE, left_kg=1.0, right_kg=1.0)
    assert advice(replace(whole, felt=said(6.0)), heavy).next.left_kg == 0.5
    few = replace(RAISE, reps=5)
    assert advice(replace(part((5, 5, 5), (5, 5, 5)), felt=said(8.0)), few).next.sets == 2


def test_nothing_gets_more_after_a_session_that_hurt_until_one_did_not() -> None:
    sore = replace(past(), pain=5.0)
    assert hurt(sore)
    assert advice(replace(part(FULL, FULL), felt=said(3.5)), before=[sore]).step is Step.SAME
    assert not hurt(past())


def test_what_was_said_is_told_in_a_sentence() -> None:
    assert felt_line(()) == ""
    effort = Feeling(at_s=9.0, exercise=None, leg=None, effort=6.0)
    felt = (*said(2, 4, leg=Leg.LEFT), *said(1, leg=Leg.RIGHT), effort)
    assert felt_line(felt) == "Pain: left 2, then 4, right 1 of 10; effort: 6 of 10."
