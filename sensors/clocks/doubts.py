"""What a clock based on arrivals is unsure of, in a sentence for the user."""

from dataclasses import dataclass
from typing import Final

from evenstride.sensors.clocks.explaining import MOST_LOST
from evenstride.sensors.clocks.other_rate import other_rate
from evenstride.sensors.clocks.time_errors import TimeErrors

# If arrivals have no rhythm, a fraction of losses above this is worth telling.
_UNSURE_LOSS = 0.002
# Numbers that were skipped needlessly are, if they are more than this fraction of the samples and
# more than this time, for this long.
_SPARE, _SPARE_US, _SPARE_FOR_US = 0.005, 200_000, 5_000_000
# So is a computer or a queue that was behind for this long, and this fraction of the time, so that
# nobody knows what was lost meanwhile.
_BEHIND_US, _BEHIND = 3_000_000, 0.2
# If more than this fraction is lost and the measured rate changes from time to time, the rate is
# not known: no crystal does that, and each rate explains the losses in its own way. It is worth
# telling if the periods differ by this fraction of the losses.
_LOSES, _UNSETTLED = 0.05, 0.15
# A radio that loses this much loses in runs. If nearly every loss is single, a slower sensor with
# fewer losses is just as likely.
_SO_MUCH, _A_ROW = 0.24, 1.0
# Arrivals further apart than this, and than several notifications, are worth telling.
RARELY_US: Final = 90_000
"""Samples that are delivered further apart than this count as delivered rarely."""
_SEVERAL = 2.2
# So is a connection that loses this fraction of notifications of at least this duration, if they
# are in step with its events to this fraction: nobody knows when between two events they were
# measured.
_LARGE_US, _OFTEN, _IN_STEP = 25_000, 0.08, 0.05
# So are legs that are far apart for this fraction of the time, because losses were elsewhere.
_APART = 0.05


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a clock knows about its own certainty; times in microseconds.

    Attributes:
        nominal_hz: The nominal rate.
        rate_hz: The believed rate.
        is_rate_sure: Whether it was measured for long enough, by a computer that kept up.
        sought_us: The shortest and the longest period found lately.
        is_uneven: Whether a late arrival looks like one after a loss.
        came: How many samples came.
        said_lost: How many samples are lost according to the numbers handed out.
        row_price: How much less likely a loss is at the start of a run than within one.
        errors: How far off times may be because a loss was elsewhere.
        spare_us: For how long many of those reported lost have come after all.
        behind_us: For how long the computer was behind and hid losses, or lateness was called a
            loss.
        apart_us: The usual time between arrivals.
        batch_us: The time between notifications if none is lost.
        interval_us: The time between events of the connection; 0.0 if unknown.
    """

    nominal_hz: float
    rate_hz: float
    is_rate_sure: bool
    sought_us: tuple[float, float]
    is_uneven: bool
    came: int
    said_lost: int
    row_price: float
    errors: TimeErrors
    spare_us: int
    behind_us: float
    apart_us: float
    batch_us: float
    interval_us: float


def are_many(spare: int, came: int, period_us: float) -> bool:
    """Return whether needlessly skipped numbers are worth telling, if it stays so.

    Args:
        spare: How many more are reported lost than are believed lost.
        came: How many samples came.
        period_us: The time between samples.
    """
    return spare > max(_SPARE * came, _SPARE_US / period_us)


def _unsettled(seen: Evidence) -> str:
    """Say that the rate is not known well enough to tell what is lost; empty if it is."""
    part, (shortest_us, longest_us) = seen.said_lost / max(seen.came, 1), seen.sought_us
    if part <= _LOSES or not seen.is_rate_sure:
        return ""
    if longest_us / shortest_us - 1 > _UNSETTLED * part:
        slow_hz, fast_hz = 1e6 / longest_us, 1e6 / shortest_us
        return (
            f"The times of arrival do not settle the sensor's rate: it is {slow_hz:.3g} samples a "
            f"second and fewer are lost, or {fast_hz:.3g} and more are. What is said lost is not "
            "sure."
        )
    if part / (1 + part) > _SO_MUCH and seen.row_price < _A_ROW:
        return (
            f"The times of arrival do not settle the sensor's rate: it is {seen.rate_hz:.3g} "
            "samples a second, or lower and fewer are lost. What is said lost is not sure."
        )
    return ""


def doubt(seen: Evidence) -> str:
    """Return the one sentence that is worth telling; empty if there is none."""
    told = ""
    if seen.is_rate_sure:
        told = other_rate(
            seen.nominal_hz,
            seen.rate_hz,
            told_by="by their times of arrival",
            most_lost=MOST_LOST,
        )
    if not told and (
        seen.spare_us > _SPARE_FOR_US
        or seen.behind_us > max(_BEHIND_US, _BEHIND * seen.came * 1e6 / seen.rate_hz)
    ):
        told = (
            "Samples come late, by the connection or this computer: some were said lost that came "
            "after all, or the other way round, and times may be off by some tenths of a second."
        )
    told = told or _unsettled(seen)
    if not told and seen.is_uneven and seen.said_lost > _UNSURE_LOSS * seen.came:
        told = (
            "Samples arrive too unevenly to tell for sure which are lost and which are late: "
            "up to one in a hundred may be said lost that is not."
        )
    if not told and seen.apart_us > max(RARELY_US, _SEVERAL * seen.batch_us):
        told = handed_over_rarely(seen.apart_us)
    is_in_step = abs(seen.interval_us - seen.batch_us) < _IN_STEP * seen.batch_us
    is_large = is_in_step and seen.batch_us > _LARGE_US
    if not told and is_large and seen.said_lost > _OFTEN * seen.came:
        told = handed_over_rarely(seen.interval_us)
    if not told and seen.is_rate_sure and seen.errors.apart() > _APART:
        told = _lost_among_others(seen)
    return told


def _lost_among_others(seen: Evidence) -> str:
    """Say that nobody knows which of the samples that came together were lost."""
    part, off_us = seen.errors.off(), max(seen.interval_us, seen.batch_us)
    return (
        "Of samples that arrive together, nothing tells which are lost: "
        f"the times of {100 * part:.0f} in 100 may be off by up to {off_us / 1e6:.1g} s."
    )


def handed_over_rarely(apart_us: float) -> str:
    """Say that samples are delivered so rarely that it is unclear when they were measured."""
    return (
        f"Samples are handed over only every {apart_us / 1e6:.1g} s, by the connection or this "
        "computer: times may be off by half of that, and by more where some are lost."
    )
