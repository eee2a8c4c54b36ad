"""Rounds what was measured of a movement as results print it."""

import math
from dataclasses import fields, replace
from typing import Final, TypeVar

from evenstride.analysis.model.quantities import OF_A_KNEE, OF_A_REP
from evenstride.analysis.model.reps import Measured

SECONDS_DIGITS: Final = 3
"""Decimals of times in results."""

CONFIDENCE_DIGITS: Final = 2
"""Decimals of confidence in results."""

# Durations among the quantities are not stored, as they follow from the times.
_STORED: Final = {one.name for one in fields(Measured)}

_TIMES: Final = ("start_s", "top_s", "leave_s", "end_s")

_M = TypeVar("_M", bound=Measured)


def as_printed(measured: _M) -> _M:
    """Round everything to what results print, so that a stored result is the same."""
    found = _printed_times(measured)
    for quantity in (*OF_A_REP, *OF_A_KNEE):
        if quantity.name in _STORED:
            found[quantity.name] = _rounded(getattr(measured, quantity.name), quantity.digits)
    confidence = round(measured.confidence, CONFIDENCE_DIGITS)
    return replace(measured, **found, confidence=confidence)  # type: ignore[arg-type]


def with_printed_times(measured: _M) -> _M:
    """Round only the times, so that durations are the differences of rounded times."""
    times = _printed_times(measured)
    if all(getattr(measured, name) == at_s for name, at_s in times.items()):
        return measured  # nearly always, as it was rounded before
    return replace(measured, **times)  # type: ignore[arg-type]


def _printed_times(measured: Measured) -> dict[str, float | None]:
    return {name: _rounded(getattr(measured, name), SECONDS_DIGITS) for name in _TIMES}


def _rounded(value: float | None, digits: int) -> float | None:
    # Adding zero turns a negative zero into a positive one.
    return None if value is None or not math.isfinite(value) else round(float(value), digits) + 0.0
