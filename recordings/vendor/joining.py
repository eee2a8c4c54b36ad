"""One sensor from its parts: two rates and two start times on one clock, gravity put back.

What was measured at other times is joined by straight lines between two readings, never across a
hole: every row is a reading of the gyroscope where there is one (it is the faster, as a rule), with
the acceleration at that time.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor.part import Part, without_holes
from evenstride.recordings.vendor.table import refused
from evenstride.sensors.samples import FloatArray, IntArray

HOLE_PERIODS = 1.75
"""Readings further apart than this many periods have a hole between them: one is missing."""

UNEVEN_HOLE_PERIODS = 3.0
"""Readings so much further apart, where steps are uneven, as a phone's may be: one is missing."""

UNEVEN = 0.25
"""Steps are uneven when one in ten is off the usual one by more than this part of it."""


def in_order(part: Part) -> Part:
    """A part without readings that have no value, or a time that is not later than before."""
    part, missing = without_holes(part)
    later = np.flatnonzero(part.t_us > np.maximum.accumulate(_before(part.t_us)))
    back = len(part) - len(later)
    remarks = list(part.remarks)
    if missing:
        remarks.append(f"{missing} readings lack a value and were left out")
    if part.rate is not None and (lacking := int(np.isnan(part.rate[:, 0]).sum())):
        remarks.append(f"{lacking} readings between holes have no angular rate")
    if back:
        remarks.append(f"{back} readings whose time is not later than before were left out")
    return replace(part.only(later), remarks=tuple(remarks))


def joined(parts: Sequence[Part]) -> Part:
    """One part of those of one sensor.

    Raises:
        RecordingError: None has acceleration with gravity, or they do not belong together.
    """
    parts = [in_order(part) for part in parts]
    force = _with_gravity(parts)
    gyroscopes = [part for part in parts if part.rate is not None]
    if force.rate is not None or not gyroscopes:
        return force
    gyroscope = gyroscopes[0]
    if force.is_common != gyroscope.is_common:
        expected = f"times on the clock of {force.source}"
        raise refused(gyroscope.source, expected, "times on another one")
    assert force.force is not None
    values, known = at_times(gyroscope.t_us, force.t_us, force.force)
    kept = np.flatnonzero(known)
    if not len(kept):
        raise refused(gyroscope.source, f"times of {force.source}", "none in common")
    remark = (
        f"Its acceleration ({rate_hz(force):.4g} Hz) was joined by straight lines to the times"
        f" of its gyroscope ({rate_hz(gyroscope):.4g} Hz)"
    )
    if left_out := len(known) - len(kept):
        remark += (
            f"; {left_out} readings of the gyroscope before, after and in holes of the"
            " acceleration were left out"
        )
    return replace(
        gyroscope.only(kept),
        force=values[kept],
        force_unit=force.force_unit,
        remarks=(*force.remarks, *gyroscope.remarks, remark),
    )


def _with_gravity(parts: Sequence[Part]) -> Part:
    forces = [part for part in parts if part.force is not None]
    if forces:
        return forces[0]
    linear = next((part for part in parts if part.linear is not None), None)
    gravity = next((part for part in parts if part.gravity is not None), None)
    if linear is None or gravity is None:
        raise _lacks_gravity(parts, linear)
    assert linear.linear is not None
    assert gravity.gravity is not None
    values, known = at_times(linear.t_us, gravity.t_us, gravity.gravity)
    kept = np.flatnonzero(known)
    remark = f"Acceleration and gravity were added; {len(known) - len(kept)} readings lack gravity"
    return replace(
        linear.only(kept),
        force=(linear.linear + values)[kept],
        linear=None,
        remarks=(*linear.remarks, remark),
    )


def _lacks_gravity(parts: Sequence[Part], linear: Part | None) -> RecordingError:
    if linear is not None:
        found = "acceleration out of which gravity was taken"
        return refused(linear.source, "acceleration with gravity, or gravity beside it", found)
    found = f"no acceleration in {', '.join(part.source for part in parts)}"
    return refused(parts[0].source, "acceleration with gravity", found)


def at_times(
    t_us: IntArray, known_us: IntArray, values: FloatArray
) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Values at other times, on straight lines between two readings that no hole divides.

    Args:
        t_us: The times that are wanted, shape (n,).
        known_us: The times of the readings, rising, shape (m,).
        values: The readings, shape (m, k).

    Returns:
        The values, shape (n, k), and whether each is known, shape (n,).
    """
    after = np.searchsorted(known_us, t_us)
    inside = (after > 0) & (after < len(known_us))
    exact = (after < len(known_us)) & (known_us[np.minimum(after, len(known_us) - 1)] == t_us)
    at = np.clip(after, 1, max(len(known_us) - 1, 1))
    found = np.column_stack([np.interp(t_us, known_us, column) for column in values.T])
    if len(known_us) < 2:
        return found, exact
    inside &= known_us[at] - known_us[at - 1] <= longest_step_us(known_us)
    return found, inside | exact


def period_us(t_us: IntArray) -> float:
    """The usual time between two readings; 0 without two."""
    steps = np.diff(t_us)
    return float(np.median(steps)) if len(steps) else 0.0


def longest_step_us(t_us: IntArray) -> float:
    """The longest time between two readings that is no hole."""
    period = period_us(t_us)
    if period <= 0.0:
        return 0.0
    off = np.abs(np.diff(t_us) / period - 1.0)
    is_uneven = float(np.percentile(off, 90)) > UNEVEN
    return period * (UNEVEN_HOLE_PERIODS if is_uneven else HOLE_PERIODS)


def rate_hz(part: Part) -> float:
    """Readings a second by their times and numbers, holes left out; 0 without two."""
    steps_us, numbers = np.diff(part.t_us), np.diff(numbered(part))
    near = steps_us <= longest_step_us(part.t_us)
    total_us = int(steps_us[near].sum())
    return float(1e6 * numbers[near].sum() / total_us) if total_us > 0 else 0.0


def numbered(part: Part) -> IntArray:
    """Numbers of the readings, from 0: as sent, or one for each period that went by.

    So a hole in the times is a jump of the numbers, which readers of recordings count as a loss.
    """
    if part.seq is not None:
        return np.asarray(part.seq - part.seq[:1], dtype=np.int64)
    period = period_us(part.t_us)
    if period <= 0.0:
        return np.arange(len(part))
    periods = np.diff(part.t_us, prepend=part.t_us[:1]) / period
    is_hole = periods * period > longest_step_us(part.t_us)
    steps = np.where(is_hole, np.rint(periods), 1.0)
    steps[:1] = 0
    return np.asarray(np.cumsum(steps), dtype=np.int64)


def _before(t_us: IntArray) -> IntArray:
    return np.concatenate(([np.iinfo(np.int64).min], t_us[:-1]))
