"""Left against right: what differs, how surely, and whether one leg is the weaker one.

A leg is weaker by a smaller range, a shorter hold (where the exercise asks for one) or rougher
movement. Tempo is chosen, the count depends on when one stops, and a sideways tilt has no good
side: these are shown and, for the tempo, told, but say nothing about strength. The leg as a
whole is called weaker for its range and its hold only: how smooth a movement is changes with how
large and how fast it is.

Equal legs are to be called different, by anything, in at most one session of twenty. So each
quantity is judged more strictly than its 95 % interval (Bonferroni).

In simulated sessions (``tests/analysis/test_comparison_simulated.py``) of reps that vary by 10 %
and resemble their neighbours by 0.2, as real ones do:

    sets of each leg                       3 x 12 reps    and sets vary by 5 %    by 8 %
    equal legs called different, at all    0.3 %          3 %                     8 %
    20 % less range found                  100 %          85 %                    60 %

With one set for each leg nothing tells how much sets vary, and it is taken to be 3 %.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean
from typing import Final

from evenstride.analysis.comparing.comparison_words import Finding, slower, why, why_no_comparison
from evenstride.analysis.comparing.difference import MIN_REPS, Difference, difference_of_means
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import Comparison, LegSummary, Metric
from evenstride.sensors.samples import Leg

VERDICT_FRACTION: Final = 0.10
"""Smallest difference, of the stronger leg, that makes a leg the weaker one: 90 % symmetry is the
usual pass mark, and most healthy people miss it in one test or another."""


DECIDING_ERROR: Final = 0.04
"""Chance that range or hold, together, call equal legs different: most of the 5 %, as they decide
which leg is called weaker."""

SMOOTHNESS_ERROR: Final = 0.01
"""The same for smoothness: the rest of the 5 %."""

TEMPO_ERROR: Final = 0.05
"""Chance that ways up and down of equal tempo, together, are told as different."""

WORTH_SEEING: Final = 0.20
"""Where so much less, as a part of the other leg, might not be called different, that is said."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one quantity is read and judged.

    Smoothness is negative, so that rougher is less. ``floor`` and ``floor_fraction`` are what
    the instrument can not resolve: a constant and a part of the larger mean. They are of
    different origin, so their squares are added. ``ratio_from`` is the smallest mean of the
    stronger leg from which a ratio means something, None where it never does.
    """

    read: Callable[[Rep], float | None]
    less_is_weaker: bool = False
    floor: float = 0.0
    floor_fraction: float = 0.0
    ratio_from: float | None = None

    def resolution(self, *means: float) -> float:
        """The smallest difference that is not the instrument's."""
        return math.hypot(self.floor, self.floor_fraction * max(map(abs, means)))


