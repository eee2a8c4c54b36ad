"""Whose turn it is in a session: the finished sets, the next target, the rest before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from evenstride.analysis.advising.next_set import (
    SetDone,
    Target,
    least_reps,
    next_target,
    real_sets,
    target_of,
)
from evenstride.analysis.model.events import Event, RepCounted, SetEnded
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.language import leg_word, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import LegView, Signal
from evenstride.session.state.rest import (
    Rest,
    before_words,
    done_words,
    first_words,
    move_spoken,
    move_words,
    rest_spoken,
    set_headline,
    set_spoken,
    set_words,
)

FELT_CUE: Final = "0–9: does it hurt, how hard was it?"


def sets_done(state: DashboardState) -> Mapping[Leg, tuple[SetDone, ...]]:
    """Return the sets of the current exercise of each leg with a sensor."""
    views = (view for view in (state.left, state.right) if view.signal is not Signal.ABSENT)
    return {
        view.leg: tuple(
            one
            for number, one in sorted(view.done.items())
            if view.trained.get(number) == state.exercise_id
        )
        for view in views
    }


@dataclass(frozen=True, slots=True)
class SetNow:
    """The set that a leg is doing, or its last one in the current exercise.

    Attributes:
        number: Its number, from 1; 0 before the first.
        count: Its reps; None if unknown.
        target_reps: Its prescribed reps, or those of the first set; None if nothing is prescribed.
        sets: The prescribed number of sets; None if nothing is prescribed.
    """

    number: int
    count: int | None
    target_reps: int | None
    sets: int | None = None


def set_now(state: DashboardState, leg: Leg) -> SetNow:
    """Return the set that a leg is doing, or its last one in the current exercise."""
    if not state.is_counted:
        return SetNow(0, None, None)
    view = state.leg(leg)
    number = sum(
        number <= view.now.set_number and _is_now(state, leg, number) for number in view.trained
    )
    count = view.now.set_count if _is_now(state, leg, view.now.set_number) else 0
    if state.planned is None:
        return SetNow(number, count, None)
    done = dict(sets_done(state))
    if view.now.usual_range_deg is None and leg in done:
        done[leg] = done[leg][:-1]  # the finished set is still shown
    target = target_of(state.planned, done, _first(state), leg)
    return SetNow(number, count, target.reps, target.sets)


def with_done(state: DashboardState, events: Sequence[Event]) -> DashboardState:
    """Update the finished sets, including later corrections."""
    for event in events:
        view = state.leg(event.leg)
        if isinstance(event, RepCounted):
            state = state.with_leg(replace(view, rep_kg=view.kg))
        elif isinstance(event, SetEnded) and event.count:
            # A weight that is set after the last rep is for the next set.
            ended = SetDone(event.count, view.rep_kg)
            state = state.with_leg(replace(view, done={**view.done, event.number: ended}))
    for view in (state.left, state.right):
        if view.done and (done := _corrected(view)) != view.done:
            state = state.with_leg(replace(view, done=done))
    return state


def with_rest(
    state: DashboardState, events: Sequence[Event], exercise: Exercise, then: str = ""
) -> DashboardState:
    """Begin a rest when a set ends and no other one is going on; end it with the next rep.

    Args:
        state: The session, with its finished sets.
        events: The events of the analysis.
        exercise: The current exercise.
        then: The title of the next one; "" for none.
    """
    for event in events:
        if isinstance(event, SetEnded) and event.count:
            # If another exercise cut a set off, its first set follows instead of a rest.
            if _is_now(state, event.leg, event.number):
                state = replace(state, rest=_rest(state, event, exercise, then))
        elif isinstance(event, RepCounted):
            state = replace(state, rest=None)
    going_on = any(state.leg(leg).now.usual_range_deg is not None for leg in Leg)
    return replace(state, rest=None) if going_on and state.rest else state


def asking_how_it_felt(state: DashboardState) -> DashboardState:
    """Add the question how it felt to a rest after a set, as its last line."""
    rest = state.rest
    question = tr(FELT_CUE)
    if rest is None or rest.since_s is None or question in rest.cues:
        return state
    return replace(state, rest=replace(rest, cues=(*rest.cues, question)))


def with_first_set(state: DashboardState, exercise: Exercise) -> DashboardState:
    """Show the first set of a planned exercise until the first rep."""
    if state.planned is None:
        return state
    # The only sensor is on a leg already, and nothing says that the other leg goes first.
    worn = [leg for leg in sets_done(state) if state.leg(leg).signal is not Signal.ELSEWHERE]
    stays = worn[0] if len(worn) == 1 and state.first is None else None
    target = next_target(
        state.planned,
        sets_done(state),
        _first(state),
        both_legs=exercise.both_legs,
        stays=stays,
    )
    if target is None:
        return replace(state, rest=None)
    words, headline = first_words(target, _kg(state, target.leg)), set_headline(target)
    before, spoken = _moving(state, target.leg)
    if state.first is None and target.leg is not None and len(worn) > 1:
        words = (tr("first: either leg"), *words[1:])
        headline = (tr("EITHER LEG"), *headline[1:])
        target = replace(target, leg=None)
    cues = before_words(exercise, sees_knee=state.left.has_two or state.right.has_two)
    rest = Rest(
        None,
        words,
        target.leg,
        cues=cues,
        headline=headline,
        spoken=(*spoken, *set_spoken(target)),
        before=before,
    )
    return replace(state, rest=rest)


def after_moving(state: DashboardState, exercise: Exercise) -> DashboardState:
    """Update the rest after the only sensor was moved to a leg.

    Whoever moves it between two sets alternates the legs: the leg that wears it now is next, if it
    has a set to do.
    """
    rest = state.rest
    if rest is None:
        return state
    if rest.since_s is None and not any(sets_done(state).values()):
        return with_first_set(state, exercise)
    worn = [leg for leg in sets_done(state) if state.leg(leg).signal is not Signal.ELSEWHERE]
    if state.planned is not None and len(worn) == 1 and rest.leg is worn[0].other:
        target = next_target(
            state.planned,
            sets_done(state),
            _first(state),
            both_legs=exercise.both_legs,
            stays=worn[0],
        )
        if target is not None and target.leg is worn[0]:
            return replace(state, rest=_before_set(state, rest, state.planned, target, exercise))
    before, _ = _moving(state, rest.leg)
    return replace(state, rest=replace(rest, before=before))


def _moving(state: DashboardState, leg: Leg | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what to do first, in lines and as spoken words, if the only sensor is elsewhere."""
    if leg is None or state.leg(leg).signal is not Signal.ELSEWHERE:
        return (), ()
    return move_words(leg), (move_spoken(leg),)


