"""What is wrong with a sensor's readings, whatever its limb does, in sentences for the user."""

from collections.abc import Iterator
from math import degrees
from typing import Final

from evenstride.analysis.signal.doubts.dead_axes import DeadAxes
from evenstride.analysis.signal.doubts.gravity_turning import CHUNK_TICKS
from evenstride.analysis.signal.doubts.noise import NOISY_M_S2
from evenstride.analysis.signal.doubts.pose_jumps import PoseJumps
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.screening.reading_steps import ReadingSteps
from evenstride.analysis.signal.short_rows import median
from evenstride.analysis.signal.tuning import TICK_S

_NOISY_DEG_S: Final = 5.0
"""Sound gyroscopes in the recordings have at most 0.5 of noise, also in walking and running."""

_STILL_CHUNKS: Final = 24
"""Six seconds of rest show how much it scatters."""

_LIE_STILL: Final = (
    "Counts and ranges are uncertain; lie or stand still somewhere, and if it stays, use another"
    " sensor."
)

_EVEN_M_S2: Final = 0.02
"""The force on a limb that moves varies by more than this, as do the noise and the gain of any
axis."""

_TURNED_DEG: Final = 120.0
"""Two movements, there and back."""

_MOVING_CHUNKS: Final = 40
"""Ten seconds."""

_ADDS_RAD_S: Final = 0.7
"""40 °/s: at 0.1 m from the hinge, the nearest that a strap sits, this adds 0.05 m/s² to gravity. A
limb that never turns faster need not show more than gravity."""

_APART_S: Final = 0.1
"""A smaller difference comes from putting two streams on one clock."""


def reading_warnings(
    evidence: SensorEvidence, steps: ReadingSteps, *, keeps_time: bool = True
) -> Iterator[str]:
    """The sentences about one sensor's readings, if there is anything to say.

    Args:
        evidence: What its samples showed.
        steps: How coarse they are.
        keeps_time: Whether its times can be believed; without them nothing can be said to turn too
            fast.
    """
    if evidence.jumps.times and keeps_time:
        yield _of_jumps(evidence.jumps)
    if (noise_m_s2 := _noise(evidence)) is not None:
        yield (
            f"While the gyroscope is at rest the accelerometer's readings scatter by"
            f" {noise_m_s2:.2g} m/s², and less than 0.2 is expected: it is shaken,"
            f" as in a car or on a bicycle, disturbed, or faulty. {_LIE_STILL}"
        )
    elif evidence.noise_acc.most > NOISY_M_S2:
        yield (
            "Moving or not, the accelerometer's readings scatter by"
            f" {evidence.noise_acc.most:.2g} m/s², and less than 0.2 is expected: it is shaken,"
            f" as in a car or on a bicycle, disturbed, or faulty. {_LIE_STILL}"
        )
    elif (noise_deg_s := _gyroscope_noise(evidence)) is not None:
        yield (
            "Moving or not, the gyroscope's readings scatter by"
            f" {noise_deg_s:.2g} °/s, and less than 1 is expected: it is shaken, as in a car or"
            f" on a bicycle, disturbed, or faulty. {_LIE_STILL}"
        )
    if _is_direction_only(evidence):
        yield (
            f"The accelerometer reads {median(evidence.mean_m_s2.values):.2f} m/s² in every"
            " movement, and what moves is expected to add to it: its values are the direction of"
            " gravity alone. Counts and times are uncertain; record acceleration as it is measured."
        )
    yield from _of_dead("The accelerometer reads the same along", evidence.dead_acc)
    yield from _of_dead("The gyroscope reads the same along", evidence.dead_gyr)
    yield from _of_steps(steps)


BOTH_LEGS: Final = (
    "The samples of both legs are the same values: one sensor was logged twice, or its values were"
    " copied."
)
BOTH_SENSORS: Final = (
    "The samples of thigh and shin are the same values: one sensor was logged twice, or its values"
    " were copied."
)