_KINDS: Final[Mapping[str, _Kind]] = {
    # Either leg's holds are right to 0.1 s on average, and the two may err in opposite directions:
    # in simulated sessions the legs' difference was off by 0.05 s (RMS), by 0.15 s at most.
    # A leg that only turns round at the top is there for 0.2-0.4 s: no hold, no ratio.
    "hold_s": _Kind(lambda rep: rep.hold_s, less_is_weaker=True, floor=0.2, ratio_from=0.5),
    # Orientation is good to about 1°. What grows with the range: accelerometer offsets (30 mg
    # turn 40° into 41°, on two sensors) and the strap riding on the moving muscle. Together
    # 4° at 40°: joint angles from such sensors are off by 3° (Seel 2014) to 5° (Argent 2019).
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
    errors = _errors(exercise)
    metrics, findings = [_count(left, right)], {}
    for name, kind in _KINDS.items():
        sets = [_sets(leg, kind) for leg in (left, right)]
        metric, estimate = _metric(name, kind, *sets, error=errors.get(name))
        metrics.append(metric)
        if estimate is not None and name in errors:
            findings[name] = _finding(metric, kind, estimate, errors[name])
    refusal = why_no_comparison(left, right, MIN_REPS)
    if refusal is not None:
        return Comparison(weaker_leg=None, why=refusal, metrics=tuple(metrics))
    deciding = [findings[name] for name in ("hold_s", "rom_deg") if name in findings]
    legs = {finding.metric.weaker for finding in deciding if finding.decides}
    weaker_leg = legs.pop() if len(legs) == 1 else None
    tempo = [findings[name] for name in ("raise_s", "lower_s") if name in findings]
    slow = slower(tempo)
    one_set = any(len(_sets(leg, _KINDS["rom_deg"])) == 1 for leg in (left, right))
    return Comparison(
        weaker_leg=weaker_leg,
        why=why(weaker_leg, deciding, tempo, one_set=one_set),
        metrics=tuple(metrics),
        slower_leg=slow[0] if slow else None,
    )


def _errors(exercise: Exercise) -> dict[str, float]:
    """How often each quantity may call equal legs different; those that are not in it never do."""
    deciding = ["rom_deg"] if exercise.hold_target_s is None else ["hold_s", "rom_deg"]
    return {
        **dict.fromkeys(deciding, DECIDING_ERROR / len(deciding)),
        **dict.fromkeys(("raise_s", "lower_s"), TEMPO_ERROR / 2),
        "smoothness": SMOOTHNESS_ERROR,
    }


def _sets(leg: LegSummary | None, kind: _Kind) -> list[list[float]]:
    """One quantity of a leg's reps, set by set; sets without any value are left out."""
    by_set = groupby(leg.reps if leg else (), key=lambda rep: rep.set)
    values = ([kind.read(rep) for rep in reps] for _, reps in by_set)
    finite = ([x for x in one if x is not None and math.isfinite(x)] for one in values)
    return [one for one in finite if one]


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
    name: str,
    kind: _Kind,
    left_sets: list[list[float]],
    right_sets: list[list[float]],
    *,
    error: float | None,
) -> tuple[Metric, Difference | None]:
    """One quantity, and its difference as an estimate; ``error`` is None where it is not judged."""
    left, right = (
        fmean([x for one in sets for x in one]) if sets else None
        for sets in (left_sets, right_sets)
    )
    if left is None or right is None:
        return Metric(
            metric=name,
            left=left,
            right=right,
            difference=None,
            ci95=None,
            lsi_pct=None,
            weaker=None,
        ), None
    estimate = difference_of_means(left_sets, right_sets)
    weaker = None
    if kind.less_is_weaker and error is not None and _differs(estimate, kind, left, right, error):
        weaker = Leg.LEFT if left < right else Leg.RIGHT
    metric = Metric(
        metric=name,
        left=left,
        right=right,
        difference=left - right,
        ci95=estimate.interval(0.95) if estimate else None,
        lsi_pct=_lsi_pct(left, right, kind),
        weaker=weaker,
    )
    return metric, estimate


def _differs(
    estimate: Difference | None, kind: _Kind, left: float, right: float, error: float
) -> bool:
    return (
        estimate is not None
        and estimate.is_clear(1.0 - error)
        and abs(estimate.value) > kind.resolution(left, right)
    )


def _finding(metric: Metric, kind: _Kind, estimate: Difference, error: float) -> Finding:
    assert metric.left is not None
    assert metric.right is not None
    low, high = sorted((metric.left, metric.right))
    interval = estimate.interval(1.0 - error)
    smallest = max(kind.resolution(low, high), (interval[1] - interval[0]) / 2.0)
    return Finding(
        metric=metric,
        differs=_differs(estimate, kind, metric.left, metric.right, error),
        decides=metric.weaker is not None and high - low >= VERDICT_FRACTION * high,
        hidden=smallest > WORTH_SEEING * high,
    )


def _lsi_pct(left: float, right: float, kind: _Kind) -> float | None:
    low, high = sorted((left, right))
    if kind.ratio_from is None or low <= 0.0 or high < kind.ratio_from:
        return None
    return 100.0 * (low / high)
