"""The pace at which a timeline approaches the line under the arrivals, so that time never jumps."""

from typing import Final

from evenstride.sensors.clocks.drift import Drift

# Corrections are spread over this time, and never change the pace of time by more than this.
_OVER_US: Final = 1_000_000
_MOST: Final = 0.05
# At the start and after a hole the first arrival may have been late by a whole batch of samples
# (1.35 s for a Polar Verity Sense at 52 Hz), and correcting that must not take ten seconds. Nothing
# is counted that soon; time still advances, at a seventh of its pace.
_YOUNG_OVER_US: Final = 600_000
_MOST_YOUNG: Final = 0.85
# No sample is later on the timeline than it arrived; a batch at the start may appear to be, by its
# own length. Beyond that, time almost stands still.
_AHEAD_US: Final = 2_000_000
_LEAST_PACE: Final = 0.001


def slewed(
    error_us: float, drift: Drift, *, young_piece_us: float | None, ahead_us: float
) -> float:
    """Return how fast time advances, by the sensor's clock.

    Args:
        error_us: By how much the line is later than the timeline.
        drift: The slope of the line.
        young_piece_us: How long the last piece was, at the start and after a hole: the next one is
            as long, because samples may come in batches. None later.
        ahead_us: By how much the timeline is later than the arrival.
    """
    limit, over_us = _MOST, float(_OVER_US)
    if young_piece_us is not None:
        limit, over_us = _MOST_YOUNG, max(_YOUNG_OVER_US, young_piece_us)
    slew = min(max(error_us / over_us, -limit), limit)
    pace = 1.0 + drift.value
    slewed = pace + slew * (pace if drift.is_proven else 1.0)
    return min(slewed, _LEAST_PACE) if ahead_us > _AHEAD_US else slewed
