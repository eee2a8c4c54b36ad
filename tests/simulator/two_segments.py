"""Simulates a leg of two segments: the knee bends as the thigh moves, and both wear a sensor.

The knee is a hinge that is none: towards its straight end the shank rolls outwards about its own
length (the screw home of the knee), and it opens to the side by a little as it bends. The skin over
a working muscle turns the sensor on the thigh by some degrees and back.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial.transform import Rotation

from evenstride.sensors.samples import FloatArray
from tests.simulator.body import LimbPath, Readings, SensorModel, measure
from tests.simulator.motion import LegScript
from tests.simulator.people import Movement, Person
from tests.simulator.truth import Step, TrueRep, add_steps

THIGH_M = 0.42
"""From the hip to the knee."""

SHANK_SENSOR_M = (0.22, 0.02, 0.04)
"""From the knee to a sensor at the middle of the shin's inner face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KneeScript:
    """The movement of the knee with the thigh.

    Attributes:
        rest_deg: Its angle between reps; 0 is straight, bent is positive.
        per_lift: How far it bends for each degree that the thigh turns; negative: it straightens.
        lag_deg: How far it gives way at the top of each rep, one after the other, from the first.
        settle_deg: How far it bends and straightens while the person gets into position.
        from_straight_s: How long the leg lies straight before it is bent to its rest; 0 for never.
        screw_home_deg: Outward roll of the shank over the last 20° to the straight end.
        opens_deg: How far the joint opens to the side over 90°.
        bulge_deg: How far the working muscle turns the sensor on the thigh, a rotation vector.
    """

    rest_deg: float = 0.0
    per_lift: float = 0.0
    lag_deg: tuple[float, ...] = (0.0,)
    settle_deg: float = 60.0
    from_straight_s: float = 0.0
    screw_home_deg: float = 6.0
    opens_deg: float = 2.0
    bulge_deg: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class TwoSegments:
    """The movement of a leg of two segments, and the samples of its sensors.

    Attributes:
        time_s: Even grid, seconds, shape (n,).
        knee_deg: The knee's true angle on it; 0 is straight, bent is positive.
        thigh: The thigh's movement.
        shank: The shank's movement.
        reps: The reps as the thigh did them.
    """

    time_s: FloatArray
    knee_deg: FloatArray
    thigh: LimbPath
    shank: LimbPath
    reps: tuple[TrueRep, ...]

    def knee_at(self, time_s: FloatArray) -> FloatArray:
        """The knee's angle at other times, degrees."""
        return np.asarray(np.interp(time_s, self.time_s, self.knee_deg))


def carry_out(
    movement: Movement,
    knee: KneeScript,
    person: Person,
    reps: int,
    seed: int,
    *,
    settle_s: float = 8.0,
    detours: int = 2,
    grid_hz: float = 200.0,
) -> TwoSegments:
    """Let one leg get into position, rest, do a set and rest again.

    Args:
        movement: What the thigh does.
        knee: What the knee does meanwhile.
        person: How unevenly.
        reps: How many.
        seed: The same seed gives the same leg.
        settle_s: Getting into position.
        detours: Large turns meanwhile.
        grid_hz: Rate of the path.
    """
    rng = np.random.default_rng([seed, 7])
    script = LegScript(person, rng)
    script.start(movement.start_pitch_deg)
    ready_s = 1.0 + settle_s
    script.move_to(1.0, ready_s, movement.ready_pitch_deg, detours=detours)
    begin_s = ready_s + 1.5 + knee.from_straight_s
    script.rest(ready_s, begin_s)
    end_s = script.do_set(begin_s, movement, reps)
    script.rest(end_s, end_s + 3.0)
    time_s = np.arange(0.0, end_s + 3.0, 1 / grid_hz)
    lift_deg = script.steps_deg(time_s)[:, 0]
    steps = _knee_steps(knee, script.reps, ready_s, begin_s)
    knee_deg = add_steps(time_s, steps)[:, 0] + knee.per_lift * np.clip(lift_deg, 0.0, None)
    thigh = script.path(time_s, np.zeros((len(time_s), 3)), script.hip_m(lift_deg))
    bent = 1 - np.clip(knee_deg / 20.0, 0.0, 1.0)
    turn_deg = np.stack([-knee.screw_home_deg * bent, knee_deg, knee.opens_deg * knee_deg / 90], 1)
    hinge = Rotation.from_euler("YZX", turn_deg[:, [1, 2, 0]], degrees=True)
    shank = LimbPath(
        time_s,
        thigh.orientation * hinge,
        thigh.joint_m + thigh.orientation.apply([THIGH_M, 0.0, 0.0]),
        np.zeros((len(time_s), 3)),
    )
    effort = np.clip(lift_deg / max(movement.range_deg, 1e-9), 0.0, 1.0)
    skin = Rotation.from_rotvec(effort[:, None] * np.asarray(knee.bulge_deg), degrees=True)
    carried = replace(thigh, orientation=thigh.orientation * skin)
    return TwoSegments(time_s, knee_deg, carried, shank, tuple(script.reps))


def readings(
    leg: TwoSegments, thigh: SensorModel, shank: SensorModel, seed: int
) -> tuple[Readings, Readings]:
    """Return the readings of the two sensors, before any radio."""
    rng = np.random.default_rng([seed, 8])
    return measure(leg.thigh, thigh, rng), measure(leg.shank, shank, rng)


def _knee_steps(
    knee: KneeScript, reps: list[TrueRep], ready_s: float, begin_s: float
) -> tuple[Step, ...]:
    steps = []

    def bend(start_s: float, end_s: float, by_deg: float) -> None:
        steps.append(Step(start_s, end_s - start_s, (by_deg, 0.0, 0.0)))

    third_s = (ready_s - 1.0) / 3
    bend(1.0, 1.0 + third_s, knee.settle_deg)
    bend(1.0 + third_s, 1.0 + 2 * third_s, -knee.settle_deg)
    if knee.rest_deg:
        at_s = begin_s - 1.5 if knee.from_straight_s else ready_s
        bend(at_s - 1.0, at_s, knee.rest_deg)
    for rep, lag_deg in zip(reps, knee.lag_deg * len(reps), strict=False):
        if lag_deg:
            bend(rep.start_s + 0.3, rep.top_s, lag_deg)
            bend(rep.leave_s, rep.end_s - 0.2, -lag_deg)
    return tuple(steps)
