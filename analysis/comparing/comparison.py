"""Compares left with right: what differs, how certainly, and whether one leg is weaker.

A leg is weaker in a quantity if it has a smaller range, a shorter hold (if the exercise asks for
one) or rougher movement. Tempo is chosen, the count depends on when one stops, and a sideways tilt
has no good side: these are shown and, in the case of tempo, mentioned, but say nothing about
strength. The leg as a whole is called weaker for its range and its hold only, since the smoothness
of a movement changes with its size and speed.

Equal legs may be called different, in any quantity, in at most one session in twenty. So the 95 %
of the intervals apply to all quantities of a comparison together (Bonferroni, weighted). Each
interval is wider than it would be alone, and the same interval decides and is shown.

In simulated sessions (``tests/analysis/test_comparison_simulated.py``) of reps that vary by 10 %
and resemble their neighbours by 0.2, as real ones do:

    sets of each leg                       3 x 12 reps    and sets vary by 5 %    by 8 %
    equal legs called different, at all    0 %            2 %                     5 %
    20 % less range found                  99 %           89 %                    62 %

With one set for each leg it is unknown how much sets vary, and 5 % is assumed, the most that is
plausible. With one set of 12 each, if sets vary by 3 %, by 5 % and by 8 %, equal legs are called
different in 0, 3 and 21 % of the comparisons; 20 % less range is found in 45 %, 25 % less in 80 %,
30 % less in 90-99 %.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import fmean
from typing import Final

from evenstride.analysis.comparing.comparison_words import Finding, slower, why, why_no_comparison
from evenstride.analysis.comparing.difference import MIN_REPS, Difference, difference_of_means
from evenstride.analysis.model.exercise_values import KneeMoves
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.quantities import (
    COMPARED,
    COUNT,
    KNEE_RANGE,
    OF_A_KNEE,
    RANGE,
    Consequence,
    Quantity,
)
from evenstride.analysis.model.summary import Comparison, LegSummary, Metric
from evenstride.sensors.samples import Leg

VERDICT_FRACTION: Final = 0.10
"""Smallest difference, as a part of the stronger leg's value, that makes a leg the weaker one: 90 %
symmetry is the usual pass mark, and most healthy people miss it in one test or another."""


ERRORS: Final = {
    Consequence.VERDICT: 0.03,
    Consequence.LESS: 0.005,
    Consequence.TEMPO: 0.01,
    Consequence.NONE: 0.005,
}
"""Probability that the interval of any quantity with this consequence misses the true difference:
5 % in total, most of it for range and hold, as they decide which leg is called weaker."""

WORTH_SEEING: Final = 0.20
"""A difference of this part of the other leg's value is worth knowing: if one might have been
missed, the comparison says so."""


def compare(left: LegSummary | None, right: LegSummary | None, exercise: Exercise) -> Comparison:
    """Compare what the legs did in a session.

    Args:
        left: What the left leg did; None if it wore no sensor.
        right: The same for the right leg.
        exercise: What was trained; it says whether a hold was asked for.

    Returns:
        All metrics, the weaker leg if it is clear, and the reason in one sentence.
    """
    quantities = _quantities(left, right)
    errors = _errors(quantities, exercise)
    metrics, findings = [_count(left, right)], {}
    for quantity in quantities:
        sets = [_sets(leg, quantity) for leg in (left, right)]
        error, consequence = errors[quantity], _consequence(quantity, exercise)
        is_judged = consequence is not Consequence.NONE
        metric, estimate = _metric(quantity, *sets, error=error, is_judged=is_judged)
        metrics.append(metric)
        if estimate is not None and is_judged:
            findings[quantity.name] = _finding(metric, quantity, estimate, error)
    refusal = why_no_comparison(left, right, MIN_REPS)
    if refusal is not None:
        return Comparison(weaker_leg=None, why=refusal, metrics=tuple(metrics))
    deciding = _of(findings, Consequence.VERDICT)
    legs = {finding.metric.weaker for finding in deciding if finding.decides}
    weaker_leg = legs.pop() if len(legs) == 1 else None
    tempo = _of(findings, Consequence.TEMPO)
    slow = slower(tempo)
    one_set = any(len(_sets(leg, RANGE)) == 1 for leg in (left, right))
    return Comparison(
        weaker_leg=weaker_leg,
        why=why(weaker_leg, deciding, tempo, one_set=one_set),
        metrics=tuple(metrics),
        slower_leg=slow[0] if slow else None,
    )


def _quantities(*legs: LegSummary | None) -> tuple[Quantity, ...]:
    """Return what is compared; quantities of the knee only if a leg wore a second sensor."""
    reps = [rep for leg in legs if leg is not None for rep in leg.reps]
    is_known = any(rep.knee_rom_deg is not None for rep in reps)
    return (*COMPARED, *OF_A_KNEE) if is_known else COMPARED


def _errors(quantities: Sequence[Quantity], exercise: Exercise) -> dict[Quantity, float]:
    """Return how often each quantity's interval may miss the true difference (Bonferroni)."""
    of_each: dict[Consequence, list[Quantity]] = {}
    for quantity in quantities:
        of_each.setdefault(_consequence(quantity, exercise), []).append(quantity)
    return {
        quantity: ERRORS[consequence] / len(quantities)
        for consequence, quantities in of_each.items()
        for quantity in quantities
    }


