"""Advises what to do next time: one sentence on each exercise, and the evidence for it.

These are the rules and their sources; ``advising.next_step`` says how large a step is, and what
both legs can do:

* More, if both legs did every set with full holds in two successive sessions on different days.
  This follows Baechle & Earle's rule of two (Essentials of Strength Training and Conditioning,
  NSCA) and the position stand of the American College of Sports Medicine (Med Sci Sports Exerc
  41:687, 2009). Those raise the load after more reps than planned; here measured holds and equal
  legs take the place of these. Not while one leg is clearly weaker: the gap comes first.
* Two sessions more than four weeks apart are not successive: strength lasts for about as long
  without training (Mujika & Padilla, Med Sci Sports Exerc 33:1297, 2001).
* Less, if range or hold clearly fell off within the sets (``comparing.set_measures``), and a set
  less if one leg stopped before the other.
* The same again, if only one leg was trained: the session ended before the other leg's turn, which
  says nothing about what the legs can do. The other leg then goes first, unless a weaker leg is
  known.
* Less, if it hurt too much, more than before, or still the morning after (``advising.pain``): one
  step, as for range or hold, or a set if the reps are already few. After such a session there is
  never more until the next one was free of this.
* Stop if it hurts, and this is only a training aid: ``CAUTION`` says so.

Nothing here is a diagnosis. A leg that is clearly weaker did clearly less, whatever the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from evenstride.analysis.advising import advice_words as words
from evenstride.analysis.advising.against_plan import Achieved, achieved
from evenstride.analysis.advising.next_step import as_planned, can_do, less, more, sets_before
from evenstride.analysis.advising.pain import hurt, pain_words
from evenstride.analysis.advising.past_results import (
    MAX_PAUSE_DAYS,
    PastResult,
    past_result,
    weaker_leg,
)
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import Leg

CAUTION: Final = "Stop if it hurts. This is a training aid; it can not tell why a leg does less."
"""The sentence below any advice."""


class Step(StrEnum):
    """Whether there is more, the same or less to do."""

    MORE = "more"
    SAME = "same"
    LESS = "less"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do next time.

    Attributes:
        exercise: The exercise's id.
        step: Whether that is more or less than was planned.
        next: What is to be planned.
        first: The leg that begins; None if it does not matter.
        sentence: What was found and what to do, in one sentence.
        rests_on: The evidence for that, in one sentence.
    """

    exercise: str
    step: Step
    next: PlannedExercise
    first: Leg | None
    sentence: str
    rests_on: str

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.sentence} {self.rests_on}"


def advise(
    part: Summary,
    planned: PlannedExercise,
    before: Sequence[PastResult] = (),
    *,
    exercise: Exercise | None = None,
    day: date | None = None,
    morning_pain: float | None = None,
) -> Advice:
    """Advise what to do next time.

    Args:
        part: The result of one exercise of a session (``comparing.by_exercise``).
        planned: What was planned for it.
        before: What was done of it in earlier sessions, the earliest first.
        exercise: The exercise, for what makes it harder; None for a built-in one, by its id.
        day: The local date of the session; without it nothing is increased.
        morning_pain: How sore the knee was the morning after, 0 to 10; None if not reported.

    Raises:
        AnalysisError: UNKNOWN_EXERCISE: it is not built in, and was not given.
    """
    exercise = exercise or find(planned.exercise)
    done = achieved(planned, past_result(part, day, morning_pain))
    pain = pain_words(done.result, before)
    steady = done.complete and done.weaker is None and words.is_compared(part.comparison)
    last = before[-1] if before and steady and not pain else None
    running = last is not None and _is_running(done, achieved(planned, last))
    alone = _only_leg(done, exercise)
    base = can_do(done) if alone is None else as_planned(done)
    harder = more(base, exercise, sets_before(planned, before)) if running else None
    following = harder or (less(base) if done.tired or pain else base)
    if pain and following == base:
        following = replace(base, sets=max(1, base.sets - 1))
    first = None if exercise.both_legs else _first(done, before, alone)
    found = _found(part, done, steady=steady, running=running)
    found = f"{pain}, and {found}" if pain else found
    what = words.next_time(planned, following, first, both_legs=exercise.both_legs)
    careful = "if nothing hurts, " if harder else ""
    return Advice(
        exercise=planned.exercise,
        step=_step(planned, following, is_more=harder is not None),
        next=following,
        first=first,
        sentence=f"{found[0].upper()}{found[1:]}; {careful}{what}.",
        rests_on=words.rests_on(
            [(leg, count) for leg, count in _reps(done).items() if count],
            last,
            alone=not before,
        ),
    )


