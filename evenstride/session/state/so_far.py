"""The session so far in the form of a result."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from evenstride.analysis.comparing.by_exercise import legs_in, summarize
from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import ExerciseSet, Rep
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import LegView, Signal


def summary_so_far(
    state: DashboardState, exercises: Mapping[str, Exercise], begun: Exercise
) -> Summary:
    """Return the result if the session ended now, without attempts and data quality.

    Args:
        state: The session.
        exercises: The exercises that were named, by id.
        begun: The first one.
    """
    return summarize(_legs(state), exercises, begun)


def legs_now(state: DashboardState) -> Mapping[Leg, LegSummary]:
    """Return the part of each leg with a sensor in the current exercise."""
    return legs_in(state.exercise_id, _legs(state))


def with_comparison(state: DashboardState, exercise: Exercise) -> DashboardState:
    """Compare the legs again in the current exercise; None before both have reps."""
    legs = legs_now(state)
    left, right = legs.get(Leg.LEFT), legs.get(Leg.RIGHT)
    if left is None or right is None or not (left.reps and right.reps):
        return replace(state, comparison=None)
    return replace(state, comparison=compare(left, right, exercise))


def _legs(state: DashboardState) -> Mapping[Leg, LegSummary]:
    present = (view for view in (state.left, state.right) if view.signal is not Signal.ABSENT)
    return {view.leg: _leg(view) for view in present}


def _leg(view: LegView) -> LegSummary:
    sets = [(number, list(reps)) for number, reps in groupby(view.reps, key=lambda rep: rep.set)]
    return LegSummary(
        reps=view.reps,
        sets=tuple(_set(view, number, reps) for number, reps in sets),
        by_hand=max(0, view.now.count - len(view.reps)),
    )


def _set(view: LegView, number: int, reps: list[Rep]) -> ExerciseSet:
    counted = view.now.set_count if number == view.now.set_number else 0
    return ExerciseSet(
        number=number,
        start_s=reps[0].first_s,
        end_s=reps[-1].last_s,
        count=max(len(reps), counted),
        exercise=view.trained.get(number),
        kg=view.done[number].kg if number in view.done else view.rep_kg,
    )
