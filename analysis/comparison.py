"""Left against right: what differs, how surely, and whether one leg is the weaker one.

A leg is weaker by a smaller range, a shorter hold (where the exercise asks for one) or rougher
movement. Tempo is chosen, the count depends on when one stops, and a sideways tilt has no good
side: these are shown and, for the tempo, told, but say nothing about strength. The leg as a
whole is called weaker for its range and its hold only: how smooth a movement is changes with how
large and how fast it is.

By simulation of a 40° raise with a 2 s hold, 24 reps on each leg (``tests/analysis``):

    variation between reps               10 %    15 %    15 %, neighbours correlated by 0.3
    equal legs called different         0.1 %     2 %     5 %
    20 % less range or hold found       100 %    98 %    83 %

With 12 reps the last column is 7 % and 54 %, with 36 reps 3 % and 96 %.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from analysis.difference import MIN_REPS, difference_of_means
from analysis.events import Rep
from analysis.exercises import Exercise
from analysis.summary import Comparison, LegSummary, Metric
from sensors.samples import Leg

VERDICT_FRACTION: Final = 0.10
"""Smallest difference, of the stronger leg, that makes a leg the weaker one: 90 % symmetry is the
usual pass mark, and most healthy people miss it in one test or another."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one quantity is read and judged.

    Smoothness is negative, so that rougher is less. ``floor`` and ``floor_fraction`` are what
    the instrument can not resolve: a constant and a part of the larger mean. ``ratio_from`` is
    the smallest mean of the stronger leg from which a ratio means something, None where it
    never does.
    """

    read: Callable[[Rep], float | None]
    less_is_weaker: bool = False
    floor: float = 0.0
    floor_fraction: float = 0.0
    ratio_from: float | None = None


_KINDS: Final[Mapping[str, _Kind]] = {
    # Either leg's holds are right to 0.1 s on average, and the two may err in opposite directions.
    # A leg that only turns round at the top is there for 0.2-0.4 s: no hold, no ratio.
    "hold_s": _Kind(lambda rep: rep.hold_s, less_is_weaker=True, floor=0.2, ratio_from=0.5),
    # Orientation is good to about 1°. What grows with the range: accelerometer offsets (30 mg
    # turn 40° into 41°, on two sensors) and the strap riding on the moving muscle. Together
    # 5° at 40°: joint angles from such sensors are off by 3° (Seel 2014) to 5° (Argent 2019).
    "rom_deg": _Kind(
        lambda rep: rep.rom_deg, less_is_weaker=True, floor=1.0, floor_fraction=0.10, ratio_from=2.0
    ),
    # Raters with a video agree on a phase to 0.4 s for one rep; on means half of that is real.
    "raise_s": _Kind(lambda rep: rep.raise_s, floor=0.2, floor_fraction=0.10, ratio_from=0.2),
    "lower_s": _Kind(lambda rep: rep.lower_s, floor=0.2, floor_fraction=0.10, ratio_from=0.2),
    "peak_speed_deg_s": _Kind(lambda rep: rep.peak_speed_deg_s, ratio_from=5.0),
    # The spread of one and the same movement over durations of 1-4 s and rates of 25-100 Hz is
    # 0.02; a tremor of 3 °/s costs 0.4.
    "smoothness": _Kind(lambda rep: rep.smoothness, less_is_weaker=True, floor=0.1),
    "tilt_deg": _Kind(lambda rep: rep.tilt_deg),
}


def compare(left: LegSummary | None, right: LegSummary | None, exercise: Exercise) -> Comparison:
    """Compare what the legs did in a session.

    Args:
        left: What the left leg did; None where it wore no sensor.
        right: The same of the right leg.
        exercise: What was trained: it says whether a hold was asked for.

    Returns:
        All metrics, the weaker leg where it is clear, and why in one sentence.
    """
    left_reps, right_reps = left.reps if left else (), right.reps if right else ()
    metrics = [_count(left, right)]
    for name, kind in _KINDS.items():
        judged = name != "hold_s" or exercise.hold_target_s is not None
        metrics.append(
            _metric(name, kind, _values(left_reps, kind), _values(right_reps, kind), judged=judged)
        )
    found = {metric.metric: metric for metric in metrics}
    if left is None or right is None:
        return Comparison(weaker_leg=None, why=_why_one_leg(left, right), metrics=tuple(metrics))
    if bool(left.count) != bool(right.count):
        only, idle = ("left", "right") if left.count else ("right", "left")
        why = f"Only the {only} leg did reps; do as many with the {idle} leg to compare them."
        return Comparison(weaker_leg=None, why=why, metrics=tuple(metrics))
    if min(left.count, right.count) < MIN_REPS:
        why = (
            f"Too few reps to compare: {left.count} on the left, {right.count} on the right, "
            f"and it takes {MIN_REPS} on each leg."
        )
        return Comparison(weaker_leg=None, why=why, metrics=tuple(metrics))
    deciding = [
        name for name in ("hold_s", "rom_deg") if name == "rom_deg" or exercise.hold_target_s
    ]
    certain = {
        name: leg
        for name in deciding
        if (leg := _verdict(found[name], left_reps, right_reps, among=len(deciding))) is not None
    }
    legs = set(certain.values())
    weaker_leg = legs.pop() if len(legs) == 1 else None
    return Comparison(
        weaker_leg=weaker_leg,
        why=_why(weaker_leg, certain, found, deciding),
        metrics=tuple(metrics),
    )


def _values(reps: Sequence[Rep], kind: _Kind) -> list[float]:
    values = (kind.read(rep) for rep in reps)
    return [value for value in values if value is not None and math.isfinite(value)]


def _count(left: LegSummary | None, right: LegSummary | None) -> Metric:
    counts = [float(leg.count) if leg else None for leg in (left, right)]
    both = [count for count in counts if count is not None]
    return Metric(
        metric="reps",
        left=counts[0],
        right=counts[1],
        difference=both[0] - both[1] if len(both) == 2 else None,
        ci95=None,
        # A leg without reps was not trained; that is no symmetry of 0 %.
        lsi_pct=100.0 * (min(both) / max(both)) if len(both) == 2 and min(both) > 0 else None,
        weaker=None,
    )


def _metric(
    name: str, kind: _Kind, left: list[float], right: list[float], *, judged: bool
) -> Metric:
    if not left or not right:
        return Metric(
            metric=name,
            left=fmean(left) if left else None,
            right=fmean(right) if right else None,
            difference=None,
            ci95=None,
            lsi_pct=None,
            weaker=None,
        )
    left_mean, right_mean = fmean(left), fmean(right)
    estimate = difference_of_means(left, right)
    weaker = None
    if judged and kind.less_is_weaker and estimate is not None and estimate.is_clear(0.95):
        floor = kind.floor + kind.floor_fraction * max(abs(left_mean), abs(right_mean))
        if abs(estimate.value) > floor:
            weaker = Leg.LEFT if estimate.value < 0 else Leg.RIGHT
    return Metric(
        metric=name,
        left=left_mean,
        right=right_mean,
        difference=left_mean - right_mean,
        ci95=estimate.interval(0.95) if estimate else None,
        lsi_pct=_lsi_pct(left_mean, right_mean, kind),
        weaker=weaker,
    )


def _lsi_pct(left: float, right: float, kind: _Kind) -> float | None:
    low, high = sorted((left, right))
    if kind.ratio_from is None or low <= 0.0 or high < kind.ratio_from:
        return None
    return 100.0 * (low / high)


def _verdict(
    metric: Metric, left: Sequence[Rep], right: Sequence[Rep], *, among: int
) -> Leg | None:
    """The weaker leg by this metric, if sure enough among several (Bonferroni) and large enough."""
    if metric.weaker is None or metric.left is None or metric.right is None:
        return None
    kind = _KINDS[metric.metric]
    estimate = difference_of_means(_values(left, kind), _values(right, kind))
    if estimate is None or not estimate.is_clear(1.0 - 0.05 / among):
        return None
    if abs(estimate.value) < VERDICT_FRACTION * max(metric.left, metric.right):
        return None
    return metric.weaker


def _why_one_leg(left: LegSummary | None, right: LegSummary | None) -> str:
    if left is None and right is None:
        return "Nothing to compare: no leg wore a sensor."
    return f"Nothing to compare: only the {'left' if left else 'right'} leg wore a sensor."


def _why(
    weaker_leg: Leg | None,
    certain: Mapping[str, Leg],
    found: Mapping[str, Metric],
    deciding: Sequence[str],
) -> str:
    if weaker_leg is not None:
        parts = [_told(found[name], weaker_leg) for name in certain]
        return f"The {weaker_leg} leg is weaker: {' and '.join(parts)}."
    if certain:
        parts = [f"the {leg} leg has {_told(found[name], leg)}" for name, leg in certain.items()]
        return f"No leg is clearly weaker: {', but '.join(parts)}."
    what = " or ".join({"hold_s": "hold", "rom_deg": "range"}[name] for name in deciding)
    slight = [found[name] for name in deciding if found[name].weaker is not None]
    if slight:
        leg = slight[0].weaker
        assert leg is not None
        return (
            f"No clear difference in {what}: the {leg} leg has {_told(slight[0], leg)}, "
            "which is too small or too uncertain to call it weaker."
        )
    return f"No clear difference in {what}{_tempo(found)}."


def _told(metric: Metric, weaker: Leg) -> str:
    """The metric in words, for instance ``shorter holds (1.4 s against 2.1 s)``."""
    assert metric.left is not None
    assert metric.right is not None
    low, high = (metric.left, metric.right) if weaker is Leg.LEFT else (metric.right, metric.left)
    if metric.metric == "hold_s":
        return f"shorter holds ({low:.1f} s against {high:.1f} s)"
    return f"a smaller range ({low:.0f}° against {high:.0f}°)"


def _tempo(found: Mapping[str, Metric]) -> str:
    """The tempo where it differs clearly, as the end of a sentence: told, not judged."""
    for name, way in (("raise_s", "up"), ("lower_s", "down")):
        metric, kind = found[name], _KINDS[name]
        if metric.left is None or metric.right is None or metric.ci95 is None:
            continue
        apart = abs(metric.left - metric.right)
        low, high = metric.ci95
        floor = kind.floor + kind.floor_fraction * max(metric.left, metric.right)
        if (low > 0.0 or high < 0.0) and apart > floor:
            slower = Leg.LEFT if metric.left > metric.right else Leg.RIGHT
            most, least = max(metric.left, metric.right), min(metric.left, metric.right)
            times = f"{most:.1f} s against {least:.1f} s"
            return f"; the {slower} leg is slower on the way {way} ({times})"
    return ""
