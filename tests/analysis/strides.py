"""Movements and strides of a limb, and a leg whose movements are judged one after the other."""

from dataclasses import replace
from math import log

import numpy as np
from scipy.spatial.transform import Rotation

from evenstride.analysis.counting.everyday.gait import GaitSeen, GaitWatch
from evenstride.analysis.counting.everyday.gait_signs import Signs, signs
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.moves.sighting import Sighting
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.exercises import find
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import TICK_DTYPE, Tick
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, Placement

GAIT = COUNTING.gait
HANGING, LYING = 0.0, 90.0


def movement(
    duration_s: float,
    *,
    from_deg: float = LYING,
    range_deg: float = 40.0,
    yaw_deg_s: float = 0.0,
    turn_deg: float = 0.0,
    to_and_fros: int = 1,
    bounces: int = 0,
    bounce_m_s2: float = 0.0,
    strap: Rotation | None = None,
    out_part: float = 0.5,
) -> Motion:
    """A limb goes out and back; ``from_deg`` is how far it is from hanging when it begins.

    The limb turns about x; z points down along it when it hangs.

    Args:
        duration_s: From its begin to its end.
        from_deg: How far the limb is from hanging down in the beginning.
        range_deg: How far it goes.
        yaw_deg_s: How fast it turns to and fro about the vertical, at most.
        turn_deg: By how much it turns about the vertical in all.
        to_and_fros: How often it turns to and fro about the vertical.
        bounces: How often the body rises and falls meanwhile.
        bounce_m_s2: The acceleration of that, at most.
        strap: How the sensor is turned on the limb.
        out_part: What part of the time the way out takes.
    """
    size = round(duration_s / TICK_S)
    phase = np.arange(size) / size
    angle = np.radians(
        from_deg + range_deg * np.sin(np.pi * phase ** (log(0.5) / log(out_part))) ** 2
    )
    up = np.stack((np.zeros(size), np.sin(angle), -np.cos(angle)), axis=1)
    rate = np.zeros((size, 3))
    rate[:, 0] = np.degrees(np.gradient(angle, TICK_S))
    spin = yaw_deg_s * np.sin(2 * np.pi * to_and_fros * phase) + turn_deg / duration_s
    bounce = bounce_m_s2 * np.cos(2 * np.pi * bounces * phase)
    rows = np.zeros(size, TICK_DTYPE)
    turned = strap or Rotation.identity()
    rows["index"] = np.arange(size)
    rows["up"] = turned.apply(up)
    rows["rate_deg_s"] = rows["raw_rate_deg_s"] = turned.apply(rate)
    rows["spin_deg_s"] = spin
    rows["force_m_s2"] = turned.apply(up * (GRAVITY_M_S2 + bounce)[:, None])
    return Motion(rows)


def stride(duration_s: float = 1.2, **more: float) -> Motion:
    """A stride of a thigh: it swings through the pose in which it hangs."""
    facts = {"from_deg": -15.0, "range_deg": 40.0, "yaw_deg_s": 50.0, "bounce_m_s2": 2.5, **more}
    return movement(duration_s, bounces=2, **facts)  # type: ignore[arg-type]


def of(motion: Motion, *, has_gyro: bool = True) -> Signs:
    return signs(motion, has_gyro=has_gyro)


def sighting(
    recent: RecentMotion,
    found: Excursion,
    at_rest: ThighAtRest,
    *,
    has_gyro: bool,
    placement: Placement = Placement.THIGH,
) -> Sighting:
    """A movement at whose end it is looked at, in an exercise of which only the rest matters."""
    return Sighting(
        recent=recent,
        found=found,
        now=found.end,
        exercise=replace(find("straight-leg-raise"), thigh_at_rest=at_rest),
        has_gyro=has_gyro,
        placement=placement,
    )


class Leg:
    """A leg whose movements are looked at one after the other, a moment apart."""

    def __init__(self) -> None:
        self.watch = GaitWatch()
        self.recent = RecentMotion(60.0)
        self._next = 0

    @property
    def now_s(self) -> float:
        return self._next * TICK_S

    def does(
        self,
        motion: Motion,
        at_rest: ThighAtRest = ThighAtRest.LYING,
        wait_s: float = 0.1,
        *,
        has_gyro: bool = True,
        in_set: bool = False,
        begun_s: float = 0.0,
        placement: Placement = Placement.THIGH,
        range_deg: float = 40.0,
    ) -> GaitSeen:
        first = self._next
        for at, tick in enumerate(motion.ticks()):
            self.recent.append(
                Tick(
                    first + at,
                    tick.up,
                    tick.rate_deg_s,
                    tick.raw_rate_deg_s,
                    tick.spin_deg_s,
                    tick.bridged,
                    tick.force_m_s2,
                )
            )
        last = first + len(motion) - 1
        top = first + int(np.argmin(motion.up @ motion.up[0]))
        begun = first - round(begun_s / TICK_S)
        found = Excursion((1.0, 0.0, 0.0), range_deg, begun, top, top, last)
        seen = self.watch.look(
            sighting(self.recent, found, at_rest, has_gyro=has_gyro, placement=placement),
            in_set=in_set,
        )
        self._next = last + 1
        for _ in range(round(wait_s / TICK_S)):
            zero = (0.0, 0.0, 0.0)
            self.recent.append(Tick(self._next, (0.0, 0.0, 1.0), zero, zero, 0.0, False, zero))
            self._next += 1
        return seen

    def walks(self, strides: int = 8) -> "Leg":
        for _ in range(strides):
            self.does(stride())
        return self
