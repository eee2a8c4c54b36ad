"""Joining the parts of one sensor: two rates and start times on one clock, gravity added back.

Values measured at other times are interpolated linearly between two readings, never across a hole:
every row is a reading of the gyroscope if there is one (as a rule it is faster), with the
acceleration at that time.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor.part import Part, without_holes
from evenstride.recordings.vendor.table import refused
from evenstride.sensors.samples import FloatArray, IntArray

HOLE_PERIODS = 1.75
"""If readings are further apart than this many periods, one is missing between them."""

UNEVEN_HOLE_PERIODS = 3.0
"""The same if steps are uneven, as a phone's may be."""

UNEVEN = 0.25
"""Steps are uneven if one in ten differs from the usual one by more than this fraction."""


def in_order(part: Part) -> Part:
    """Return a part without readings that lack a value, or whose time is not later than before."""
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
    """Return one part from those of one sensor.

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
    """Interpolate values at other times, between two readings without a hole between them.

    Args:
        t_us: The wanted times, shape (n,).
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
    """Return the usual time between two readings; 0 for fewer than two."""
    steps = np.diff(t_us)
    return float(np.median(steps)) if len(steps) else 0.0


def longest_step_us(t_us: IntArray) -> float:
    """Return the longest time between two readings that is not a hole."""
    period = period_us(t_us)
    if period <= 0.0:
        return 0.0
    off = np.abs(np.diff(t_us) / period - 1.0)
    is_uneven = float(np.percentile(off, 90)) > UNEVEN
    return period * (UNEVEN_HOLE_PERIODS if is_uneven else HOLE_PERIODS)


def rate_hz(part: Part) -> float:
    """Return readings per second by times and numbers, without holes; 0 for fewer than two."""
    steps_us, numbers = np.diff(part.t_us), np.diff(numbered(part))
    near = steps_us <= longest_step_us(part.t_us)
    total_us = int(steps_us[near].sum())
    return float(1e6 * numbers[near].sum() / total_us) if total_us > 0 else 0.0


def numbered(part: Part) -> IntArray:
    """Return the readings' numbers, from 0: as sent, or one for each period that passed.

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