def _consequence(quantity: Quantity, exercise: Exercise) -> Consequence:
    """Return what a difference means: nothing for a hold or bend that was not asked for."""
    is_asked = exercise.hold_target_s is not None or not quantity.only_held
    if quantity is KNEE_RANGE:
        is_asked = exercise.knee in (KneeMoves.BENDS, KneeMoves.STRAIGHTENS)
    return quantity.consequence if is_asked else Consequence.NONE


def _of(findings: Mapping[str, Finding], consequence: Consequence) -> list[Finding]:
    """Return the findings of the quantities with this consequence, in their order."""
    return [one for one in findings.values() if one.quantity.consequence is consequence]


def _sets(leg: LegSummary | None, quantity: Quantity) -> list[list[float]]:
    """Return one quantity of a leg's reps, set by set; sets without any value are left out."""
    by_set = groupby(leg.reps if leg else (), key=lambda rep: rep.set)
    values = ([quantity.of(rep) for rep in reps] for _, reps in by_set)
    known = ([x for x in one if x is not None] for one in values)
    return [one for one in known if one]


def _count(left: LegSummary | None, right: LegSummary | None) -> Metric:
    counts = [float(leg.count) if leg else None for leg in (left, right)]
    both = [count for count in counts if count is not None]
    return Metric(
        metric=COUNT.name,
        left=counts[0],
        right=counts[1],
        difference=both[0] - both[1] if len(both) == 2 else None,
        ci95=None,
        # A leg without reps was not trained, which is not a symmetry of 0 %.
        lsi_pct=100.0 * (min(both) / max(both)) if len(both) == 2 and min(both) > 0 else None,
        weaker=None,
    )


def _metric(
    quantity: Quantity,
    left_sets: list[list[float]],
    right_sets: list[list[float]],
    *,
    error: float,
    is_judged: bool,
) -> tuple[Metric, Difference | None]:
    """Return one quantity as a metric, and the estimate of its difference."""
    left, right = (
        fmean([x for one in sets for x in one]) if sets else None
        for sets in (left_sets, right_sets)
    )
    if left is None or right is None:
        return Metric(
            metric=quantity.name,
            left=left,
            right=right,
            difference=None,
            ci95=None,
            lsi_pct=None,
            weaker=None,
        ), None
    estimate = difference_of_means(left_sets, right_sets)
    weaker = None
    if quantity.less and is_judged and _differs(estimate, quantity, left, right, error):
        weaker = Leg.LEFT if left < right else Leg.RIGHT
    metric = Metric(
        metric=quantity.name,
        left=left,
        right=right,
        difference=left - right,
        ci95=estimate.interval(1.0 - error) if estimate else None,
        lsi_pct=_lsi_pct(left, right, quantity),
        weaker=weaker,
    )
    return metric, estimate


def _differs(
    estimate: Difference | None, quantity: Quantity, left: float, right: float, error: float
) -> bool:
    return (
        estimate is not None
        and estimate.is_clear(1.0 - error)
        and abs(estimate.value) > quantity.resolution(left, right)
    )


def _finding(metric: Metric, quantity: Quantity, estimate: Difference, error: float) -> Finding:
    assert metric.left is not None
    assert metric.right is not None
    low, high = sorted((metric.left, metric.right))
    interval = estimate.interval(1.0 - error)
    smallest = max(quantity.resolution(low, high), (interval[1] - interval[0]) / 2.0)
    return Finding(
        quantity=quantity,
        metric=metric,
        differs=_differs(estimate, quantity, metric.left, metric.right, error),
        decides=metric.weaker is not None and high - low >= VERDICT_FRACTION * high,
        hidden=smallest > WORTH_SEEING * high,
    )


def _lsi_pct(left: float, right: float, quantity: Quantity) -> float | None:
    low, high = sorted((left, right))
    if quantity.ratio_from is None or low <= 0.0 or high < quantity.ratio_from:
        return None
    return 100.0 * (low / high)
