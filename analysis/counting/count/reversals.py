"""What is taken back from a leg's count once more is known."""

from collections.abc import Callable, Collection, Iterator, Sequence
from math import inf
from typing import Final

from evenstride.analysis.counting.count.counted import Counted
from evenstride.analysis.counting.count.free_leg import FreeLeg
from evenstride.analysis.counting.count.lone_movements import is_borne_out, without_like
from evenstride.analysis.counting.count.set_was import were_carried, were_elsewhere
from evenstride.analysis.counting.everyday.bout import WalkingBout
from evenstride.analysis.counting.everyday.climb import steps_before
from evenstride.analysis.counting.everyday.gait import Posture
from evenstride.analysis.counting.measuring.bend import Bend
from evenstride.analysis.counting.measuring.kept_movement import KeptMovement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.similarity import alike
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.held_leg import is_held_up, stance_of
from evenstride.analysis.model.events import Event, Recounted, SetEnded
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.sensors.samples import FloatArray, Leg

_SET_WAS: Final = {
    AttemptWhy.TOO_SMALL: RecountWhy.UNDER_HALF,
    AttemptWhy.UNLIKE: RecountWhy.ANOTHER,
}
"""Why a count changes when reps of a set become attempts of this kind."""


class Reversals:
    """Takes back reps of one leg, lists them as what they were, and announces the new count.

    Args:
        counted: What was counted on it.
        bout: Its bout of walking in progress.

    Attributes:
        stands: Whether the person stands between reps of the exercise, and so may step onto
            something.
        on_one_leg: Whether on one leg, so that the other one is held up, with the sensor on the
            thigh.
        reps: How many reps of it are prescribed.
        pedal: The last turn of pedals; None if none were turned.
        free_leg: Tells in which movements of an exercise on one leg this is not the one.
    """

    def __init__(
        self,
        leg: Leg,
        counted: Counted,
        bout: WalkingBout,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self.stands = self.on_one_leg = False
        self.reps = 0
        self.pedal: Excursion | None = None
        self._leg = leg
        self._counted = counted
        self._bout = bout
        self.free_leg = FreeLeg(counted)
        self._tuning = tuning
        self._lone: Excursion | None = None
        self._borne_out: set[tuple[KeptMovement, ...]] = set()

    def forget(self) -> None:
        """After a long gap the next set says nothing about the last one."""
        self._lone = self.pedal = None

    def set_ends(self) -> None:
        """The set in progress is about to end; a single rep in it may turn out to be none."""
        now = self._counted.now
        self._lone = now.first if len(now) == 1 else None

    def drops_lone(self, following: Excursion) -> bool:
        """Whether the next rep will show the single movement before the set to have been none.

        The count is then corrected once, for everything that is known at that moment.

        Args:
            following: The next rep.
        """
        is_second = len(self._counted.now) + 1 == self._tuning.few_reps
        lone = self._lone
        return is_second and lone is not None and not alike(lone, following, tuning=self._tuning)

    def recounted(self, at_s: float, why: RecountWhy) -> Iterator[Event]:
        """Announce the count as it is now, and the end of a set that has no rep left.

        Args:
            at_s: The data time by which it was known.
            why: Why it changed.
        """
        reps = tuple(self._counted.reps)
        yield Recounted(leg=self._leg, at_s=at_s, count=len(reps), why=why.value, reps=reps)
        emptied = self._counted.take_emptied()
        if emptied is not None:
            number, end_s = emptied.number, emptied.end_s
            yield SetEnded(leg=self._leg, at_s=at_s, number=number, end_s=end_s, count=0)

    def wrong_units(self, at_s: float) -> Iterator[Event]:
        """Take back all reps: their samples had wrong units, and follow again corrected."""
        if self._counted.reps:
            self._counted.drop_all()
            yield from self.recounted(at_s, RecountWhy.WRONG_UNITS)

    def set_was_none(self, because: AttemptWhy, at_s: float) -> Iterator[Event]:
        """Take back the set in progress: the next movement shows that its reps were none.

        Args:
            because: As what they are listed.
            at_s: The data time by which it was known.
        """
        self._counted.drop_now(because)
        yield from self.recounted(at_s, _SET_WAS[because])

    def told_anew(self, why: RecountWhy, at_s: float) -> Iterator[Event]:
        """Take back the set in progress: its reps follow again, found in another way."""
        if self._counted.now:
            self._counted.drop_now()
            yield from self.recounted(at_s, why)

    def strides(self, start_s: float, at_s: float) -> Iterator[Event]:
        """Take back a few reps that certain strides follow without a rest: they were strides, too.

        Args:
            start_s: When the bout of strides began that shows it.
            at_s: The data time by which it was known.
        """
        now = self._counted.now
        if now.is_few and start_s - now.end_s < self._tuning.gait.take_back_s:
            yield from self._into_bout(RecountWhy.WALKED, at_s)

    def _into_bout(self, why: RecountWhy, at_s: float) -> Iterator[Event]:
        """List the set in progress as part of a bout of walking, not rep by rep."""
        for rep in self._counted.now.reps:
            self._bout.stride(rep.first_s, rep.last_s, rep.rom_deg or 0.0)
        self._counted.drop_now()
        yield from self.recounted(at_s, why)

    def carried(self, was_carried: Callable[[Excursion], bool], at_s: float) -> Iterator[Event]:
        """Take back the few reps of the set in progress, and of earlier small sets.

        Args:
            was_carried: Tells of an earlier movement whether the body carried the limb along in it,
                too.
            at_s: The data time by which it was known.
        """
        none = self._counted.sets_in(
            lambda movements: were_carried(movements, was_carried, self._tuning)
        )
        if self._counted.now.is_few:
            none.add(self._counted.set_number)
        yield from self._drop_sets(none, AttemptWhy.UNLIKE, RecountWhy.CARRIED, at_s)

    def posture(self, posture: Callable[[FloatArray], Posture], at_s: float) -> Iterator[Event]:
        """Take back what was done in another posture, now that a walk has taught it.

        Args:
            posture: Tells from the poses of a movement whether it fits the exercise.
            at_s: The data time by which it was known.
        """
        wrong = self._counted.sets_in(
            lambda movements: were_elsewhere(movements, posture, self._tuning)
        )
        yield from self._drop_sets(wrong, AttemptWhy.WRONG_WAY, RecountWhy.STOOD_UP, at_s)

    def after_rep(self, at_s: float) -> Iterator[Event]:
        """Take back what the rep that was just counted shows to have been none."""
        now, few = self._counted.now, self._tuning.few_reps
        if now.turns > max(self._tuning.lone.pedals, 2 * self.reps):
            yield from self._pedalled(at_s)
            return
        if len(now) == few and self._lone is not None:
            yield from self._lone_unlike(self._lone, at_s)
        if self.on_one_leg and len(now) == few + 1:
            yield from self._held_up(at_s)
        if not self.stands:
            return
        free = self.free_leg.sets()
        yield from self._drop_sets(free, AttemptWhy.UNLIKE, RecountWhy.HELD_UP, at_s)
        if len(now) == few + self._tuning.climb.climbs_compared:
            yield from self._first_steps(at_s)

    def first_small(self, at_s: float) -> Iterator[Event]:
        """Take back a first movement of under half of the reps after it: it was getting ready."""
        now = self._counted.now
        if len(now) != self._tuning.few_reps + 1:
            return
        first, *others = [rep.rom_deg or 0.0 for rep in now.reps]
        if first < self._tuning.small.same_part * min(others):
            self._counted.leave_out(1, 0, AttemptWhy.TOO_SMALL)
            yield from self.recounted(at_s, RecountWhy.FIRST_SMALL)

    def at_set_end(self, at_s: float) -> Iterator[Event]:
        """Take back what shows to have been none now that the set ends; it may be empty then."""
        if self.stands and self._counted.now:
            yield from self._last_steps(at_s)
        yield from self._without_like(at_s, at_s)

    def _lone_unlike(self, lone: Excursion, at_s: float) -> Iterator[Event]:
        """Take back a set of one rep if the next set's reps are unlike it."""
        if not alike(lone, self._counted.now.latest, tuning=self._tuning):
            self._counted.drop_last_set(AttemptWhy.UNLIKE)
            self._lone = None
            yield from self.recounted(at_s, RecountWhy.LONE_UNLIKE)

    def at_end(self, at_s: float) -> Iterator[Event]:
        """Take back what shows to have been none as the exercise is over, or the data end."""
        yield from self._without_like(inf, at_s)

    def _without_like(self, until_s: float, at_s: float) -> Iterator[Event]:
        """Take back movements that came one by one and were not followed by similar ones.

        Args:
            until_s: Up to when nothing similar came.
            at_s: The data time by which it was known.
        """
        sets = self._counted.kept_by_set()
        doubted = {at for at, own in sets.items() if not self._is_borne_out(tuple(own))}
        attempts = self._counted.attempts
        none = without_like(doubted, sets, attempts, until_s, tuning=self._tuning)
        yield from self._drop_sets(none, AttemptWhy.UNLIKE, RecountWhy.NO_SERIES, at_s)

    def _is_borne_out(self, movements: tuple[KeptMovement, ...]) -> bool:
        """Whether a set's own movements confirm it, which is asked again at the end of each set."""
        if movements not in self._borne_out and is_borne_out(movements, tuning=self._tuning):
            self._borne_out.add(movements)
        return movements in self._borne_out

    def _pedalled(self, at_s: float) -> Iterator[Event]:
        """Take back the set in progress: it goes on and on as pedals do."""
        self.pedal = self._counted.now.latest
        yield from self._into_bout(RecountWhy.PEDALLED, at_s)

    def _held_up(self, at_s: float) -> Iterator[Event]:
        """Take back sets in which the leg was held up, now that one shows where it stands."""
        stood = stance_of(self._counted.kept_now)

        def were_held_up(movements: Sequence[KeptMovement]) -> bool:
            held = stance_of(movements)
            return is_held_up(held.rest, held.range_deg, stood)

        none = self._counted.sets_in(were_held_up)
        yield from self._drop_sets(none, AttemptWhy.UNLIKE, RecountWhy.HELD_UP, at_s)

    def was_free(self, bend: Bend, at_s: float) -> Iterator[Event]:
        """Take back the set in progress if a movement in which the leg is free is like it.

        Args:
            bend: How the sensor's height bends in that movement.
            at_s: The data time by which it was known.
        """
        if self.free_leg.is_like_set(bend):
            self._counted.drop_now(AttemptWhy.UNLIKE)
            yield from self.recounted(at_s, RecountWhy.HELD_UP)

    def _drop_sets(
        self, none: Collection[int], why: AttemptWhy, because: RecountWhy, at_s: float
    ) -> Iterator[Event]:
        """Take back some sets, by their numbers."""
        if not none:
            return
        if self._counted.sets and self._counted.sets[-1].number in none:
            self._lone = None  # it was this one's, if there was one
        self._counted.drop_sets(none, why)
        yield from self.recounted(at_s, because)

    def _first_steps(self, at_s: float) -> Iterator[Event]:
        """Take back first movements of a set that were steps, as the others of the set now tell."""
        climbs = self._counted.climbs
        steps = steps_before(climbs, self._tuning.few_reps, tuning=self._tuning.climb)
        if steps:
            self._counted.leave_out(steps, 0, AttemptWhy.UNLIKE)
            yield from self.recounted(at_s, RecountWhy.FIRST_STEPS)

    def _last_steps(self, at_s: float) -> Iterator[Event]:
        """Take back last movements of the set in progress that were steps off something."""
        climbs = self._counted.climbs[::-1]
        steps = steps_before(climbs, self._tuning.few_reps, tuning=self._tuning.climb)
        if steps:
            self._counted.leave_out(0, steps, AttemptWhy.UNLIKE)
            yield from self.recounted(at_s, RecountWhy.LAST_STEPS)
