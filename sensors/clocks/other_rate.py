"""What is another rate than a sensor was asked for, and the sentence about it."""

from typing import Final

RATE_ERROR: Final = 0.03
"""True rates and clocks differ from nominal ones by up to this fraction: crystals, oscillators and
rounded periods."""
STRANGE_RATE: Final = 0.04
"""More than that, and worth telling; a person would never notice less."""


def other_rate(asked_hz: float, rate_hz: float, *, told_by: str, most_lost: float) -> str:
    """Return a sentence with both rates; empty if they differ by no more than is usual.

    Args:
        asked_hz: The rate that the sensor was asked for.
        rate_hz: The rate that was measured.
        told_by: What it was measured by, as in "by its own clock".
        most_lost: If the rate is lower by up to this fraction, it may be right, with losses.
    """
    part = rate_hz / asked_hz
    if abs(part - 1) < STRANGE_RATE:
        return ""
    told = (
        f"The sensor was asked for {asked_hz:.3g} samples a second, and {told_by} its rate is "
        f"{rate_hz:.3g}"
    )
    if 1 - most_lost <= part < 1:
        told += ": it is slower than asked, or loses samples too regularly to tell"
    return told + ". Times are right all the same."
