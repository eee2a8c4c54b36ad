"""Tests twelve sessions of a simulated runner with a weak left leg, from samples to advice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from evenstride.analysis.advising.advice import Advice, Step
from evenstride.analysis.advising.past_results import past_result
from evenstride.analysis.advising.with_advice import advice_on
from evenstride.analysis.results.from_json import summary_from_json
from evenstride.history import History, StoredExercise
from evenstride.history.earlier_sessions import past_results
from evenstride.history.keeping import earlier_results
from evenstride.history.progress import ExerciseProgress, Gap, progress_of
from evenstride.sensors.samples import Leg
from tests.twelve_sessions import EXERCISE, MOVEMENT, REPS, TRUTH, make

pytestmark = pytest.mark.xdist_group("twelve sessions")  # they are made once


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """The history after four weeks."""
    folder = tmp_path_factory.mktemp("twelve") / "evenstride"
    make(folder)
    with History(folder / "history.sqlite3") as history:
        yield history


@pytest.fixture(scope="module")
def results(history: History) -> tuple[StoredExercise, ...]:
    return history.results(EXERCISE)


@pytest.fixture(scope="module")
def progress(results: tuple[StoredExercise, ...]) -> ExerciseProgress:
    (progress,) = progress_of(results, date(2026, 11, 22))
    return progress


@pytest.fixture(scope="module")
def advice(history: History) -> list[Advice]:
    """Return the advice after each session, from what was known then."""
    found: list[Advice] = []
    for session in history.sessions():
        summary = summary_from_json(history.result_json(session.number) or {})
        before = earlier_results(history, session.started_utc, synthetic=True)
        day = session.started_utc.astimezone().date()
        found += advice_on(summary, before, day=day)
    return found


def gap(progress: ExerciseProgress, title: str) -> Gap:
    return next(one for one in progress.gaps if one.quantity.title == title)


def test_every_session_is_in_the_history_in_order(results: tuple[StoredExercise, ...]) -> None:
    assert [one.started_utc for one in results] == [one.started_utc for one in TRUTH]
    assert all(one.synthetic and one.hold_target_s == 2.0 for one in results)


def test_all_reps_of_both_legs_are_counted(results: tuple[StoredExercise, ...]) -> None:
    left = [
        one.legs[Leg.LEFT].reps - true.left_reps for one, true in zip(results, TRUTH, strict=True)
    ]
    assert [one.legs[Leg.RIGHT].reps for one in results] == [REPS] * 12
    # Taking place for the other leg may look like one more.
    assert set(left) <= {0, 1}
    assert sum(left) <= 1


def test_the_gap_that_was_built_in_is_found(results: tuple[StoredExercise, ...]) -> None:
    clear = [one.weaker_leg for one in results]
    for one, true in zip(clear, TRUTH, strict=True):
        if true.left_part < 0.8:
            assert one is Leg.LEFT
        if true.left_part > 0.95:
            assert one is None
    assert Leg.RIGHT not in clear


@pytest.mark.parametrize(
    ("title", "whole", "tolerance"),
    [("Range", MOVEMENT.range_deg, 2.5), ("Hold", MOVEMENT.hold_s, 0.2)],
)
def test_the_gap_closes_on_the_progress_screen_as_in_the_truth(
    progress: ExerciseProgress, title: str, whole: float, tolerance: float
) -> None:
    points = gap(progress, title).points
    assert [point.day for point in points] == [one.started_utc.astimezone().date() for one in TRUTH]
    built_in = [(one.left_part - 1.0) * whole for one in TRUTH]
    off = [point.gap - true for point, true in zip(points, built_in, strict=True)]
    assert sum(map(abs, off)) / 12 < tolerance / 2
    within = [
        point.ci95 is not None and point.ci95[0] <= true <= point.ci95[1]
        for point, true in zip(points, built_in, strict=True)
    ]
    assert sum(within) >= 10  # 95 % intervals of twelve: two outside may be chance
    assert points[0].less is Leg.LEFT
    assert points[-1].less is None


def test_the_reps_catch_up_and_the_movement_is_as_smooth(progress: ExerciseProgress) -> None:
    reps = gap(progress, "Reps").points
    assert (reps[0].gap, reps[0].less) == (-3.0, Leg.LEFT)
    assert (reps[-1].gap, reps[-1].less) == (0.0, None)
    assert all(point.less is None for point in gap(progress, "Smoothness").points)


def test_the_story_is_told_in_words(progress: ExerciseProgress) -> None:
    assert progress.attendance == "12 sessions in 4 weeks"
    first, last = progress.story.split("; ")
    assert first.startswith("At first left 1")
    assert "3 fewer reps" in first
    assert last == "in the last session no clear difference between the legs."


def test_advice_is_never_more_for_the_stronger_leg(advice: list[Advice]) -> None:
    assert len(advice) == 12
    for one, true in zip(advice, TRUTH, strict=True):
        assert one.next.left_kg == one.next.right_kg
        # What both legs are to do is no more than the weaker one did, until both did it all.
        if one.step is not Step.MORE:
            assert one.next.reps <= true.left_reps + 1
        if true.left_part < 0.8:
            assert one.first is Leg.LEFT
            assert "left first" in one.sentence


def test_advice_is_more_only_after_two_whole_sessions_without_a_gap(
    advice: list[Advice], results: tuple[StoredExercise, ...]
) -> None:
    more = [number for number, one in enumerate(advice) if one.step is Step.MORE]
    assert more == [11]
    assert advice[11].next.reps == REPS + 1
    for result in results[10:]:
        assert result.weaker_leg is None
        for leg in Leg:
            assert [one.reps for one in result.legs[leg].sets] == [REPS]
            assert not any(one.short_holds for one in result.legs[leg].sets)


def test_the_history_tells_advice_what_the_result_itself_would(history: History) -> None:
    for session in history.sessions():
        summary = summary_from_json(history.result_json(session.number) or {})
        (told,) = past_results(session.exercises)
        itself = past_result(summary, session.started_utc.astimezone().date())
        assert (told.day, told.weaker_leg) == (itself.day, itself.weaker_leg)
        assert told.by_hand == itself.by_hand
        for leg in Leg:
            (one,), (other,) = told.of(leg), itself.of(leg)
            assert one.hold_s == pytest.approx(other.hold_s, abs=0.001)
            assert replace(one, hold_s=None) == replace(other, hold_s=None)
