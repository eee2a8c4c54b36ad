"""The rest between two sets, and the moment before the first: its start, and what comes next."""

from dataclasses import dataclass

from evenstride.analysis.advising.next_set import Target
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import REST_S
from evenstride.language import leg_name, leg_word, tr
from evenstride.sensors.samples import Leg
from evenstride.terminal.outside import safe
from evenstride.user.plan_words import hold_words, kg_words


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest, or the time before the first set.

    Attributes:
        since_s: End of the last rep, seconds on the session's timeline; None before the first.
        words: What comes next, the most important first.
        leg: The leg that comes next; None if it is not a single leg.
        rest_s: How long to rest, seconds.
        cues: What to pay attention to, in lines.
        headline: What comes next in few large words, the most important first.
        spoken: What comes next, as spoken words.
        before: What has to be done first, in lines: moving the sensor to the other leg.
    """

    since_s: float | None
    words: tuple[str, ...]
    leg: Leg | None = None
    rest_s: float = REST_S
    cues: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    def left_s(self, now_s: float) -> float | None:
        """Return the seconds left at a time, 0 when it is over; None before the first set."""
        if self.since_s is None:
            return None
        return min(self.rest_s, max(0.0, self.rest_s - (now_s - self.since_s)))


def set_headline(target: Target) -> tuple[str, ...]:
    """Return a set's target in large words: "RIGHT", "SET 2/3", "12 REPS"."""
    who = tr("BOTH LEGS") if target.leg is None else leg_word(target.leg).upper()
    number, sets = target.number, target.sets
    return who, tr("SET {number}/{sets}", number=number, sets=sets), _large_reps(target.reps)


def _large_reps(reps: int) -> str:
    return tr("{reps} REPS", reps=reps)


def set_spoken(target: Target) -> tuple[str, ...]:
    """Return a set's target as spoken words."""
    who = tr("both legs") if target.leg is None else leg_name(target.leg)
    number, sets, reps = target.number, target.sets, target.reps
    told = [
        tr("Next: {leg}.", leg=who),
        tr("Set {number} of {sets}, {reps} reps.", number=number, sets=sets, reps=reps),
    ]
    if target.kg:
        told.append(tr("With {weight}.", weight=kg_words(target.kg)))
    return tuple(told)


def rest_spoken(rest_s: float) -> str:
    """Return how long to rest as spoken words; "" without a rest."""
    return tr("Rest {seconds} seconds.", seconds=round(rest_s)) if rest_s > 0 else ""


def set_words(target: Target, now_kg: float, *, is_first: bool = False) -> tuple[str, ...]:
    """Return a set's target, for instance "next: left leg" and "set 2 of 3, 12 reps".

    Args:
        now_kg: The weight on the leg now, kg.
        is_first: Whether it is the first set.
    """
    who = tr("both legs") if target.leg is None else leg_name(target.leg)
    number, sets, reps = target.number, target.sets, target.reps
    words = tr("set {number} of {sets}, {reps} reps", number=number, sets=sets, reps=reps)
    if target.as_other and target.leg is not None:
        words += " " + tr("as {leg}", leg=leg_word(target.leg.other))
    if target.kg != now_kg:
        words += ", " + (
            tr("take {weight}", weight=kg_words(target.kg)) if target.kg else tr("no weight")
        )
    return (tr("first: {leg}", leg=who) if is_first else tr("next: {leg}", leg=who)), words


def first_words(target: Target, now_kg: float) -> tuple[str, ...]:
    """Return the target of an exercise's first set, with the hold."""
    hold = hold_words(target.hold_s, target.hold_max_s)
    told = (tr("hold {seconds}", seconds=hold),) if hold else ()
    return (*set_words(target, now_kg, is_first=True), *told)


def move_words(leg: Leg) -> tuple[str, ...]:
    """Return what to do first if the only sensor is not on the leg that comes next."""
    return tr("move the sensor to your {leg}", leg=leg_name(leg)), tr("then press o")


def move_spoken(leg: Leg) -> str:
    """Return what to do first with the only sensor, as spoken words."""
    return tr("Move the sensor to your {leg}, then press o.", leg=leg_name(leg))


def done_words(then: str) -> tuple[str, ...]:
    """Return that an exercise is done; ``then`` is the title of the next one, "" for none."""
    if then:
        title = safe(tr(then), limit=30).lower()
        return tr("all sets are done"), tr("n goes on: {exercise}", exercise=title)
    return tr("all sets are done"), tr("q ends the session")


def before_words(exercise: Exercise, *, sees_knee: bool = False) -> tuple[str, ...]:
    """Return what to check before an exercise's first set; two sensors on a leg see its knee."""
    by_two = exercise.unseen_by_two
    unseen = by_two if sees_knee and by_two is not None else exercise.unseen
    return tuple(map(tr, (*exercise.set_up, *exercise.cues, *unseen)))
