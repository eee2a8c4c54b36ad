"""What the knee did and does, where the leg wears a second sensor."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.model.events import KneeNow
from evenstride.analysis.model.printed import as_printed
from evenstride.analysis.model.reps import Flag, Measured, Rep

if TYPE_CHECKING:
    from evenstride.analysis.knee.tracker import KneeTracker

_MOST_COMPLETED: Final = 5
"""How many reps are looked at again: the hinge is found in one or two."""


def with_knee(movement: Movement, knee: "KneeTracker | None", *, is_rep: bool) -> Movement:
    """The movement with what the knee did in it; unchanged if it is not known.

    Args:
        movement: What was measured.
        knee: The leg's knee; None if it wears one sensor.
        is_rep: Whether it counts, and so shows how the knee moves in this exercise.
    """
    if knee is None:
        return movement
    return replace(movement, measured=_measured(movement.measured, knee, is_rep=is_rep))


def complete_knees(reps: list[Rep], first: int, knee: "KneeTracker | None") -> bool:
    """Look at the first reps again once the hinge is known, and which way the knee bends.

    Args:
        reps: A leg's reps, which are replaced in their places; the latest was just counted.
        first: The place of the first one of the exercise.
        knee: The leg's knee; None if it wears one sensor.

    Returns:
        Whether any was replaced.
    """
    if knee is None or not reps or reps[-1].knee_rom_deg is None:
        return False
    all_again = knee.take_turn()
    again = [at for at in range(first, len(reps)) if all_again or reps[at].knee_rom_deg is None]
    for at in again[-_MOST_COMPLETED:]:
        flags = tuple(one for one in reps[at].flags if one is not Flag.KNEE_BENT)
        reps[at] = _measured(replace(reps[at], flags=flags), knee, is_rep=False)
    return bool(again)


def knee_now(knee: "KneeTracker | None") -> KneeNow:
    """The knee as a live screen shows it, with what must be said at once about its two sensors.

    Args:
        knee: The leg's knee; None if it wears one sensor.
    """
    if knee is None:
        return KneeNow()
    from evenstride.analysis.knee.warnings import pair_warnings

    return KneeNow(angle_deg=knee.angle_deg, doubts=tuple(pair_warnings(knee.quality)))


_M = TypeVar("_M", bound=Measured)


def _measured(measured: _M, knee: "KneeTracker", *, is_rep: bool) -> _M:
    times_s = measured.start_s, measured.top_s, measured.leave_s, measured.end_s
    if None in times_s:
        return measured
    # Loaded only for a leg with two sensors: most wear one.
    from evenstride.analysis.knee.rep_knee import RepTimes

    start_s, top_s, leave_s, end_s = (at_s or 0.0 for at_s in times_s)
    times = RepTimes(start_s=start_s, top_s=top_s, leave_s=leave_s, end_s=end_s)
    found = knee.measure(times, learns=is_rep)
    if found is None:
        return measured
    return as_printed(
        replace(
            measured,
            knee_rom_deg=found.rom_deg,
            knee_at_top_deg=found.at_top_deg,
            knee_lag_deg=found.lag_deg,
            flags=(*measured.flags, *((Flag.KNEE_BENT,) if found.is_bent else ())),
        )
    )
