"""Finds accelerometers and gyroscopes that disagree, without knowing which of them is faulty.

This proves that something is wrong, but not what, so nothing is repaired by it.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from evenstride.analysis.signal.doubts.agreement import Agreement
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence

MOVED: Final = 0.2
"""Least movement, rad²/s²: ten seconds of a limb that turns by 4 °/s. Less is the noise of a
resting limb: in the recordings agreement fell to 0.5 where it was 0.1."""

UNEXPLAINED: Final = 0.45
"""Movement that one saw and the other did not, rad²/s², from which on they disagree. Sound sensors
on vigorous limbs left 0.11, and those of simulated people who drive a car, climb stairs or handle
the sensor 0.30, since constant acceleration across gravity hardly changes the force's magnitude."""

LATE_MOVED: Final = 0.5
"""Least movement for a lag, rad²/s²: with less, in a person who runs and seldom rests, it was off
by 0.11 s."""

DISAGREE: Final = 0.75
"""Sound sensors agreed to 0.85, except for one vigorous limb, 0.69; a dead or turned axis, or
noise, leaves less than 0.6, unless the limb hardly turns about it."""

LATE_S: Final = 0.08
"""In the recordings neither was later than the other by more than 0.03 s. A smaller lag shifts no
rep by more than three ticks."""

LATE_EXPLAINED: Final = 0.85
"""If a sensor is only late, its lag explains everything but noise."""

TIMES: Final = (0.6, 1.6)
"""Sound gyroscopes turned 0.9 to 1.3 times as far as gravity where the limb was gentle."""

SURE: Final = 0.9
"""The scale is only called wrong if the sensors agree this well apart from it."""


class DisagreementKind(Enum):
    """How two sensors disagree."""

    LATE = auto()
    SCALE = auto()
    CONTRADICTION = auto()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The gyroscope and the accelerometer do not agree.

    Attributes:
        kind: How they disagree.
        lag_s: How much later than the gyroscope the accelerometer is; 0.0 for other kinds.
        times: How many times as far as gravity the gyroscope turned; 0.0 for other kinds.
    """

    kind: DisagreementKind
    lag_s: float = 0.0
    times: float = 0.0


def disagreement(evidence: SensorEvidence) -> Disagreement | None:
    """Return how the two sensors disagree in the session or a part of it; None if they agree."""
    each = [one for one in evidence.gravity.agreements if one.moved >= MOVED]
    if not each:
        return None
    # The last one is for the whole session and has most movement.
    whole = each[-1]
    lag_s, explained = whole.best_lag
    is_late = abs(lag_s) > LATE_S and explained > LATE_EXPLAINED
    if is_late and whole.moved > LATE_MOVED:
        return Disagreement(DisagreementKind.LATE, lag_s=lag_s)
    if any(_contradicts(one) for one in each):
        return Disagreement(DisagreementKind.CONTRADICTION)
    off = [one for one in each if _is_off_scale(one)]
    if off:
        worst = max(off, key=lambda one: max(one.times, 1.0 / one.times))
        return Disagreement(DisagreementKind.SCALE, times=worst.times)
    return None


def _contradicts(one: Agreement) -> bool:
    return one.agreed < DISAGREE and one.moved * (1.0 - one.agreed) > UNEXPLAINED


def _is_off_scale(one: Agreement) -> bool:
    return one.agreed > SURE and not TIMES[0] < one.times < TIMES[1]
