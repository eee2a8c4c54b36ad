"""Movements of a sensor at a distance from its hinge, for tests of the lever."""

from dataclasses import replace

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S

G_M_S2 = 9.81


def raised(
    lever_m: tuple[float, float],
    *,
    range_deg: float = 30.0,
    way_s: float = 1.0,
    bridged: slice = slice(0, 0),
    times: float = 1.0,
    lost: slice = slice(0, 0),
    spin_deg_s: float = 0.0,
) -> tuple[RecentMotion, Excursion]:
    """A limb turns about a hinge and back; the sensor is (level, upright) metres away from it.

    The sensor's frame has the axis of turning as x; y is level and z up at the start. Its
    accelerometer reads this many times the force. What is lost was made up, and wrong.
    """
    still, way = round(0.5 / TICK_S), round(way_s / TICK_S)
    part = np.linspace(0.0, 1.0, way)
    out = np.radians(range_deg) * (10 * part**3 - 15 * part**4 + 6 * part**5)
    angle = np.concatenate((np.zeros(still), out, np.full(still, out[-1]), out[::-1], [0] * still))
    speed = np.gradient(angle, TICK_S)
    acceleration = np.gradient(speed, TICK_S)
    level_m, upright_m = lever_m
    recent = RecentMotion(60.0)
    for index, (turned, omega, alpha) in enumerate(zip(angle, speed, acceleration, strict=True)):
        is_lost = lost.start <= index < lost.stop
        many = 1.3 * times if is_lost else times
        force = (
            0.0,
            many * (G_M_S2 * np.sin(turned) - alpha * upright_m - omega**2 * level_m),
            many * (G_M_S2 * np.cos(turned) + alpha * level_m - omega**2 * upright_m),
        )
        rate = (0.0 if is_lost else float(np.degrees(omega)), 0.0, 0.0)
        up = (0.0, float(np.sin(turned)), float(np.cos(turned)))
        is_bridged = is_lost or bridged.start <= index < bridged.stop
        spin = 0.0 if is_lost else spin_deg_s
        recent.append(Tick(index, up, rate, rate, spin, is_bridged, force, lost=is_lost))
    top, leave, end = still + way, 2 * still + way, 2 * (still + way)
    return recent, Excursion((1.0, 0.0, 0.0), range_deg, still, top, leave, end)


def shaken(recent: RecentMotion, by_m_s2: float) -> RecentMotion:
    """The same motion on a body that moves, too."""
    other = RecentMotion(60.0)
    random = np.random.default_rng(1)
    push = np.convolve(random.normal(size=(10_000, 3))[:, 0], np.hanning(25), "same")
    push *= by_m_s2 / push.std()
    for tick in recent.stretch(0, 10_000).ticks():
        x, y, z = tick.force_m_s2
        other.append(replace(tick, force_m_s2=(x + float(push[tick.index]), y, z)))
    return other
