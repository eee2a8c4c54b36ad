"""What the knee did in a movement, where the leg wears a second sensor."""

from dataclasses import replace

from evenstride.analysis.counting.measure import Movement
from evenstride.analysis.knee.rep_knee import RepTimes
from evenstride.analysis.knee.tracker import KneeTracker
from evenstride.analysis.model.quantities import as_printed
from evenstride.analysis.model.reps import Flag


def with_knee(movement: Movement, knee: KneeTracker | None, *, is_rep: bool) -> Movement:
    """The movement with what the knee did in it; as it is where that is not known.

    Args:
        movement: What was measured.
        knee: The leg's knee; None where it wears one sensor.
        is_rep: Whether it counts, so that it says how the knee goes in this exercise.
    """
    measured = movement.measured
    times_s = measured.start_s, measured.top_s, measured.leave_s, measured.end_s
    if knee is None or None in times_s:
        return movement
    start_s, top_s, leave_s, end_s = (at_s or 0.0 for at_s in times_s)
    times = RepTimes(start_s=start_s, top_s=top_s, leave_s=leave_s, end_s=end_s)
    found = knee.measure(times, learns=is_rep)
    if found is None:
        return movement
    flags = (*measured.flags, Flag.KNEE_BENT) if found.is_bent else measured.flags
    return replace(
        movement,
        measured=as_printed(
            replace(
                measured,
                knee_rom_deg=found.rom_deg,
                knee_at_top_deg=found.at_top_deg,
                knee_lag_deg=found.lag_deg,
                flags=flags,
            )
        ),
    )
