"""Defines the result of a session: each leg's reps, and the comparison of left and right."""

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
        duration_s: Time from its first sample to its last, seconds.
        rate_hz: Measured samples per second, outside of gaps.
        lost_fraction: Fraction of the sensor's samples that did not arrive, 0 to 1.
        gaps: Times without samples, as (from, to) in seconds on the session's timeline.
        skipped: Numbers of samples that could not be used, by reason (``"not-a-number"``, …).
        warnings: Sentences that say what is wrong with the sensor and what to do.
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
        misfit_deg: RMS angle between its axis as seen by one sensor and by the other, degrees: 0
            for a perfect hinge, 1 to 10 for a knee under soft tissue.
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
        attempts: Movements that were seen but not counted.
        data: How good its samples were.
        better_on_shank: Whether the thigh showed the exercise too little and the shank would show
            it.
        by_hand: Number of reps that were added by hand; nothing else is known about them.
        knee: How well the knee is known; None if it is unknown or without a second sensor.
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
        """Number of reps that count, with those added by hand."""
        return len(self.reps) + self.by_hand

    def reps_of(self, one: ExerciseSet) -> tuple[Rep, ...]:
        """Return the reps of one of its sets, in order, without those added by hand."""
        return tuple(rep for rep in self.reps if rep.set == one.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One quantity, left against right.

    Attributes:
        metric: Its name with its unit, for instance ``hold_s``.
        left: Mean over the left leg's reps; None without reps.
        right: The same for the right leg.
        difference: Left minus right; None if a side is missing.
        ci95: Interval of the difference, from the variation of reps and of sets. It decides whether
            the difference is clear. Its 95 % hold for all quantities of the comparison together.
            None with too few reps.
        lsi_pct: Limb symmetry index, 100 × weaker / stronger; None if a ratio means nothing.
        weaker: The weaker leg; None if the difference is not clear.
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
    """The comparison of left and right over all metrics, with the reason in one sentence.

    Attributes:
        weaker_leg: The weaker leg; None for no clear difference.
        why: The reason, in one sentence.
        metrics: The comparison of each quantity.
        slower_leg: The leg that is clearly slower on the way out or back, which is not a weakness;
            None if neither is.
    """

    weaker_leg: Leg | None
    why: str
    metrics: tuple[Metric, ...] = ()
    slower_leg: Leg | None = None

    def of(self, quantity: Quantity) -> Metric | None:
        """Return the comparison of one quantity; None if it was not compared."""
        return next((one for one in self.metrics if one.metric == quantity.name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A session's result, or that of one exercise in it.

    Attributes:
        exercise: The id of the exercise, or of the first one if there were several; None if none
            was named.
        legs: What each leg with a sensor did, in all exercises.
        comparison: The comparison of left and right in ``exercise``.
        advice: What to do next time, in sentences by the exercise's id.
        parts: One result for each exercise, in the order of their first sets; empty if there was
            only one. Read it through ``evenstride.analysis.comparing.by_exercise.by_exercise``.
        planned: What was planned for ``exercise``; None if unknown.
        felt: Pain and effort as reported, in order.
    """

    exercise: str | None
    legs: Mapping[Leg, LegSummary]
    comparison: Comparison
    advice: Mapping[str, str] = field(default_factory=dict)
    parts: tuple["Summary", ...] = ()
    planned: PlannedExercise | None = None
    felt: tuple[Feeling, ...] = ()
