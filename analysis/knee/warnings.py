"""Words the problems of the two sensors of a leg together, for the person who wears them."""

from collections.abc import Iterator, Sequence
from typing import Final

from evenstride.analysis.knee.tracker import KneeQuality, KneeTracker
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import DataQuality

_SILENT_PART: Final = 0.9
_FEW_REPS: Final = 3


def knee_warnings(
    knee: KneeTracker, thigh: DataQuality, shank: DataQuality, reps: Sequence[Rep]
) -> Iterator[str]:
    """Yield a sentence for each problem.

    Args:
        thigh: How good the samples of the sensor on the thigh were.
        shank: How good the samples of the sensor on the shank were.
        reps: The leg's reps that count.
    """
    quality = knee.quality
    yield from pair_warnings(quality)
    whole_s = max(thigh.duration_s, shank.duration_s)
    missing = sum(rep.knee_rom_deg is None for rep in reps)
    for name, data in (("thigh", thigh), ("shin", shank)):
        silent_s = whole_s - data.duration_s + sum(to_s - from_s for from_s, to_s in data.gaps)
        if whole_s > 0 and silent_s > (1 - _SILENT_PART) * whole_s:
            yield (
                f"The sensor on the {name} was silent for {silent_s:.0f} s; the other one counted"
                " on, without the knee. Check its battery, and its strap."
            )
        elif data.gaps and missing:
            yield (
                f"Samples of the sensor on the {name} are missing for {silent_s:.1f} s: reps in"
                " these gaps have no angle of the knee."
            )
    if knee.lacks_straight:
        yield (
            "Nothing showed this leg straight: what its knee lacks of it is told against the"
            " straightest of its own reps. Let the leg rest straight for a moment before the set."
        )
    if quality.disagreed > 1:
        yield (
            f"In {quality.disagreed} reps gravity and the gyroscopes did not agree on the knee: one"
            " of this leg's sensors is faulty, or loose. These reps have no angle of the knee."
        )
    elif missing == len(reps) >= _FEW_REPS:
        yield (
            "The knee's hinge was not found in how this leg moved. Bend and straighten the knee"
            " once, widely, before the set, and check that both straps are tight."
        )


def pair_warnings(quality: KneeQuality) -> Iterator[str]:
    """Yield a sentence for each problem in how the two sensors are worn."""
    if quality.is_swapped:
        yield (
            "The two sensors of this leg seem to be exchanged: the one that is named the thigh's"
            " moves as a shin does. Exchange them on the leg, or their names; angles of the knee"
            " and ranges mean nothing until then."
        )
    for at_s in quality.slips_s:
        yield (
            f"A strap of this leg slipped {at_s:.0f} s from the start: the two sensors sit in"
            " another way since. The knee was learnt anew; pull the straps tight."
        )
