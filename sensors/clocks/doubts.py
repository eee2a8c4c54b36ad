"""What a clock that goes by arrivals is not sure of, in a sentence for who trains."""

from dataclasses import dataclass
from typing import Final

from evenstride.sensors.clocks.explaining import MOST_LOST
from evenstride.sensors.clocks.other_rate import other_rate

# Where arrivals keep to no rhythm, a loss in so many is worth a word.
_UNSURE_LOSS = 0.002
# Numbers that were left out for nothing are, where they are so many, and of so much time, for long.
_SPARE, _SPARE_US, _SPARE_FOR_US = 0.005, 200_000, 5_000_000
# So is a computer or a queue that has been behind for so long, and such a part of the time, that
# nobody knows what was lost meanwhile.
_BEHIND_US, _BEHIND = 3_000_000, 0.2
# Where so much is lost, a rate that is found another one from time to time is not known: no crystal
# does that, and each of them explains the losses in its own way. It is worth a word where they
# differ in what is lost by this part.
_LOSES, _UNSETTLED = 0.05, 0.15
# A radio that loses so much loses in rows. Where nearly every loss is one for itself, a slower
# sensor of which less is lost is as likely.
_SO_MUCH, _A_ROW = 0.24, 1.0
# Where arrivals are further apart than this, and by so many notifications, is worth a word.
RARELY_US: Final = 90_000
"""Samples that are handed over further apart are so rarely."""
_SEVERAL = 2.2
# So is a connection where such a part is lost of notifications that hold so much, if they come in
# step with its events, by this part: nobody knows at which moment between two of them.
_LARGE_US, _OFTEN, _IN_STEP = 25_000, 0.08, 0.05
# So are times that are wrong since something was lost elsewhere, where one in so many is by a lot:
# two legs are twice as often wrong as one.
_MISPLACED = 0.025


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a clock knows of its own sureness; times in microseconds.

    Attributes:
        nominal_hz: The nominal rate.
        rate_hz: The rate that is believed.
        is_rate_sure: Whether it was measured for long enough, by a computer that kept up.
        sought_us: The shortest and the longest of the periods that were found of late.
        is_uneven: Whether an arrival that is late looks like one behind a loss.
        came: How many samples came.
        said_lost: How many are lost in the numbers that were given.
        row_price: By how much a loss that begins a row is less likely than one more in it.
        misplaced: Of how many samples the time is wrong, since something was lost elsewhere.
        spare_us: For how long many of those have been such that came after all.
        behind_us: For how long the computer was behind and hid what was lost, or what was only late
            was called lost.
        apart_us: From one arrival to the next, usually.
        batch_us: From one notification to the next, if none is lost.
        interval_us: From one event of the connection to the next; 0.0 if none is known.
    """

    nominal_hz: float
    rate_hz: float
    is_rate_sure: bool
    sought_us: tuple[float, float]
    is_uneven: bool
    came: int
    said_lost: int
    row_price: float
    misplaced: float
    spare_us: int
    behind_us: float
    apart_us: float
    batch_us: float
    interval_us: float


def are_many(spare: int, came: int, period_us: float) -> bool:
    """Whether so many numbers that were left out for nothing are worth a word, if they stay it.

    Args:
        spare: How many more are said lost than are believed to be.
        came: How many samples came.
        period_us: From one to the next.
    """
    return spare > max(_SPARE * came, _SPARE_US / period_us)


def _unsettled(seen: Evidence) -> str:
    """That the rate is not known well enough to say what is lost; empty if it is."""
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
    """The one thing that is worth a word; empty if there is none."""
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
    if not told and seen.is_rate_sure and seen.misplaced > _MISPLACED * seen.came:
        told = _lost_among_others(seen)
    return told


def _lost_among_others(seen: Evidence) -> str:
    """Say that nobody knows which of those that came together were lost."""
    part, off_us = seen.misplaced / seen.came, max(seen.interval_us, seen.batch_us)
    return (
        "Of samples that arrive together, nothing tells which are lost: "
        f"the times of {100 * part:.0f} in 100 may be off by up to {off_us / 1e6:.1g} s."
    )


def handed_over_rarely(apart_us: float) -> str:
    """Say that samples come only so often, which tells little of when they were measured."""
    return (
        f"Samples are handed over only every {apart_us / 1e6:.1g} s, by the connection or this "
        "computer: times may be off by half of that, and by more where some are lost."
    )
