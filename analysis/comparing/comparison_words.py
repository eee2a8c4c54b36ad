"""Puts a comparison into one sentence: why one leg is called weaker, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.analysis.model.quantities import Quantity
from evenstride.analysis.model.summary import LegSummary, Metric
from evenstride.sensors.samples import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one quantity shows about the legs, if both have it.

    Attributes:
        quantity: The quantity.
        metric: Its means, and their difference.
        differs: Whether the legs clearly differ in it.
        decides: Whether it is enough to call a leg weaker, ``metric.weaker``.
        hidden: Whether a leg could have a fifth less of it without being found.
    """

    quantity: Quantity
    metric: Metric
    differs: bool
    decides: bool
    hidden: bool


def why_no_comparison(
    left: LegSummary | None, right: LegSummary | None, min_reps: int
) -> str | None:
    """Say why there is nothing to compare; None if there is something."""
    if left is None or right is None:
        if left is None and right is None:
            return "Nothing to compare: no leg wore a sensor."
        return f"Nothing to compare: only the {'left' if left else 'right'} leg wore a sensor."
    if bool(left.count) != bool(right.count):
        only, idle = ("left", "right") if left.count else ("right", "left")
        return f"Only the {only} leg did reps; do as many with the {idle} leg to compare them."
    left_kg, right_kg = _least_kg(left), _least_kg(right)
    if left.count and left_kg != right_kg:
        return (
            f"The legs carried different weights ({left_kg:g} kg left, {right_kg:g} kg right), so "
            "comparing them does not show which is weaker."
        )
    # Reps that were added by hand count, but have no values to compare.
    measured = [len(leg.reps) for leg in (left, right)]
    if min(measured) < min_reps:
        more = " (reps added by hand have no figures)" if left.by_hand or right.by_hand else ""
        return (
            f"Too few reps to compare: {measured[0]} on the left, {measured[1]} on the right, "
            f"and it takes {min_reps} on each leg{more}."
        )
    return None


def _least_kg(leg: LegSummary) -> float:
    return min((one.kg or 0.0 for one in leg.sets), default=0.0)


def why(
    weaker_leg: Leg | None, deciding: Sequence[Finding], tempo: Sequence[Finding], *, one_set: bool
) -> str:
    """Give the verdict's reason in one sentence with figures.

    Args:
        weaker_leg: The verdict.
        deciding: The quantities that it rests on.
        tempo: The ways up and down.
        one_set: Whether one of the legs did one set only.
    """
    decisive = [finding for finding in deciding if finding.decides]
    if weaker_leg is not None:
        parts = " and ".join(_told(finding) for finding in decisive)
        # Whole sets vary, which a single set cannot show.
        limit = ", as far as one set of a leg can tell" if one_set else ""
        return f"The {weaker_leg} leg is weaker: {parts}{limit}."
    if decisive:
        parts = ", but ".join(f"the {one.metric.weaker} leg has {_told(one)}" for one in decisive)
        return f"No leg is clearly weaker: {parts}."
    slight = [finding for finding in deciding if finding.differs]
    if slight:
        parts = " and ".join(f"the {one.metric.weaker} leg has {_told(one)}" for one in slight)
        return f"No leg is clearly weaker: {parts}, but by less than a tenth."
    both = " or ".join(_shown(finding) for finding in deciding)
    return f"No clear difference in {both}{_hidden(deciding)}{_tempo(tempo)}."


def _told(finding: Finding) -> str:
    """Say what the weaker leg has, for instance ``shorter holds (1.4 s against 2.1 s)``."""
    low, high = sorted(_means(finding.metric))
    return f"{finding.quantity.lack} ({_amount(finding, low)} against {_amount(finding, high)})"


def _shown(finding: Finding) -> str:
    left, right = (_amount(finding, mean) for mean in _means(finding.metric))
    return f"{finding.quantity.noun} ({left} left, {right} right)"


def _means(metric: Metric) -> tuple[float, float]:
    assert metric.left is not None
    assert metric.right is not None
    return metric.left, metric.right


def _amount(finding: Finding, mean: float) -> str:
    decimals = finding.quantity.decimals_for(*_means(finding.metric))
    return f"{mean:.{decimals}f}{finding.quantity.suffix}"


def _hidden(deciding: Sequence[Finding]) -> str:
    """Say, as a part of a sentence, that a difference worth knowing may have been missed."""
    names = [finding.quantity.noun for finding in deciding if finding.hidden]
    if not names:
        return ""
    return f"; a leg with a fifth less {' or '.join(names)} might not have been found"


def slower(tempo: Sequence[Finding]) -> tuple[Leg, Finding] | None:
    """Return the leg that is clearly slower, and on which way; None if neither is."""
    for finding in tempo:
        if finding.differs:
            left, right = _means(finding.metric)
            return (Leg.LEFT if left > right else Leg.RIGHT), finding
    return None


def _tempo(tempo: Sequence[Finding]) -> str:
    """Mention the tempo, without judging it, as the end of a sentence if it clearly differs."""
    found = slower(tempo)
    if found is None:
        return ""
    leg, finding = found
    low, high = sorted(_means(finding.metric))
    slow, fast = _amount(finding, high), _amount(finding, low)
    return f"; the {leg} leg is slower on the way {finding.quantity.short} ({slow} against {fast})"
