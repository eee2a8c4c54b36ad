"""The result of a session: per leg what was done, and left against right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenstride.analysis.model.feeling import Feeling
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.quantities import Quantity
from evenstride.analysis.model.reps import Attempt, ExerciseSet, Rep
from evenstride.sensors.samples import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuality:
    """How good one leg's samples were.

    Attributes:
        duration_s: From its first sample to its last, seconds.
        rate_hz: Samples per second as measured where there is no gap.
        lost_fraction: Part of the samples that the sensor sent and that did not arrive, 0 to 1.
        gaps: Times without samples, as (from, to) in seconds.
        skipped: Samples that could not be used, by reason (``"not-a-number"``, …).
        warnings: What is wrong with the sensor and what to do, in sentences.
    """

    duration_s: float = 0.0
    rate_hz: float = 0.0
    lost_fraction: float = 0.0
    gaps: tuple[tuple[float, float], ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KneeFound:
    """How well the knee of a leg with two sensors is known.

    Attributes:
        misfit_deg: How far its axis in the one sensor is from that in the other, RMS, degrees: of
            a perfect hinge 0, of a knee under soft tissue 1 to 10.
        doubt_deg: Standard error of the axes, degrees.
    """

    misfit_deg: float
    doubt_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSummary:
    """Everything that one leg did in a session.

    Attributes:
        reps: Its reps that count, in order.
        sets: Its sets, in order.
        attempts: Movements that were too small to count.
        data: How good its samples were.
        better_on_shank: Its thigh showed the exercise too little; the shank would show it.
        by_hand: Reps that somebody added to the count by hand; nothing else is known of them.
        knee: How well the knee is known; None without a second sensor, or where it is not.
    """

    reps: tuple[Rep, ...] = ()
    sets: tuple[ExerciseSet, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    data: DataQuality = DataQuality()
    better_on_shank: bool = False
    by_hand: int = 0
    knee: KneeFound | None = None

    @property
    def count(self) -> int:
        """Reps that count."""
        return len(self.reps) + self.by_hand

    def reps_of(self, one: ExerciseSet) -> tuple[Rep, ...]:
        """The reps of one of its sets, in order."""
        return tuple(rep for rep in self.reps if rep.set == one.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One quantity, left against right.

    Attributes:
        metric: Its name with its unit, for instance ``hold_s``.
        left: Mean over the left leg's reps; None without reps.
        right: The same of the right leg.
        difference: Left minus right; None if a side is missing.
        ci95: The interval of the difference that decides, from the variation of reps and of sets:
            the 95 % are of all quantities of the comparison together. None with too few reps.
        lsi_pct: 100 × weaker / stronger; None if a ratio means nothing.
        weaker: The weaker leg, only where the difference is clear.
    """

    metric: str
    left: float | None
    right: float | None
    difference: float | None
    ci95: tuple[float, float] | None
    lsi_pct: float | None
    weaker: Leg | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Left against right over all metrics, with the reason in one sentence.

    Attributes:
        weaker_leg: The leg that is weaker; None for no clear difference.
        why: Why, in one sentence.
        metrics: Each quantity.
        slower_leg: The leg that is clearly slower on the way up or down, which is no weakness.
    """

    weaker_leg: Leg | None
    why: str
    metrics: tuple[Metric, ...] = ()
    slower_leg: Leg | None = None

    def of(self, quantity: Quantity) -> Metric | None:
        """Left against right in one quantity; None if that was not compared."""
        return next((one for one in self.metrics if one.metric == quantity.name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A session's result, or that of one exercise in it.

    Attributes:
        exercise: The id of what was trained, of several exercises the first; None if that was not
            said what it is.
        legs: What each leg did that wore a sensor, whichever exercise it was.
        comparison: Left against right in ``exercise``.
        advice: What to do next time, in sentences by the exercise's id.
        parts: One result for each exercise, in the order of their first sets; empty if there was
            only one. Read it through ``evenstride.analysis.comparing.by_exercise.by_exercise``.
        planned: What was planned of ``exercise``; None if that was not said.
        felt: Pain and effort as they were said, in order.
    """

    exercise: str | None
    legs: Mapping[Leg, LegSummary]
    comparison: Comparison
    advice: Mapping[str, str] = field(default_factory=dict)
    parts: tuple["Summary", ...] = ()
    planned: PlannedExercise | None = None
    felt: tuple[Feeling, ...] = ()
