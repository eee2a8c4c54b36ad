"""The rest between two sets, and the moment before the first: since when, and what comes next."""

from dataclasses import dataclass

from evenstride.analysis.advising.next_set import Target
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import REST_S
from evenstride.sensors.samples import Leg
from evenstride.terminal.words import safe
from evenstride.user.plan_words import hold_words, kg_words


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest, or the time before the first set.

    Attributes:
        since_s: End of the last rep, seconds on the session's timeline; None before the first.
        words: What comes next, in words, the most important first.
        leg: The leg that comes next; None where it is not one leg.
        rest_s: How long to rest, seconds.
        cues: What to think of, in lines.
        headline: What comes next in few large words, the most important first.
    """

    since_s: float | None
    words: tuple[str, ...]
    leg: Leg | None = None
    rest_s: float = REST_S
    cues: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()

    def left_s(self, now_s: float) -> float | None:
        """Seconds left at a time on the session's timeline, 0 when it is over; None before it."""
        if self.since_s is None:
            return None
        return min(self.rest_s, max(0.0, self.rest_s - (now_s - self.since_s)))


def set_headline(target: Target) -> tuple[str, ...]:
    """A set that is to be done, in large words: "RIGHT", "SET 2/3", "12 REPS"."""
    who = "BOTH LEGS" if target.leg is None else target.leg.value.upper()
    return who, f"SET {target.number}/{target.sets}", f"{target.reps} REPS"


def set_words(target: Target, now_kg: float, when: str = "next") -> tuple[str, ...]:
    """A set that is to be done, for instance "next: left leg" and "set 2 of 3, 12 reps".

    Args:
        target: The set.
        now_kg: The weight that the leg has now, kg.
        when: The word that it begins with.
    """
    who = "both legs" if target.leg is None else f"{target.leg} leg"
    words = f"set {target.number} of {target.sets}, {target.reps} reps"
    if target.as_other and target.leg is not None:
        words += f" as {target.leg.other}"
    if target.kg != now_kg:
        words += f", take {kg_words(target.kg)}" if target.kg else ", no weight"
    return f"{when}: {who}", words


def first_words(target: Target, now_kg: float) -> tuple[str, ...]:
    """The first set of an exercise, with how long to hold."""
    hold = hold_words(target.hold_s, target.hold_max_s)
    return (*set_words(target, now_kg, "first"), *((f"hold {hold}",) if hold else ()))


def move_words(target: Target, now_kg: float) -> tuple[str, ...]:
    """The same where the only sensor is to be moved to that leg first."""
    _, what = set_words(target, now_kg)
    return f"move the sensor to your {target.leg} leg", "then press o", what


def done_words(then: str) -> tuple[str, ...]:
    """That an exercise is done; ``then`` is the title of the next one, empty for none."""
    if then:
        return "all sets are done", f"n goes on: {safe(then, limit=30).lower()}"
    return "all sets are done", "q ends the session"


def one_leg_words(done: Leg) -> tuple[str, ...]:
    """That the only leg with a sensor is done, where no key says that it was moved."""
    return f"the {done} leg is done", f"q ends this; train the {done.other} leg next"


def before_words(exercise: Exercise) -> tuple[str, ...]:
    """What to see to before the first set of an exercise."""
    return (*exercise.set_up, *exercise.cues, *exercise.unseen)
