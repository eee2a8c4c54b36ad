"""Makes ticks of legs with two segments and a sensor on each, for tests."""

from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from evenstride.analysis.knee.rep_knee import RepKnee, RepTimes
from evenstride.analysis.knee.tracker import KneeTracker
from evenstride.analysis.model.exercises import find
from evenstride.analysis.signal.motion.motion import MotionTracker
from evenstride.analysis.signal.screening.grid import Ticks, UniformGrid
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.sensors.samples import FloatArray, Leg, Samples
from tests.samples.scripts import MOVEMENTS
from tests.simulator.body import Readings
from tests.simulator.people import Movement, random_person
from tests.simulator.session import random_equipment
from tests.simulator.two_segments import (
    SHANK_SENSOR_M,
    KneeScript,
    TwoSegments,
    carry_out,
    readings,
)

SEATED: Final = Movement(
    range_deg=12.0,
    raise_s=1.0,
    hold_s=3.0,
    lower_s=1.0,
    pause_s=1.0,
    ready_pitch_deg=2.0,
    idle_pitch_deg=2.0,
)
"""A knee that straightens on a chair carries the thigh along."""

EXERCISES: Final = {
    "hamstring-curl": (MOVEMENTS["hamstring-curl"], KneeScript(per_lift=2.0)),
    "inner-range-quads": (
        replace(MOVEMENTS["inner-range-quads"], range_deg=4.0),
        KneeScript(rest_deg=38.0, per_lift=-8.0, from_straight_s=3.0),
    ),
    "straight-leg-raise": (
        MOVEMENTS["straight-leg-raise"],
        KneeScript(lag_deg=(2.0, 11.0, 3.0, 14.0)),
    ),
    "single-leg-dip": (MOVEMENTS["single-leg-dip"], KneeScript(per_lift=1.6)),
    "seated-knee-extension": (SEATED, KneeScript(rest_deg=88.0, per_lift=-7.0)),
}
"""What thigh and knee do in each."""

RATES_HZ: Final = (100.0, 60.0)
"""Thigh and shank, of two makers."""


def do(name: str, seed: int, reps: int = 4) -> tuple[TwoSegments, Readings, Readings]:
    """A leg does an exercise, with sensors that are drawn: soft tissue, offsets, noise."""
    rng = np.random.default_rng([seed, 3])
    movement, knee = EXERCISES[name]
    person = replace(random_person(rng, 0.4), range_scale=1.0, attempt_chance=0.0, range_cv=0.04)
    bulge = rng.normal(0.0, 1.2, 3).tolist()
    knee = replace(knee, bulge_deg=(bulge[0], bulge[1], bulge[2]))
    leg = carry_out(movement, knee, person, reps, seed, grid_hz=100.0)
    thigh = random_equipment(rng, 0.5, RATES_HZ[0]).sensor
    shank = replace(random_equipment(rng, 0.5, RATES_HZ[1]).sensor, position_m=SHANK_SENSOR_M)
    return leg, *readings(leg, thigh, shank, seed)


def samples_of(found: Readings) -> Samples:
    """Readings on the path's own time."""
    return Samples(Leg.LEFT, found.seq, found.time_s, found.acc_m_s2, found.gyr_rad_s)


def ticks_of(samples: Samples, rate_hz: float) -> list[Tick]:
    """Samples as ticks of motion."""
    grid, tracker = UniformGrid(rate_hz), MotionTracker()
    motions = [tracker.update(part) for part in grid.update(samples) if isinstance(part, Ticks)]
    return [tick for motion in (*motions, *tracker.finish()) for tick in motion.ticks()]


@cache
def done(name: str, seed: int) -> tuple[TwoSegments, tuple[tuple[Tick, Tick], ...]]:
    """A leg that did an exercise, and the ticks of both of its sensors side by side."""
    leg, thigh, shank = do(name, seed)
    return leg, together(ticks_of(samples_of(thigh), RATES_HZ[0]), ticks_of(samples_of(shank), 60))


def together(thigh: list[Tick], shank: list[Tick]) -> tuple[tuple[Tick, Tick], ...]:
    """The ticks that both have."""
    of_shank = {tick.index: tick for tick in shank}
    return tuple((tick, of_shank[tick.index]) for tick in thigh if tick.index in of_shank)


def times_of(leg: TwoSegments) -> list[RepTimes]:
    """When its reps were."""
    return [
        RepTimes(start_s=rep.start_s, top_s=rep.top_s, leave_s=rep.leave_s, end_s=rep.end_s)
        for rep in leg.reps
    ]


def track(
    name: str, pairs: tuple[tuple[Tick, Tick], ...], reps: list[RepTimes]
) -> tuple[KneeTracker, list[RepKnee | None], FloatArray]:
    """Follow a knee: what became of it, its reps, and its angle at each tick (NaN: not known)."""
    tracker = KneeTracker(find(name))
    found: list[RepKnee | None] = []
    angle_deg = np.full(len(pairs), np.nan)
    for at, (thigh, shank) in enumerate(pairs):
        tracker.append(thigh, shank)
        while len(found) < len(reps) and thigh.index * 0.02 > reps[len(found)].end_s + 0.25:
            found.append(tracker.measure(reps[len(found)]))
        now_deg = tracker.angle_deg
        angle_deg[at] = np.nan if now_deg is None else now_deg
    return tracker, found, angle_deg
