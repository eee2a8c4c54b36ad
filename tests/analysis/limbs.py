"""Limbs that do an exercise, and their counts."""

from evenstride.analysis.model.events import Event
from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import Leg
from tests.analysis.moving import Limb, analyzed, in_step, leg_of

RAISE = "straight-leg-raise"
CURL = "hamstring-curl"
DIP = "single-leg-dip"
ABDUCTION = "hip-abduction"


def lying() -> Limb:
    return Limb(pitch_deg=2.0).wait(3.0)


def set_counts(limb: Limb, exercise: str) -> list[int]:
    return [one.count for one in leg_of(limb.wait(2.0), exercise).sets]


def both(
    right: Limb, left: Limb, exercise: str, end_s: float | None = None
) -> tuple[list[Event], Summary]:
    end_s = max(right.now_s, left.now_s) + 2.0 if end_s is None else end_s
    streams = [
        right.samples(Leg.RIGHT, end_s=end_s, seed=1),
        left.samples(Leg.LEFT, end_s=end_s, seed=2),
    ]
    return analyzed(in_step(streams), exercise)


def events_of(limb: Limb, exercise: str) -> list[Event]:
    return analyzed(in_step([limb.wait(2.0).samples()]), exercise)[0]
