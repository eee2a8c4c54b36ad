"""The set in progress: its reps, and what they have in common."""

from statistics import median

from evenstride.analysis.counting.everyday.pedals import turns_on
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.ticks.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.reps import ExerciseSet, Rep
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.tuning import TICK_S


class SetInProgress:
    """Reps of one leg that follow each other without a long rest; empty between two sets.

    Attributes:
        usual_range_deg: How far its reps go; None before the first.
        usual_duration_s: How long they take; None before the first.
        hides_s: How long a hole must be to hide a whole rep, or the end of one and the start of the
            next; None before the first.
        is_turned: Whether the sensor was moved since its latest rep, so that the axis of the next
            one is not known.
        turns: How many of its reps followed the one before as turns of pedals do.
    """

    def __init__(self, tuning: CountingTuning = COUNTING) -> None:
        self._tuning = tuning
        self._members: list[tuple[Rep, Excursion]] = []
        self.usual_range_deg: float | None = None
        self.usual_duration_s: float | None = None
        self.hides_s: float | None = None
        self.is_turned = False
        self.turns = 0

    def __len__(self) -> int:
        return len(self._members)

    @property
    def reps(self) -> list[Rep]:
        """Its reps, in order."""
        return [rep for rep, _ in self._members]

    @property
    def movements(self) -> list[Excursion]:
        """The movements that its reps are, in order."""
        return [found for _, found in self._members]

    @property
    def first(self) -> Excursion:
        """The movement of its first rep; there must be one."""
        return self._members[0][1]

    @property
    def latest(self) -> Excursion:
        """The movement of its latest rep; there must be one."""
        return self._members[-1][1]

    @property
    def usual_axis(self) -> Vector | None:
        """The axis that its reps turn about; None before the first."""
        return self.latest.axis if self._members and not self.is_turned else None

    @property
    def end_s(self) -> float:
        """When its latest rep ended; there must be one."""
        return self._members[-1][0].last_s

    @property
    def is_few(self) -> bool:
        """Whether it has so few reps that they may turn out to be something else."""
        return 0 < len(self) <= self._tuning.few_reps

    @property
    def is_sure(self) -> bool:
        """Whether it has enough reps to be the exercise."""
        return len(self) > self._tuning.few_reps

    def range_deg_at(self, tick: int) -> float:
        """The usual range, if a tick is soon enough after the latest rep of several; else 0."""
        is_in_set = len(self) >= self._tuning.few_reps and not self._has_lapsed(tick)
        return (self.usual_range_deg or 0.0) if is_in_set else 0.0

    def _has_lapsed(self, tick: int) -> bool:
        return (tick - self.latest.end) * TICK_S > self._tuning.between_reps_s

    @property
    def lapses_at(self) -> int:
        """The first tick that is not soon enough after the latest rep; there must be one."""
        about = self.latest.end + self._tuning.between_reps_s / TICK_S
        return first_tick(self._has_lapsed, about)

    def add(self, rep: Rep, found: Excursion) -> None:
        """Add a rep and the movement that it is."""
        if self._members and turns_on(self.latest, found, tuning=self._tuning.lone):
            self.turns += 1
        self._members.append((rep, found))
        self.is_turned = False
        self._follow_range()

    def _follow_range(self) -> None:
        lately = self.movements[-self._tuning.usual_reps :]
        self.usual_range_deg = median(found.range_deg for found in lately)
        self.usual_duration_s = median(found.end - found.start for found in lately) * TICK_S
        ways = median(found.end - found.leave + found.top - found.start for found in lately)
        self.hides_s = min(self._tuning.unseen_part * self.usual_duration_s, ways * TICK_S)

    def renumber(self, reps: list[Rep]) -> None:
        """Replace its reps by the same ones with other numbers or figures."""
        self._members = list(zip(reps, self.movements, strict=True))

    def leave_out(self, first: int, last: int) -> None:
        """Leave out some of its first and of its last reps; at least one must be left."""
        self._members = self._members[first : len(self._members) - last]
        self._follow_range()

    def clear(self) -> None:
        """The set is over, or was none."""
        self._members.clear()
        self.is_turned = False
        self.turns = 0
        self.usual_range_deg = self.usual_duration_s = self.hides_s = None

    def ended(self, number: int, exercise: str | None) -> ExerciseSet:
        """The finished set.

        Args:
            number: Its number in the session.
            exercise: The id of what was trained; None if that was not said.
        """
        reps = self.reps
        return ExerciseSet(
            number=number,
            start_s=reps[0].first_s,
            end_s=reps[-1].last_s,
            count=len(reps),
            exercise=exercise,
        )