def _rest(state: DashboardState, ended: SetEnded, exercise: Exercise, then: str) -> Rest:
    planned, done = state.planned, sets_done(state)
    if planned is None:
        sets = len(done.get(ended.leg, ()))
        done_now = (tr("set {number} is done on the {leg}", number=sets, leg=leg_word(ended.leg)),)
        return Rest(ended.end_s, done_now, headline=(tr("SET {number} DONE", number=sets),))
    elsewhere = [leg for leg in done if state.leg(leg).signal is Signal.ELSEWHERE]
    target = next_target(
        planned,
        done,
        _first(state),
        both_legs=exercise.both_legs,
        stays=ended.leg if elsewhere else None,
    )
    rest = Rest(ended.end_s, (), rest_s=planned.rest_s)
    if target is None:
        # If there is no next set, nobody has to wait for it.
        since_s = rest.since_s if then else None
        return replace(
            rest,
            since_s=since_s,
            words=done_words(then),
            headline=(tr("ALL DONE"),),
            spoken=(tr("All sets are done."),),
        )
    return _before_set(state, rest, planned, target, exercise)


def _before_set(
    state: DashboardState, rest: Rest, planned: PlannedExercise, target: Target, exercise: Exercise
) -> Rest:
    """Return a rest before a set."""
    before, spoken = _moving(state, target.leg)
    return replace(
        rest,
        words=set_words(target, _kg(state, target.leg)),
        before=before,
        leg=target.leg,
        cues=tuple(map(tr, exercise.cues)),
        headline=set_headline(target),
        spoken=(*spoken, *set_spoken(target), rest_spoken(planned.rest_s)),
    )


def _first(state: DashboardState) -> Leg | None:
    """Return the leg that goes first: the weaker one, else the one that began; None before that."""
    done = sets_done(state)
    if state.first in done:
        return state.first
    if state.planned is None:
        return None
    began_s = {
        leg: next((rep.first_s for rep in state.leg(leg).reps if _is_now(state, leg, rep.set)), 0.0)
        for leg, sets in done.items()
        if real_sets(sets, least_reps(state.planned, done))
    }
    return min(began_s, key=began_s.__getitem__, default=None)


def _is_now(state: DashboardState, leg: Leg, number: int) -> bool:
    return state.leg(leg).trained.get(number) == state.exercise_id


def _kg(state: DashboardState, leg: Leg | None) -> float:
    """Return the weight on a leg, or the lower one of both, kg."""
    return min(state.left.kg, state.right.kg) if leg is None else state.leg(leg).kg


def _corrected(view: LegView) -> Mapping[int, SetDone]:
    """Return a leg's finished sets without dropped ones, and with the last one's count."""
    now = view.now
    if now.usual_range_deg is not None:
        return {number: one for number, one in view.done.items() if number < now.set_number}
    return {
        number: replace(one, reps=now.set_count) if number == now.set_number else one
        for number, one in view.done.items()
        if number <= now.set_number
    }
