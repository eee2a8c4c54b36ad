"""What the other leg did during a movement, and whether the movement is due to it.

A leg that trains turns far more than the one that rests. A leg that only sways along, fidgets,
walks or sits under a bending trunk turns about as much as the other.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.belief import is_believed
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.vectors import dot, norm
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S


class OtherLeg(Protocol):
    """What must be known about the leg that rests or moves along."""

    recent: RecentMotion

    def range_in_set_deg(self, tick: int) -> float:
        """Return the usual range of the set in progress at a tick, degrees; 0 without one."""
        ...

    @property
    def in_set_until(self) -> int:
        """The first tick at which ``range_in_set_deg`` is 0 again; there must be a set."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLegSeen:
    """What the other leg did during a movement of this one.

    Attributes:
        turned_deg: How far it turned away from where it was, at most.
        shared_deg: How far it went out and back exactly on the ways of this leg's movement; 0 if
            its two ways do not undo each other, as in fidgeting.
        set_range_deg: The usual range of the set that it is in; 0 without one.
        stepped: Whether both legs moved as in a step a moment ago.
    """

    turned_deg: float = 0.0
    shared_deg: float = 0.0
    set_range_deg: float = 0.0
    stepped: bool = False

    def tells_nothing(self, own_deg: float, tuning: CountingTuning) -> bool:
        """Whether it is too little to be held against a movement, in any exercise."""
        most_deg = tuning.other_leg.least_fraction * own_deg
        is_little = max(self.turned_deg, self.shared_deg) <= most_deg
        return is_little and not _is_smaller(own_deg, self, tuning)


def other_leg_seen(
    other: OtherLeg,
    found: Excursion,
    now: int,
    *,
    stepped: bool,
    begun: int,
    tuning: CountingTuning = COUNTING,
) -> OtherLegSeen | None:
    """Look at the other leg; None if its sensor is not credible.

    Args:
        found: This leg's movement.
        now: The tick by which that was found: nothing later is looked at.
        stepped: Whether both legs moved as in a step a moment ago.
        begun: The tick from which the other leg may not turn too far.
    """
    out = other.recent.turned_deg(found.start, found.top)
    back = other.recent.turned_deg(found.leave, found.end)
    seen = OtherLegSeen(
        turned_deg=other.recent.span_deg(begun, now),
        shared_deg=min(norm(out), norm(back)) if dot(out, back) < 0.0 else 0.0,
        set_range_deg=other.range_in_set_deg(found.start),
        stepped=stepped,
    )
    # If a sensor shows nothing against the movement, its credibility does not matter.
    is_moot = seen.tells_nothing(found.range_deg, tuning)
    return seen if is_moot or is_believed(other.recent, found.start, now) else None


def way_begins(recent: RecentMotion, found: Excursion, *, tuning: CountingTuning = COUNTING) -> int:
    """Return the tick in which a way out truly begins, after any sway that led to it.

    A leg that sways as it is stood on is found to move long before its dip, and the other one may
    have been put down and lifted again meanwhile.
    """
    way_out = recent.stretch(found.start, found.top)
    speeds = way_out.rate_deg_s @ np.array(found.axis)
    fastest = int(speeds.argmax())
    (slow,) = (speeds[:fastest] < tuning.measuring.speed_fraction * speeds[fastest]).nonzero()
    return way_out.first + int(slow[-1]) if len(slow) else found.start


def lets_turn(
    own_deg: float,
    seen: OtherLegSeen,
    exercise: Exercise,
    *,
    in_set: bool,
    fits: bool | None,
    tuning: CountingTuning = COUNTING,
) -> float:
    """Return how far the other leg may turn, as a part of this one's range, if this one trains.

    Args:
        own_deg: How far this leg turned.
        seen: What the other one did.
        in_set: Whether this leg is in a set.
        fits: Whether it moved as the exercise does; None if that is not known.
    """
    if exercise.both_legs:
        return tuning.other_leg.both_legs_factor
    if fits and exercise.thigh_at_rest is not ThighAtRest.LYING:
        return tuning.other_leg.fraction if seen.stepped else tuning.other_leg.fitting_fraction
    if in_set:
        return tuning.other_leg.in_set_fraction
    if own_deg < tuning.other_leg.step_deg:
        return tuning.other_leg.small_fraction
    if seen.stepped:
        return tuning.other_leg.walking_fraction
    may_fit = fits is None and _may_dip(own_deg, exercise, tuning)
    return tuning.other_leg.fitting_fraction if may_fit else tuning.other_leg.fraction


def _may_dip(own_deg: float, exercise: Exercise, tuning: CountingTuning) -> bool:
    """Whether a standing leg may have dipped although its lever does not show it.

    The lever of a dip is short and proves nothing in every second dip, unlike that of a raised leg.
    On one leg people go down by 25-50°, so anything further may be getting ready.
    """
    return exercise.thigh_at_rest is ThighAtRest.UPRIGHT and own_deg < tuning.gait.seat_deg


def is_step(own_deg: float, other_deg: float, *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether both legs turned as in a step.

    The usual limit is used: a movement that only the stricter one after a step refuses may be no
    step, and must not keep the limit strict.
    """
    is_large = min(own_deg, other_deg) > tuning.other_leg.step_deg
    return is_large and other_deg > tuning.other_leg.fraction * own_deg


def passes_time(
    own_deg: float,
    seen: OtherLegSeen,
    exercise: Exercise,
    *,
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether this leg only fidgets while the other one is in a set of larger reps."""
    return not exercise.both_legs and _is_smaller(own_deg, seen, tuning)


def _is_smaller(own_deg: float, seen: OtherLegSeen, tuning: CountingTuning) -> bool:
    return own_deg < tuning.other_leg.fraction * seen.set_range_deg


def shares(
    own_deg: float,
    seen: OtherLegSeen,
    exercise: Exercise,
    *,
    should_tell: bool,
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether the other leg goes out and back with this one, as under a bending trunk.

    Args:
        own_deg: How far this leg turned.
        seen: What the other one did.
        should_tell: Whether the sensor can usually recognize this exercise's movements.
    """
    lies = exercise.thigh_at_rest is ThighAtRest.LYING
    if exercise.both_legs or not lies or own_deg > tuning.trunk_deg:
        return False
    fraction = tuning.other_leg.shares_fraction
    if should_tell:
        fraction = tuning.other_leg.shares_unclear_fraction
    return seen.shared_deg > fraction * own_deg


def rest_limit_deg(
    own_deg: float, exercise: Exercise, *, tuning: CountingTuning = COUNTING
) -> float:
    """Return how far the other leg may turn, degrees, and count as resting on this way out."""
    limit = tuning.other_leg.both_legs_factor if exercise.both_legs else tuning.other_leg.fraction
    return limit * own_deg


class StepMemory:
    """Remembers for a moment that both legs moved as in a step."""

    def __init__(self, tuning: CountingTuning = COUNTING) -> None:
        self._ticks = round(tuning.other_leg.walking_s / TICK_S)
        self._until = -1

    def step(self, tick: int) -> None:
        """Remember that both legs moved as in a step, known by this tick."""
        self._until = tick + self._ticks

    def stepped(self, tick: int) -> bool:
        """Whether the next step may still follow at a tick."""
        return tick < self._until
