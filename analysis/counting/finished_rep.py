"""A finished rep: what was measured of it, and what is remarkable about it."""

from collections.abc import Iterator
from dataclasses import replace

from evenstride.analysis.counting.measure import Measured
from evenstride.analysis.model.events import Flag, Rep
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.tuning import HALF_SURE, HOLD_TOLERANCE_S, SMALL_RANGE_FRACTION


def finished_rep(
    measured: Measured,
    exercise: Exercise,
    *,
    number: int,
    set_number: int,
    part_of_usual: float,
    has_gyro: bool,
) -> Rep:
    """The rep that a measured movement is.

    Args:
        measured: What was measured.
        exercise: What is trained.
        number: The number of the rep on its leg.
        set_number: The number of its set.
        part_of_usual: Its range as a part of the set's usual one; 1 for the first.
        has_gyro: Whether the sensor measures angular rate.
    """
    rep = Rep(
        number=number,
        set=set_number,
        start_s=measured.start_s,
        top_s=measured.top_s,
        leave_s=measured.leave_s,
        end_s=measured.end_s,
        rom_deg=measured.rom_deg,
        peak_speed_deg_s=measured.peak_speed_deg_s,
        smoothness=measured.smoothness,
        tremor_deg=measured.tremor_deg,
        sag_deg=measured.sag_deg,
        tilt_deg=measured.tilt_deg,
        roll_deg=measured.roll_deg,
        confidence=measured.confidence,
    )
    return replace(
        rep, flags=tuple(_flags(rep, measured, exercise, part_of_usual, has_gyro=has_gyro))
    )


def _flags(
    rep: Rep,
    measured: Measured,
    exercise: Exercise,
    part_of_usual: float,
    *,
    has_gyro: bool,
) -> Iterator[Flag]:
    target_s = exercise.hold_target_s
    if target_s is not None and rep.hold_s < target_s - HOLD_TOLERANCE_S:
        yield Flag.SHORT_HOLD
    if part_of_usual < SMALL_RANGE_FRACTION:
        yield Flag.SMALL_RANGE
    if measured.bridged:
        yield Flag.GAP
    if measured.saturated:
        yield Flag.SATURATED
    if not has_gyro:
        yield Flag.NO_GYRO
    if measured.gravity_disagrees:
        yield Flag.GRAVITY_DISAGREES
    if measured.confidence < HALF_SURE:
        yield Flag.LOW_CONFIDENCE