def copied(later_s: float | None, seen: str) -> Iterator[str]:
    """The sentence about two sensors whose samples have the same values.

    Args:
        later_s: How much later those of one are; None if they differ.
        seen: How it begins where they are at the same time, by the two places.
    """
    if later_s is None:
        return
    if abs(later_s) >= _APART_S:
        before = seen.partition(":")[0]
        seen = (
            f"{before}, {abs(later_s):.1f} s apart: one sensor was logged twice, or its values were"
            " copied."
        )
    yield (
        f"{seen} Only one of the two was measured, and nothing can be compared; correct what wrote"
        " them."
    )


def explains_contradiction(evidence: SensorEvidence) -> bool:
    """Whether one of these sentences says why two sensors contradict each other."""
    is_dead = bool(evidence.dead_acc.axes or evidence.dead_gyr.axes)
    is_noisy = evidence.noise_acc.most > NOISY_M_S2 or _gyroscope_noise(evidence) is not None
    return is_dead or evidence.jumps.times > 0 or is_noisy or _noise(evidence) is not None


def _gyroscope_noise(evidence: SensorEvidence) -> float | None:
    """By how much the gyroscope scatters all the time, °/s, where that is too much."""
    noise_deg_s = degrees(evidence.noise_gyr.most)
    return noise_deg_s if noise_deg_s > _NOISY_DEG_S else None


def _noise(evidence: SensorEvidence) -> float | None:
    """By how much the accelerometer scatters at rest, m/s², where that is too much."""
    scatter = evidence.scatter_m_s2
    if len(scatter) < _STILL_CHUNKS:
        return None
    noise_m_s2 = median(scatter.values)
    return noise_m_s2 if noise_m_s2 > NOISY_M_S2 else None


def _is_direction_only(evidence: SensorEvidence) -> bool:
    is_known = len(evidence.mean_m_s2) >= _MOVING_CHUNKS
    has_turned = evidence.gravity.so_far.turned_deg > _TURNED_DEG
    if not (is_known and has_turned and evidence.force_varies_m_s2 < _EVEN_M_S2):
        return False
    return float(evidence.mean_rad_s.values.max(initial=0.0)) > _ADDS_RAD_S


def _of_jumps(jumps: PoseJumps) -> str:
    if jumps.times > 1:
        seen = (
            f"At {jumps.at_s:.0f} s from the start, and {jumps.times - 1} times more, the vertical"
            " turned by"
        )
    else:
        seen = f"At {jumps.at_s:.0f} s from the start the vertical turned by"
    return (
        f"{seen} {jumps.most_deg:.0f}° within 0.06 s, which no limb does: what follows comes from a"
        " sensor that is worn otherwise, from another one, or from other axes. Counts around it are"
        " uncertain; change nothing about the sensors within a recording, or begin a new one."
    )


def _of_dead(seen: str, dead: DeadAxes) -> Iterator[str]:
    if axes := dead.axes:
        longest_s = max(dead.longest) * CHUNK_TICKS * TICK_S
        yield (
            f"{seen} {' and '.join(axes)} for {longest_s:.0f} s while its other axes go on: it"
            " does not measure there. Counts and ranges are uncertain; use another sensor."
        )


def _of_steps(steps: ReadingSteps) -> Iterator[str]:
    if steps.coarse_m_s2 is not None:
        yield (
            f"The accelerometer reads in steps of {steps.coarse_m_s2:.2g} m/s², and finer ones than"
            " 0.2 are expected: small movements are not seen, and ranges are uncertain. Set it to a"
            " smaller scale or a finer resolution."
        )
    if steps.coarse_rad_s is not None:
        yield (
            f"The gyroscope reads in steps of {degrees(steps.coarse_rad_s):.2g} °/s, and finer ones"
            " than 1 are expected: slow movements are not seen, and ranges are uncertain. Set it to"
            " a smaller scale or a finer resolution."
        )
    if steps.cut_off_rad_s is not None:
        yield (
            f"The gyroscope stays at {degrees(steps.cut_off_rad_s):.0f} °/s again and again, and"
            " never reads more: its readings are cut off there. Ranges and speeds are uncertain;"
            " set it to a larger scale, or correct what wrote the values."
        )
