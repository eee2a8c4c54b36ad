"""How a leg changed over the reps of a set, in words."""

from typing import Final

from evenstride.analysis.comparing.set_measures import Drift, measures_of_set
from evenstride.analysis.model.reps import ExerciseSet
from evenstride.analysis.model.summary import LegSummary
from evenstride.sensors.samples import Leg

_WORDS: Final = {
    "rom_deg": ("range", 0, "°"),
    "raise_s": ("raising", 1, " s"),
    "hold_s": ("hold", 1, " s"),
    "lower_s": ("lowering", 1, " s"),
    "tremor_deg": ("tremor", 2, "°"),
    "sag_deg": ("sag", 0, "°"),
}
"""Word, decimals and unit of each quantity."""


def drift_line(leg: Leg, of_leg: LegSummary, one: ExerciseSet) -> str | None:
    """What clearly changed from the first rep of a set to its last; None where nothing did."""
    drifts = measures_of_set(of_leg.reps_of(one)).drift
    changes = [_change(name, drift) for name, drift in drifts.items() if drift and drift.clear]
    if not changes:
        return None
    return f"{leg.capitalize()}, set {one.number}, first rep to last: {', '.join(changes)}."


def _change(name: str, drift: Drift) -> str:
    if name == "smoothness":
        return "smoother" if drift.last > drift.first else "rougher"
    word, decimals, unit = _WORDS[name]
    return f"{word} {drift.first:.{decimals}f} to {drift.last:.{decimals}f}{unit}"
