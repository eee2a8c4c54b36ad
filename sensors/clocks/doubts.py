"""What a clock that goes by arrivals is not sure of, in a sentence for who trains."""

from dataclasses import dataclass

from evenstride.sensors.clocks.explaining import MOST_LOST
from evenstride.sensors.clocks.other_rate import other_rate

# Where arrivals keep to no rhythm, a loss in so many is worth a word.
_UNSURE_LOSS = 0.002
# Numbers that were left out for nothing are, once they are so many or of so much time.
_SPARE, _SPARE_US = 0.005, 200_000
# So is a computer that has been behind for so long, and such a part of the time, that nobody knows
# what was lost meanwhile.
_BEHIND_US, _BEHIND = 3_000_000, 0.2
# Where arrivals are further apart than this, and by so many notifications, is worth a word.
_RARELY_US, _SEVERAL = 90_000, 2.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a clock knows of its own sureness; times in microseconds.

    Attributes:
        nominal_hz: The nominal rate.
        rate_hz: The rate that is believed.
        is_busy: Whether the computer stood still of late, so that no rate is sure.
        is_uneven: Whether an arrival that is late looks like one behind a loss.
        came: How many samples came.
        said_lost: How many are lost in the numbers that were given.
        spare: How many of those came after all.
        behind_us: For how long the computer was behind and hid what was lost.
        apart_us: From one arrival to the next, usually.
        batch_us: From one notification to the next, if none is lost.
    """

    nominal_hz: float
    rate_hz: float
    is_busy: bool
    is_uneven: bool
    came: int
    said_lost: int
    spare: int
    behind_us: float
    apart_us: float
    batch_us: float


def doubt(seen: Evidence) -> str:
    """The one thing that is worth a word; empty if there is none."""
    told = ""
    if not seen.is_busy:
        told = other_rate(
            seen.nominal_hz,
            seen.rate_hz,
            told_by="by their times of arrival",
            most_lost=MOST_LOST,
        )
    if not told and (
        seen.spare > max(_SPARE * seen.came, _SPARE_US * seen.rate_hz / 1e6)
        or seen.behind_us > max(_BEHIND_US, _BEHIND * seen.came * 1e6 / seen.rate_hz)
    ):
        told = (
            "Samples come late, by the connection or this computer: some were said lost that came "
            "after all, or the other way round, and times may be off by some tenths of a second."
        )
    if not told and seen.is_uneven and seen.said_lost > _UNSURE_LOSS * seen.came:
        told = (
            "Samples arrive too unevenly to tell for sure which are lost and which are late: "
            "up to one in a hundred may be said lost that is not."
        )
    if not told and seen.apart_us > max(_RARELY_US, _SEVERAL * seen.batch_us):
        told = (
            f"Samples are handed over only every {seen.apart_us / 1e6:.1f} s, by the "
            "connection or this computer: times may be off by half of that, and by more where "
            "some are lost."
        )
    return told
