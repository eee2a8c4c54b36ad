"""How good one sensor's samples were, judged by what became of them."""

from collections.abc import Sequence

from evenstride.analysis.model.summary import DataQuality
from evenstride.analysis.signal.screening.data_counter import DataCounter


def measured_rate_hz(counter: DataCounter, gaps: Sequence[tuple[float, float]]) -> float:
    """Samples per second, outside of gaps; 0.0 if that is not known.

    If most steps are as long as a gap, that is simply how the sensor sends.

    Args:
        counter: What became of the samples.
        gaps: From when to when none came, seconds.
    """
    measured_s = _duration_s(counter)
    steps = counter.used + counter.repeated - 1
    if len(gaps) < 0.5 * steps:
        measured_s -= sum(to_s - from_s for from_s, to_s in gaps)
        steps -= len(gaps)
    return max(steps / measured_s, 0.0) if measured_s > 0 else 0.0


def data_quality(
    counter: DataCounter, gaps: Sequence[tuple[float, float]], warnings: tuple[str, ...]
) -> DataQuality:
    """How good the samples were.

    Args:
        counter: What became of them.
        gaps: From when to when none came, seconds.
        warnings: What is wrong with the sensor, in sentences.
    """
    skipped = {
        "not-a-number": counter.not_a_number,
        "time-backwards": counter.backwards,
        "stuck": counter.gyr_stuck,
        "all-zero": counter.nothing,
    }
    return DataQuality(
        duration_s=_duration_s(counter),
        rate_hz=measured_rate_hz(counter, gaps),
        lost_fraction=counter.lost / max(counter.lost + counter.used, 1),
        gaps=tuple(gaps),
        skipped={reason: count for reason, count in skipped.items() if count},
        warnings=warnings,
    )


def _duration_s(counter: DataCounter) -> float:
    return (counter.last_s or 0.0) - (counter.first_s or 0.0)