def _is_running(done: Achieved, last: Achieved) -> bool:
    """Whether the previous session was as good, on another day, and not too long ago."""
    day, last_day = done.result.day, last.result.day
    if day is None or last_day is None or not 0 < (day - last_day).days <= MAX_PAUSE_DAYS:
        return False
    return last.complete and last.weaker is None and not hurt(last.result)


def _only_leg(done: Achieved, exercise: Exercise) -> Leg | None:
    """Return the leg that trained alone in an exercise that the legs do in turn; else None."""
    return next(iter(done.sets)) if len(done.sets) == 1 and not exercise.both_legs else None


def _first(done: Achieved, before: Sequence[PastResult], alone: Leg | None) -> Leg | None:
    """Return the leg that begins: the weaker one, the one that did less, or was weaker before."""
    if done.weaker is not None:
        return done.weaker
    if alone is not None:
        return weaker_leg([*before, done.result]) or alone.other
    reps = {leg: sum(one.reps for one in sets) for leg, sets in done.sets.items()}
    if done.undone and len(set(reps.values())) > 1:
        return min(reps, key=reps.__getitem__)
    return weaker_leg([*before, done.result])


def _reps(done: Achieved) -> dict[Leg, int]:
    """Return the reps of each leg's sets; without any set, those that were too few for one."""
    sets = done.sets or {leg: done.result.of(leg) for leg in Leg}
    return {leg: sum(one.reps for one in of_leg) for leg, of_leg in sets.items()}


def _found(part: Summary, done: Achieved, *, steady: bool, running: bool) -> str:
    """Say what was found, as the beginning of a sentence."""
    if not done.sets:
        did_reps = any(_reps(done).values())
        return "there were too few reps for a set" if did_reps else "no set was counted"
    if steady:
        full = "" if done.planned.hold_s is None else f" with {words.full_holds(done.sets)}"
        twice = ", two sessions running" if running else ""
        return f"both legs did every set{full}{twice}, with no clear difference between them"
    subject: Leg | None = None
    if len(done.sets) == 1:
        (subject,) = done.sets
        other = subject.other
        is_alone = not (done.result.of(other) or done.result.by_hand.get(other))
        findings = [words.only_leg(subject, is_alone=is_alone)]
    elif done.lighter is not None:
        findings = [words.unlike_weights(done.kg[Leg.LEFT], done.kg[Leg.RIGHT])]
    else:
        findings, subject = words.compared(part.comparison), part.comparison.weaker_leg
    if done.tired:
        findings += [words.fell_off(leg, done.sets[leg]) for leg in done.tired]
    elif done.undone and len(done.sets) == len(Leg):
        undone = {leg: done.sets[leg] for leg in done.undone}
        findings += words.reps_done(undone, done.planned, subject)
    else:
        findings += [
            words.short_holds(leg, done.sets[leg], done.planned.hold_s or 0.0)
            if done.is_measured(leg)
            else words.unmeasured(leg, done.sets[leg])
            for leg in done.not_held
        ]
    return words.listed(findings)


def _step(planned: PlannedExercise, following: PlannedExercise, *, is_more: bool) -> Step:
    if is_more:
        return Step.MORE
    less = (
        following.sets < planned.sets
        or following.reps < planned.reps
        or any(following.kg(leg) < planned.kg(leg) for leg in Leg)
    )
    return Step.LESS if less else Step.SAME
