"""People whose thigh hardly turns: inner range quads over a roller, seen on the thigh.

Unlike the people of ``session`` these roll, lean and sway as much as they lift, each by random
amounts: the tests cover a whole kind of movement, not a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.signal import lfilter
from scipy.spatial.transform import Rotation

from evenstride.sensors.samples import FloatArray, Leg, Samples
from tests.simulator.body import LimbPath, SensorModel, measure
from tests.simulator.noise import noise
from tests.simulator.truth import minimum_jerk

_GRID_HZ = 200.0
_RATES_HZ = (25.0, 50.0, 52.0, 60.0, 100.0, 104.0)
_TENTH = 0.0866  # of a minimum-jerk way's duration goes by below a tenth of its peak speed


@dataclass(frozen=True, slots=True)
class SmallRep:
    """One rep as it was scripted, by the definitions of a measured one.

    Attributes:
        start_s: Begin of the way out.
        top_s: Its end.
        leave_s: Begin of the way back.
        end_s: Its end.
        tilt_deg: How far gravity turned in the sensor's frame, sway left out.
    """

    start_s: float
    top_s: float
    leave_s: float
    end_s: float
    tilt_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thigh:
    """The way in which one person's thigh does the movement, and its other movements.

    Attributes:
        net_deg: Net tilt of a rep.
        roll_part: Which part of it, from -1 to 1, is a roll about the thigh's own length.
        lean_part: How far the thigh swings sideways, about the vertical, as a part of the tilt.
        sinks: Whether the knee is pressed down, instead of lifted.
        out_s: Duration of the way out.
        hold_s: Hold.
        back_s: Duration of the way back.
        pause_s: Rest between two reps.
        vary: How much all of these vary from rep to rep, as a fraction.
        sag_part: Part of the range that sags away in a hold.
        return_error: How far from its rest a rep ends, as a fraction of the range (SD).
        roll_sway_deg: Slow rolling all the time, RMS.
        sway_hz: How fast.
        breath_deg: Amplitude of breathing.
        lever_m: Distance of the sensor from what the thigh turns about: the hip, or the roller.
        tremor_deg: Tremor, RMS.
        fidget_chance: Chance of a fidget in a rest.
        breather_chance: Chance of some seconds' rest more, after each rep.
        pitch_deg: How steeply the thigh lies.
    """

    net_deg: float
    roll_part: float = 0.0
    lean_part: float = 0.0
    sinks: bool = False
    out_s: float = 0.9
    hold_s: float = 2.5
    back_s: float = 1.0
    pause_s: float = 2.0
    vary: float = 0.1
    sag_part: float = 0.0
    return_error: float = 0.0
    roll_sway_deg: float = 0.1
    sway_hz: float = 0.3
    breath_deg: float = 0.05
    tremor_deg: float = 0.01
    fidget_chance: float = 0.0
    lever_m: float = 0.25
    breather_chance: float = 0.0
    bias_deg_s: float = 1.0
    nod_part: float = 0.35
    pitch_deg: float = 20.0


def random_thigh(rng: np.random.Generator, net_deg: tuple[float, float] = (2.5, 8.0)) -> Thigh:
    """Draw a person whose reps tilt the thigh by so much."""
    # A knee is pressed down about the hip: it can not sink through what it lies on.
    sinks = bool(rng.random() < 0.1)
    return Thigh(
        net_deg=float(rng.uniform(*net_deg)),
        roll_part=float(np.clip(rng.normal(0.0, 0.4), -0.9, 0.9)),
        lean_part=float(rng.normal(0.0, 0.3)),
        sinks=sinks,
        out_s=float(rng.uniform(0.5, 1.4)),
        hold_s=float(rng.uniform(1.2, 5.0)),
        back_s=float(rng.uniform(0.6, 1.6)),
        pause_s=float(rng.uniform(1.0, 4.5)),
        vary=float(rng.uniform(0.05, 0.18)),
        sag_part=float(rng.uniform(0.0, 0.25)),
        return_error=float(rng.uniform(0.0, 0.12)),
        roll_sway_deg=float(rng.uniform(0.1, 0.9)),
        sway_hz=float(rng.uniform(0.1, 0.6)),
        breath_deg=float(rng.uniform(0.02, 0.25)),
        tremor_deg=float(rng.uniform(0.005, 0.05)),
        fidget_chance=float(rng.choice([0.0, 0.06])),
        lever_m=0.25 if sinks else float(rng.choice([0.05, 0.25])),
        breather_chance=float(rng.choice([0.0, 0.08])),
        bias_deg_s=float(rng.uniform(0.5, 3.0)),
        nod_part=float(rng.uniform(0.25, 0.5)),
        pitch_deg=float(rng.uniform(0.0, 35.0)),
    )


@dataclass(slots=True)
class SmallSet:
    """One person's set: what both sensors measured, and what was done.

    Attributes:
        samples: Of the working leg, and of the one that rests beside it.
        reps: The working leg's reps.
        rate_hz: Of both sensors.
        thigh: Who did it.
    """

    samples: Mapping[Leg, Samples]
    reps: list[SmallRep]
    rate_hz: float
    thigh: Thigh


@dataclass(slots=True)
class _Turns:
    """Angles of one thigh over time, degrees: lift, lean about the vertical, roll."""

    time_s: FloatArray
    angles: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.angles = np.zeros((len(self.time_s), 3))

    def way(self, start_s: float, duration_s: float, turn: FloatArray) -> None:
        self.angles += minimum_jerk((self.time_s - start_s) / duration_s)[:, None] * turn

    def sag(self, start_s: float, end_s: float, turn: FloatArray) -> None:
        part = np.clip((self.time_s - start_s) / (end_s - start_s), 0.0, 1.0)
        self.angles += part[:, None] * turn


def small_set(
    seed: int, thigh: Thigh | None = None, reps: int | None = None, *, weak: int | None = None
) -> SmallSet:
    """One set of reps of which the thigh shows little.

    Args:
        seed: Everything that is not given is drawn from it.
        thigh: Who does it.
        reps: How many.
        weak: Which of them, from 0, goes 0.4 as far as the others; it is among ``SmallSet.reps``.
    """
    rng = np.random.default_rng(seed)
    who = thigh or random_thigh(rng)
    count = reps or int(rng.integers(8, 14))
    script = _script(who, count, rng)
    end_s = script[-1][3] + float(rng.uniform(8.0, 16.0))
    time_s = np.arange(0.0, end_s, 1 / _GRID_HZ)
    turns = _Turns(time_s)
    _get_into_position(turns, script[0][0], rng)
    usual = who, replace(who, net_deg=0.4 * who.net_deg)
    true = [_rep(turns, usual[n == weak], one, rng) for n, one in enumerate(script)]
    other = _Turns(time_s)
    _get_into_position(other, script[0][0], rng)
    other.angles += rng.uniform(-0.3, 0.3) * (turns.angles - _before(turns, script[0][0]))
    rate_hz = float(rng.choice(_RATES_HZ))
    worked = Leg.RIGHT if rng.random() < 0.5 else Leg.LEFT
    samples = {
        leg: _measured(leg, one, who, rate_hz, rng)
        for leg, one in ((worked, turns), (worked.other, other))
    }
    return SmallSet(samples, true, rate_hz, who)


def _script(
    who: Thigh, count: int, rng: np.random.Generator
) -> list[tuple[float, float, float, float]]:
    """When each way begins and ends: start, top, leave, end."""

    def varied(value: float) -> float:
        return float(value * np.exp(rng.normal(0.0, who.vary)))

    now_s = float(rng.uniform(6.0, 10.0))
    script = []
    for _ in range(count):
        top_s = now_s + varied(who.out_s)
        leave_s = top_s + varied(who.hold_s)
        end_s = leave_s + varied(who.back_s)
        script.append((now_s, top_s, leave_s, end_s))
        now_s = end_s + varied(who.pause_s)
        if rng.random() < who.breather_chance:
            now_s += float(rng.uniform(2.0, 5.0))
    return script


def _get_into_position(turns: _Turns, first_s: float, rng: np.random.Generator) -> None:
    """From somewhere to the roller, and a fidget there."""
    away = rng.uniform(25.0, 60.0)
    turns.angles[:, 0] -= away
    turns.way(1.0, 1.5, np.array([away, 0.0, 0.0]))
    if rng.random() < 0.5:
        fidget = rng.normal(0.0, 1.0, 3) * (1.0, 0.5, 1.0)
        turns.way(float(rng.uniform(3.0, first_s - 2.5)), 0.6, fidget)


def _before(turns: _Turns, at_s: float) -> FloatArray:
    """The angles up to a time, and from then on as they were."""
    then = turns.angles[np.searchsorted(turns.time_s, at_s)]
    return np.where(turns.time_s[:, None] < at_s, turns.angles, then)


def _rep(
    turns: _Turns,
    who: Thigh,
    script: tuple[float, float, float, float],
    rng: np.random.Generator,
) -> SmallRep:
    start_s, top_s, leave_s, end_s = script
    range_deg = who.net_deg * float(np.exp(rng.normal(0.0, who.vary)))
    lift = np.sqrt(1.0 - who.roll_part**2) * (-1.0 if who.sinks else 1.0)
    way = range_deg * np.array([lift, who.lean_part, who.roll_part])
    turns.way(start_s, top_s - start_s, way)
    turns.sag(top_s, leave_s, -who.sag_part * way)
    if rng.random() < who.fidget_chance:
        fidget = rng.normal(0.0, 0.7, 3) * (1.0, 0.5, 1.0)
        turns.way(end_s + 0.3, 0.6, fidget)
    missed = rng.normal(0.0, who.return_error)
    turns.way(leave_s, end_s - leave_s, -(1.0 - who.sag_part - missed) * way)
    out_s, back_s = _TENTH * (top_s - start_s), _TENTH * (end_s - leave_s)
    roll_tilt = who.roll_part * np.cos(np.radians(who.pitch_deg))
    tilt_deg = range_deg * float(np.hypot(lift, roll_tilt))
    return SmallRep(start_s + out_s, top_s - out_s, leave_s + back_s, end_s - back_s, tilt_deg)


def _measured(
    leg: Leg, turns: _Turns, who: Thigh, rate_hz: float, rng: np.random.Generator
) -> Samples:
    time_s = turns.time_s
    angles = turns.angles.copy()
    for axis, part in enumerate((who.nod_part, 0.2, 1.0)):
        angles[:, axis] += part * who.roll_sway_deg * _wander(len(time_s), who.sway_hz, rng)
        angles[:, axis] += part * who.tremor_deg * noise(time_s, rng, 5.0, 10.0)
    breath = np.sin(2 * np.pi * (rng.uniform(0.2, 0.3) * time_s + rng.random()))
    angles[:, 0] += who.breath_deg * breath
    turn = Rotation.from_euler(
        "ZYX",
        np.column_stack((angles[:, 1], -(angles[:, 0] + who.pitch_deg), angles[:, 2])),
        degrees=True,
    )
    still = np.zeros((len(time_s), 3))
    bias = rng.normal(size=3)
    bias *= who.bias_deg_s / np.linalg.norm(bias)
    x, y, z = Rotation.random(random_state=rng).as_rotvec(degrees=True).tolist()
    sensor = SensorModel(
        position_m=(who.lever_m, 0.0, 0.07),
        strap_deg=(x, y, z),
        rate_hz=rate_hz,
        acc_noise_ug=float(rng.uniform(100.0, 300.0)),
        gyr_bias_deg_s=tuple(bias),
        gyr_walk_deg_s=0.01,
    )
    readings = measure(LimbPath(time_s, turn, still, still), sensor, rng)
    return Samples(leg, readings.seq, readings.time_s, readings.acc_m_s2, readings.gyr_rad_s)


def _wander(size: int, corner_hz: float, rng: np.random.Generator) -> FloatArray:
    """Wandering of RMS 1 without a rhythm, twice low-passed."""
    keep = float(np.exp(-2 * np.pi * corner_hz / _GRID_HZ))
    white = rng.normal(size=size + 4000)
    smooth = lfilter([1.0], [1.0, -2.0 * keep, keep**2], white)[4000:]
    return np.asarray((smooth - smooth.mean()) / smooth.std(), dtype=np.float64)
